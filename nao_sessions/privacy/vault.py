"""The vault: one folder that gocryptfs encrypts, its passphrase, and two papers with a key each.

Passphrase and keys each open a configuration file of their own, in which the one master key lies wrapped.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.core.places import TEMPORARY, VaultPlace
from nao_sessions.core.received import is_there
from nao_sessions.privacy.gocryptfs import CONFIGURATION, Keyring, configuration_of, run_program
from nao_sessions.privacy.papers import HOLDERS, Paper, digits_of, grouped, holder_of, paper_key
from nao_sessions.privacy.tpm import SealedSecret, seal, unseal
from nao_sessions.record.private import make_private_folder, sync_folder, write_private
from nao_sessions.text.messages import Text, msg

HandOver = Callable[[Mapping[str, str]], None]
"""What has keys written down, by holder, before they become the vault's: where it raises, they do not."""

SHORTEST = 14
"""The fewest characters of a passphrase, since who steals the disk may try for as long as he likes. It is our
reading of the 80 bits of délibération CNIL 2022-100 (21 July 2022), for a password with nothing beside it."""
MARK = ".vault"
"""A file in every vault: with a wrong master key gocryptfs opens all the same, and shows nothing."""
_BY_PIN = configuration_of("computer")
_KEY_BYTES = 16
FOLDERS = ("sessions", "house", "console", "cache", TEMPORARY)


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault at a place: it is made, opened and closed here, and nowhere else."""

    place: VaultPlace

    @property
    def keyring(self) -> Keyring:
        """The files in which the vault's master key lies wrapped."""
        return Keyring(self.place.sealed)

    def create(self, passphrase: str, hand_over: HandOver = lambda keys: None) -> dict[str, str]:
        """Make a vault, closed and empty; return the keys of its papers, by their holders.

        There is no vault before the keys are handed over, and none where that fails.

        Raises:
            UsageError: there is one already (G111), or the passphrase is too short (G112).
            DeviceUnavailable: gocryptfs is not installed (G110).
            RecordError: gocryptfs refused (G113).
        """
        if self.place.state() != "none":
            raise UsageError(
                msg("There is a vault already: {folder}.", folder=self.place.sealed),
                msg("Open it: nao-sessions vault open"),
                code="G111",
            )
        check_passphrase(passphrase)
        self.place.sealed.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.place.sealed.with_name(f"{self.place.sealed.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        make_private_folder(draft)
        try:
            run_program("gocryptfs", "-q", "-init", str(draft), typed=passphrase)
            with _papers_for(Keyring(draft), passphrase, HOLDERS, after_master_key=False) as keys:
                hand_over(keys)
            os.sync()
            draft.rename(self.place.sealed)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        sync_folder(self.place.sealed.parent)
        make_private_folder(self.place.opened)
        return keys

    def renew_papers(
        self,
        passphrase: str,
        holders: Iterable[str] = tuple(HOLDERS),
        hand_over: HandOver = lambda keys: None,
    ) -> dict[str, str]:
        """Draw new keys for the papers of some holders; return them. Those before open the vault no more.

        Until the new keys are handed over, and where that fails, the ones before open it.

        Raises:
            UsageError: there is no vault (G114); this is not its passphrase (G115); another program changes
                its keys (G123).
            RecordError: gocryptfs refused (G113).
            DeviceUnavailable: gocryptfs is not installed (G110).
            OSError: the disk is full; the papers before hold.
        """
        self._must_be_there()
        with self.keyring.held():
            out = self.keyring.has_master_key_on_paper()
            with _papers_for(self.keyring, passphrase, holders, after_master_key=out) as keys:
                hand_over(keys)
        return keys

    def open(self, passphrase: str) -> None:
        """Open the vault, after whatever befell the program behind it; do nothing where it is open.

        Raises:
            UsageError: there is none (G114); the passphrase is not its own (G115).
            RecordError: gocryptfs refused (G113), or files lie where its content is to be seen (G116).
            DeviceUnavailable: gocryptfs is not installed (G110).
        """
        if self._made_ready():
            run_program("gocryptfs", "-q", str(self.place.sealed), str(self.place.opened), typed=passphrase)
            self._fill()

    def open_by_key(self, key: str) -> None:
        """Open the vault by the key of a paper, as it stands there.

        Raises:
            UsageError: the key is mistyped, and nothing was tried (G124); it is not this vault's (G117); and
                as :meth:`open`.
        """
        self._must_be_there()
        config, typed, options = self._way_of(key)
        if not self._made_ready():
            return
        command = ("gocryptfs", "-q", *options, "-config", str(self.place.sealed / config))
        with _wrong_key_for_passphrase():
            run_program(*command, str(self.place.sealed), str(self.place.opened), typed=typed)
        # A wrong master key opens it all the same, and so does a file of another vault's that got in here.
        if not (self.place.opened / MARK).exists() and (options or self._holds_something()):
            self.close()
            raise _wrong_key()
        self._fill()

    def pin_made(self) -> datetime | None:
        """Return when the PIN was made by which this computer opens the vault; None: there is none."""
        try:
            return self.keyring.noted(_BY_PIN)[0]
        except (OSError, ValueError, KeyError, TypeError, NaoSessionsError):
            return None

    def make_pin(self, passphrase: str, pin: str) -> None:
        """Have this computer's TPM open the vault by a PIN, from now on; a PIN of before opens it no more.

        Raises:
            UsageError: there is no vault (G114); this is not its passphrase (G115); the PIN is too short
                (G127), or the TPM lets it be guessed (G128); another program changes its keys (G123).
            DeviceUnavailable: there is no TPM, or tpm2-tools or gocryptfs are not installed (G125, G110).
            RecordError: gocryptfs or the TPM refused (G113).
            OSError: the disk is full; the PIN before holds.
        """
        self._must_be_there()
        with self.keyring.held():
            key = secrets.token_hex(_KEY_BYTES)
            note = {"tpm": seal(key, pin).as_json()}
            self.keyring.replace({_BY_PIN: self.keyring.wrapped_for(passphrase, key, note)})

    def remove_pin(self) -> None:
        """Have no PIN open the vault any more; do nothing where none does.

        Raises:
            UsageError: there is no vault (G114); another program changes its keys (G123).
            OSError: it cannot be removed.
        """
        self._must_be_there()
        with self.keyring.held():
            self.keyring.remove(_BY_PIN)

    def open_by_pin(self, pin: str) -> None:
        """Open the vault by the PIN of this computer.

        Raises:
            UsageError: no PIN was made (G114); it is wrong (G126); the TPM refuses for a while (G129); and as
                :meth:`open`.
            DeviceUnavailable: there is no TPM (G125).
            RecordError: the PIN was made on another computer, or its TPM was cleared (G113).
        """
        self._must_be_there()
        try:
            sealed = SealedSecret.from_json(self.keyring.noted(_BY_PIN)[1]["tpm"])
        except (OSError, ValueError, KeyError, TypeError, NaoSessionsError) as error:
            raise UsageError(
                msg("No PIN of this computer opens the vault."),
                msg("Its passphrase does, or a paper. To make a PIN: nao-sessions vault pin"),
                code="G114",
            ) from error
        key = unseal(sealed, pin)
        if self._made_ready():
            command = ("gocryptfs", "-q", "-config", str(self.place.sealed / _BY_PIN))
            run_program(*command, str(self.place.sealed), str(self.place.opened), typed=key)
            self._fill()

    def _way_of(self, key: str) -> tuple[str, str, tuple[str, ...]]:
        """Return the configuration file that a key is tried on, and the key and options for gocryptfs.

        Raises:
            UsageError: the key is mistyped (G124), or for its holder no paper was written (G117).
        """
        digits, holder = digits_of(key), holder_of(key)
        if _MASTER_KEY.fullmatch(digits) and self.keyring.has_master_key_on_paper():
            return CONFIGURATION, digits, ("-masterkey=stdin",)
        if holder is None:
            raise UsageError(
                msg("The key is mistyped: nothing was tried."),
                msg("It has groups of eight digits, 0 to 9 and a to f, and one of them is wrong or missing."),
                code="G124",
            )
        config = configuration_of(holder)
        if not is_there(self.place.sealed / config):
            raise _wrong_key()
        return config, grouped(digits), ()

    def _holds_something(self) -> bool:
        return any(not one.name.startswith("gocryptfs.") for one in self.place.sealed.iterdir())

    def change_passphrase(self, before: str, after: str) -> None:
        """Change the passphrase; the keys of the papers stay what they are.

        Raises:
            UsageError: there is no vault (G114); *before* is not its passphrase (G115); *after* is too
                short (G112); another program changes its keys (G123).
            RecordError: gocryptfs refused (G113).
            DeviceUnavailable: gocryptfs is not installed (G110).
            OSError: the disk is full; the passphrase before holds.
        """
        check_passphrase(after)
        self._must_be_there()
        with self.keyring.held():
            self.keyring.replace({CONFIGURATION: self.keyring.rewrapped(CONFIGURATION, before, after)})

    def change_passphrase_by_key(self, key: str, after: str) -> None:
        """Change a passphrase that is forgotten, by the key of a paper, and open the vault.

        Raises:
            UsageError: as :meth:`open_by_key`, which is asked first, since gocryptfs would write down any
                master key; it is open, so that the key cannot be tried (G118); *after* is too short (G112);
                another program changes its keys (G123).
            OSError: the disk is full; the passphrase before holds.
        """
        check_passphrase(after)
        self._must_be_there()
        with self.keyring.held():
            config, typed, options = self._way_of(key)
            if self.place.state() == "open":
                raise UsageError(
                    msg("The vault is open: close it first, so that the key of the paper can be tried."),
                    msg("nao-sessions vault close"),
                    code="G118",
                )
            self.open_by_key(key)
            self.keyring.replace({CONFIGURATION: self.keyring.rewrapped(config, typed, after, *options)})

    def close(self) -> None:
        """Close the vault; do nothing where it is not open. Raises: UsageError: a program uses it (G118)."""
        state = self.place.state()
        if state == "gone":
            self._let_go()
        elif state == "open":
            try:
                run_program("fusermount3", "-u", str(self.place.opened))
            except RecordError as error:
                raise UsageError(
                    msg("The vault is in use, and stays open."),
                    msg("Close the console, the sessions and the windows that show its files."),
                    code="G118",
                ) from error
        if state in ("gone", "open"):
            self.place.opened.chmod(0o500)  # nothing is laid into the empty folder meanwhile

    def _must_be_there(self) -> None:
        if self.place.state() == "none":
            raise UsageError(
                msg("There is no vault: {folder} does not exist.", folder=self.place.sealed),
                msg("Make one: nao-sessions vault create"),
                code="G114",
            )

    def _made_ready(self) -> bool:
        """Return whether it has still to be opened, its folder made ready for that."""
        self._must_be_there()
        state = self.place.state()
        if state == "gone":
            self._let_go()
        if state != "open":
            make_private_folder(self.place.opened)
            self.place.opened.chmod(0o700)
        return state != "open"

    def _let_go(self) -> None:
        """Take away what a gocryptfs that died has left: every access fails, and so would an opening."""
        run_program("fusermount3", "-uz", str(self.place.opened))

    def _fill(self) -> None:
        """Make what every vault has, and remove the temporary files that a dead process left."""
        shutil.rmtree(self.place.opened / TEMPORARY, ignore_errors=True)
        for name in FOLDERS:
            make_private_folder(self.place.opened / name)
        if not (self.place.opened / MARK).exists():
            write_private(self.place.opened / MARK, b"")


def check_passphrase(passphrase: str) -> None:
    """Raise UsageError (G112) if a passphrase is too short, or has what no keyboard gives."""
    if len(passphrase) < SHORTEST or len(set(passphrase)) < SHORTEST // 2 or not passphrase.isprintable():
        raise UsageError(
            msg("A passphrase has at least {n} characters, and not the same one over and over.", n=SHORTEST),
            msg("Seven words that have nothing to do with one another are easy to keep in mind."),
            code="G112",
        )


def read_passphrase(path: Path) -> str:
    """Return the first line of a file. Raises: UsageError: nobody, or everybody, may read it (G119)."""
    try:
        with path.open(encoding="utf-8") as stream:
            if path.is_file() and path.stat().st_mode & 0o077:
                raise UsageError(
                    msg("Other users of this computer can read {path}.", path=path),
                    msg("chmod 600, and a passphrase that nobody has seen."),
                    code="G119",
                )
            return stream.readline().rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(msg("{path} cannot be read.", path=path), code="G119") from error


CONSEQUENCES: tuple[Text, ...] = (
    msg("The passphrase opens the vault, and so does each of the two papers, by a key of its own."),
    msg(
        "Without all three, everything in it is lost for ever: films, logs, the house's key. Nobody can "
        "bring it back, the authors of this program as little."
    ),
    msg(
        "Such a loss is itself a personal-data breach, of availability (GDPR art. 4(12)): it is recorded, "
        "and notified within 72 hours where it puts persons at risk (art. 33)."
    ),
    msg(
        "Whoever finds one of the papers and has the disk reads everything. For a paper that is lost a new "
        "key is drawn, and the one before opens nothing here any more: nao-sessions vault papers"
    ),
    msg(
        "That does not reach copies: whoever has a paper of before, and a copy of the encrypted folder of "
        "before, opens that copy and, with what lies in it, today's folder too. Then only a new vault helps."
    ),
)
"""What is shown before a vault is made."""


def vault_paper(place: VaultPlace, holder: str) -> Paper:
    """Return the paper of a holder, with a key of a vault."""
    config = place.sealed / configuration_of(holder)
    steps = (
        msg("Keep it in a sealed envelope, in a safe, and never with the computer or in its bag."),
        msg("To open: nao-sessions vault open --recovery, and type the key."),
        msg(
            "Without this program: gocryptfs -config {config} {sealed} FOLDER, and type the key, hyphens "
            "and all.",
            config=config,
            sealed=place.sealed,
        ),
    )
    return Paper(_TITLE, (*CONSEQUENCES, *steps))


@contextlib.contextmanager
def _papers_for(
    keyring: Keyring, passphrase: str, holders: Iterable[str], *, after_master_key: bool
) -> Iterator[dict[str, str]]:
    """Yield new keys, by their holders, and at the end let each open what the passphrase opens."""
    keys = {holder: paper_key(holder) for holder in holders}
    files = {
        configuration_of(holder): keyring.wrapped_for(passphrase, key, {"after_master_key": after_master_key})
        for holder, key in keys.items()
    }
    yield keys
    keyring.replace(files)


@contextlib.contextmanager
def _wrong_key_for_passphrase() -> Iterator[None]:
    """Say of what gocryptfs takes for a wrong passphrase that it is the key of a paper."""
    try:
        yield
    except UsageError as error:
        if error.code != "G115":
            raise
        raise _wrong_key() from error


def _wrong_key() -> UsageError:
    return UsageError(
        msg("This key does not open the vault: that paper was renewed since, or is another vault's."),
        msg("Nothing was changed. From when its papers are, nao-sessions vault check tells."),
        code="G117",
    )


_MASTER_KEY = re.compile(r"[0-9a-f]{64}")
_TITLE = msg("Recovery key of the vault")

"""The vault: one folder that gocryptfs encrypts, its passphrase, and its recovery key on two papers.

gocryptfs is called as it is installed. A passphrase and a key go to it by a pipe, never on a command line or
in the environment, where other users of the computer could read them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.core.errors import DeviceUnavailable, NaoSessionsError, RecordError, UsageError
from nao_sessions.core.places import TEMPORARY, VaultPlace
from nao_sessions.paper.page import document, el, html, html_list
from nao_sessions.record.private import make_private_folder, write_private
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

SHORTEST = 14
"""The fewest characters of a passphrase, since who steals the disk may try for as long as he likes. It is our
reading of the 80 bits of délibération CNIL 2022-100 (21 July 2022), for a password with nothing beside it."""
MARK = ".vault"
"""A file in every vault: with a wrong recovery key gocryptfs opens all the same, and shows nothing."""
FOLDERS = ("sessions", "house", "console", "cache", TEMPORARY)
_WITHIN_S = 60
_WRONG_PASSPHRASE, _NOT_EMPTY = 12, (6, 10)
"""gocryptfs(1), exit codes."""


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault at a place: it is made, opened and closed here, and nowhere else."""

    place: VaultPlace

    def create(self, passphrase: str) -> str:
        """Make a vault, closed and empty; return its recovery key.

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
        run_program("gocryptfs", "-q", "-init", str(draft), typed=passphrase)
        key = run_program("gocryptfs-xray", "-dumpmasterkey", str(draft / "gocryptfs.conf"), typed=passphrase)
        draft.rename(self.place.sealed)
        make_private_folder(self.place.opened)
        return grouped(key)

    def unmake(self) -> None:
        """Remove a vault in which there has never been anything. Raises: OSError."""
        if self.place.state() == "closed":
            shutil.rmtree(self.place.sealed)
            self.place.opened.rmdir()

    def recovery_key(self, passphrase: str) -> str:
        """Return the recovery key, for two new papers. Raises: as :meth:`open`."""
        config = str(self.place.sealed / "gocryptfs.conf")
        return grouped(run_program("gocryptfs-xray", "-dumpmasterkey", config, typed=passphrase))

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
        """Open the vault by its recovery key, as it stands on the papers.

        Raises:
            UsageError: it is no key, or not this vault's (G117); and as :meth:`open`.
        """
        digits = _digits(key)
        if not re.fullmatch(r"[0-9a-f]{64}", digits):
            raise _wrong_key()
        if not self._made_ready():
            return
        command = ("gocryptfs", "-q", "-masterkey=stdin", str(self.place.sealed), str(self.place.opened))
        run_program(*command, typed=digits)
        if not (self.place.opened / MARK).exists():
            self.close()
            raise _wrong_key()
        self._fill()

    def change_passphrase(self, before: str, after: str) -> None:
        """Change the passphrase; the recovery key of the papers stays what it is.

        Raises:
            UsageError: there is no vault (G114); *before* is not its passphrase (G115); *after* is too
                short (G112).
            RecordError: gocryptfs refused (G113).
            DeviceUnavailable: gocryptfs is not installed (G110).
        """
        check_passphrase(after)
        self._must_be_there()
        run_program("gocryptfs", "-q", "-passwd", str(self.place.sealed), typed=f"{before}\n{after}")

    def change_passphrase_by_key(self, key: str, after: str) -> None:
        """Change a passphrase that is forgotten, and open the vault.

        Raises:
            UsageError: as :meth:`open_by_key`, which is asked first, since gocryptfs would write down any key
                for the vault's own; it is open, so that the key cannot be tried (G118); *after* is too
                short (G112).
        """
        check_passphrase(after)
        if self.place.state() == "open":
            raise UsageError(
                msg("The vault is open: close it first, so that the key of the paper can be tried."),
                msg("nao-sessions vault close"),
                code="G118",
            )
        self.open_by_key(key)
        digits = _digits(key)
        command = ("gocryptfs", "-q", "-passwd", "-masterkey=stdin", str(self.place.sealed))
        run_program(*command, typed=f"{digits}\n{after}")
        # gocryptfs keeps the file of before beside it, which the old passphrase opens.
        (self.place.sealed / "gocryptfs.conf.bak").unlink(missing_ok=True)

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


def grouped(key: str) -> str:
    """Return a key as it is written on paper: eight groups of eight digits."""
    digits = key.strip()
    return "-".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def is_last_group(typed: str, key: str) -> bool:
    """Return whether somebody typed the last group of a key: the key was written down, or lies printed."""
    return typed.strip().lower() == key.rpartition("-")[2]


HOLDERS = {"director": msg("the director"), "officer": msg("the data-protection officer")}
"""Who keeps the two papers, by the file's name."""

CONSEQUENCES: tuple[Text, ...] = (
    msg("The passphrase opens the vault, and so does the recovery key on either of the two papers."),
    msg(
        "Without all three, everything in it is lost for ever: films, logs, the house's key. Nobody can "
        "bring it back, the authors of this program as little."
    ),
    msg(
        "Such a loss is itself a personal-data breach, of availability (GDPR art. 4(12)): it is recorded, "
        "and notified within 72 hours where it puts persons at risk (art. 33)."
    ),
    msg("Whoever finds one of the papers and has the disk reads everything. Changing the passphrase helps "
        "against neither: a new vault does, and what is in the old one is moved."),
)  # fmt: skip
"""What is shown before a vault is made."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says beside the key on it: its title, and what its holder has to know."""

    title: Text
    sentences: tuple[Text, ...]

    def page(self, key: str, holder: str, foot: str, language: Language) -> str:
        """Return the page of a holder, with the key and how it is used, also without this program."""
        title = self.title.in_language(language)
        body = html(
            el("h1", title),
            el("p", _FOR.format(holder=HOLDERS[holder]).in_language(language)),
            el("p", el("code", key), class_="state"),
            html_list(one.in_language(language) for one in self.sentences),
            el("p", _KEPT_BY.in_language(language)),
        )
        return document(language, title, foot, body)


def vault_paper(place: VaultPlace) -> Paper:
    """Return the paper of a vault's recovery key."""
    steps = (
        msg("Keep it in a sealed envelope, in a safe, and never with the computer or in its bag."),
        msg("To open: nao-sessions vault open --recovery, and type the key."),
        msg("Without this program: gocryptfs -masterkey=stdin {sealed} FOLDER", sealed=place.sealed),
    )
    return Paper(_TITLE, (*CONSEQUENCES, *steps))


def run_program(*command: str, typed: str = "") -> str:
    """Run a program that may be asked for something typed, and return what it wrote. Raises: see callers."""
    try:
        ran = processes.run(
            command,
            input=f"{typed}\n",
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_WITHIN_S,
        )
    except FileNotFoundError as error:
        raise DeviceUnavailable(
            msg("The program {name} is not installed.", name=command[0]),
            msg("Debian, Ubuntu: apt install gocryptfs fuse3"),
            code="G110",
        ) from error
    except subprocess.TimeoutExpired as error:
        raise refused(command[0], "...") from error
    if ran.returncode:
        raise _error_of(command, ran)
    return str(ran.stdout)


def _error_of(command: tuple[str, ...], ran: subprocess.CompletedProcess[str]) -> NaoSessionsError:
    if command[0].startswith("gocryptfs"):
        if ran.returncode == _WRONG_PASSPHRASE or "password incorrect" in ran.stderr.lower():
            return UsageError(
                msg("This passphrase does not open the vault."),
                msg("Forgotten? nao-sessions vault open --recovery takes the key on the papers."),
                code="G115",
            )
        if ran.returncode in _NOT_EMPTY:
            return RecordError(
                msg("Files lie unencrypted in {folder}, where the vault is to be seen.", folder=command[-1]),
                msg("Look at them, move them away, then open it again."),
                code="G116",
            )
    lines = ran.stderr.strip().splitlines()
    return refused(command[0], lines[-1] if lines else str(ran.returncode))


def refused(name: str, why: str) -> RecordError:
    return RecordError(msg("{name} refused: {why}", name=name, why=why), code="G113")


def _digits(key: str) -> str:
    """Return the digits of a key as it stands on paper."""
    return re.sub(r"[\s-]", "", key).lower()


def _wrong_key() -> UsageError:
    return UsageError(
        msg("This is not the recovery key of the vault."),
        msg("It has eight groups of eight digits, 0 to 9 and a to f; nothing was changed."),
        code="G117",
    )


_TITLE = msg("Recovery key of the vault")
_FOR = msg("For {holder}")
_KEPT_BY = msg("Kept by, since, where:")

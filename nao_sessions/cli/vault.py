"""`nao-sessions vault`: the encrypted folder of what is recorded: made, opened, closed, examined.

A passphrase is typed, or is the first line of a file: it never stands on a command line.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from platformdirs import user_data_path

from nao_sessions.cli.papers import ask_last_groups, check_papers, hand_out, papers_option, typed_secret
from nao_sessions.cli.words import EXIT_FINDINGS, give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import HINT
from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.inspection import inspected
from nao_sessions.privacy.layers import read_swaps
from nao_sessions.privacy.papers import HOLDERS
from nao_sessions.privacy.tpm import check_lockout
from nao_sessions.privacy.vault import (
    CONSEQUENCES,
    HandOver,
    Vault,
    check_passphrase,
    read_passphrase,
    vault_paper,
)
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

_PASSPHRASE = msg("Passphrase")
folder_argument = click.argument("folder", required=False, type=click.Path(path_type=Path))
passphrase_option = click.option(
    "--passphrase-file", type=click.Path(path_type=Path), help="A file whose first line is the passphrase."
)

pin_option = click.option(
    "--pin-file", type=click.Path(path_type=Path), help="A file whose first line is the PIN."
)


@click.group(short_help="Keep what is recorded in an encrypted folder.")
def vault() -> None:
    """Make, open, close and examine the vault: one encrypted folder for sessions, key, journal and caches.

    It is gocryptfs's. Without a FOLDER it is that of this user, and all that is recorded lies in it.
    """


@vault.command(short_help="Make a vault.")
@folder_argument
@passphrase_option
@papers_option
@click.option("--yes", is_flag=True, help="What a lost key means was read, and is accepted.")
@lang_option
def create(
    folder: Path | None, passphrase_file: Path | None, papers: Path | None, yes: bool, lang: str | None
) -> None:
    """Make a vault and open it; two keys go onto two papers, one for the director, one for the officer.

    What it means to lose passphrase and papers is shown before, and has to be accepted.
    """
    language, made = language_of(lang), _vault(folder)
    check_papers(papers)
    for sentence in CONSEQUENCES:
        tell(sentence, language)
    if not yes and not click.confirm(_ACCEPTED.in_language(language), err=True):
        raise click.Abort
    passphrase = _asked(passphrase_file, language, twice=True)
    check_passphrase(passphrase)
    with _onto_paper(made.place, papers, language, yes=yes) as hand_over:
        made.create(passphrase, hand_over)
    made.open(passphrase)
    if folder is None:
        _move_house(made.place.opened)
    click.echo(str(made.place.opened))
    tell(_OPEN, language)


@vault.command("open", short_help="Open it.")
@folder_argument
@passphrase_option
@click.option("--recovery", is_flag=True, help="By the key of a paper, which is asked for.")
@click.option(
    "--recovery-file", type=click.Path(path_type=Path), help="A file whose first line is the recovery key."
)
@click.option("--pin", is_flag=True, help="By the PIN of this computer, which is asked for.")
@pin_option
@lang_option
def open_(
    folder: Path | None,
    passphrase_file: Path | None,
    recovery: bool,
    recovery_file: Path | None,
    pin: bool,
    pin_file: Path | None,
    lang: str | None,
) -> None:
    """Open the vault; also after its program died in a session: what was written is there."""
    language, found = language_of(lang), _vault(folder)
    if recovery or recovery_file is not None:
        found.open_by_key(_recovery_key(recovery_file, language))
    elif pin or pin_file is not None:
        found.open_by_pin(_asked(pin_file, language, _PIN))
    elif found.place.state() == "open":
        pass
    else:
        found.open(_asked(passphrase_file, language))
    click.echo(str(found.place.opened))
    tell(_OPEN, language)


@vault.command(short_help="Close it.")
@folder_argument
@lang_option
def close(folder: Path | None, lang: str | None) -> None:
    """Close the vault: what is in it cannot be read until it is opened again."""
    found = _vault(folder)
    found.close()
    tell(_CLOSED, language_of(lang))


@vault.command("papers", short_help="Draw new keys for its papers.")
@folder_argument
@passphrase_option
@papers_option
@click.option("--holder", type=click.Choice(list(HOLDERS)), help="Only this holder's paper; both without.")
@click.option("--yes", is_flag=True, help="The new papers are printed, and are kept.")
@lang_option
def papers_(
    folder: Path | None,
    passphrase_file: Path | None,
    papers: Path | None,
    holder: str | None,
    yes: bool,
    lang: str | None,
) -> None:
    """Draw a new key for the papers, or for one: the key before opens the vault no more.

    The papers of an earlier version hold the master key itself: they open it still, until there is a new
    vault. Whoever has a paper of before and an older copy of the encrypted folder reads both the copy and
    today's.
    """
    language, found = language_of(lang), _vault(folder)
    check_papers(papers)
    holders = tuple(HOLDERS) if holder is None else (holder,)
    passphrase = _asked(passphrase_file, language)
    with _onto_paper(found.place, papers, language, yes=yes) as hand_over:
        found.renew_papers(passphrase, holders, hand_over)
    for one in holders:
        tell(_RENEWED.format(holder=HOLDERS[one]), language)
    if found.keyring.has_master_key_on_paper():
        tell(_STILL, language)


@vault.command(short_help="Change its passphrase.")
@folder_argument
@passphrase_option
@click.option(
    "--new-passphrase-file",
    type=click.Path(path_type=Path),
    help="A file whose first line is the new passphrase.",
)
@click.option("--recovery", is_flag=True, help="It is forgotten: by the key of a paper, which is asked for.")
@click.option(
    "--recovery-file", type=click.Path(path_type=Path), help="A file whose first line is the recovery key."
)
@lang_option
def passphrase(
    folder: Path | None,
    passphrase_file: Path | None,
    new_passphrase_file: Path | None,
    recovery: bool,
    recovery_file: Path | None,
    lang: str | None,
) -> None:
    """Change the passphrase, also a forgotten one; the keys on the papers stay the same.

    Whoever knew the passphrase and has an older copy of the encrypted folder reads both the copy and today's.
    """
    language, found = language_of(lang), _vault(folder)
    if recovery or recovery_file is not None:
        key = _recovery_key(recovery_file, language)
        found.change_passphrase_by_key(key, _asked(new_passphrase_file, language, _NEW, twice=True))
    else:
        before = _asked(passphrase_file, language)
        found.change_passphrase(before, _asked(new_passphrase_file, language, _NEW, twice=True))
    tell(_CHANGED, language)


@vault.command(short_help="Open it by a PIN, on this computer alone.")
@folder_argument
@passphrase_option
@pin_option
@click.option("--remove", is_flag=True, help="No PIN opens it any more.")
@lang_option
def pin(
    folder: Path | None,
    passphrase_file: Path | None,
    pin_file: Path | None,
    remove: bool,
    lang: str | None,
) -> None:
    """Have this computer's TPM open the vault by a PIN of six characters or more, beside its passphrase.

    After some wrong PINs the TPM refuses for a while. Another computer cannot open the vault by it.
    """
    language, found = language_of(lang), _vault(folder)
    if remove:
        found.remove_pin()
        tell(_NO_PIN, language)
        return
    made = check_lockout()
    passphrase = _asked(passphrase_file, language)
    found.make_pin(passphrase, _asked(pin_file, language, _PIN, twice=True))
    tell(_PIN_MADE.format(tries=made.tries, minutes=-(-made.every_s // 60)), language)


@vault.command(short_help="Tell what is encrypted, and what is not.")
@click.option(
    "--exports",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder into which exports are written; the current one without.",
)
@json_option
@lang_option
def check(exports: tuple[Path, ...], as_json: bool, lang: str | None) -> None:
    """Tell of each place where something of a child may lie whether it is encrypted, and by what.

    Sessions, the house's key, temporary files, caches, exports, swap. Ends with 1 where one is not,
    or where a paper opens nothing. It tells from when the papers' keys are.
    """
    language = language_of(lang)
    temporary = Path(tempfile.gettempdir())
    lines = list(inspected(VaultPlace.default(), temporary, exports or (Path.cwd(),), read_swaps()))
    if as_json:
        give_json(
            [
                {
                    "key": line.key,
                    "path": None if line.path is None else str(line.path),
                    "by": line.kind,
                    "standing": line.standing,
                    "sentence": line.sentence.in_language(language),
                }
                for line in lines
            ]
        )
    else:
        for line in lines:
            click.echo(line.sentence.in_language(language))
            if line.hint is not None:
                click.echo(f"  {HINT.in_language(language)} {line.hint.in_language(language)}")
    if any(line.standing != "well" for line in lines):
        raise SystemExit(EXIT_FINDINGS)


def _vault(folder: Path | None) -> Vault:
    return Vault(VaultPlace.default() if folder is None else VaultPlace.at(folder))


@contextlib.contextmanager
def _onto_paper(
    place: VaultPlace, papers: Path | None, language: Language, *, yes: bool
) -> Iterator[HandOver]:
    """Yield what hands out the keys of a vault, and asks whether they were written down.

    Where anything ends it afterwards, whoever has the new papers is told so.
    """
    handed = False

    def hand_over(keys: Mapping[str, str]) -> None:
        nonlocal handed
        handed = True
        hand_out(keys, lambda holder: vault_paper(place, holder), papers, str(place.opened), language)
        if not yes:
            ask_last_groups(keys, language)

    try:
        yield hand_over
    except BaseException:
        if handed:
            tell(_BROKE_OFF, language)
        raise


def _recovery_key(file: Path | None, language: Language) -> str:
    return typed_secret(_RECOVERY_KEY, language) if file is None else read_passphrase(file)


def _asked(file: Path | None, language: Language, asked: Text = _PASSPHRASE, *, twice: bool = False) -> str:
    """Return the passphrase: a file's first line, or what is typed, which the terminal does not show."""
    if file is not None:
        return read_passphrase(file)
    while True:
        typed = typed_secret(asked, language)
        if not twice or typed == typed_secret(_AGAIN, language):
            return typed
        tell(_NOT_THE_SAME, language)


def _move_house(opened: Path) -> None:
    """Move the house's key and journal, and what the console keeps, into the vault that was just made."""
    for name in ("house", "console"):
        before, place = user_data_path("nao_sessions") / name, opened / name
        if before.is_dir() and not before.is_symlink():
            shutil.copytree(before, place, dirs_exist_ok=True, symlinks=True)
            os.sync()
            shutil.rmtree(before)


_NEW = msg("New passphrase")
_AGAIN = msg("The same once more")
_NOT_THE_SAME = msg("These were two different passphrases.")
_RECOVERY_KEY = msg("Recovery key")
_PIN = msg("PIN of this computer")
_PIN_MADE = msg(
    "The PIN opens the vault on this computer. It takes {tries} wrong ones, and then one more every "
    "{minutes} min."
)
_NO_PIN = msg("No PIN opens the vault. The passphrase and the papers do.")
_ACCEPTED = msg("Is that understood, and are there two persons who will keep a paper each?")
_OPEN = msg("The vault is open.")
_CLOSED = msg("The vault is closed.")
_CHANGED = msg("The passphrase is changed. The papers hold: their keys are the same.")
_RENEWED = msg("The new paper for {holder} opens the vault, and the one before no more: destroy it.")
_BROKE_OFF = msg("It broke off: what was just written down may open nothing. Destroy it, and begin again.")
_STILL = msg(
    "Papers of an earlier version hold the master key, and go on opening the vault: destroy them. Where one "
    "is lost, make a new vault."
)

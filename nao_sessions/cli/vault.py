"""`nao-sessions vault`: the encrypted folder of what is recorded: made, opened, closed, examined.

A passphrase is typed, or is the first line of a file: it never stands on a command line.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click
from platformdirs import user_data_path

from nao_sessions.cli.words import (
    EXIT_FINDINGS,
    give_json,
    json_option,
    lang_option,
    language_of,
    tell,
    write_below,
)
from nao_sessions.core.errors import HINT, UsageError
from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.inspection import inspected
from nao_sessions.privacy.layers import layer_of, read_swaps
from nao_sessions.privacy.vault import (
    CONSEQUENCES,
    HOLDERS,
    Vault,
    check_passphrase,
    is_last_group,
    paper,
    read_passphrase,
)
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

folder_argument = click.argument("folder", required=False, type=click.Path(path_type=Path))
passphrase_option = click.option(
    "--passphrase-file", type=click.Path(path_type=Path), help="A file whose first line is the passphrase."
)
papers_option = click.option(
    "--papers",
    type=click.Path(path_type=Path),
    help="Write the two papers there, to be printed; in memory (/dev/shm) or encrypted alone.",
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
    """Make a vault and open it; its recovery key goes onto two papers, for the director and the officer.

    What it means to lose passphrase and papers is shown before, and has to be accepted.
    """
    language, made = language_of(lang), _vault(folder)
    if papers is None and not sys.stdout.isatty():
        raise UsageError(_NOWHERE, _PAPERS_HINT, code="G121")
    _check_papers(papers)
    for sentence in CONSEQUENCES:
        tell(sentence, language)
    if not yes and not click.confirm(_ACCEPTED.in_language(language), err=True):
        raise click.Abort
    passphrase = _asked(passphrase_file, language, twice=True)
    check_passphrase(passphrase)
    key = made.create(passphrase)
    try:
        _hand_out(made, key, papers, language)
        while not yes and not is_last_group(_typed(_LAST_GROUP, language), key):
            tell(_NOT_THE_GROUP, language)
    except BaseException:  # nobody has the key: nothing is to be laid into such a vault
        made.unmake()
        raise
    made.open(passphrase)
    if folder is None:
        _move_house(made.place.opened)
    click.echo(str(made.place.opened))
    tell(_OPEN, language)


@vault.command("open", short_help="Open it.")
@folder_argument
@passphrase_option
@click.option("--recovery", is_flag=True, help="By the recovery key of the papers, which is asked for.")
@click.option(
    "--recovery-file", type=click.Path(path_type=Path), help="A file whose first line is the recovery key."
)
@lang_option
def open_(
    folder: Path | None,
    passphrase_file: Path | None,
    recovery: bool,
    recovery_file: Path | None,
    lang: str | None,
) -> None:
    """Open the vault; also after its program died in a session: what was written is there."""
    language, found = language_of(lang), _vault(folder)
    if recovery_file is not None:
        found.open_by_key(read_passphrase(recovery_file))
    elif recovery:
        found.open_by_key(_typed(_RECOVERY_KEY, language))
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


@vault.command("papers", short_help="Write its two papers again.")
@folder_argument
@passphrase_option
@papers_option
@lang_option
def papers_(folder: Path | None, passphrase_file: Path | None, papers: Path | None, lang: str | None) -> None:
    """Show the recovery key again, or write the two papers; the key is the same as before."""
    language, found = language_of(lang), _vault(folder)
    if papers is None and not sys.stdout.isatty():
        raise UsageError(_NOWHERE, _PAPERS_HINT, code="G121")
    _check_papers(papers)
    _hand_out(found, found.recovery_key(_asked(passphrase_file, language)), papers, language)


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

    Sessions, the house's key, temporary files, caches, exports, swap. Ends with 1 where one is not.
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
    if any(line.standing == "open" for line in lines):
        raise SystemExit(EXIT_FINDINGS)


def _vault(folder: Path | None) -> Vault:
    return Vault(VaultPlace.default() if folder is None else VaultPlace.at(folder))


def _asked(file: Path | None, language: Language, *, twice: bool = False) -> str:
    """Return the passphrase: a file's first line, or what is typed, which the terminal does not show."""
    if file is not None:
        return read_passphrase(file)
    while True:
        typed = _typed(_PASSPHRASE, language)
        if not twice or typed == _typed(_AGAIN, language):
            return typed
        tell(_NOT_THE_SAME, language)


def _typed(what: Text, language: Language) -> str:
    typed: str = click.prompt(what.in_language(language), hide_input=True, err=True)
    return typed


def _check_papers(papers: Path | None) -> None:
    """Raise UsageError (G120) if the papers would lie on a disk, readable."""
    if papers is not None and layer_of(papers) == "none":
        raise UsageError(
            msg("{folder} is not encrypted: no key is written there.", folder=papers),
            _PAPERS_HINT,
            code="G120",
        )


def _hand_out(made: Vault, key: str, papers: Path | None, language: Language) -> None:
    """Show the recovery key, or write it onto two pages."""
    if papers is None:
        click.echo(f"\n{key}\n")
        tell(_WRITE_DOWN, language)
        return
    for holder in HOLDERS:
        write_below(papers, f"{holder}.html", paper(key, holder, made.place, language))
    tell(_PRINT.format(folder=papers), language)


def _move_house(opened: Path) -> None:
    """Move the house's key and journal, and what the console keeps, into the vault that was just made."""
    for name in ("house", "console"):
        before, place = user_data_path("nao_sessions") / name, opened / name
        if before.is_dir() and not before.is_symlink():
            shutil.copytree(before, place, dirs_exist_ok=True, symlinks=True)
            os.sync()
            shutil.rmtree(before)


_PASSPHRASE = msg("Passphrase")
_AGAIN = msg("The same once more")
_NOT_THE_SAME = msg("These were two different passphrases.")
_RECOVERY_KEY = msg("Recovery key")
_LAST_GROUP = msg("The last eight digits of the key, as they stand on your paper")
_NOT_THE_GROUP = msg("These are not they: look again.")
_ACCEPTED = msg("Is that understood, and are there two persons who will keep a paper each?")
_WRITE_DOWN = msg("Write this key down twice: a paper for the director, one for the data-protection officer.")
_PRINT = msg("Two papers in {folder}: print both, and remove the files.")
_NOWHERE = msg("The recovery key is shown on a terminal alone, so that it stays in no file.")
_PAPERS_HINT = msg("Or give a folder in memory for the two papers: --papers /dev/shm/papers")
_OPEN = msg("The vault is open.")
_CLOSED = msg("The vault is closed.")

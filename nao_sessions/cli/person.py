"""`nao-sessions person`: the professionals who unlock the console, each by her own code, and their journal.

A secret code is typed, or is the first line of a file: it never stands on a command line.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from nao_sessions.cli.by import by_option
from nao_sessions.cli.words import EXIT_FINDINGS, give_json, json_option, lang_option, language_of, tell
from nao_sessions.console.people import known_adults
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.privacy.acts import UNKNOWN, note_act, read_acts
from nao_sessions.privacy.life.inventory import sessions_below
from nao_sessions.privacy.persons import PersonsFile
from nao_sessions.privacy.presence import people_in
from nao_sessions.privacy.vault import read_passphrase
from nao_sessions.record.folder import SessionFolder, default_folder
from nao_sessions.record.house import House
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_secret_file = click.option(
    "--secret-file", type=click.Path(path_type=Path), help="A file whose first line is the secret code."
)


@click.group(short_help="Who unlocks the console, and what they did.")
def person() -> None:
    """Add and remove professionals, each with a secret code of her own; show the journal of what they did."""


@person.command(short_help="Add a professional.")
@click.argument("code", default="")
@click.option("--in-charge", is_flag=True, help="She reads the journal, and removes others.")
@_secret_file
@by_option
@lang_option
def add(code: str, in_charge: bool, secret_file: Path | None, by: str, lang: str | None) -> None:
    """Add a professional, by her CODE in the ledger of grounds (A01) or the next free one.

    The first is in charge; from then on the console asks for a secret code.
    """
    language = language_of(lang)
    file, secret = PersonsFile.default(), _asked(secret_file, language)
    added = file.add(secret, code, in_charge=in_charge, taken=known_adults())
    note_act(file.house, "added", by or UNKNOWN, "command", added.code)
    click.echo(added.code)
    tell(msg("The console asks for a secret code from now on."), language)


@person.command("list", short_help="Who unlocks the console.")
@json_option
@lang_option
def list_(as_json: bool, lang: str | None) -> None:
    """Show the professionals by code, and who is in charge."""
    persons = PersonsFile.default().read()
    if as_json:
        give_json([{"code": one.code, "in_charge": one.in_charge} for one in persons])
        return
    language = language_of(lang)
    for one in persons:
        click.echo(_IN_CHARGE.format(code=one.code).in_language(language) if one.in_charge else one.code)


@person.command(short_help="Give a professional another secret code.")
@click.argument("code")
@_secret_file
@by_option
@lang_option
def code(code: str, secret_file: Path | None, by: str, lang: str | None) -> None:
    """Give a professional another secret code, for example because she has forgotten hers."""
    file = PersonsFile.default()
    file.change_secret(code, _asked(secret_file, language_of(lang)))
    note_act(file.house, "changed", by or UNKNOWN, "command", code)


@person.command(short_help="Remove a professional.")
@click.argument("code")
@by_option
@lang_option
def remove(code: str, by: str, lang: str | None) -> None:
    """Remove a professional: her code unlocks nothing more; what the journal says of her stays."""
    file = PersonsFile.default()
    file.remove(code)
    note_act(file.house, "removed", by or UNKNOWN, "command", code)


@person.command(short_help="Show who did what.")
@click.option("--child", default="", metavar="CODE", help="Only what was about this child or its sessions.")
@click.option(
    "--sessions",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Where the child's sessions lie; the usual folder without.",
)
@json_option
@lang_option
def journal(child: str, sessions: tuple[Path, ...], as_json: bool, lang: str | None) -> None:
    """Show who unlocked, opened, exported, corrected, destroyed; end with 1 if a line was changed.

    With --child: who saw or changed something of one child, as far as its sessions are still there.
    """
    house, language = House.default(), language_of(lang)
    lines, broken = read_acts(house), house.first_broken_line()
    if child:
        hers = {child, *_sessions_with(child, sessions or (default_folder(real=True),))}
        lines = tuple(line for line in lines if hers & set(line.about.split(", ")))
    if as_json:
        give_json({"first_broken_line": broken, "lines": [line.to_json() for line in lines]})
    else:
        for line in lines:
            words = line.words.in_language(language)
            click.echo(f"{line.when_utc}  {line.person or UNKNOWN}  {words}  ({line.where})")
    if broken is not None:
        tell(_BROKEN.format(n=broken), language)
        raise SystemExit(EXIT_FINDINGS)


def _sessions_with(child: str, roots: Sequence[Path]) -> Iterator[str]:
    """Yield the names of the sessions in which a child took part."""
    for folder in (folder for root in roots for folder in sessions_below(root)):
        with contextlib.suppress(NaoSessionsError):  # of one that cannot be read nobody knows who was there
            if child in (*SessionFolder(folder).read_manifest().participants, *people_in(folder).children):
                yield folder.name


def _asked(file: Path | None, language: Language) -> str:
    if file is not None:
        return read_passphrase(file)
    asked: str = click.prompt(
        _SECRET.in_language(language), hide_input=True, confirmation_prompt=True, err=True
    )
    return asked


_SECRET = msg("Secret code")
_IN_CHARGE = msg("{code}, in charge")
_BROKEN = msg("Beware: line {n} of the journal was changed, or a line before it is missing.")

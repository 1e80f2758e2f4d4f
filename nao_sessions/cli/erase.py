"""`nao-sessions erase`: everything of a person, by code; what would go is told first, and asked once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, get_args

import click

from nao_sessions.cli.by import by_option
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell, write_below
from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.acts import UNKNOWN, note_act
from nao_sessions.privacy.life.consoles import check_no_console
from nao_sessions.privacy.life.erasure import (
    ErasurePlaces,
    Groups,
    decide,
    find_groups,
    finish,
    plan_erasure,
)
from nao_sessions.privacy.life.hold import held
from nao_sessions.privacy.life.receipt import plan_in_words, receipt_in_words
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

groups_option = click.option(
    "--groups",
    type=click.Choice(get_args(Groups)),
    help="What becomes of sessions with others: erased as a whole, or this person alone is taken out.",
)
yes_option = click.option("--yes", is_flag=True, help="It was read, and is to be done: do not ask.")
receipt_option = click.option(
    "--receipt", type=click.Path(path_type=Path), help="Write the receipt into this folder, as text and JSON."
)
sessions_option = click.option(
    "--sessions", multiple=True, type=click.Path(path_type=Path), help="A further folder of sessions."
)


@click.command(short_help="Erase everything of a person.")
@click.argument("code")
@groups_option
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
@click.option("--reason", default="", help="Why, without a name: it stands in the receipt.")
@click.option(
    "--out",
    "exports",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of exports, a stick: copies in it go, too.",
)
@sessions_option
@yes_option
@receipt_option
@by_option
@json_option
@lang_option
def erase(
    code: str,
    groups: Groups | None,
    dry_run: bool,
    reason: str,
    exports: tuple[Path, ...],
    sessions: tuple[Path, ...],
    yes: bool,
    receipt: Path | None,
    by: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Erase everything of the person with this CODE: sessions, film, levels, boards, agreements, caches.

    What would go is told first and asked once. What was begun and cut off is carried out to its end by the
    next call, whatever that asks for. The console has to be closed: it remembers what it has read.
    """
    language = language_of(lang)
    places = ErasurePlaces.default(exports, sessions)
    if not dry_run:
        check_no_console()
        finish_begun(places, receipt, language, as_json=as_json)
    if groups is None and find_groups(code, places) and sys.stdin.isatty():
        asked = _ASK_GROUPS.in_language(language)
        groups = click.prompt(asked, type=click.Choice(get_args(Groups)), err=True)
    plan = plan_erasure(code, groups, places)
    if plan.empty:
        raise UsageError(msg("Nothing of {code} is here.", code=code), _NOTHING_HINT, code="G151")
    for sentence in plan_in_words(plan):
        tell(sentence, language)
    if dry_run:
        if as_json:
            give_json({"sessions": [one.to_json() for one in plan.sessions], "counts": plan.counts()})
        return
    held(places.house)
    confirm(_ASK, language, yes=yes)
    note_act(places.house, "erased", by or UNKNOWN, "command")
    decide(plan, reason, places)
    hand_out(finish(places.house), receipt, language, as_json=as_json)


def finish_begun(places: ErasurePlaces, receipt: Path | None, language: Language, *, as_json: bool) -> None:
    """Carry out to its end what was decided before and cut off, and say so."""
    begun = finish(places.house)
    if begun is not None:
        tell(_BEGUN, language)
        hand_out(begun, receipt, language, as_json=as_json)


def confirm(question: Text, language: Language, *, yes: bool) -> None:
    """Ask once, on a terminal; without one ``--yes`` has to be given.

    Raises:
        UsageError: there is no terminal, and no ``--yes`` (G156).
        Abort: the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(_NOT_ASKED, _NOT_ASKED_HINT, code="G156")
    if not click.confirm(question.in_language(language), err=True):
        raise click.Abort


def hand_out(line: dict[str, Any] | None, folder: Path | None, language: Language, *, as_json: bool) -> None:
    """Print a receipt, and write it into a folder where one is given."""
    if line is None:  # another process was faster, and has handed it out
        return
    text = "".join(f"{sentence.in_language(language)}\n" for sentence in receipt_in_words(line))
    if folder is not None:
        stem = f"receipt-{line['when_utc'].replace(':', '')}"
        write_below(folder, f"{stem}.txt", text)
        write_below(folder, f"{stem}.json", json.dumps(line, indent=2) + "\n")
    if as_json:
        give_json(line)
    else:
        click.echo(text, nl=False)


_ASK = msg("Erase all this? It cannot be taken back.")
_ASK_GROUPS = msg(
    "Others took part in sessions with this person. Cut them (their film goes, the person is taken out of "
    "the log), or delete them?"
)
_BEGUN = msg("An earlier erasure had been cut off: it is now carried out to its end.")
_NOTHING_HINT = msg("Look at the code, and name further folders with --sessions and --out.")
_NOT_ASKED = msg("Nobody can be asked here whether this is to be erased.")
_NOT_ASKED_HINT = msg("Look at it with --dry-run, then add --yes.")

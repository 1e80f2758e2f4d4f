"""`nao-sessions ground`: who has agreed to be recorded, by what, for what: written, withdrawn, listed, asked.

The ledger is in the house's folder, and holds codes and roles, never a name.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from nao_sessions.cli.by import author_option
from nao_sessions.cli.words import EXIT_FINDINGS, give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.launch import recorders_of, room_of
from nao_sessions.privacy.film_use import children_of
from nao_sessions.privacy.layers import is_encrypted
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.rules import Means, Presence, may_record, may_use
from nao_sessions.privacy.ledger.values import (
    HOLDERS_OF_A_CHILD,
    LOG,
    PURPOSES,
    Capacity,
    DecisionLine,
    DecisionOverLine,
    DisagreementLine,
    Holder,
    Legal,
    Line,
    PersonLine,
    Proof,
    Purpose,
    PurposeLine,
    WordLine,
)
from nao_sessions.privacy.ledger.words import entry_words, line_words, recorder_words
from nao_sessions.record.folder import default_folder
from nao_sessions.record.manifest import program_version
from nao_sessions.robot.address import read_address
from nao_sessions.room.room_file import Room
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_purpose = click.option(
    "--for", "purpose", type=click.Choice(PURPOSES), default=PURPOSES[0], help="What is recorded for."
)
_purposes = click.option(
    "--for", "purposes", type=click.Choice(PURPOSES), multiple=True, help="What is recorded for."
)
_recorders = click.option(
    "--recorder",
    "recorders",
    multiple=True,
    metavar="NAME",
    help="camera:NAME, sound:NAME (of a camera), microphone:NAME as in the room file, or log.",
)
_robot = click.option(
    "--robot", default="", metavar="HOST", help="With this robot (default: none, or a simulated one)."
)
_by = click.option("--by", required=True, metavar="self|H1", help="Who says so: oneself, or a holder.")


@click.group(short_help="Who has agreed to be recorded, by what, for what.")
def ground() -> None:
    """Write down who has agreed to be recorded, withdraw it, list it, ask it."""


@ground.group(short_help="Write down a purpose, a person or an answer.")
def add() -> None:
    """Write down a purpose, a person or an answer; what is written again counts from then on."""


@add.command(short_help="A purpose, and its legal ground.")
@click.argument("purpose", type=click.Choice(PURPOSES))
@click.option("--legal", required=True, type=click.Choice(get_args(Legal)), help="The ground of RGPD 6(1).")
@click.option("--notice", required=True, metavar="VERSION", help="Which version of the notice is in force.")
@click.option("--one-holder", is_flag=True, help="To be recorded, one holder's agreement is enough.")
@author_option
@lang_option
def purpose(
    purpose: Purpose, legal: Legal, notice: str, one_holder: bool, author: str, lang: str | None
) -> None:
    """Write down on what legal ground a purpose rests; another notice ends every agreement to the older."""
    _add(PurposeLine(purpose, legal, notice, "one" if one_holder else "all"), lang, author)


@add.command(short_help="A child, and who speaks for it.")
@click.argument("code")
@click.option("--adult-from", required=True, metavar="DATE", help="The day on which 18 is reached.")
@click.option("--holder", "holders", multiple=True, metavar="H1=CAPACITY", help="Who speaks for the child.")
@click.option("--one-because", type=click.Choice(get_args(Proof)), help="What was seen: one decides alone.")
@author_option
@lang_option
def child(
    code: str,
    adult_from: str,
    holders: tuple[str, ...],
    one_because: Proof | None,
    author: str,
    lang: str | None,
) -> None:
    """Write down a child and those who speak for it (parent, guardian, delegation, ase)."""
    needs = HOLDERS_OF_A_CHILD if one_because is None else 1
    speaking = tuple(map(_holder, holders))
    _add(PersonLine(code, "child", day_of(adult_from), speaking, needs, one_because), lang, author)


@add.command(short_help="An adult of the room.")
@click.argument("code")
@click.option("--visitor", is_flag=True, help="Not of the staff.")
@author_option
@lang_option
def adult(code: str, visitor: bool, author: str, lang: str | None) -> None:
    """Write down an adult of the room: of the staff, or a visitor."""
    _add(PersonLine(code, "visitor" if visitor else "staff"), lang, author)


@add.command(short_help="What somebody said.")
@click.argument("code")
@_by
@_recorders
@_purposes
@click.option("--notice", default="", metavar="VERSION", help="Which version of the notice was read.")
@click.option("--on", "given_on", metavar="DATE", help="The day on which it was said (default: today).")
@click.option("--until", metavar="DATE", help="The last day on which it holds.")
@click.option("--informed", "word", flag_value="informed", help="Was informed, and said nothing against it.")
@click.option("--refuses", "word", flag_value="refuses", help="Says no.")
@click.option("--use", is_flag=True, help="It is about using what was recorded.")
@author_option
@lang_option
def answer(
    code: str,
    by: str,
    recorders: tuple[str, ...],
    purposes: tuple[Purpose, ...],
    notice: str,
    given_on: str | None,
    until: str | None,
    word: str | None,
    use: bool,
    author: str,
    lang: str | None,
) -> None:
    """Write down what somebody said for CODE: that they agree, were informed, or refuse."""
    on = _today() if given_on is None else day_of(given_on)
    if word == "refuses":
        said = WordLine(code, by, "refuses", on, None, None, recorders, purposes)
    else:
        last = None if until is None else day_of(until)
        kept = "informed" if word == "informed" else "agrees"
        act = "use" if use else "record"
        said = WordLine(code, by, kept, on, last, act, recorders, purposes, notice)  # type: ignore[arg-type]
    _add(said, lang, author)


@add.command(short_help="Those who speak for a child disagree.")
@click.argument("code")
@click.option("--over", is_flag=True, help="They no longer do.")
@author_option
@lang_option
def disagreement(code: str, over: bool, author: str, lang: str | None) -> None:
    """Write down that those who speak for a child disagree: while they do, nothing is recorded."""
    _add(DisagreementLine(code, not over), lang, author)


@add.command(short_help="That the institution records children, or no longer.")
@click.option("--by", "decided_by", required=True, metavar="CODE", help="Who decided, such as A01.")
@click.option("--on", "decided_on", metavar="DATE", help="The day of the decision (default: today).")
@click.option("--over", is_flag=True, help="Children are no longer recorded: every decision ends.")
@click.option("--paper", default="", metavar="WORD", help="What the written decision is filed under.")
@click.option("--opinion", metavar="DATE", help="The day of the data-protection officer's written opinion.")
@click.option("--favourable", is_flag=True, help="It is in favour, or its reservations were lifted.")
@click.option("--assessment", metavar="DATE", help="The day of the impact assessment.")
@click.option("--until", metavar="DATE", help="The last day on which it holds.")
@_recorders
@_robot
@click.option(
    "--disk-vouched", is_flag=True, help="Answer for the encryption of a disk that is not recognised."
)
@author_option
@lang_option
def decision(
    decided_by: str,
    decided_on: str | None,
    over: bool,
    paper: str,
    opinion: str | None,
    favourable: bool,
    assessment: str | None,
    until: str | None,
    recorders: tuple[str, ...],
    robot: str,
    disk_vouched: bool,
    author: str,
    lang: str | None,
) -> None:
    """Write down that the institution decided to record children with this version of the program.

    Without it no child is recorded. It is about the recorders and the robot that are named.
    """
    on = _today() if decided_on is None else day_of(decided_on)
    if over:
        _add(DecisionOverLine(decided_by, on), lang, author)
        return
    if not (opinion and assessment and until):
        raise UsageError(
            msg("A decision says how long it holds, and which opinion and assessment came before it."),
            msg("Add --until, --opinion and --assessment, each a day such as 2027-08-31."),
            code="G135",
        )
    line = DecisionLine(
        version=program_version(),
        recorders=recorders,
        decided_by=decided_by,
        decided_on=on,
        until=day_of(until),
        opinion_on=day_of(opinion),
        assessed_on=day_of(assessment),
        paper=paper,
        robot=_host(robot),
        disk_vouched=disk_vouched,
        favourable=favourable,
    )
    _add(line, lang, author)


@ground.command(short_help="Take an agreement back.")
@click.argument("code")
@_by
@_recorders
@_purposes
@author_option
@lang_option
def withdraw(
    code: str,
    by: str,
    recorders: tuple[str, ...],
    purposes: tuple[Purpose, ...],
    author: str,
    lang: str | None,
) -> None:
    """Take back what was agreed for CODE, at once: all of it, or of some recorders or purposes."""
    _add(WordLine(code, by, "withdraws", _today(), None, None, recorders, purposes), lang, author)


@ground.command("list", short_help="What stands in the ledger.")
@click.argument("codes", nargs=-1)
@json_option
@lang_option
def list_(codes: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    """Tell every line of the ledger, the oldest first, or those of some persons."""
    language = language_of(lang)
    entries = [one for one in LedgerFile.default().history() if not codes or _person_of(one.line) in codes]
    if as_json:
        give_json(
            [
                {
                    "when_utc": one.when_utc,
                    "author": one.author,
                    "sentence": line_words(one.line).in_language(language),
                }
                for one in entries
            ]
        )
        return
    for one in entries:
        click.echo(f"{one.when_utc[:10]}  {entry_words(one).in_language(language)}")
    if not entries:
        tell(msg("Nothing is written down."), language)


@ground.command(short_help="Who may be recorded now?")
@click.argument("codes", nargs=-1)
@click.option("--adult", "adults", multiple=True, metavar="CODE", help="An adult in the room, such as A01.")
@click.option("--said-yes", multiple=True, metavar="CODE", help="A child who was asked today, and said yes.")
@click.option("--room", type=click.Path(path_type=Path), help="Room file that names the cameras.")
@_recorders
@_robot
@_purpose
@click.option("--use", is_flag=True, help="May what was recorded be used?")
@json_option
@lang_option
def check(
    codes: tuple[str, ...],
    adults: tuple[str, ...],
    said_yes: tuple[str, ...],
    room: Path | None,
    recorders: tuple[str, ...],
    robot: str,
    purpose: Purpose,
    use: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Ask, for each recorder, whether the children CODES and the adults may be recorded now, and why not.

    The exit code is 1 where one may not.
    """
    language = language_of(lang)
    names = _names(room, recorders)
    ledger, now = LedgerFile.default().read(), datetime.datetime.now().astimezone()
    if use:
        found = [may_use(ledger, (*codes, *adults), name, purpose, now) for name in names]
    else:
        here = Presence(children_of(codes), adults, dict.fromkeys(said_yes, "yes"), now.date())
        means = Means(program_version(), _host(robot), is_encrypted(default_folder(real=True)))
        found = list(may_record(ledger, here, names, purpose, now, means).values())
    if as_json:
        give_json(
            [
                {
                    "recorder": one.recorder,
                    "allowed": one.allowed,
                    "why": [reason.kind for reason in one.reasons],
                    "sentences": [reason.text.in_language(language) for reason in one.reasons],
                }
                for one in found
            ]
        )
    else:
        for one in found:
            words = _ALLOWED if one.allowed else _NOT_ALLOWED
            click.echo(words.format(recorder=recorder_words(one.recorder)).in_language(language))
            for reason in one.reasons:
                click.echo(f"  {reason.text.in_language(language)}")
    if not all(one.allowed for one in found):
        raise SystemExit(EXIT_FINDINGS)


def _names(room: Path | None, recorders: Sequence[str]) -> list[str]:
    """Return the recorders that are asked about: those named, those of a room file, and the log."""
    sources = room_of(room, no_room=False, drawn=Room()).sources
    return list(dict.fromkeys((*recorders, *(name for one in sources for name in recorders_of(one)), LOG)))


def _host(robot: str) -> str:
    return read_address(robot).host if robot else ""


def _person_of(line: Line) -> str:
    match line:
        case PersonLine():
            return line.code
        case WordLine() | DisagreementLine():
            return line.person
    return ""


def _add(line: Line, lang: str | None, author: str) -> None:
    language: Language = language_of(lang)
    LedgerFile.default().add(line, author=author)
    tell(msg("Written down: {line}", line=line_words(line)), language)


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


def day_of(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            msg("'{text}' is no day.", text=text), msg("For example: 2027-08-31"), code="G118"
        ) from error


def _holder(text: str) -> Holder:
    code, _, capacity = text.partition("=")
    known = next((one for one in get_args(Capacity) if one == capacity), None)
    if known is None:
        raise UsageError(
            msg("'{text}' does not say who speaks for the child.", text=text),
            msg("For example H1=parent; capacities: {known}", known=", ".join(get_args(Capacity))),
            code="G113",
        )
    return Holder(code, known)


_ALLOWED = msg("{recorder}: yes")
_NOT_ALLOWED = msg("{recorder}: no")

"""`nao-sessions retention`: how long what was recorded is kept, what falls due when, and what is overdue."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from nao_sessions.cli.by import by_option, note_by
from nao_sessions.cli.erase import (
    confirm,
    finish_begun,
    groups_option,
    hand_out,
    receipt_option,
    sessions_option,
    yes_option,
)
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.acts import UNKNOWN, note_act
from nao_sessions.privacy.life.consoles import check_no_console
from nao_sessions.privacy.life.erasure import ErasurePlaces, Groups, decide, finish, plan_erasure
from nao_sessions.privacy.life.hold import held
from nao_sessions.privacy.life.retention import (
    DueRecord,
    Kept,
    RetentionTerm,
    calendar_of,
    forget_acts,
    old_acts,
    set_contact,
    set_term,
    terms_of,
)
from nao_sessions.record.folder import SessionFolder
from nao_sessions.room.destruction import destroy_film
from nao_sessions.text.formats import Day, date
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg, msgn

_FILM = "film"
_ALL = "all"


@click.command(short_help="How long things are kept, and what is overdue.")
@click.option("--dry-run", is_flag=True, help="Only tell terms and calendar.")
@click.option("--on", "day", metavar="DATE", help="The day on which it is judged (default: today).")
@click.option("--set", "terms", multiple=True, metavar="PURPOSE=MONTHS", help="Change a term; log has one.")
@click.option(
    "--contact", "contacts", multiple=True, metavar="CODE=DATE", help="A later contact with somebody."
)
@groups_option
@sessions_option
@yes_option
@receipt_option
@by_option
@json_option
@lang_option
def retention(
    dry_run: bool,
    day: str | None,
    terms: tuple[str, ...],
    contacts: tuple[str, ...],
    groups: Groups | None,
    sessions: tuple[Path, ...],
    yes: bool,
    receipt: Path | None,
    by: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Tell how long things are kept and what falls due when; erase what is overdue, after one question.

    A term begins with the last contact: the last session, the last agreement, or a date given by --contact.
    """
    language, today = language_of(lang), datetime.date.today() if day is None else _day(day)
    places = ErasurePlaces.default((), sessions)
    if dry_run and (terms or contacts):
        raise UsageError(
            msg("--dry-run only tells: nothing is set with it."),
            msg("Leave out --set and --contact."),
            code="G157",
        )
    for given in terms:
        of, months = _parts(given)
        set_term(places.house, of, months)
        note_act(places.house, "terms", by or UNKNOWN, "command", of)
    for given in contacts:
        code, on = _parts(given)
        if _day(on) > datetime.date.today():
            raise UsageError(msg("{day} is not there yet.", day=Day(_day(on))), code="G157")
        set_contact(places.house, code, _day(on))
    calendar = calendar_of(places)
    _show(terms_of(places.house), calendar, today, language, as_json=as_json)
    late = [one for one in calendar if one.is_overdue(today)]
    old = old_acts(places.house, today)
    if old and not as_json:
        tell(_OLD.format(n=len(old)), language)
    if dry_run or terms or contacts or not (late or old):
        return
    check_no_console()
    finish_begun(places, receipt, language, as_json=False)
    held(places.house)
    plans = [plan_erasure(one.code, groups, places) for one in late if one.session is None]
    confirm(_ASK.format(n=len(late) + bool(old)), language, yes=yes)
    forget_acts(places.house, old)
    for _ in plans:
        note_act(places.house, "erased", by or UNKNOWN, "command")
    for plan in plans:  # planned anew: the one before may have changed what this one finds
        decide(plan_erasure(plan.code, groups, places), _REASON.in_language(language), places)
        hand_out(finish(places.house), receipt, language, as_json=False)
    for one in late:
        if one.session is not None and one.session.is_dir():
            note_by(by, "destroyed", [one.session])
            destroy_film(SessionFolder(one.session))
            tell(_DESTROYED.format(session=one.session.name), language)


def _show(
    terms: Mapping[Kept, RetentionTerm],
    calendar: Sequence[DueRecord],
    today: datetime.date,
    language: Language,
    *,
    as_json: bool,
) -> None:
    if as_json:
        give_json(
            {
                "terms": {
                    kept: {
                        "months": term.months,
                        "source": term.source.in_language(language),
                        "since": term.since.isoformat(),
                    }
                    for kept, term in terms.items()
                },
                "calendar": [
                    {
                        "code": one.code,
                        "what": _ALL if one.session is None else _FILM,
                        "session": None if one.session is None else one.session.name,
                        "on": one.on.isoformat(),
                        "objected": one.objected,
                        "overdue": one.is_overdue(today),
                    }
                    for one in calendar
                ],
            }
        )
        return
    for kept, term in terms.items():
        words = _TERM.format(n=term.months, of=kept, source=term.source, since=date(term.since, language))
        click.echo(words.in_language(language))
    for one in calendar:
        line = _ALL_DUE.format(code=one.code, on=date(one.on, language))
        if one.session is not None:
            words = _OBJECTED_DUE if one.objected else _FILM_DUE
            line = words.format(session=one.session.name, on=date(one.on, language))
        mark = "! " if one.is_overdue(today) else "  "
        click.echo(mark + line.in_language(language))
    late = sum(one.is_overdue(today) for one in calendar)
    tell(_OVERDUE.format(n=late) if late else _NOTHING_OVERDUE, language)


def _parts(given: str) -> tuple[str, str]:
    key, equals, value = given.partition("=")
    if not equals:
        raise UsageError(msg("'{given}': NAME=VALUE is needed.", given=given), code="G157")
    return key, value


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            msg("'{text}' is no day.", text=text), msg("For example: 2027-08-31"), code="G118"
        ) from error


_TERM = msgn(
    "{of}: {n} month after the last contact ({source}; {since}).",
    "{of}: {n} months after the last contact ({source}; {since}).",
)
_ALL_DUE = msg("{on}: everything of {code}")
_FILM_DUE = msg("{on}: the film of {session}")
_OBJECTED_DUE = msg(
    "{on}: the film of {session}, which is refused, or was ended and nobody wrote why it is kept"
)
_OVERDUE = msgn(
    "{n} thing is kept longer than its term (marked with !).",
    "{n} things are kept longer than their terms (marked with !).",
)
_OLD = msgn(
    "In the journal {n} line about what somebody did in the console is overdue: it is older than a year.",
    "In the journal {n} lines about what people did in the console are overdue: they are older than a year.",
)
_NOTHING_OVERDUE = msg("Nothing is kept longer than its term.")
_ASK = msgn(
    "Erase the {n} thing that is overdue? It cannot be taken back.",
    "Erase the {n} things that are overdue? It cannot be taken back.",
)
_REASON = msg("end of the term")
_DESTROYED = msg("The film of {session} was destroyed: its term was over.")

"""What `info` tells of a series: which protocols each child plays in each session, in which order."""

from __future__ import annotations

import click

from nao_sessions.cli.words import give_json
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol.series import PlannedProtocol, Series
from nao_sessions.protocol.series_plan import PlannedSession, plan
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgn


def tell_series(
    series: Series, participant: str | None, number: int | None, language: Language, *, as_json: bool
) -> None:
    """Write the plan of a series, or of one child, or of one session.

    Raises:
        UsageError: nobody of this series has this code, or that many sessions.
    """
    sessions = sessions_of(series, participant, number)
    if as_json:
        told = [_record(one) for one in sessions]
        give_json({"series": series.id, "version": series.version, "sessions": told})
        return
    click.echo(f"{series.title.template(language).source} · {series.id} {series.version}")
    for one in sessions:
        click.echo(_line(one).in_language(language))


def sessions_of(series: Series, participant: str | None, number: int | None) -> tuple[PlannedSession, ...]:
    """Give the sessions that are asked for; None asks for all. Raises: UsageError."""
    if participant is not None and participant not in series.participants:
        raise UsageError(
            msg("'{code}' is not in this series.", code=participant),
            msg("It has: {codes}.", codes=", ".join(series.participants)),
            code="U126",
        )
    planned = [one for one in plan(series) if participant in (None, one.participant)]
    found = tuple(one for one in planned if number in (None, one.overall))
    if number is not None and not found:
        raise UsageError(
            msg("There is no session {number}.", number=number),
            msg("The last one is {last}.", last=max((one.overall for one in planned), default=0)),
            code="U126",
        )
    return found


def _line(session: PlannedSession) -> Text:
    played = ", ".join(_named(one) for one in session.protocols)
    days = _days(session)
    return msg(
        "{code} · session {overall} · {phase} {number}: {played}{days}",
        code=session.participant,
        overall=session.overall,
        phase=session.phase,
        number=session.number,
        played=played,
        days=days,
    )


def _named(planned: PlannedProtocol) -> str:
    given = ", ".join(f"{name}={value}" for name, value in planned.given.items())
    return f"{planned.file} {planned.version}" + (f" ({given})" if given else "")


def _days(session: PlannedSession) -> Text:
    """Tell how long after the child's session before."""
    least, most = session.least_days, session.most_days
    if least is None and most is None:
        return EMPTY_TEXT
    if most is None:
        return msg(" · {least} later, at least", least=_day(least))
    if least is None:
        return msg(" · {most} later, at most", most=_day(most))
    return msg(" · {least} to {most} later", least=least, most=_day(most))


def _day(count: int | None) -> Text:
    return msgn("{n} day", "{n} days", count)


def _record(session: PlannedSession) -> dict[str, object]:
    return {
        "participant": session.participant,
        "session": session.overall,
        "phase": session.phase,
        "number": session.number,
        "protocols": [
            {"file": one.file, "version": one.version, "with": dict(one.given)} for one in session.protocols
        ],
        "least_days": session.least_days,
        "most_days": session.most_days,
    }

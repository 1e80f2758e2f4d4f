"""Who plays what in each session of a series, counted from a child's first session on, for a whole series."""

from __future__ import annotations

from nao_sessions.paper.html import Html, el, html, table
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.series_plan import PlannedSession
from nao_sessions.protocol.sheet.writing import Hand
from nao_sessions.text.messages import msg

MOST_CHILDREN = 6
"""Children beside each other in one table; more go into a second one."""

NO_SESSION = "—"

_HOW = msg(
    "Sessions are counted from each child's first. Before the protocol: the phase, then the number of the "
    "session within it. The order comes from the seeds of this file: the same file always gives the same "
    "table."
)


def calendar(hand: Hand, series: Series, planned: tuple[PlannedSession, ...]) -> Html:
    """Give a table of sessions by children: the phase, the session in it, the protocols in their order."""
    phases = {phase.name: number for number, phase in enumerate(series.phases, 1)}
    found = {(one.overall, one.participant): one for one in planned}
    codes = series.participants
    tables = []
    for first in range(0, len(codes), MOST_CHILDREN):
        children = codes[first : first + MOST_CHILDREN]
        last = max((one.overall for one in planned if one.participant in children), default=0)
        rows = [
            [str(number), *(_cell(phases, found.get((number, code))) for code in children)]
            for number in range(1, last + 1)
        ]
        tables.append(table(rows, [hand(msg("Session")), *children], class_="wide"))
    return html(el("p", hand(_HOW), class_="note"), *tables) if planned else Html("")


def _cell(phases: dict[str, int], session: PlannedSession | None) -> str:
    if session is None:
        return NO_SESSION
    names = ", ".join(one.file.removesuffix(".yaml") for one in session.protocols)
    return f"{phases[session.phase]}.{session.number} {names}"

"""How long a session lasts: what the author foresees, and what the timing model reckons at best and worst."""

from __future__ import annotations

from nao_sessions.paper.html import Html, el
from nao_sessions.protocol.sheet.moments import facts
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.timing import session_time
from nao_sessions.protocol.wording import duration
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgn

MODEL = msg(
    "An estimate: settings at their defaults, times of speech and gesture reckoned, pauses and "
    "interruptions left "
    "out. At best everybody answers at once; at worst all delays run out and all help is given."
)

_FINE_MS = 120_000
"""Below two minutes an estimate is told to five seconds, above to the minute."""


def durations(writing: Writing) -> Html:
    """Give the durations of a session."""
    protocol = writing.protocol
    time = session_time(protocol)
    rows = []
    if protocol.expected_ms is not None:
        rows.append((msg("Expected"), writing(duration(protocol.expected_ms))))
    if protocol.limit_ms is not None:
        rows.append((msg("Allowed, pauses included"),
                     writing(duration(protocol.limit_ms))))  # fmt: skip
    if time.best_ms is not None:
        rows.append((msg("At best, about"), writing(_about(time.best_ms))))
        worst = msg("without bound") if time.worst_ms is None else _about(time.worst_ms)
        rows.append((msg("At worst, about"), writing(worst)))
    if time.again:
        loops = [_steps(writing, steps) for steps in time.again]
        named = joined(loops, " · ")
        once = msg("{named} (counted once)", named=named)
        rows.append(
            (
                msg("Steps that the adult may do again"),
                writing(once),
            )
        )
    if time.open:
        rows.append((msg("Waits that only a person ends"),
                     writing(_steps(writing, time.open))))  # fmt: skip
    table = facts(writing, rows)
    return el("section", table, el("p", writing(MODEL), class_="note"), class_="keep") if table else table


def _about(ms: int) -> Text:
    unit = 5_000 if ms < _FINE_MS else 60_000
    return duration(max(unit, round(ms / unit) * unit))


def _steps(writing: Writing, names: tuple[str, ...]) -> Text:
    numbers = ", ".join(writing.number(name) for name in names)
    return msgn("step {numbers}", "steps {numbers}", len(names), numbers=numbers)

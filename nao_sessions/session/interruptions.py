"""When a session stood still: pauses, stops, losses of Nao, sleeps and crashes, as the log has them.

Whatever the reason, the engine writes ``paused`` when the session stands still and ``continued`` (or
``ended``) when that is over. A crash begins when the session was last known to run: ``resumed`` tells it,
and is written only when somebody takes the session up. A latency whose answering window such a time cuts is
none: how long the child would have taken is not known, and to subtract the pause would suppose that it
thought of nothing meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nao_sessions.core.events import Event


@dataclass(frozen=True, slots=True)
class Interruption:
    """One time that the session stood still, in session ns; ``why`` is the log's word for its first reason.

    ``stop_ns`` is that of the log's last line where nothing followed.
    """

    start_ns: int
    stop_ns: int
    why: str


def read_interruptions(events: Iterable[Event]) -> tuple[Interruption, ...]:
    """Return the interruptions of a log, in order; of a pause that becomes a stop, one."""
    found: list[Interruption] = []
    why, start_ns, ran_ns, last_ns = None, 0, None, 0
    for event in events:
        last_ns = max(last_ns, event.at)
        if event.dir == "in":
            ran_ns = event.data.get("last_ns") if event.kind == "resumed" else None
        elif event.kind == "paused" and why is None:
            why = str(event.data.get("why", ""))
            start_ns = min(ran_ns, event.at) if isinstance(ran_ns, int) else event.at
        elif event.kind in ("continued", "ended") and why is not None:
            found.append(Interruption(start_ns, event.at, why))
            why = None
    if why is not None:
        found.append(Interruption(start_ns, last_ns, why))
    return tuple(found)


def interrupted_ns(interruptions: Sequence[Interruption], start_ns: int, stop_ns: int) -> int:
    """Return how long the session stood still between two times, in nanoseconds."""
    return sum(max(0, min(one.stop_ns, stop_ns) - max(one.start_ns, start_ns)) for one in interruptions)

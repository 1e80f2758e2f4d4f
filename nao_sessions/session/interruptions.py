"""When a session stood still: pauses, stops, losses of Nao, sleeps and crashes, as the log has them.

Whatever the reason, the engine writes ``paused`` when the session stands still and ``continued`` (or
``ended``) when that is over. A stop may come in one that is already open, such as of a Nao that was lost:
from then on the session stands still since somebody stopped Nao, whatever comes after. A crash begins when
the session was last known to run: ``resumed`` tells it, and is written when somebody takes the session up, or
when its folder is closed because nobody will. A latency whose answering window such a time cuts is none: how
long the child would have taken is not known, and to subtract the pause would suppose that it thought of
nothing meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nao_sessions.core.events import Event

STOPS = frozenset({"stopped", "head", "halted"})
"""Reasons that are a stop of Nao: what comes after one, until the session goes on, is that stop too."""
_HALTS: Mapping[str, str] = {"page": "stopped", "professional": "stopped", "head": "head"}
"""Who stopped Nao, by what the guard says of a halt."""


@dataclass(frozen=True, slots=True)
class Interruption:
    """One time that the session stood still, in session ns.

    ``why`` is the log's word for its first reason; of a Nao that was stopped, ``stopped`` (by an adult, on
    the page or in the terminal), ``head`` (by its head) or ``halted`` (the log names no person).
    ``stop_ns`` is that of the log's last line where nothing followed: it is not ``over`` then, since the
    session died in it, and how long it was is known to nobody. ``halted_ns`` is when Nao was first stopped
    in one that was already open, and ``halted_by`` one of those three words.
    """

    start_ns: int
    stop_ns: int
    why: str
    halted_ns: int | None = None
    halted_by: str = ""
    over: bool = True


def read_interruptions(events: Iterable[Event]) -> tuple[Interruption, ...]:
    """Return the interruptions of a log, in order; of a pause that becomes a stop, one."""
    found: list[Interruption] = []
    still: Interruption | None = None
    ran_ns, last_ns, by = None, 0, ""
    for event in events:
        last_ns = max(last_ns, event.at)
        if event.dir == "in":
            ran_ns = _died_ns(event)
            by = _stopped_by(event)
        elif event.kind == "paused":
            stopped = event.data.get("why") == "stopped"
            if still is None:
                start_ns = event.at if ran_ns is None else ran_ns
                still = Interruption(start_ns, start_ns, by if stopped else str(event.data.get("why", "")))
            elif stopped and still.halted_ns is None and still.why not in STOPS:
                still = replace(still, halted_ns=event.at, halted_by=by)
        elif event.kind in ("continued", "ended") and still is not None:
            found.append(replace(still, stop_ns=event.at))
            still = None
    if still is not None:
        found.append(replace(still, stop_ns=last_ns, over=False))
    return tuple(found)


def at_death(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return a log in which what a death of the program ended has the time of that death.

    It is written when the session is taken up, minutes or days later: ``resumed``, and the record of the
    trial that was under way. Nobody was there in between.
    """
    died: dict[int, int] = {}
    found: list[Event] = []
    for event in events:
        at = _died_ns(event)
        if at is None and (event.dir, event.kind) == ("out", "trial") and event.cause is not None:
            at = died.get(event.cause)
        if at is not None:
            died[event.seq] = at
            event = event._replace(at=at, t=None if event.t is None else min(event.t, at))
        found.append(event)
    return tuple(found)


def _died_ns(event: Event) -> int | None:
    """Return when the session last ran, by the line that takes it up again; None of any other line."""
    last_ns = event.data.get("last_ns") if (event.dir, event.kind) == ("in", "resumed") else None
    return min(last_ns, event.at) if isinstance(last_ns, int) else None


def _stopped_by(event: Event) -> str:
    """Return who stops Nao by an input that does, in one of the words of ``STOPS``."""
    if event.kind == "command":
        return "stopped"
    return _HALTS.get(str(event.data.get("why")), "halted")


def interrupted_ns(interruptions: Sequence[Interruption], start_ns: int, stop_ns: int) -> int:
    """Return how long the session stood still between two times, in nanoseconds."""
    return sum(max(0, min(one.stop_ns, stop_ns) - max(one.start_ns, start_ns)) for one in interruptions)

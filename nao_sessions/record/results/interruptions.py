"""When a session stood still: pauses, stops, losses of Nao, sleeps and crashes, as the log has them.

Whatever the reason, the engine writes ``paused`` when the session stands still and ``continued`` (or
``ended``) when that is over. What comes in one that is already open, such as a fall in a pause, or a stop of
a Nao that was lost, is a moment of it. Until the session goes on a second stop is the first one. A crash
begins when the session was last known to run: ``resumed`` tells it, and is written when somebody takes the
session up, or when its folder is closed because nobody will. A latency whose answering window such a time
cuts is none: how long the child would have taken is not known, and to subtract the pause would suppose that
it thought of nothing meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.events import Event
from nao_sessions.core.received import read_received

# ``halts.jsonl`` of a session, written by its guard: what it halted, and what it saw of Nao then.

_WORKED_OUT = "last_ns_worked_out"


def read_halts(path: Path) -> list[dict[str, Any]]:
    """Return the whole lines of a ``halts.jsonl``, in their order; none where there is no such file.

    A torn line, or what is no JSON object with an ``at`` in session ns, is left out.

    Raises:
        RecordError: it is no plain file (R135), or too large (R136).
    """
    try:
        lines = read_received(path).split(b"\n")[:-1]
    except OSError:
        return []
    halts = []
    for line in lines:
        try:
            halt = decode_json(line)
        except ValueError:
            continue
        if isinstance(halt, dict) and isinstance(halt.get("at"), int):
            halts.append(halt)
    return halts


def last_known_ns(path: Path, last_line_ns: int) -> int:
    """Return when a session that died was last known to run, in session ns.

    That is at its last line or, if later, when its guard last halted Nao, which it does when a session dies.
    """
    halted: list[int] = [halt["at"] for halt in read_halts(path) if halt.get("event") == "halted"]
    return max([last_line_ns, *halted])


def with_deaths(events: Sequence[Event], path: Path) -> tuple[Event, ...]:
    """Return a log in which every death of the program has its time, as ``last_ns`` of ``resumed``.

    Logs from before November 2026 do not tell it: there it is the last input or output before, or the halt by
    which the guard, whose ``halts.jsonl`` is at ``path``, stopped Nao after that line. A rehearsal's crash,
    which takes no time, stays as it is; :func:`as_logged` leaves out again what was added.
    """
    lacking = [one for one in events if _is_death(one) and "last_ns" not in one.data]
    if not lacking:
        return tuple(events)
    halts_ns = [halt["at"] for halt in read_halts(path) if halt.get("event") == "halted"]
    found, ran_ns = [], 0
    for event in events:
        if _is_death(event) and "last_ns" not in event.data:
            last_ns = max([ran_ns, *(at for at in halts_ns if ran_ns <= at <= event.at)])
            event = event._replace(data={**event.data, "last_ns": last_ns, _WORKED_OUT: True})
        ran_ns = event.at if event.dir != "note" else ran_ns  # who takes it up notes things before that line
        found.append(event)
    return tuple(found)


def as_logged(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a line's data as the log has them, without what :func:`with_deaths` added."""
    if _WORKED_OUT not in data:
        return data
    return {name: value for name, value in data.items() if name not in ("last_ns", _WORKED_OUT)}


def _is_death(event: Event) -> bool:
    return (event.dir, event.source, event.kind) == ("in", "session", "resumed")


STOPS = frozenset({"stopped", "head", "halted"})
"""The reasons that are a stop of Nao: until the session goes on, a second stop counts as the first."""
CLOSER = "recover"
"""The source of ``resumed`` where nobody took the session up: the folder was closed, and it says so."""
BACK = "back"
"""The reason of a moment at which a Nao that had been lost answered again."""
_DIED_WITH = frozenset({"trial", "paused", "halt"})
"""The kinds of lines that say what a death ended; their cause is the line that takes the session up."""
_HALTS: Mapping[str, str] = {"page": "stopped", "professional": "stopped", "head": "head"}
"""The reason of a stop, by who gave it in the guard's word on a halt."""


@dataclass(frozen=True, slots=True)
class InterruptionMoment:
    """Something that happened at ``at_ns`` in an interruption: a reason as there, or ``BACK``."""

    at_ns: int
    why: str


@dataclass(frozen=True, slots=True)
class Interruption:
    """One time that the session stood still, in session ns.

    ``why`` is the log's word for its first reason; of a Nao that was stopped, ``stopped`` (by an adult, on
    the page or in the terminal), ``head`` (by its head) or ``halted`` (the log names no person).
    ``stop_ns`` is that of the log's last line where nothing followed: it is not ``over`` then, since the
    session died in it, and how long it was is known to nobody. ``later`` is what happened while it was open,
    in order.
    """

    start_ns: int
    stop_ns: int
    why: str
    later: tuple[InterruptionMoment, ...] = ()
    over: bool = True

    @property
    def halt(self) -> InterruptionMoment | None:
        """Return the first stop of Nao during an interruption; None where there was none."""
        return next((one for one in self.later if one.why in STOPS), None)


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
            if still is not None and event.kind == "back" and event.source == "robot":
                still = _with(still, InterruptionMoment(event.at, BACK))
        elif event.kind == "paused":
            why = str(event.data.get("why", ""))
            start_ns = event.at if ran_ns is None else ran_ns
            moment = InterruptionMoment(start_ns, by if why == "stopped" else why)
            still = Interruption(start_ns, start_ns, moment.why) if still is None else _with(still, moment)
        elif event.kind in ("continued", "ended") and still is not None:
            found.append(replace(still, stop_ns=event.at))
            still = None
    if still is not None:
        found.append(replace(still, stop_ns=last_ns, over=False))
    return tuple(found)


def at_death(events: Iterable[Event], *, resumed: bool = True) -> tuple[Event, ...]:
    """Return a log in which what a death of the program ended has the time of that death.

    It is written when the session is taken up, minutes or days later: ``resumed`` (where that is asked for),
    the pause, the halt of what Nao was doing, and the record of the trial that was under way. Nobody was
    there in between.
    """
    died: dict[int, int] = {}
    found: list[Event] = []
    for event in events:
        at = _died_ns(event)
        if at is None and event.dir == "out" and event.kind in _DIED_WITH and event.cause is not None:
            at = died.get(event.cause)
        if at is not None:
            died[event.seq] = at
        if at is not None and (resumed or event.kind != "resumed"):
            event = event._replace(at=at, t=None if event.t is None else min(event.t, at))
        found.append(event)
    return tuple(found)


def _died_ns(event: Event) -> int | None:
    """Return when the session last ran, by the line that takes it up again; None of any other line."""
    last_ns = event.data.get("last_ns") if (event.dir, event.kind) == ("in", "resumed") else None
    return min(last_ns, event.at) if isinstance(last_ns, int) else None


def _with(still: Interruption, moment: InterruptionMoment) -> Interruption:
    """Return an interruption with a moment added, unless that says nothing new."""
    before = [still.why, *(one.why for one in still.later)]
    again = moment.why in STOPS and STOPS.intersection(before)
    repeats = moment.why == before[-1] and moment.why not in ("fell", "crash")  # each of these is one
    if again or repeats or moment.why == "paused" or (moment.why == BACK and not _is_lost(before)):
        return still
    latest_ns = max([still.start_ns, *(one.at_ns for one in still.later)])
    return replace(still, later=(*still.later, replace(moment, at_ns=max(moment.at_ns, latest_ns))))


def _is_lost(whys: Sequence[str]) -> bool:
    """Return whether Nao, by these reasons, was lost and has not come back since."""
    return next((one == "lost" for one in reversed(whys) if one in ("lost", BACK)), False)


def _stopped_by(event: Event) -> str:
    """Return who stops Nao by an input that does, in one of the words of ``STOPS``."""
    if event.kind == "command":
        return "stopped"
    return _HALTS.get(str(event.data.get("why")), "halted")


def interrupted_ns(interruptions: Sequence[Interruption], start_ns: int, stop_ns: int) -> int:
    """Return how long the session stood still between two times, in nanoseconds."""
    return sum(max(0, min(one.stop_ns, stop_ns) - max(one.start_ns, start_ns)) for one in interruptions)

"""When what began in the log was over: actions of Nao, steps, touches, pauses, and states that were imported.

A pure function of the events. What Nao was doing when it was halted was over then, whether it said so or not;
an action that never ended lasts to the last line, a touch is a moment. A step that holds others lasts as long
as they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nao_sessions.core.events import Event

_KEYED = frozenset({"do", "done", "halt", "touch", "paused", "continued", "ended"})
"""The kinds of lines that open or close a span; the others, half of a log, are passed over at once."""


@dataclass(frozen=True, slots=True)
class LoggedEnd:
    """The end of something in the log (session ns), and for an action of Nao how it ended."""

    stop_ns: int
    how: str | None = None


def endings(events: Sequence[Event]) -> dict[int, LoggedEnd]:
    """Return when and how each event that lasts ended, by the event's seq; steps among them."""
    found = endings_without_steps(events)
    if events:
        last = max(event.happened_ns for event in events)
        found |= {seq: LoggedEnd(stop_ns) for seq, stop_ns in _step_endings(events, last)}
    return found


def endings_without_steps(events: Sequence[Event]) -> dict[int, LoggedEnd]:
    """Return when and how each action of Nao, touch, pause and imported state ended, by its seq."""
    found: dict[int, LoggedEnd] = {}
    begun: dict[tuple[str, str], int] = {}
    halted: set[int] = set()
    times = [event.happened_ns for event in events]
    for event, now in zip(events, times, strict=True):
        if event.source == "import" and event.dir == "note" and isinstance(event.data.get("end_ns"), int):
            found[event.seq] = LoggedEnd(event.data["end_ns"])
        if event.kind not in _KEYED:
            continue
        if (event.dir, event.kind) == ("out", "halt"):
            cut = {begun[key] for one in event.data["ids"] if (key := ("action", str(one))) in begun}
            found |= dict.fromkeys(cut - halted, LoggedEnd(now, "stopped"))
            halted |= cut
            continue
        opens, closes = _keys(event)
        for key in closes:
            if key in begun:
                seq = begun.pop(key)
                how = str(event.data.get("how", "")) or None if key[0] == "action" else None
                found[seq] = LoggedEnd(now, "stopped" if seq in halted else how)
        if opens is not None:
            begun[opens] = event.seq
    if events:
        last = max(times)
        open_still = {seq for (kind, _), seq in begun.items() if kind != "touch"}
        found |= dict.fromkeys(open_still - halted, LoggedEnd(last))
    return found


def _step_endings(events: Sequence[Event], last_ns: int) -> Iterator[tuple[int, int]]:
    """Yield the seq of each visit of a step, and when it was over; of several for one seq, the last counts.

    A step is over when one outside of it is entered. A group that was not done goes on where a step inside it
    is entered again: what came between interrupted it.
    """
    begun: dict[str, int] = {}
    left: dict[str, int] = {}
    done: set[str] = set()
    for event in events:
        if event.dir != "out" or event.kind not in ("entered", "group_done", "ended"):
            continue
        step = str(event.data.get("step", ""))
        for name in list(begun):
            over = inside(name, step) if event.kind == "group_done" else not inside(step, name)
            if over or event.kind == "ended":
                yield begun[name], event.at
                if name not in done:
                    left[name] = begun[name]
                del begun[name]
        if event.kind == "group_done":
            done.add(step)
        elif event.kind == "entered":
            for name in [name for name in left if inside(step, name)]:
                begun[name] = left.pop(name)
            done = {name for name in done if name != step and not inside(step, name)}
            left.pop(step, None)
            begun[step] = event.seq
    yield from ((seq, last_ns) for seq in begun.values())


def inside(step: str, group: str) -> bool:
    """Return whether a step lies in a group: its name is the group's, a dot, and more."""
    return step.startswith(f"{group}.")


def _keys(event: Event) -> tuple[tuple[str, str] | None, Sequence[tuple[str, str]]]:
    """Return the span that an event opens, and those that it closes."""
    data = event.data
    match event.dir, event.kind:
        case "out", "do":
            return ("action", str(data.get("id"))), ()
        case "in", "done":
            return None, (("action", str(data.get("action"))),)
        case "in", "touch":
            key = ("touch", str(data.get("part")))
            return (key, ()) if data.get("pressed") else (None, (key,))
        case "out", "paused":
            return ("pause", ""), (("pause", ""),)
        case "out", "continued":
            return None, (("pause", ""),)
        case "out", "ended":
            return None, (("pause", ""),)
    return None, ()


def steps_of(events: Sequence[Event]) -> Iterator[str | None]:
    """Yield, for each event, the step that the session was in; None before the first."""
    step: str | None = None
    for event in events:
        if (event.dir, event.kind) == ("out", "entered"):
            step = str(event.data.get("step"))
        yield step


def turns_of(events: Sequence[Event]) -> Iterator[str | None]:
    """Yield, for each event, the child whose turn it was; None outside of a group of turns.

    What interrupts a group is nobody's turn, and the turn goes on with the group: the ``turn`` line that
    comes then names the first child, but what is asked and said after it names the child whose turn it is.
    The turns of items inside a child's turn leave it the child's.
    """
    stated = _turns_stated(events)
    of_groups: dict[str, str | None] = {}
    step, begun = "", ""
    running: str | None = None
    for event in events:
        match event.dir, event.kind:
            case "out", "turn":
                begun = str(event.data.get("group"))
                of_groups[begun] = stated.get(event.seq, event.data.get("participant"))
            case "out", "entered":
                step, begun = str(event.data.get("step")), ""
            case "out", "ended":
                step, begun = "", ""
            case _:  # nothing else changes whose turn it is
                yield running
                continue
        within = [group for group in of_groups if group == begun or inside(step, group)]
        turns = (of_groups[group] for group in sorted(within, key=len)[::-1])
        running = next(filter(None, turns), None)
        # the engine calls an only child's whole session that child's turn: only a group has turns here
        yield running


def _turns_stated(events: Sequence[Event]) -> dict[int, str]:
    """Return the child that the first question or answer after a ``turn`` line names, by the line's seq.

    Where nothing was asked in a turn, the first sentence or act that is addressed to a child counts, but not
    what is said to a child who leaves, or who came back meanwhile.
    """
    found: dict[int, str] = {}
    announced: tuple[int, str] | None = None
    away: set[str] = set()
    back: dict[str, int | None] = {}
    for event in events:
        if event.dir != "out":
            continue
        match event.kind:
            case "left":
                away.add(str(event.data.get("participant")))
            case "returned":
                away.discard(str(event.data.get("participant")))
                back[str(event.data.get("participant"))] = event.cause
            case "turn" if event.data.get("participant"):
                announced = event.seq, str(event.data.get("group"))
                back = {child: cause for child, cause in back.items() if cause == event.cause}
            case "entered" | "ended" if announced is not None:
                step = str(event.data.get("step", ""))
                announced = announced if inside(step, announced[1]) else None
            case "question" | "response" if announced is not None and event.data.get("turn"):
                found[announced[0]] = str(event.data["turn"])
                announced = None
            case "do" if announced is not None and event.data.get("participant"):
                child = str(event.data["participant"])
                if child not in away and child not in back:
                    found.setdefault(announced[0], child)
    return found

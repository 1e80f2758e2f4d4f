"""Deadlines: when a session needs an input of the time, and what is due then.

Nothing here reads a clock: the time is the state's, and the event's.
"""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.engine.compiled import Compiled, ReadingScope
from nao_sessions.engine.prompting import silence_ns
from nao_sessions.engine.state import Awaiting, Draft, State, Waiting
from nao_sessions.protocol.flow import Entry, Protocol

NOTICE_BEFORE_NS = 120 * 1_000_000_000
"""The notice before the session's limit: two minutes (language, section 7)."""


class Due(NamedTuple):
    """A deadline: the session time, and what is due then, with the entry that it begins, if any.

    ``what``: wait or await (in a moment), silence or between (in a trial), after or quiet (an entry), notice,
    limit or closing (of the session).
    """

    at: int
    what: str
    entry: Entry | None = None


_when = attrgetter("at")
_WAITING = frozenset({Waiting, Awaiting})


def when(state: State, compiled: Compiled) -> int | None:
    """Return the session time of the earliest deadline, in nanoseconds, or None."""
    if (
        state.frames
        and not compiled.timed[state.step]
        and _WAITING.isdisjoint(map(type, state.frames[-1].acts))
    ):
        return _limit_at(state, compiled)  # Nao is busy, as in five states of six: nothing else can be due
    due = first(Draft.reading(state), compiled)
    return None if due is None else due.at


def first(draft: Draft, compiled: Compiled) -> Due | None:
    """Return the earliest deadline, or None; of two at the same instant, the first in the list."""
    found = deadlines(draft, compiled)
    if len(found) < 2:
        return found[0] if found else None
    return min(found, key=_when)


def deadlines(draft: Draft, compiled: Compiled) -> list[Due]:
    """Return the deadlines of a state; for the session's limit, its notice until that has been given."""
    found: list[Due] = []
    if draft.outcome or not draft.step:
        return found
    if not draft.paused:
        if draft.frames:
            _in_moment(draft, found)
        else:
            _trial(draft, compiled, found)
        if compiled.timed[draft.step] and draft.pending is None:
            _entries(draft, compiled, found)
        if draft.quiet_since is not None and not draft.frames:
            for entry in compiled.protocol.always.silence:
                assert entry.wait is not None
                scope = ReadingScope(draft, compiled)
                found.append(Due(draft.quiet_since + scope.nanoseconds(entry.wait), "quiet", entry))
    limit_at = _limit_at(draft, compiled)
    if limit_at is not None:
        what = "limit" if _without_notice(draft) else "notice"
        found.append(Due(limit_at, what if draft.over_at is None else "closing"))
    return found


def limits(state: State, protocol: Protocol) -> frozenset[int]:
    """Return the deadlines of the session as a whole: its notice, its limit, the end of its closing."""
    if state.limit_at is None:
        return frozenset()
    found = {state.limit_at, state.limit_at - NOTICE_BEFORE_NS}
    if state.over_at is not None:
        found.add(state.over_at + protocol.closing_ms * MILLISECOND_NS)
    return frozenset(found)


def _limit_at(state: State, compiled: Compiled) -> int | None:
    """Return the next of the session's own deadlines: the notice, the limit, the closing's end; or None.

    A slot is a real slot: limit and closing count pauses (language, section 7).
    """
    if state.limit_at is None:
        return None
    if state.over_at is not None:
        return state.over_at + compiled.protocol.closing_ms * MILLISECOND_NS
    return state.limit_at if _without_notice(state) else state.limit_at - NOTICE_BEFORE_NS


def _without_notice(state: State) -> bool:
    """Return whether no notice is due before the limit: it was given, or the closing is under way."""
    return state.noticed or bool(state.finishing)


def _in_moment(draft: Draft, found: list[Due]) -> None:
    """Add the ends of the waits in the current moment to the deadlines."""
    for act in draft.frames[-1].acts:
        if isinstance(act, Waiting):
            found.append(Due(act.until, "wait"))
        elif isinstance(act, Awaiting):
            found.append(Due(act.limit if act.hold is None else min(act.limit, act.hold), "await"))


def _trial(draft: Draft, compiled: Compiled, found: list[Due]) -> None:
    """Add the end of the child's silence, or of the pause between two questions, to the deadlines."""
    block = draft.block
    if block is None or draft.pending is not None or block.step != draft.step:
        return
    if block.phase == "pause":
        found.append(Due(block.due, "between"))
    elif block.phase == "open" and block.question is not None and block.question.since is not None:
        trials = compiled.protocol.steps[block.step].trials
        assert trials is not None
        length = silence_ns(draft, compiled, trials, block)
        found.append(Due(block.question.since + length, "silence"))


def _entries(draft: Draft, compiled: Compiled, found: list[Due]) -> None:
    """Add the ends of the delays of the step and of those around it to the deadlines."""
    scope = ReadingScope(draft, compiled)
    for timed in compiled.timed[draft.step]:
        entry = timed.entry
        if not scope.holds(entry.condition):
            continue
        if entry.wait is not None and timed.own and draft.waiting_since is not None and not draft.frames:
            found.append(Due(draft.waiting_since + scope.nanoseconds(entry.wait), "after", entry))
        if entry.limit is not None and entry.id not in draft.spent:
            since = dict(draft.entered)[timed.owner]
            found.append(Due(since + scope.nanoseconds(entry.limit), "after", entry))

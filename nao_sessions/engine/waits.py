"""Deadlines: when a session has to be told the time, and what is due then.

Nothing here reads a clock: the time is the state's, and the event's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.content import EVERYWHERE
from nao_sessions.engine.state import Draft, State
from nao_sessions.protocol.flow import Entry

NOTICE_BEFORE_NS = 120 * 1_000_000_000
"""The notice before the session's limit: two minutes (language, section 7)."""


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due: a wait in a moment, an ``after`` entry, the notice, the session's limit."""

    at: int
    what: str
    entry: Entry | None = None


def deadlines(state: State, compiled: Compiled) -> Iterator[Due]:
    """Give all deadlines of a state; of two at the same instant the first given comes first."""
    if state.outcome or not state.step:
        return
    if not state.paused:
        if state.frames:
            for act in state.frames[-1].acts:
                if act.startswith("@"):
                    yield Due(int(act[1:]), "wait")
        yield from _entries(state, compiled)
    # A slot is a real slot: the session's limit counts pauses (language, section 7).
    if state.limit_at is not None and not state.finishing and not state.finish_wanted:
        if not state.noticed:
            yield Due(state.limit_at - NOTICE_BEFORE_NS, "notice")
        yield Due(state.limit_at, "limit")


def first(state: State, compiled: Compiled) -> Due | None:
    """Give what falls due first."""
    return min(deadlines(state, compiled), key=lambda due: due.at, default=None)


def _entries(state: State, compiled: Compiled) -> Iterator[Due]:
    if state.pending is not None:
        return
    protocol = compiled.protocol
    scope: Scope | None = None
    entered = dict(state.entered)
    owners = (state.step, *protocol.ancestors(state.step), EVERYWHERE)
    for position, level in enumerate(protocol.levels(state.step)):
        for entry in level.after:
            if scope is None:
                scope = Scope(Draft(state, 0, 0))
            if not scope.holds(entry.condition):
                continue
            waits = position == 0 and state.waiting_since is not None and not state.frames
            if entry.wait is not None and waits:
                assert state.waiting_since is not None
                yield Due(state.waiting_since + scope.nanoseconds(entry.wait), "after", entry)
            if entry.limit is not None and entry.id not in state.spent:
                yield Due(entered[owners[position]] + scope.nanoseconds(entry.limit), "after", entry)

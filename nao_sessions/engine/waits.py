"""Deadlines: when a session has to be told the time, and what is due then.

Nothing here reads a clock: the time is the state's, and the event's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.content import EVERYWHERE
from nao_sessions.engine.prompting import silence_ns
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
                elif act.startswith("?"):
                    limit, _, held = act[1:].partition("~")
                    yield Due(min(int(limit), int(held or limit)), "await")
        yield from _trial(state, compiled)
        yield from _entries(state, compiled)
        if state.quiet_since is not None and not state.frames:
            for entry in compiled.protocol.always.silence:
                assert entry.wait is not None
                scope = Scope(Draft(state, 0, 0), compiled)
                yield Due(state.quiet_since + scope.nanoseconds(entry.wait), "quiet", entry)
    # A slot is a real slot: the session's limit counts pauses (language, section 7).
    if state.limit_at is not None and not state.finishing and not state.finish_wanted:
        if not state.noticed:
            yield Due(state.limit_at - NOTICE_BEFORE_NS, "notice")
        yield Due(state.limit_at, "limit")


def first(state: State, compiled: Compiled) -> Due | None:
    """Give what falls due first."""
    return min(deadlines(state, compiled), key=lambda due: due.at, default=None)


def _trial(state: State, compiled: Compiled) -> Iterator[Due]:
    """Give when the silence in hand ends, or the pause between two questions."""
    block = state.block
    if block is None or state.frames or state.pending is not None or block.step != state.step:
        return
    if block.phase == "pause":
        yield Due(block.due, "between")
    elif block.phase == "open" and block.question is not None and block.question.since is not None:
        trials = compiled.protocol.steps[block.step].trials
        assert trials is not None
        length = silence_ns(Draft(state, 0, 0), compiled, trials, block)
        yield Due(block.question.since + length, "silence")


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
                scope = Scope(Draft(state, 0, 0), compiled)
            if not scope.holds(entry.condition):
                continue
            waits = position == 0 and state.waiting_since is not None and not state.frames
            if entry.wait is not None and waits:
                assert state.waiting_since is not None
                yield Due(state.waiting_since + scope.nanoseconds(entry.wait), "after", entry)
            if entry.limit is not None and entry.id not in state.spent:
                yield Due(entered[owners[position]] + scope.nanoseconds(entry.limit), "after", entry)

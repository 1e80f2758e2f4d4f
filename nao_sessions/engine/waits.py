"""Deadlines: when a session has to be told the time, and what is due then.

Nothing here reads a clock: the time is the state's, and the event's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.prompting import silence_ns
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.flow import Entry

NOTICE_BEFORE_NS = 120 * 1_000_000_000
"""The notice before the session's limit: two minutes (language, section 7)."""


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due: a wait in a moment, an ``after`` entry, the notice, the session's limit."""

    at: int
    what: str
    entry: Entry | None = None


def deadlines(draft: Draft, compiled: Compiled) -> Iterator[Due]:
    """Give all deadlines of a state; of two at the same instant the first given comes first."""
    if draft.outcome or not draft.step:
        return
    if not draft.paused:
        if draft.frames:
            for act in draft.frames[-1].acts:
                if act.startswith("@"):
                    yield Due(int(act[1:]), "wait")
                elif act.startswith("?"):
                    limit, _, held = act[1:].partition("~")
                    yield Due(min(int(limit), int(held or limit)), "await")
        yield from _trial(draft, compiled)
        yield from _entries(draft, compiled)
        if draft.quiet_since is not None and not draft.frames:
            for entry in compiled.protocol.always.silence:
                assert entry.wait is not None
                scope = Scope(draft, compiled)
                yield Due(draft.quiet_since + scope.nanoseconds(entry.wait), "quiet", entry)
    # A slot is a real slot: the session's limit counts pauses (language, section 7).
    if draft.limit_at is not None and not draft.finishing and not draft.finish_wanted:
        if not draft.noticed:
            yield Due(draft.limit_at - NOTICE_BEFORE_NS, "notice")
        yield Due(draft.limit_at, "limit")


def first(draft: Draft, compiled: Compiled) -> Due | None:
    """Give what falls due first."""
    return min(deadlines(draft, compiled), key=lambda due: due.at, default=None)


def _trial(draft: Draft, compiled: Compiled) -> Iterator[Due]:
    """Give when the silence in hand ends, or the pause between two questions."""
    block = draft.block
    if block is None or draft.frames or draft.pending is not None or block.step != draft.step:
        return
    if block.phase == "pause":
        yield Due(block.due, "between")
    elif block.phase == "open" and block.question is not None and block.question.since is not None:
        trials = compiled.protocol.steps[block.step].trials
        assert trials is not None
        length = silence_ns(draft, compiled, trials, block)
        yield Due(block.question.since + length, "silence")


def _entries(draft: Draft, compiled: Compiled) -> Iterator[Due]:
    timed = compiled.timed[draft.step]
    if not timed or draft.pending is not None:
        return
    scope = Scope(draft, compiled)
    for one in timed:
        entry = one.entry
        if not scope.holds(entry.condition):
            continue
        if entry.wait is not None and one.own and draft.waiting_since is not None and not draft.frames:
            yield Due(draft.waiting_since + scope.nanoseconds(entry.wait), "after", entry)
        if entry.limit is not None and entry.id not in draft.spent:
            yield Due(dict(draft.entered)[one.owner] + scope.nanoseconds(entry.limit), "after", entry)

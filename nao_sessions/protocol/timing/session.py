"""How long a session lasts from its start to an end, at best and at worst; how often a loop turns.

At best everything is said, everybody acts at once, and the shortest way is taken. At worst every patience
runs out, all help is given, loops turn as often as they can by themselves, and every wait lasts until its
``after``. Interruptions are not in it: commands, pauses, and what is live in a whole group or everywhere. A
loop that people turn by hand counts once; of one that counts, the data are set turn by turn until a condition
leads out of it (what hangs on answers never does, at worst). An estimate from above, not a proof.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.flow import (
    BACK,
    DONE,
    Assignments,
    Branch,
    Entry,
    Protocol,
    Step,
    components,
    cyclic,
)
from nao_sessions.protocol.timing.actions import TimeRange, exactly, latest
from nao_sessions.protocol.timing.blocks import Blocks, block_span
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.trials import Item

MOST_TURNS = 1_000
"""Turns that are counted: after so many transitions without anybody the engine gives up (``stalled``)."""

Branching = Sequence[tuple[tuple[Expression, ...], bool]]
"""A choice in a loop: the conditions of each way in their order, and whether it leads out of the loop."""


def conditions_of(one: Branch | Entry) -> tuple[Expression, ...]:
    """Return the condition of a branch or entry as a tuple; empty without a condition."""
    return () if one.condition is None else (one.condition,)


@dataclass(frozen=True, slots=True)
class Turns:
    """How often a loop turns at most; None: no count of its own ends it.

    ``certain``: nothing unknown was met on the way.
    """

    count: int | None
    certain: bool


def turns(
    protocol: Protocol,
    known: KnownValues,
    steps: Iterable[str],
    choices: Sequence[Branching],
    more: Assignments = (),
) -> Turns:
    """Count how often a loop turns at most.

    Args:
        protocol: the protocol.
        known: the values that are known before the loop.
        steps: the steps of the loop, with those inside them.
        choices: where it can be left.
        more: what its reactions set each turn.
    """
    sets, unclear = assignments(protocol, steps)
    sets = (*sets, *more)
    names = [name for name, _ in sets]
    unclear |= {name for name in names if names.count(name) > 1}
    read = {
        path[1] for choice in choices for conditions, _ in choice for one in conditions for path in one.paths
        if path[0] == "data"
    }  # fmt: skip
    now = known.without(unclear)
    if not read & set(names):
        # Nothing that the conditions hang on changes from turn to turn: one look is enough.
        leaves, sure = _leaves(choices, now)
        return Turns(1 if leaves else None, sure)
    certain = True
    for turn in range(1, MOST_TURNS + 1):
        for name, value in sets:
            if name not in unclear:
                now = now.with_data({name: now.value(value, None)})
        leaves, sure = _leaves(choices, now)
        certain = certain and sure
        if leaves:
            return Turns(turn, certain)
    return Turns(None, certain)


def _leaves(choices: Sequence[Branching], known: KnownValues) -> tuple[bool, bool]:
    """Return whether the loop is left now, and whether that is certain."""
    certain = True
    for choice in choices:
        for conditions, out in choice:
            holds = [known.value(condition, None) for condition in conditions]
            if False in holds:
                continue
            if None in holds:
                certain = False
                continue
            if out:
                return True, certain
            break
    return False, certain


def assignments(protocol: Protocol, steps: Iterable[str]) -> tuple[Assignments, set[str]]:
    """Return the assignments in the contents of steps, and the data that are assigned under a condition."""
    found: list[tuple[str, Value | Expression]] = []
    unclear: set[str] = set()
    for step in steps:
        for moment in protocol.blocks.get(protocol.steps[step].block, ()):
            for act in moment.acts:
                if act.verb == "set" and isinstance(act.argument, tuple):
                    found += act.argument
                    if moment.condition is not None:
                        unclear |= {name for name, _ in act.argument}
    return tuple(found), unclear


END = ""
"""The target of what ends the session."""

MOST_CHILDREN_COUNTED = 8


@dataclass(frozen=True, slots=True)
class SessionTime:
    """The length of a session in milliseconds; None at best: no end is reached; at worst: no bound.

    ``open``: steps that only a person leaves, where the worst case counts no wait. ``again``: loops that
    people turn by hand. ``endless``: loops that turn by themselves until somebody acts.
    """

    best_ms: int | None
    worst_ms: int | None
    open: tuple[str, ...] = ()
    again: tuple[tuple[str, ...], ...] = ()
    endless: tuple[tuple[str, ...], ...] = ()


def session_time(protocol: Protocol, blocks: Blocks | None = None) -> SessionTime:
    """Return how long a session lasts, with all settings at their defaults.

    Args:
        protocol: the protocol.
        blocks: how long its blocks last, where somebody asked already.
    """
    blocks = blocks or Blocks(protocol, KnownValues(protocol))
    estimate = _Estimate(protocol, blocks.known, blocks)
    top = tuple(name for name, step in protocol.steps.items() if step.parent is None)
    found = estimate.level(top, protocol.start, None).get(END)
    best, worst = (None, None) if found is None else (found.span.best, found.span.worst)
    return SessionTime(best, worst, tuple(estimate.open), tuple(estimate.again), tuple(estimate.endless))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way out of a step: where to, by what, how long from its entry on, under which conditions."""

    target: str
    kind: Literal["auto", "after", "person"]
    span: TimeRange
    conditions: tuple[Expression, ...] = ()
    sets: Assignments = ()
    order: int = 0


@dataclass(slots=True)
class _Estimate:
    """The estimate of one protocol; ``open``, ``again`` and ``endless`` are filled as in ``SessionTime``."""

    protocol: Protocol
    known: KnownValues
    blocks: Blocks
    open: list[str] = field(default_factory=list)
    again: list[tuple[str, ...]] = field(default_factory=list)
    endless: list[tuple[str, ...]] = field(default_factory=list)

    def level(self, names: tuple[str, ...], start: str, item: Item | None) -> dict[str, _Way]:
        """Return the ways out of a level of steps, by target, with their times from its start on."""
        ways = {name: list(self._step(self.protocol.steps[name], item)) for name in names}
        best = _shortest(ways, start)
        worst = self._longest(ways, start)
        by_itself = _reached(ways, start)
        return {
            target: _Way(
                target, "auto" if target in by_itself else "person", TimeRange(best[target], worst[target])
            )
            for target in best
            if target not in ways and target in worst
        }

    # One step.

    def _step(self, step: Step, item: Item | None) -> Iterator[_Way]:
        content = self.blocks.span(step.block, item)
        if step.trials is not None:
            content += block_span(self.protocol, step, self.blocks, item)
            for branch in step.gives_up:
                if (target := self._target(branch, step.parent)) is not None:
                    yield _Way(target, "auto", content)
        if step.start is not None:
            inside, repeated = self._group(step, step.start, item)
            for target, way in inside.items():
                if target != _over(step.name):
                    yield _Way(target, way.kind, content + way.span)
            if repeated is None:
                return
            content += repeated
        yield from self._exits(step, content, item)

    def _group(self, step: Step, start: str, item: Item | None) -> tuple[dict[str, _Way], TimeRange | None]:
        """Return the ways out of a group's inside, and how long the group takes, all turns together."""
        fewest = most = 1
        if step.each is not None:
            if step.each.children:
                fewest = max(1, self.protocol.participants_min)
                most = min(max(fewest, self.protocol.participants_max), MOST_CHILDREN_COUNTED)
            else:
                deck = self.protocol.decks[step.each.over]
                fewest = most = len(deck.items)
                item = deck.items[0] if deck.items else item
            rounds = self.known.count(step.each.rounds)
            fewest, most = fewest * rounds, most * rounds
        inside = self.level(step.children, start, item)
        limits = [self._ms(entry.limit, item) for entry in step.level.after if entry.limit is not None]
        if limits:
            inside = {
                target: _Way(target, way.kind, _capped(way.span, min(limits)))
                for target, way in inside.items()
            }
        done = inside.get(_over(step.name))
        return inside, None if done is None else done.span.times(fewest, most)

    def _exits(self, step: Step, content: TimeRange, item: Item | None) -> Iterator[_Way]:
        if step.end is not None:
            user = self.protocol.used_by(step.name)
            yield _Way(END if user is None else _over(user), "auto", content)
            return
        for number, branch in enumerate(step.next):
            target = self._target(branch, step.parent)
            if target is not None:
                yield _Way(target, "auto", content, conditions_of(branch), order=number)
        stay = 0 if step.next else self._stay(step, item)
        for entry in step.level.entries():
            if entry.kind == "silence":
                continue
            waited = self._waited(entry, content, stay, item) + self.blocks.span(entry.block, item)
            for branch in entry.next:
                target = self._target(branch, step.parent)
                if target is not None:
                    kind: Literal["after", "person"] = "after" if entry.kind == "after" else "person"
                    conditions = (*conditions_of(entry), *conditions_of(branch))
                    order = self._ms(entry.wait, item) if entry.wait is not None else 0
                    yield _Way(target, kind, content + waited, conditions, entry.assignments, order)

    def _stay(self, step: Step, item: Item | None) -> int:
        """Return how long a step waits at most, in ms; 0, which is noted, where only a person leaves it."""
        leading = [entry for entry in step.level.after if entry.next and entry.wait is not None]
        sure = [self._ms(entry.wait, item) for entry in leading if entry.condition is None]
        if sure:
            return min(sure)
        limited = any(entry.limit is not None and entry.next for entry in step.level.after)
        if not limited and step.name not in self.open:
            self.open.append(step.name)
        return max((self._ms(entry.wait, item) for entry in leading), default=0)

    def _waited(self, entry: Entry, content: TimeRange, stay: int, item: Item | None) -> TimeRange:
        if entry.wait is not None:
            return exactly(self._ms(entry.wait, item))
        if entry.limit is not None:
            limit = self._ms(entry.limit, item)
            return TimeRange(max(0, limit - content.best), max(0, limit - (content.worst or limit)))
        return TimeRange(0, stay)

    def _target(self, branch: Branch, parent: str | None) -> str | None:
        if branch.target == BACK:
            return None
        if branch.target == DONE:
            return None if parent is None else _over(parent)
        return branch.target

    def _ms(self, duration: int | Expression | None, item: Item | None) -> int:
        return 0 if duration is None else self.known.milliseconds(duration, item)

    # The longest way.

    def _longest(self, ways: dict[str, list[_Way]], start: str) -> dict[str, int | None]:
        """Return the longest time to each target, with loops turned as often as possible; None: unbounded."""
        graph = {name: [way.target for way in own if way.target in ways] for name, own in ways.items()}
        alone = {
            name: [way.target for way in own if way.target in ways and way.kind != "person"]
            for name, own in ways.items()
        }
        extra = self._turned(alone, ways)
        before: dict[str, int | None] = {start: 0}
        found: dict[str, int | None] = {}
        for part in reversed(components(graph)):
            entered = [before[name] for name in part if name in before]
            if not entered:
                continue
            lasts: int | None = latest(entered)
            for name in part:
                own = latest(way.span.worst for way in ways[name])
                once = extra.get(name, 1)
                lasts = None if lasts is None or own is None or once is None else lasts + own * once
            if cyclic(part, graph):
                lasts = self._by_hand(part, ways, lasts)
            for name in part:
                for way in ways[name]:
                    book = before if way.target in ways else found
                    if way.target not in part:
                        book[way.target] = latest((book.get(way.target, 0), lasts))
        return found

    def _turned(self, alone: dict[str, list[str]], ways: dict[str, list[_Way]]) -> dict[str, int | None]:
        """Return how often steps are done that lie in loops that turn by themselves; None: without end."""
        often: dict[str, int | None] = {}
        for part in components(alone):
            if not cyclic(part, alone):
                continue
            names = [name for name in ways if name in part]
            count = turns(
                self.protocol,
                self.known,
                self._with_inside(names),
                [_choice(ways[name], part) for name in names],
                tuple(
                    pair for name in names for way in ways[name] if way.target in part for pair in way.sets
                ),
            ).count
            if count is None:
                self.endless.append(tuple(names))
            often.update(dict.fromkeys(names, count))
        return often

    def _by_hand(self, part: list[str], ways: dict[str, list[_Way]], lasts: int | None) -> int | None:
        """Return how long a loop lasts at worst, in ms, with the turns that people make by hand.

        ``lasts`` is one turn; where conditions do not bound the turns, one is counted, noted in ``again``.
        """
        names = [name for name in ways if name in part]
        hands = [way for name in names for way in ways[name] if way.target in part and way.kind == "person"]
        if not hands or lasts is None:
            return lasts
        sets = tuple(pair for way in hands for pair in way.sets)
        guarded = [((way.conditions, False), ((), True)) for way in hands]
        if all(way.conditions for way in hands):
            count = turns(self.protocol, self.known, self._with_inside(names), guarded, sets).count
            if count is not None:
                own = [latest(way.span.worst for way in ways[name]) or 0 for name in names]
                return lasts + sum(own) * (count - 1)
        self.again.append(tuple(names))
        return lasts

    def _with_inside(self, names: Iterable[str]) -> list[str]:
        prefixes = tuple(f"{name}." for name in names)
        return [name for name in self.protocol.steps if name in names or name.startswith(prefixes)]


def _choice(ways: list[_Way], part: list[str]) -> Branching:
    """Return the ways that a step leaves by itself, in the order in which they are tried."""
    alone = sorted((way for way in ways if way.kind != "person"), key=lambda way: way.order)
    return [(way.conditions, way.target not in part) for way in alone]


def _shortest(ways: dict[str, list[_Way]], start: str) -> dict[str, int]:
    """Return the shortest time to each target, in milliseconds (Dijkstra)."""
    found: dict[str, int] = {}
    queue = [(0, start)]
    while queue:
        at, name = heapq.heappop(queue)
        if name in found:
            continue
        found[name] = at
        for way in ways.get(name, ()):
            if way.target not in found:
                heapq.heappush(queue, (at + way.span.best, way.target))
    return found


def _reached(ways: dict[str, list[_Way]], start: str) -> set[str]:
    """Return the steps that are reached without anybody acting."""
    found, queue = {start}, [start]
    while queue:
        for way in ways.get(queue.pop(), ()):
            if way.kind != "person" and way.target not in found:
                found.add(way.target)
                queue.append(way.target)
    return found


def _over(group: str) -> str:
    return f"{group}!over"


def _capped(span: TimeRange, limit: int) -> TimeRange:
    return TimeRange(min(span.best, limit), limit if span.worst is None else min(span.worst, limit))

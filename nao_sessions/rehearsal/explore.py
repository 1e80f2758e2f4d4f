"""Exploration: all orders of events up to a depth, on the states of the engine itself.

The abstraction, stated: draws are fixed by the seed; times are left out but for which deadline comes first;
counts are capped at one more than any number that a condition compares with; what Nao says is over before the
next event. From every state that is found, three things are tried: *finish* leads to an end by itself, *stop*
and *calm* hold still and can be left, and something leads on (a deadline, a button): no wait is unbounded.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, State
from nao_sessions.engine.records import Block, Score, Tally
from nao_sessions.engine.values import View
from nao_sessions.protocol.flow import Protocol

SECOND_NS = 1_000_000_000
MOST_STATES = 20_000
SETTLE_STEPS = 500
"""Ends of actions and of waits inside moments that one event may need before people are waited for again."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Input(NamedTuple):
    """One event of an exploration: its kind and data as the engine takes them, and in words."""

    kind: str
    data: Mapping[str, Any]
    words: str
    by: str | None = None


class Node(NamedTuple):
    """A state that was found, and how: the event that led to it from an earlier one."""

    state: State
    at: int
    before: int
    event: Input | None
    depth: int


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is wrong in a state: what, and the story that leads there, event by event."""

    what: str
    step: str
    story: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explored:
    """What an exploration found: states and events visited, to which depth, whether all, and flaws."""

    states: int
    events: int
    depth: int
    complete: bool
    steps: frozenset[str]
    flaws: tuple[Flaw, ...]


def explore(
    engine: Engine,
    *,
    participants: tuple[str, ...] = ("V01",),
    settings: Mapping[str, Any] | None = None,
    depth: int = 8,
    most: int = MOST_STATES,
    seed: int = 1,
) -> Explored:
    """Visit the states of a protocol, breadth first.

    Args:
        engine: of the protocol.
        participants: codes of the virtual children who are present.
        settings: values of settings other than the defaults.
        depth: how many events of people and of time follow each other at most.
        most: how many states are visited at most.
        seed: decides the draws.
    """
    return _Exploration(engine, depth, most).run(participants, dict(settings or {}), seed)


class _Exploration:
    def __init__(self, engine: Engine, depth: int, most: int) -> None:
        self._engine = engine
        self._depth = depth
        self._most = most
        self._cap = _largest_compared(engine.protocol) + 1
        self._nodes: list[Node] = []
        self._known: dict[State, int] = {}
        self._events = 0
        self._flaws: dict[tuple[str, str], Flaw] = {}
        self._cut = False

    def run(self, participants: tuple[str, ...], settings: dict[str, Any], seed: int) -> Explored:
        state, at = State(), 0
        start = {"settings": settings, "participants": list(participants), "seed": seed}
        for kind, data in (("start", start), ("begin", {})):
            state = self._step(state, at, Input(kind, data, kind))
        state, at = self._settle(state, at)
        self._add(state, at, -1, None, 0)
        queue = deque([0])
        deepest = 0
        while queue:
            number = queue.popleft()
            node = self._nodes[number]
            self._check(number)
            if node.state.outcome:
                continue
            if node.depth >= self._depth:
                self._cut = True
                continue
            for event, when in self._events_of(node):
                state = self._step(node.state, when, event)
                state, at = self._settle(state, when)
                found = self._add(state, at, number, event, node.depth + 1)
                if found is not None:
                    deepest = max(deepest, node.depth + 1)
                    queue.append(found)
        steps = frozenset(node.state.step for node in self._nodes)
        return Explored(
            len(self._nodes), self._events, deepest, not self._cut, steps, tuple(self._flaws.values())
        )

    def _add(self, state: State, at: int, before: int, event: Input | None, depth: int) -> int | None:
        key = self._abstract(state)
        if key in self._known:
            return None
        if len(self._nodes) >= self._most:
            self._cut = True
            return None
        self._known[key] = len(self._nodes)
        self._nodes.append(Node(state, at, before, event, depth))
        return len(self._nodes) - 1

    def _step(self, state: State, at: int, event: Input) -> State:
        self._events += 1
        state, _ = self._engine.step(
            state, Event(0, "in", at, "explore", event.kind, event.data, participant=event.by)
        )
        return state

    def _settle(self, state: State, at: int) -> tuple[State, int]:
        """Let Nao do its part: what it does ends, moments last, until people or time are waited for."""
        for _ in range(SETTLE_STEPS):
            if state.outcome or state.paused or not state.frames:
                return state, at
            running = state.frames[-1].running()
            if running:
                at += SECOND_NS
                done = Input("done", {"action": running[0], "how": "finished"}, "")
                state = self._step(state, at, done)
                continue
            deadline = self._engine.deadline(state)
            if deadline is None or any(act.startswith("?") for act in state.frames[-1].acts):
                return state, at
            at = max(at, deadline)
            state = self._step(state, at, Input("timer", {}, ""))
        return state, at

    def _events_of(self, node: Node) -> Iterator[tuple[Input, int]]:
        """Give what people and time may do in a state, and when; half a second later than before."""
        view = self._engine.view(node.state)
        soon = node.at + SECOND_NS // 2
        deadline = self._engine.deadline(node.state)
        if deadline is not None:
            yield Input("timer", {}, "time passes"), max(node.at, deadline)
        for event in _of_people(view):
            yield event, soon

    def _check(self, number: int) -> None:
        """Try what must hold in every state."""
        node = self._nodes[number]
        state = node.state
        if state.outcome:
            return
        soon = node.at + SECOND_NS // 2
        if not self._ends(state, soon):
            self._tell("finish comes to no end", number)
        stopped = self._step(state, soon, Input("command", {"name": "stop"}, ""))
        if stopped.paused != "stopped" or stopped.speaking is not None:
            self._tell("stop does not hold still", number)
        calmed = self._step(state, soon, Input("command", {"name": "calm"}, ""))
        if state.paused != "stopped" and not self._leads_on(*self._settle(calmed, soon)):
            self._tell("nothing leads on from calm", number)
        if not state.paused and not self._leads_on(state, node.at):
            self._tell("a wait without an end", number)

    def _ends(self, state: State, at: int) -> bool:
        """Tell whether *finish* comes to an end though nobody does anything more."""
        if state.paused == "stopped":
            state = self._step(state, at, Input("command", {"name": "resume"}, ""))
        state = self._step(state, at, Input("command", {"name": "finish"}, ""))
        for _ in range(50):
            state, at = self._settle(state, at)
            if state.outcome:
                return True
            deadline = self._engine.deadline(state)
            if deadline is None or state.paused:
                return False
            at = max(at, deadline)
            state = self._step(state, at, Input("timer", {}, ""))
        return False

    def _leads_on(self, state: State, at: int) -> bool:
        """Tell whether time, or a press of the professional, leads on from a state."""
        if state.outcome or state.paused:
            return True
        view = self._engine.view(state)
        return view.deadline_ns is not None or bool(view.buttons)

    def _tell(self, what: str, number: int) -> None:
        """Keep the first, and so the shortest, story for each flaw of a step."""
        step = self._nodes[number].state.step
        if (what, step) in self._flaws:
            return
        story: list[str] = []
        while number >= 0:
            node = self._nodes[number]
            if node.event is not None:
                story.append(f"{node.event.words} → {node.state.step}")
            number = node.before
        self._flaws[what, step] = Flaw(what, step, tuple(reversed(story)))

    def _abstract(self, state: State) -> State:
        """Give a state without what the abstraction leaves out."""
        return state._replace(
            entered=tuple((step, 0) for step, _ in state.entered),
            waiting_since=None if state.waiting_since is None else 0,
            quiet_since=None if state.quiet_since is None else 0,
            limit_at=None if state.limit_at is None else 0,
            paused_at=0,
            speech_ended=None,
            actions=0,
            hops=0,
            deals=(),
            fades=tuple(fade._replace(trials=min(fade.trials, self._cap)) for fade in state.fades),
            data=tuple((name, self._capped(value)) for name, value in state.data),
            scores=tuple(self._score(score) for score in state.scores),
            block=None if state.block is None else self._block(state.block),
            frames=tuple(
                frame._replace(acts=tuple(_shape(act) for act in frame.acts)) for frame in state.frames
            ),
            left=tuple(
                left._replace(block=None if left.block is None else self._block(left.block))
                for left in state.left
            ),
            last_sentence="",
            speaking=None if state.speaking is None else ("", ""),
        )

    def _score(self, score: Score) -> Score:
        return score._replace(visit=self._tally(score.visit), total=self._tally(score.total))

    def _tally(self, tally: Tally) -> Tally:
        values = [self._capped(value) for value in tally]
        return Tally._make(values)._replace(latency_sum_ns=0, latency_ns=0, latencies=0)

    def _block(self, block: Block) -> Block:
        question = block.question
        if question is not None:
            question = question._replace(
                number=0, asked_at=0, opened_at=None if question.opened_at is None else 0,
                since=None if question.since is None else 0,
                attempts=tuple(attempt._replace(t=0) for attempt in question.attempts[-1:]),
                proposed=None if question.proposed is None else question.proposed._replace(t=0),
            )  # fmt: skip
        begun = block.begun if block.most is None else min(block.begun, block.most)
        return block._replace(question=question, begun=begun, due=0, last=None)

    def _capped(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return max(-self._cap, min(value, self._cap))


def _of_people(view: View) -> Iterator[Input]:
    """Give what people can do, one event of each sort that the state tells apart."""
    for button in view.buttons:
        yield Input("button", {"id": button.id}, f"the adult presses « {button.label} »")
    if view.paused_because is not None:
        yield Input("command", {"name": "resume"}, "the adult resumes")
        return
    for part in view.hears_touch:
        yield Input("touch", {"part": part, "pressed": True}, f"the child touches {part}")
    for word in view.hears_words:
        yield Input("word", {"word": word}, f"the child says « {word} »")
    for choice in view.hears_board:
        yield Input("board", {"choice": choice}, f"the child chooses « {choice} »", view.turn)
    for card in view.hears_cards:
        yield Input("card", {"card": card}, f"the child shows the card {card}")
    for sense in view.senses:
        kind = "utterance" if sense == "speech" else sense
        yield Input(kind, {"looking": True, "seen": True, "speaking": True}, f"the child: {sense}")
    yield from _of_the_professional(view)


def _of_the_professional(view: View) -> Iterator[Input]:
    names = ["pause", "calm", "repeat"]
    if view.trial is not None or view.awaits is not None:
        names.append("skip")
    for name in names:
        yield Input("command", {"name": name}, f"the adult: {name}")
    trial = view.trial
    if trial is None:
        return
    judgements = ["yes", "not_yet", "refused"] + (
        ["heard", "not_heard"] if trial.proposed is not None else []
    )
    for judgement in judgements:
        yield Input("command", {"name": "judge", "as": judgement}, f"the adult judges: {judgement}")
    yield Input("command", {"name": "redo"}, "the adult: redo")
    if trial.next_help is not None:
        yield Input("command", {"name": "prompt"}, "the adult gives help")


def _shape(act: str) -> str:
    """Give an act's word without its number or time."""
    return act if act in ("todo", "done") else act[:1]


def _largest_compared(protocol: Protocol) -> int:
    """Give the largest whole number that stands in any condition or computation."""
    sources: list[str] = []
    for step in protocol.steps.values():
        branches = [*step.next, *(b for entry in step.level.entries() for b in entry.next)]
        sources += [branch.condition.source for branch in branches if branch.condition is not None]
        if step.trials is not None and step.trials.stop_when is not None:
            sources.append(step.trials.stop_when.source)
    for moments in protocol.blocks.values():
        sources += [moment.condition.source for moment in moments if moment.condition is not None]
    numbers = [float(number) for source in sources for number in _NUMBER.findall(source)]
    counts = [setting.default for setting in protocol.settings if isinstance(setting.default, int)]
    return int(max([2.0, *numbers, *map(float, counts)]))

"""Exploration: all orders of events up to a depth, on the states of the engine itself.

The engine itself steps, so that what is found is what a session would do. ``abstraction`` decides which
states are one, ``moves`` what may happen next. What must hold in every state:

- the closing is reachable: *finish* leads to an end though nobody does anything more, and the protocol's own
  ways lead to an end, too;
- *stop* holds still and can be left; *calm* is taken, ends no session, and something leads on from it;
- no wait is unbounded: time, or a button of the professional, leads on, and time does not lead to the same
  for ever;
- Nao comes to rest by itself, and the engine reports no error.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.codes import PARTS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.state import Draft
from nao_sessions.engine.waits import deadlines
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.part_names import PartNames
from nao_sessions.protocol.wording import duration, without_names
from nao_sessions.rehearsal.exploration.abstraction import Abstraction, StateKey, just_helped
from nao_sessions.rehearsal.exploration.flaws import (
    ENDLESS_DOING,
    ERROR,
    REPEATED_SENTENCE,
    REPEATED_STEPS,
    REPEATS,
    REPEATS_UNTIL_THE_LIMIT,
    TRAPPED,
    UNBOUNDED,
    ExplorationResult,
    Flaw,
    StoryLine,
)
from nao_sessions.rehearsal.exploration.moves import Move, PossibleSigns, of_people, time_passes
from nao_sessions.rehearsal.exploration.promises import Promises
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, verbatim

# Rounds of a path: steps that come one after the other again and again, told once with how often.

LONGEST_ROUND = 4
"""The most steps of a round that is recognised."""


def rounds(steps: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    """Return a path as rounds of steps, each with how many times in a row it is played.

    Of the rounds that begin at a step, the one that covers most steps is taken; of equal ones the shortest.
    """
    found: list[tuple[tuple[str, ...], int]] = []
    at = 0
    while at < len(steps):
        times = {size: _times(steps, at, size) for size in range(1, LONGEST_ROUND + 1)}
        again = [size for size in times if times[size] > 1]
        size = max(again, key=lambda one: (one * times[one], -one), default=1)
        found.append((tuple(steps[at : at + size]), times[size]))
        at += size * times[size]
    return found


def _times(steps: Sequence[str], at: int, size: int) -> int:
    one, times = tuple(steps[at : at + size]), 1
    while tuple(steps[at + size * times : at + size * (times + 1)]) == one:
        times += 1
    return times


# Repetition without progress: what a session comes to where nobody does anything any more.
#
# Nao's own doing and the deadlines are followed alone. Progress is a change of anything that decides the
# way on: a step, a trial counted, a help given, a count that a condition reads. Where a session is in the
# same state again but for clocks, and for counts that nothing reads, it will be there for ever: that is a
# wait without an end, however much Nao says in it. A time that runs from the entry of a step (`limit`) runs
# on all the while: as long as one of these comes nearer, the session moves. The session's own limit is left
# out.

MOST_ALONE = 5_000
"""The most ends of actions and deadlines that are followed; what has not come round then is not reported."""

_Deadline = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A round that comes again for ever: how long it takes, its steps, what Nao says in it, its states."""

    seconds: float
    steps: tuple[str, ...]
    said: str
    keys: tuple[StateKey, ...]


@dataclass(frozen=True, slots=True)
class _Rest:
    """A state in which Nao is done: how many steps were entered before it, what is due when, the time."""

    entered: int
    due: frozenset[_Deadline]
    at: int


class Repetitions:
    """The search for repetitions in the sessions of one protocol, from each state once."""

    def __init__(self, engine: Engine, abstraction: Abstraction) -> None:
        self._engine = engine
        self._abstraction = abstraction
        self._compiled = Compiled.of(engine.protocol)
        self._known: set[StateKey] = set()
        self.events = 0

    def from_state(self, state: State, at: int) -> Repetition | None:
        """Return the repetition to which a state leads while nobody acts; None if there is none, or known."""
        rests: dict[StateKey, _Rest] = {}
        entered: list[str] = []
        said = ""
        for _ in range(MOST_ALONE):
            if state.outcome or state.paused:
                break
            running = state.frames[-1].running() if state.frames else ()
            if running:
                at += SECOND_NS
                event = Event(0, "in", at, "explore", "done", {"action": running[0], "how": "finished"})
            else:
                deadline = self._engine.deadline(state)
                if deadline is None:
                    break
                if not state.frames:
                    key = self._abstraction.key(state, at)
                    if key in self._known:
                        break
                    rest = _Rest(len(entered), self._due(state), at)
                    before = rests.get(key)
                    if before is not None and not before.due & rest.due:
                        self._known.update(rests)
                        return _round(rests, key, entered, said, rest, state)
                    rests[key] = rest
                at = max(at, deadline)
                event = Event(0, "in", at, "explore", "timer", {})
            self.events += 1
            state, outputs = self._engine.step(state, event)
            for output in outputs:
                if output.kind == "entered":
                    entered.append(output.data["step"])
                elif output.kind == "do" and output.data["verb"] == "say":
                    said = output.data["text"]
        self._known.update(rests)
        return None

    def _due(self, state: State) -> frozenset[_Deadline]:
        """Return what is due and when: what is due at the same time a round later has come nearer."""
        due = deadlines(Draft.reading(state), self._compiled)
        return frozenset((one.what, "" if one.entry is None else one.entry.id, one.at) for one in due)


def _round(
    rests: dict[StateKey, _Rest], key: StateKey, entered: list[str], said: str, rest: _Rest, state: State
) -> Repetition:
    keys = list(rests)
    first = rests[key]
    steps = tuple(dict.fromkeys(entered[first.entered :])) or (state.step,)
    seconds = (rest.at - first.at) / SECOND_NS
    return Repetition(seconds, steps, said, tuple(keys[keys.index(key) :]))


DEPTH = 4
MOST_STATES = 20_000
MOST_DOING = 200
"""The ends of actions in a row, without an event of people, after which Nao counts as never at rest."""

Progress = Callable[[int, int, int], None]
"""A function called now and then with the states found, the states still to be left, and the depth."""


class Node(NamedTuple):
    """A state that was found, and how: the event that led to it from an earlier one."""

    state: State
    at: int
    before: int
    move: Move | None
    depth: int
    doing: int


def explore(
    engine: Engine,
    *,
    participants: tuple[str, ...] = PARTS[:1],
    settings: Mapping[str, Any] | None = None,
    depth: int = DEPTH,
    most: int = MOST_STATES,
    seed: int = 1,
    interrupting: bool = False,
    progress: Progress = lambda states, left, depth: None,
    visit: Callable[[State], None] = lambda state: None,
) -> ExplorationResult:
    """Explore the states of a protocol, the nearest first, and return what was found.

    Args:
        engine: of the protocol.
        participants: codes of the virtual children who are present.
        settings: values of settings other than the defaults.
        depth: how many events of people and of time follow each other at most; what Nao does by itself
            between them is not counted.
        most: how many states are visited at most.
        seed: decides the draws.
        interrupting: whether people also act while Nao speaks and moves; else they wait until it is done.
            What must hold is tried at every moment in either case.
        progress: called with how far it is.
        visit: called with each state that is found.
    """
    limits = _Limits(depth, most, interrupting)
    settings = dict(settings or {})
    abstraction = Abstraction(engine.protocol, settings)
    found = _Exploration(engine, settings, limits, progress, visit, abstraction).run(participants, seed)
    if not found.complete or abstraction.adding <= found.reached.keys():
        return found
    # Waits that are one may add up to a silence or a limit that none of them met: once more, by their times.
    abstraction = Abstraction(engine.protocol, settings, times=True)
    timed = _Exploration(engine, settings, limits, progress, visit, abstraction).run(participants, seed)
    flaws = {(flaw.code, flaw.step): flaw for flaw in (*timed.flaws, *found.flaws)}
    reached = {**timed.reached, **found.reached}
    return replace(timed, events=found.events + timed.events, reached=reached, flaws=tuple(flaws.values()))


def draws(protocol: Protocol) -> bool:
    """Return whether a session of a protocol draws anything: an exploration draws once, by its seed."""
    chosen = any(
        act.verb == "choose"
        for moments in protocol.blocks.values()
        for moment in moments
        for act in moment.acts
    )
    blocks = (step.trials for step in protocol.steps.values())
    return chosen or any(trials is not None and trials.order != "listed" for trials in blocks)


class _Limits(NamedTuple):
    depth: int
    most: int
    interrupting: bool


class _Exploration:
    def __init__(
        self,
        engine: Engine,
        settings: dict[str, Any],
        limits: _Limits,
        progress: Progress,
        visit: Callable[[State], None],
        abstraction: Abstraction,
    ) -> None:
        self._done: list[str] = []
        """The parts of the protocol that the last step of the engine did."""
        self._engine = engine.traced(self._done.append)
        self._settings = settings
        self._depth, self._most, self._interrupting = limits
        self._progress = progress
        self._visit = visit
        self._abstraction = abstraction
        self._signs = PossibleSigns(engine.protocol, alike=not self._abstraction.reads_event)
        self._names = PartNames(engine.protocol)
        self._promises = Promises(engine, self._abstraction)
        self._repetitions = Repetitions(engine, self._abstraction)
        self._nodes: list[Node] = []
        self._known: dict[StateKey, int] = {}
        self._before: list[list[int]] = []
        """For each state, those from which it was reached but by *finish*."""
        self._frontier: set[int] = set()
        self._doing: dict[int, int] = {}
        """For each state in which Nao does something, the one that comes when that is done."""
        self._ways_on: dict[int, set[int]] = {}
        """For each state in which Nao is done, where time and buttons lead."""
        self._events = 0
        self._flaws: dict[tuple[str, str], Flaw] = {}
        self._first: dict[str, tuple[int, Move | None]] = {}
        self._cut = False

    def run(self, participants: tuple[str, ...], seed: int) -> ExplorationResult:
        state = State()
        start = {"settings": self._settings, "participants": list(participants), "seed": seed}
        for kind, data in (("start", start), ("begin", {})):
            state, outputs = self._step(state, 0, Move(kind, data))
        # The session's own limit may come at any time: it leads to the closing, which is tried in each state.
        state = state._replace(limit_at=None)
        queue: deque[int] = deque()
        self._found(Node(state, 0, -1, None, 0, 0), outputs, queue)
        left = 0
        while queue:
            number = queue.popleft()
            left += 1
            if left % 200 == 0:
                self._progress(len(self._nodes), len(queue), self._nodes[number].depth)
            self._leave(number, queue)
        self._waits()
        self._repeats()
        self._traps()
        self._progress(len(self._nodes), 0, self._depth)
        return ExplorationResult(
            states=len(self._nodes),
            events=self._events + self._promises.events + self._repetitions.events,
            depth=max(node.depth for node in self._nodes),
            complete=not self._cut,
            cap=self._abstraction.cap,
            reached={name: self._story(number, move) for name, (number, move) in self._first.items()},
            flaws=tuple(self._flaws.values()),
            left=len(self._nodes) - len(self._frontier - {-1}),
            one_draw=draws(self._engine.protocol),
            children=len(participants),
            interrupting=self._interrupting,
        )

    def _leave(self, number: int, queue: deque[int]) -> None:
        """Check what must hold in a state, and try everything that may happen next."""
        node = self._nodes[number]
        if node.state.outcome:
            return
        for flaw in self._promises.broken(node.state, node.at):
            self._tell(flaw.code, flaw.what, number)
        moves = list(self._moves(node))
        if node.depth >= self._depth and not moves[0][0].own:
            self._cut = True
            self._frontier.add(number)
            return
        for move, at in moves:
            if node.depth >= self._depth and not move.own:
                self._cut = True
                self._frontier.add(number)
                continue
            state, outputs = self._step(node.state, at, move)
            deeper = node.depth + (not move.own)
            doing = node.doing + 1 if move.own else 0
            target = self._found(Node(state, at, number, move, deeper, doing), outputs, queue)
            if move.own:
                self._doing[number] = target
            elif move.kind in ("timer", "button"):
                self._ways_on.setdefault(number, set()).add(target)
        if not node.state.paused and not moves[0][0].own:
            self._ways_on.setdefault(number, set())

    def _found(self, node: Node, outputs: tuple[Output, ...], queue: deque[int]) -> int:
        """Store a new state and return its number, or return the number of the state with the same key."""
        key = self._abstraction.key(node.state, node.at)
        number = self._known.get(key)
        if number is None:
            if len(self._nodes) >= self._most:
                self._cut = True
                self._frontier.add(node.before)
                return -1
            number = self._known[key] = len(self._nodes)
            self._nodes.append(node)
            self._visit(node.state)
            self._before.append([])
            if node.doing > MOST_DOING:
                self._tell_endless(number)
            elif node.move is not None and node.move.own:
                queue.appendleft(number)
            else:
                queue.append(number)
        if node.before >= 0 and node.move is not None and not node.move.finishing:
            self._before[number].append(node.before)
        self._note(node)
        for output in outputs:
            if output.kind == "error":
                what = ERROR.what.format(code=output.data.get("code"), text=output.data.get("text", ""))
                self._tell(ERROR.code, what, number)
        return number

    def _note(self, node: Node) -> None:
        """Store the first way to each part of the protocol."""
        for name in self._done:
            if name not in self._first:
                self._first[name] = (node.before, node.move)

    def _step(self, state: State, at: int, move: Move) -> tuple[State, tuple[Output, ...]]:
        self._events += 1
        self._done.clear()
        event = Event(0, "in", at, "explore", move.kind, move.data, participant=move.by)
        return self._engine.step(state, event)

    def _moves(self, node: Node) -> Iterator[tuple[Move, int]]:
        """Yield what may happen next, and when: Nao's own doing first, then people, half a second later.

        Half a second is how long words are not heard after Nao has spoken.
        """
        state = node.state
        deadline = self._engine.deadline(state)
        running = state.frames[-1].running() if state.frames and not state.paused else ()
        doing = bool(running)
        if running:
            yield Move("done", {"action": running[0], "how": "finished"}, own=True), node.at + SECOND_NS
        elif deadline is not None:
            doing = bool(state.frames) and not state.paused and state.frames[-1].waits()
            at = max(node.at, deadline)
            yield (Move("timer", own=True) if doing else time_passes((at - node.at) / SECOND_NS)), at
        if doing and not self._interrupting:
            return
        times = [node.at + SECOND_NS // 2]
        if self._abstraction.ordered and deadline is not None and deadline - 1 > times[0]:
            # At the last moment, too: what begins anew then falls due behind what does not.
            times.append(deadline - 1)
        if just_helped(state, node.at):
            times.append(node.at)  # too soon for an answer to that help
        for move in of_people(self._engine.view(state), state, self._engine.protocol, self._signs):
            for at in times:
                yield move, at

    def _waits(self) -> None:
        """Report waits from which time and buttons only lead back, and doing that never comes to rest."""
        for number, targets in self._ways_on.items():
            if number not in self._frontier and all(self._rest(target) == number for target in targets):
                self._tell(UNBOUNDED.code, UNBOUNDED.what, number)
        for number in self._doing:
            if self._rest(number) is None:
                self._tell_endless(number)

    def _tell_endless(self, number: int) -> None:
        """Report that Nao is never done; if people wait for that, their acts remain unexplored."""
        self._tell(ENDLESS_DOING.code, ENDLESS_DOING.what, number)
        if not self._interrupting:
            self._cut = True
            self._frontier.add(number)

    def _repeats(self) -> None:
        """Report what repeats for ever while nobody acts, at the first state of each round."""
        for number, node in enumerate(self._nodes):
            found = self._repetitions.from_state(node.state, node.at)
            if found is not None:
                known = [self._known[key] for key in found.keys if key in self._known]
                first = min(known, default=number)
                self._tell(REPEATS.code, self._repeated(found), first, sorted(found.steps)[0])

    def _title(self, step: str, said: str) -> Text | None:
        """Return the title of a step of a story; None where the sentence beside it says enough."""
        named = step and (self._engine.protocol.steps[step].title is not None or not said)
        return self._names.title(step) if named else None

    def _repeated(self, found: Repetition) -> Text:
        limited = self._engine.protocol.limit_ms is not None
        every = duration((round(found.seconds) or 1) * 1000)
        what = (REPEATS_UNTIL_THE_LIMIT if limited else REPEATS.what).format(every=every)
        if len(found.steps) > 1:
            steps = [self._names.title(step) for step in (*found.steps, found.steps[0])]
            what = REPEATED_STEPS.format(what=what, steps=joined(steps, " → "))
        said = without_names(verbatim(found.said))
        return REPEATED_SENTENCE.format(what=what, said=said) if found.said else what

    def _rest(self, number: int) -> int | None:
        """Return the state in which Nao is done, after what it does in this one; None where it never is."""
        seen = set()
        while number in self._doing:
            if number in seen:
                return None
            seen.add(number)
            number = self._doing[number]
        return number

    def _traps(self) -> None:
        """Report the states from which nothing leads to an end but *finish*, as far as was explored."""
        good = {number for number, node in enumerate(self._nodes) if node.state.outcome} | self._frontier
        todo = list(good - {-1})
        while todo:
            for before in self._before[todo.pop()]:
                if before not in good:
                    good.add(before)
                    todo.append(before)
        for number, node in enumerate(self._nodes):
            # Told where the trap is entered; what lies behind is the same trap.
            if number not in good and (node.before < 0 or node.before in good):
                self._tell(TRAPPED.code, TRAPPED.what, number)

    def _tell(self, code: str, what: Any, number: int, step: str = "") -> None:
        """Store a flaw of a step with its story, unless stored before: the first story is the shortest."""
        step = step or self._nodes[number].state.step
        if (code, step) not in self._flaws:
            story = self._story(number, None)
            self._flaws[code, step] = Flaw(code, what, step, self._names.title(step), story)

    def _story(self, number: int, last: Move | None) -> tuple[StoryLine, ...]:
        """Return the events that lead to a state, with what each comes to; then one more event."""
        story: list[StoryLine] = []
        if last is not None and last.words is not None:
            story.append(StoryLine(last.words, "", ""))
        step = said = ""
        while number >= 0:
            node = self._nodes[number]
            # What an event comes to is seen when Nao is done with it.
            step, said = step or node.state.step, said or _said(node.state)
            if node.move is None or node.move.words is not None:
                words = None if node.move is None else node.move.words
                story.append(StoryLine(words, step, said, self._title(step, said)))
                step = said = ""
            number = node.before
        return tuple(reversed(story))


def _said(state: State) -> str:
    return state.speaking[1] if state.speaking is not None else state.last_sentence

"""A rehearsed session: the engine, virtual people and a virtual Nao, in virtual time on a heap.

No clock and no sleep: twenty minutes of session are a few milliseconds of computing. The same plan gives the
same session, to the byte.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.engine.records import Block
from nao_sessions.protocol.catalogue import PRAISING
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.timing import Lengths, sounds_of
from nao_sessions.protocol.trials import ANY, NOT_PASSED, NOTHING
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile, PersonActs
from nao_sessions.rehearsal.people.people import InTheRoom, VirtualPeople
from nao_sessions.rehearsal.people.professional import Policy
from nao_sessions.robot.hands import HANDS, ArmMovement, Side, arms_of
from nao_sessions.text.messages import Text, msg

# What a rehearsed session shows against the promises of every protocol, where the flow alone does not tell.
#
# Praise that follows a failure by a way that nobody chose, and a help that marks another answer than the
# right one at that moment: both may hang on counts and data that only a session has.

_BY_ITSELF = frozenset({"next", "give_up"})
"""The names of ways on that nobody chooses and no delay leads to."""

_SHOWN = {"gesture": "name", "eyes": "colour"}
"""The verbs of actions that may praise, each with the datum that says what it shows."""


class BrokenPromise(NamedTuple):
    """A promise that a session did not keep: which, in which step, what was shown.

    ``right`` is the right answer that a help did not mark; ``of_step`` the step whose trial had failed.
    """

    promise: str
    step: str
    shown: str
    right: str = ""
    of_step: str = ""

    def in_words(self, step: Text, of_step: Text) -> Text:
        """Return the broken promise as a sentence, with the titles of the two steps."""
        sentence = {
            "praise": msg("'{shown}' says success ({step}), right after a trial that failed ({of})"),
            "help": msg("a help marks '{shown}' ({step}), and the right answer is '{right}'"),
        }[self.promise]
        return sentence.format(shown=self.shown, step=step, of=of_step, right=self.right)


class Observance:
    """The watch over one session for promises that it does not keep, collected in ``breaches``.

    What a help marked is compared with the right answer once the trial is over: its record has that.
    """

    def __init__(self) -> None:
        self._failed_in = ""
        self._right: Sequence[str] | None = None
        self._marks: list[str] = []
        self.breaches: set[BrokenPromise] = set()

    def watch(self, outputs: Sequence[Output], before: State, state: State) -> None:
        """Check what one input led to, given the states before and after it."""
        here = before.step
        for output in outputs:
            data = output.data
            match output.kind:
                case "trial":
                    self._failed_in = data["step"] if data["judgement"] in NOT_PASSED else ""
                    self._right = data["correct"]
                    for word in self._marks:
                        self._hold(word, data["step"])
                    self._marks.clear()
                case "question":
                    self._failed_in = ""
                    self._marks.clear()
                case "entered":
                    here = data["step"]
                    if str(data["by"]).rpartition("/")[2].split(".")[0] not in _BY_ITSELF:
                        self._failed_in = ""
                case "do" if self._failed_in and data["verb"] in _SHOWN and not _improvised(state):
                    shown = str(data.get(_SHOWN[data["verb"]]))
                    if shown in PRAISING[data["verb"]]:
                        praise = f"{data['verb']}: {shown}"
                        self.breaches.add(BrokenPromise("praise", here, praise, of_step=self._failed_in))
                case "board" if data["highlight"] and state.block and here == state.block.step:
                    self._marked(str(data["highlight"]), before, state.block)

    def _marked(self, word: str, before: State, block: Block) -> None:
        """Check a word that the board marks, in a help or after a failure."""
        if before.board is not None and before.board.highlight == word:
            return
        if block.phase == "feedback" and self._failed_in == block.step:
            self._hold(word, block.step)
        elif block.question is not None and block.question.help >= 0:
            self._marks.append(word)

    def _hold(self, word: str, step: str) -> None:
        """Add a breach if a marked word is not the right answer of the trial."""
        right = self._right
        if right and word not in right and not {ANY, NOTHING} & set(right):
            self.breaches.add(BrokenPromise("help", step, word, ", ".join(right)))


def _improvised(state: State) -> bool:
    """Return whether Nao does what the adult improvised, which the protocol does not promise."""
    return bool(state.frames) and state.frames[-1].improvised is not None


MOST_INPUTS = 20_000
LONGEST_NS = 4 * 3600 * SECOND_NS
"""A session that is longer, or has more inputs, is stopped: its outcome is ``endless``."""

STUCK = "stuck"
ENDLESS = "endless"


@dataclass(frozen=True, slots=True)
class RehearsalPlan:
    """The plan of a rehearsed session, which decides all of it: the same plan is the same session."""

    seed: int
    profiles: tuple[BehaviourProfile, ...]
    policy: Policy = "confirms"
    settings: Mapping[str, Value] = field(default_factory=dict)
    language: str = "fr"
    written: str = ""
    """The settings as they were written on the command line, to run it again."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the virtual children."""
        return tuple(f"V{number:02}" for number in range(1, len(self.profiles) + 1))


class RehearsalResult(NamedTuple):
    """The result of one rehearsed session. ``outcome``: as it ended, or ``stuck``, ``endless``.

    ``path``: the steps in the order that they were entered; ``reached``: the parts of the protocol that were
    done, by the names of ``coverage``; ``trials``: records as in the log; ``spoken_ms``: how long Nao spoke;
    ``errors``: the codes of the engine's errors; ``breaches``: the promises that it did not keep.
    """

    seed: int
    outcome: str
    duration_ns: int
    inputs: int
    path: tuple[str, ...]
    reached: frozenset[str]
    trials: tuple[Mapping[str, Any], ...]
    spoken_ms: int
    adaptations: int
    errors: tuple[str, ...]
    breaches: frozenset[BrokenPromise] = frozenset()


def rehearse(
    engine: Engine,
    plan: RehearsalPlan,
    watch: Callable[[Event, Sequence[Output], State], None] | None = None,
    people: InTheRoom | None = None,
) -> RehearsalResult:
    """Run one session to its end, and return the result.

    Args:
        engine: of the protocol, ready to run.
        plan: decides the people, the settings and the draws.
        watch: called with every input, its outputs and the state then.
        people: those in the room, where they are others than the plan's.
    """
    return _Session(engine, plan, watch, people).run()


class _Session:
    def __init__(
        self,
        engine: Engine,
        plan: RehearsalPlan,
        watch: Callable[[Event, Sequence[Output], State], None] | None,
        people: InTheRoom | None,
    ) -> None:
        self._reached: set[str] = set()
        self._engine = engine.traced(self._reached.add)
        self._plan = plan
        self._watch = watch
        self._state = State()
        self._now = 0
        self._inputs = 0
        self._order = 0
        self._heap: list[tuple[int, int, PersonActs | str]] = []
        self._people = people or VirtualPeople(plan.codes, plan.profiles, plan.policy, plan.seed)
        self._lengths = Lengths(sounds_of(engine.protocol), len(plan.codes))
        self._running: set[str] = set()
        self._arms = ArmMovement()
        self._moving: dict[str, tuple[Side, ...]] = {}
        """The actions under way that move an arm."""
        self._path: list[str] = []
        self._trials: list[Mapping[str, Any]] = []
        self._errors: list[str] = []
        self._spoken_ms = 0
        self._adaptations = 0
        self._observance = Observance()

    def run(self) -> RehearsalResult:
        plan = self._plan
        start = {
            "settings": dict(plan.settings),
            "participants": list(plan.codes),
            "language": plan.language,
            "seed": plan.seed,
        }
        self._feed("start", start)
        self._feed("begin", {})
        outcome = ""
        seen: State | None = None
        deadline: int | None = None
        while not self._state.outcome:
            # One input in five changes nothing (what ended was not waited for): nobody looks again then.
            if self._state is not seen:
                seen = self._state
                for act in self._people.look(self._engine, seen, self._now):
                    self._push(act.after_ns, act)
                deadline = self._engine.deadline(seen)
            if self._inputs >= MOST_INPUTS or self._now > LONGEST_NS:
                outcome = ENDLESS
                break
            if self._heap and (deadline is None or self._heap[0][0] <= deadline):
                self._now, _, due = heapq.heappop(self._heap)
                if isinstance(due, str):
                    self._done(due)
                else:
                    self._take(due)
            elif deadline is not None:
                self._now = max(self._now, deadline)
                self._feed("timer", {})
            else:
                outcome = STUCK
                break
        return RehearsalResult(
            seed=plan.seed,
            outcome=outcome or self._state.outcome,
            duration_ns=self._now,
            inputs=self._inputs,
            path=tuple(self._path),
            reached=frozenset(self._reached),
            trials=tuple(self._trials),
            spoken_ms=self._spoken_ms,
            adaptations=self._adaptations,
            errors=tuple(self._errors),
            breaches=frozenset(self._observance.breaches),
        )

    def _take(self, act: PersonActs) -> None:
        """Feed a person's act to the engine if Nao notices it, and to the professional if she sees it."""
        if act.kind == "touch" and self._is_deaf(act.data["part"]):
            act = act._replace(kind="answered")  # the adult sees it, Nao does not feel it
        if act.kind not in ("answered", "declined", "gone"):
            self._feed(act.kind, act.data, act.by)
        for then in self._people.notice(act, self._engine, self._state):
            self._push(then.after_ns, then)

    def _done(self, action: str) -> None:
        """Feed the end of an action to the engine, unless the action was stopped before."""
        if action in self._running:
            self._running.remove(action)
            self._rest(action)
            self._feed("done", {"action": action, "how": "finished"})

    def _feed(self, kind: str, data: Mapping[str, Any], by: str | None = None) -> None:
        event = Event(self._inputs, "in", self._now, "rehearsal", kind, data, None, None, by)
        self._inputs += 1
        before = self._state
        state, outputs = self._engine.step(before, event)
        self._state = state
        if outputs:
            for output in outputs:
                if output.kind == "do":
                    self._begin(output.data)
                else:
                    self._note(output)
            self._observance.watch(outputs, before, state)
        if self._watch is not None:
            self._watch(event, outputs, state)

    def _note(self, output: Output) -> None:
        data = output.data
        match output.kind:
            case "halt":
                self._running.difference_update(data["ids"])
                for action in data["ids"]:
                    self._rest(action)
            case "entered":
                self._path.append(data["step"])
            case "trial":
                self._trials.append(data)
            case "adaptation":
                self._adaptations += 1
            case "error":
                self._errors.append(str(data.get("code")))

    def _begin(self, data: Mapping[str, Any]) -> None:
        verb, action = data["verb"], data["id"]
        length_ms = self._lengths.begin(verb, data, self._now // 1_000_000)
        if verb == "say":
            self._spoken_ms += length_ms
        self._running.add(action)
        arms = arms_of(verb)
        if arms:
            self._moving[action] = arms
            self._arms.begin(arms, self._now)
        self._push(length_ms * 1_000_000, action)

    def _rest(self, action: str) -> None:
        """Note that an action no longer moves an arm."""
        if action in self._moving:
            self._arms.end(self._moving.pop(action), self._now)

    def _is_deaf(self, part: str) -> bool:
        """Return whether a touch goes unfelt: the hand's arm moves, or has only just come to rest."""
        side = HANDS.get(part)
        return side is not None and self._arms.deafens(side, self._now)

    def _push(self, after_ns: int, what: PersonActs | str) -> None:
        """Schedule a person's act, or the end of an action of Nao, for later."""
        self._order += 1
        heapq.heappush(self._heap, (self._now + after_ns, self._order, what))

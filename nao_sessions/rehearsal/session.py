"""A rehearsed session: the engine, virtual people and a virtual Nao, in virtual time on a heap.

No clock and no sleep: twenty minutes of session are a few milliseconds of computing. The same plan gives the
same session, to the byte.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.timing import action_ms
from nao_sessions.rehearsal.acts import SECOND_NS, PersonActs
from nao_sessions.rehearsal.behaviour import Behaviour
from nao_sessions.rehearsal.participant import Participant
from nao_sessions.rehearsal.professional import Policy, Professional

MOST_INPUTS = 20_000
LONGEST_NS = 4 * 3600 * SECOND_NS
"""A session that is longer, or has more inputs, is stopped: it is told as ``endless``."""

STUCK = "stuck"
ENDLESS = "endless"

_INSTANT = frozenset({"listen", "watch"})


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a rehearsed session is given: the same plan is the same session."""

    seed: int
    profiles: tuple[Behaviour, ...]
    policy: Policy = "confirms"
    settings: Mapping[str, Value] = field(default_factory=dict)
    language: str = "fr"
    written: str = ""
    """The settings as they were written on the command line, to run it again."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of the virtual participants."""
        return tuple(f"V{number:02}" for number in range(1, len(self.profiles) + 1))


class Rehearsed(NamedTuple):
    """What came of one session. ``outcome``: as it ended, or ``stuck``, ``endless``.

    ``path``: the steps in the order that they were entered; ``exits``: the exits taken; ``blocks``: the lists
    of moments that were begun; ``reactions``: entries and commands that were acted upon; ``trials``: records
    as in the log; ``spoken_ms``: how long Nao spoke; ``errors``: what the engine told as errors.
    """

    seed: int
    outcome: str
    duration_ns: int
    inputs: int
    path: tuple[str, ...]
    exits: frozenset[str]
    blocks: frozenset[str]
    reactions: frozenset[str]
    trials: tuple[Mapping[str, Any], ...]
    spoken_ms: int
    adaptations: int
    errors: tuple[str, ...]


def rehearse(
    engine: Engine, plan: Plan, watch: Callable[[Event, Sequence[Output], State], None] | None = None
) -> Rehearsed:
    """Run one session to its end.

    Args:
        engine: of the protocol, ready to run.
        plan: what it is given.
        watch: told every input, its outputs and the state then.
    """
    return _Session(engine, plan, watch).run()


class _Session:
    def __init__(
        self, engine: Engine, plan: Plan, watch: Callable[[Event, Sequence[Output], State], None] | None
    ) -> None:
        self._engine = engine
        self._plan = plan
        self._watch = watch
        self._state = State()
        self._now = 0
        self._inputs = 0
        self._order = 0
        self._heap: list[tuple[int, int, PersonActs]] = []
        self._children = [
            Participant(code, behaviour, plan.seed)
            for code, behaviour in zip(plan.codes, plan.profiles, strict=True)
        ]
        self._professional = Professional(plan.policy, plan.seed)
        # Who touches or presses at any time looks while Nao is busy, too.
        self._restless = plan.policy == "presses_everything" or any(
            behaviour.touches_per_minute for behaviour in plan.profiles
        )
        self._posture: str | None = None
        self._look: str | None = None
        self._running: dict[str, str] = {}
        self._scene: tuple[object, ...] = ()
        self._path: list[str] = []
        self._exits: set[str] = set()
        self._blocks: set[str] = set()
        self._reactions: set[str] = set()
        self._trials: list[Mapping[str, Any]] = []
        self._errors: list[str] = []
        self._spoken_ms = 0
        self._adaptations = 0

    def run(self) -> Rehearsed:
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
        while not self._state.outcome:
            self._people_look()
            deadline = self._engine.deadline(self._state)
            if self._inputs >= MOST_INPUTS or self._now > LONGEST_NS:
                outcome = ENDLESS
                break
            if self._heap and (deadline is None or self._heap[0][0] <= deadline):
                self._now, _, act = heapq.heappop(self._heap)
                self._take(act)
            elif deadline is not None:
                self._now = max(self._now, deadline)
                self._feed("timer", {})
            else:
                outcome = STUCK
                break
        return Rehearsed(
            seed=plan.seed,
            outcome=outcome or self._state.outcome,
            duration_ns=self._now,
            inputs=self._inputs,
            path=tuple(self._path),
            exits=frozenset(self._exits),
            blocks=frozenset(self._blocks),
            reactions=frozenset(self._reactions),
            trials=tuple(self._trials),
            spoken_ms=self._spoken_ms,
            adaptations=self._adaptations,
            errors=tuple(self._errors),
        )

    def _take(self, act: PersonActs) -> None:
        """Take up what a person did: the engine gets what Nao notices, the professional what she sees."""
        if act.kind == "done":
            if self._running.pop(str(act.data["action"]), None) is not None:
                self._feed("done", act.data)
            return
        if act.kind not in ("answered", "declined", "gone"):
            self._feed(act.kind, act.data, act.by)
        if act.meant or act.declined or act.gone or act.passed is not None:
            self._plan_acts(self._professional.notices(act, self._engine.view(self._state)))

    def _feed(self, kind: str, data: Mapping[str, Any], by: str | None = None) -> None:
        event = Event(self._inputs, "in", self._now, "rehearsal", kind, data, participant=by)
        self._inputs += 1
        self._state, outputs = self._engine.step(self._state, event)
        for output in outputs:
            self._act(output)
        for frame in self._state.frames:
            if frame.block:
                self._blocks.add(frame.block)
            if frame.owner:
                self._reactions.add(frame.origin)
        if self._watch is not None:
            self._watch(event, outputs, self._state)

    def _act(self, output: Output) -> None:
        data = output.data
        match output.kind:
            case "do":
                self._begin(data)
            case "halt":
                for action in data["ids"]:
                    self._running.pop(action, None)
            case "entered":
                self._path.append(data["step"])
                self._exits.add(data["by"])
            case "group_done":
                self._exits.add(data["by"])
            case "trial":
                self._trials.append(data)
            case "prompt":
                pass
            case "adaptation":
                self._adaptations += 1
            case "error":
                self._errors.append(str(data.get("code")))

    def _begin(self, data: Mapping[str, Any]) -> None:
        verb, action = data["verb"], data["id"]
        length_ms = 0
        if verb not in _INSTANT:
            length_ms = action_ms(verb, data, posture=self._posture, look=self._look)
        if verb == "say":
            self._spoken_ms += length_ms
        elif verb == "posture":
            self._posture = data["name"]
        elif verb == "look":
            self._look = data["where"]
        self._running[action] = verb
        self._push(PersonActs(length_ms * 1_000_000, "done", {"action": action, "how": "finished"}))

    def _people_look(self) -> None:
        """Let people look at the session when it waits for them anew: a step, a question, after a help."""
        state = self._state
        block = state.block
        question = block.question if block is not None and block.phase in ("ask", "open") else None
        busy = bool(state.frames) and not state.paused
        if question is not None and block is not None:
            open_ = question.opened_at is not None
            scene: tuple[object, ...] = (
                block.step,
                block.begun,
                open_,
                len(question.helps),
                question.proposed,
            )
            scene = (*scene, busy and open_, state.paused, state.turns)
        else:
            scene = (state.step, state.paused, busy, state.waiting_since)
        if scene == self._scene or state.outcome:
            return
        self._scene = scene
        if busy and question is None and not self._restless:
            return
        view = self._engine.view(state)
        for child in self._children:
            self._plan_acts(child.see(view, self._now))
        self._plan_acts(self._professional.see(view, self._now))

    def _plan_acts(self, acts: Sequence[PersonActs]) -> None:
        for act in acts:
            self._push(act)

    def _push(self, act: PersonActs) -> None:
        self._order += 1
        heapq.heappush(self._heap, (self._now + act.after_ns, self._order, act))

"""The virtual people of one session, children and professional: when they look at it, and what they then do.

A rehearsal in virtual time and a session on the simulator have the same ones. Nothing here reads a clock.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, Protocol
from zlib import crc32

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.engine import Engine, State
from nao_sessions.engine.records import Question
from nao_sessions.engine.values import TrialView, View
from nao_sessions.protocol.trials import ANY, HELPS, NOTHING, OF_CHILD, SENSE_FACTS, THERE_OR_GONE, Sense
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile, PersonActs, profile, profile_names
from nao_sessions.rehearsal.people.professional import Policy, Professional

# A virtual participant: it sees the view of a session alone, and acts as its behaviour says.

MINUTE_NS = 60 * SECOND_NS

_FIRST: tuple[Sense, ...] = ("board", "card")
SENSES = (*_FIRST, *(sense for sense in OF_CHILD if sense not in _FIRST))
"""The senses by which a participant answers; where several would do, the first of these."""

AGAIN_NS = SECOND_NS


class VirtualParticipant:
    """One virtual child. Its draws depend on its code, the seed and the moment alone."""

    def __init__(self, code: str, behaviour: BehaviourProfile, seed: object) -> None:
        self.code = code
        self.behaviour = behaviour
        self.gone = False
        self._stream = f"{seed}/participant/{code}"
        self._generator = Random(self._stream)
        self._moment = ""
        self._next_touch_ns = self._after_touch(0)
        self._last_look_ns = 0

    def at(self, moment: str) -> None:
        """Draw from the random stream of a moment from now on, independently of earlier draws."""
        self._moment = moment

    @property
    def _random(self) -> Random:
        """Return the stream of the moment, begun with the first draw: seeding takes 6 µs, half need none."""
        if self._moment:
            self._generator.seed(crc32(f"{self._stream}/{self._moment}".encode()))
            self._moment = ""
        return self._generator

    def see(self, view: View, now_ns: int) -> list[PersonActs]:
        """Return what the participant does next, given a changed view of the session."""
        if self.gone or view.outcome is not None:
            return []
        if self._leaves(now_ns):
            self.gone = True
            return [PersonActs(0, "gone", {}, self.code, gone=True)]
        acts = self._touches(view, now_ns)
        if view.turn not in (None, self.code) or view.paused_because is not None:
            return acts
        if view.trial is not None and not view.trial.judged:
            return acts + self._answer(view, view.trial, now_ns)
        if view.activity == "waiting":
            return acts + self._react(view, now_ns)
        return acts

    def _answer(self, view: View, trial: TrialView, now_ns: int) -> list[PersonActs]:
        behaviour = self.behaviour
        if trial.asking:
            # Who never answers early draws nothing: no other moment's stream is changed by that.
            if not behaviour.early or self._random.random() >= behaviour.early:
                return []
        elif not trial.open or view.sentence is not None or trial.proposed is not None:
            return []
        draw = self._random.random
        if not trial.helps and draw() < behaviour.declines:
            return [PersonActs(self._latency_ns(now_ns), "declined", {}, self.code, declined=True)]
        tired = self._tired_minutes(now_ns)
        if draw() < min(1.0, behaviour.silence + tired * behaviour.tiring.silence):
            return []
        if not trial.answers:  # what is asked for is seen by the professional alone
            passed = self._right(view.step, trial, tired)
            return [PersonActs(self._latency_ns(now_ns), "answered", {}, self.code, passed=passed)]
        answer = self._chosen(view.step, trial, tired)
        return [] if answer is None else self._given(trial.ways, answer, now_ns)

    def _right(self, step: str, trial: TrialView, tired: float) -> bool:
        accuracy = self.behaviour.accuracy
        strongest = max(trial.helps, key=HELPS.index, default="none")
        chance = accuracy.base + accuracy.by_help.get(strongest, 0.0) - accuracy.per_level * trial.level
        chance -= tired * self.behaviour.tiring.accuracy
        if accuracy.too_hard and Random(f"{self._stream}/{step}").random() < accuracy.too_hard:
            chance = accuracy.when_too_hard
        return self._random.random() < min(max(chance, 0.0), 1.0)

    def _chosen(self, step: str, trial: TrialView, tired: float) -> str | None:
        """Choose an answer; None is to keep still, which may be right."""
        right = self._right(step, trial, tired)
        expected = trial.expected
        if expected is None or ANY in expected:
            return self._random.choice(trial.answers)
        if NOTHING in expected:
            return None if right else self._random.choice(trial.answers)
        others = [answer for answer in trial.answers if answer not in expected]
        pool: Sequence[str] = [answer for answer in trial.answers if answer in expected] if right else others
        return self._random.choice(pool) if pool else None

    def _given(
        self, ways: Sequence[tuple[str, str, tuple[str, ...]]], answer: str, now_ns: int
    ) -> list[PersonActs]:
        """Return the act that gives an answer, by the first sense that can take it."""
        mine = {sense: values for word, sense, values in ways if word == answer}
        after_ns = self._latency_ns(now_ns)
        for sense in SENSES:
            if sense not in mine or not (mine[sense] or sense in THERE_OR_GONE):
                continue
            act = self._by_sense(sense, answer, mine[sense], ways, after_ns)
            again = self._random.random() < self.behaviour.repeats
            return [act, act._replace(after_ns=after_ns + AGAIN_NS)] if again else [act]
        return [PersonActs(after_ns, "answered", {}, self.code, meant=answer)]

    def _by_sense(
        self,
        sense: Sense,
        answer: str,
        values: tuple[str, ...],
        ways: Sequence[tuple[str, str, tuple[str, ...]]],
        after_ns: int,
    ) -> PersonActs:
        if sense == "word":
            heard = self._heard(values, [v for w, s, vs in ways if s == "word" and w != answer for v in vs])
            kind = "word" if heard else "answered"
            return PersonActs(after_ns, kind, {"word": heard} if heard else {}, None, meant=answer)
        by = self.code if sense == "board" else None
        value = values[0] if values else ANY
        return PersonActs(after_ns, *_input(sense, value), by, meant=answer)

    def _heard(self, words: tuple[str, ...], others: list[str]) -> str:
        """Return what is recognised of a word: the word, another one, or nothing."""
        draw = self._random.random()
        if draw < self.behaviour.recognised:
            return words[0]
        misheard = draw < self.behaviour.recognised + self.behaviour.misheard
        return self._random.choice(others) if misheard and others else ""

    def _react(self, view: View, now_ns: int) -> list[PersonActs]:
        """Return an act for one of the things that a step waits for."""
        if self._random.random() < self.behaviour.silence:
            return []
        possible: list[tuple[Sense, tuple[str, ...]]] = [
            ("board", view.hears_board),
            ("card", view.hears_cards),
            ("touch", view.hears_touch),
            ("word", view.hears_words),
            *((sense, (ANY,)) for sense in view.senses),
        ]
        open_ = [(sense, values) for sense, values in possible if values]
        if not open_:
            return []
        sense, values = self._random.choice(open_)
        if sense == "word" and self._random.random() >= self.behaviour.recognised:
            return []
        by = self.code if sense == "board" else None
        return [PersonActs(self._latency_ns(now_ns), *_input(sense, self._random.choice(values)), by)]

    def _touches(self, view: View, now_ns: int) -> list[PersonActs]:
        """Return the touches that fell due since the last look: some children touch Nao now and then."""
        if not self.behaviour.touches_per_minute:
            return []
        acts = []
        while self._next_touch_ns <= now_ns:
            part = self._random.choice(view.hears_touch or ("head.front", "hand.left", "hand.right"))
            acts.append(PersonActs(0, *_input("touch", part), None))
            self._next_touch_ns = self._after_touch(now_ns)
        return acts[-1:]

    def _after_touch(self, now_ns: int) -> int:
        rate = self.behaviour.touches_per_minute
        return now_ns + round(self._random.expovariate(rate) * MINUTE_NS) if rate else 0

    def _leaves(self, now_ns: int) -> bool:
        """Return whether the participant leaves now: a hazard over the time since its last look."""
        leaves = self.behaviour.leaves
        began_ns = max(self._last_look_ns, round(leaves.after_s * SECOND_NS))
        self._last_look_ns = now_ns
        if not leaves.per_minute or now_ns <= began_ns:
            return False
        minutes = (now_ns - began_ns) / MINUTE_NS
        return self._random.random() < 1.0 - math.exp(-leaves.per_minute * minutes)

    def _latency_ns(self, now_ns: int) -> int:
        latency = self.behaviour.latency
        longer = 1.0 + self._tired_minutes(now_ns) * self.behaviour.tiring.latency
        seconds = latency.median_s * math.exp(self._random.gauss(0.0, latency.sigma)) * longer
        return round(seconds * SECOND_NS)

    def _tired_minutes(self, now_ns: int) -> float:
        return max(0.0, now_ns - self.behaviour.tiring.after_s * SECOND_NS) / MINUTE_NS


def _input(sense: Sense, value: str) -> tuple[str, dict[str, object]]:
    """Return the input that an act makes: its kind and data."""
    facts = SENSE_FACTS[sense]
    return facts.event, facts.data(value)


# A scripted child: it sees the view of a session alone, and acts by touch and word.
#
# Pure: it says what it would do and after how long; whoever plays it has the hands.

Manner = Literal["touch", "word", "silent"]

LATENCY_S = (0.8, 2.2)
"""Range of the time a scripted child takes to answer, in seconds: long enough to be seen on a video."""


@dataclass(frozen=True, slots=True)
class ChildAct:
    """What a child does, some seconds after it could: touch a part, say a word."""

    manner: Literal["touch", "word"]
    value: str
    after_s: float


class ScriptedChild:
    """A child that goes through a list of manners, one for each time that it is waited for."""

    def __init__(self, manners: tuple[Manner, ...], seed: int) -> None:
        self._manners = manners
        self._random = Random(f"{seed}/child")
        self._next = 0
        self._waiting = ""

    def see(self, view: View) -> ChildAct | None:
        """Return what the scripted child does when the session begins to wait for a child; else None."""
        can_act = view.activity == "waiting" and (view.hears_touch or view.hears_words)
        waiting = _waited_for(view) if can_act else ""
        if waiting == self._waiting:
            return None
        self._waiting = waiting
        if not waiting or not self._manners:
            return None
        manner = self._manners[self._next % len(self._manners)]
        self._next += 1
        return self._act(manner, view)

    def _act(self, manner: Manner, view: View) -> ChildAct | None:
        after_s = self._random.uniform(*LATENCY_S)
        if manner == "silent":
            return None
        if view.hears_words and (manner == "word" or not view.hears_touch):
            return ChildAct("word", view.hears_words[0], after_s)
        return ChildAct("touch", view.hears_touch[0], after_s)


def _waited_for(view: View) -> str:
    """Return a name for what the session waits for from a child: a step, or a question and its help."""
    trial = view.trial
    return view.step if trial is None else f"{view.step}/{trial.number}/{len(trial.helps)}"


PROFILES: dict[str, tuple[Manner, ...]] = {
    "demo": ("touch", "word", "silent", "word", "touch"),
    "silent": ("silent",),
    "touches": ("touch",),
}
"""The scripts that ``run --child`` knows by name."""


CHILDREN = tuple(sorted({*PROFILES, *profile_names()}))
"""The children that :func:`people_of` knows by name; of a name that is both, the script is meant."""

_WORD_CONFIDENCE = 0.6


class InTheRoom(Protocol):
    """The people in the room of a session, all of them virtual, as a rehearsal asks them for acts."""

    def look(self, engine: Engine, state: State, now_ns: int) -> list[PersonActs]:
        """Return what people do after an input, given the state of the session."""
        ...

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """Return what people do after somebody's act."""
        ...


def people_of(child: str, codes: Sequence[str], seed: int) -> InTheRoom:
    """Return the people of a session by the child's name: one of :data:`CHILDREN`.

    A scripted child is alone; with a behaviour come a child for each code, and a professional who confirms.
    """
    if child in PROFILES:
        return ScriptAlone(ScriptedChild(PROFILES[child], seed))
    return VirtualPeople(codes, (profile(child),) * len(codes), "confirms", seed)


class ScriptAlone:
    """A scripted child whom nobody accompanies."""

    def __init__(self, script: ScriptedChild) -> None:
        self._script = script

    def look(self, engine: Engine, state: State, now_ns: int) -> list[PersonActs]:
        """Return what the child does after an input, given the state of the session."""
        if state.outcome:
            return []
        act = self._script.see(engine.view(state))
        if act is None:
            return []
        after_ns = round(act.after_s * SECOND_NS)
        if act.manner == "touch":
            return [PersonActs(after_ns, "touch", {"part": act.value, "pressed": True})]
        return [PersonActs(after_ns, "word", {"word": act.value, "confidence": _WORD_CONFIDENCE})]

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """Return no acts: no professional is there to notice anything."""
        return []


class VirtualPeople:
    """The virtual children and the professional of a session; the seed decides what they draw."""

    def __init__(
        self, codes: Sequence[str], profiles: Sequence[BehaviourProfile], policy: Policy, seed: object
    ) -> None:
        """Prepare the children and the professional.

        Args:
            codes: of the children.
            profiles: the behaviour of each of them.
            policy: that of the professional.
            seed: decides what they draw.
        """
        self._children = [
            VirtualParticipant(code, behaviour, seed) for code, behaviour in zip(codes, profiles, strict=True)
        ]
        self._professional = Professional(policy, seed, codes)
        # Who touches or presses at any time looks while Nao is busy, too.
        self._restless = policy == "presses_everything" or any(
            behaviour.touches_per_minute for behaviour in profiles
        )
        # The others do nothing while Nao asks or helps: a view, which takes a sixth of a session, is spared.
        self._listen = not self._restless and not any(
            behaviour.early or behaviour.leaves.per_minute for behaviour in profiles
        )
        self._helps = policy == "helps"
        self._facts: tuple[object, ...] = ()
        self._scene: tuple[object, ...] = ()
        self._visits: dict[str, int] = {}

    def look(self, engine: Engine, state: State, now_ns: int) -> list[PersonActs]:
        """Return what people do when the session waits anew: at a step, at a question, after a help."""
        block, paused = state.block, state.paused
        busy = bool(state.frames) and not paused
        facts = (state.step, block, busy, paused, state.waiting_since, state.turns)
        if facts == self._facts:
            return []  # two inputs in three change nothing of this: an act of several is done
        self._facts = facts
        question = _question_in(state)
        if question is not None and block is not None:
            open_ = question.opened_at is not None
            named: tuple[object, ...]
            scene: tuple[object, ...] = (
                block.step,
                block.begun,
                open_,
                len(question.helps),
                question.proposed,
            )
            named = scene
            scene = (*scene, busy and open_, paused, state.turns)
        else:
            named = (state.step, paused, busy)
            scene = (state.step, paused, busy, state.waiting_since)
        if scene == self._scene or state.outcome:
            return []
        self._scene = scene
        if busy and question is None and not self._restless:
            return []
        self._begin("/".join(map(str, named)))
        if question is not None and self._only_listen(state, question):
            return []
        view = engine.view(state)
        acts = [act for child in self._children for act in child.see(view, now_ns)]
        return acts + self._professional.see(view, engine.protocol.steps)

    def _only_listen(self, state: State, question: Question) -> bool:
        """Return whether nobody would act: Nao asks or helps, and nothing is to be confirmed."""
        if not self._listen or state.paused or question.proposed is not None:
            return False
        return question.opened_at is None or (state.speaking is not None and not self._helps)

    def _begin(self, moment: str) -> None:
        """Start a random stream of this moment, and of this visit to it, for each person.

        So a session that goes another way for a while has the same people afterwards.
        """
        visit = self._visits[moment] = self._visits.get(moment, 0) + 1
        for child in self._children:
            child.at(f"{moment}/{visit}")
        self._professional.at(f"{moment}/{visit}")

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """Return what the professional does after seeing somebody's act."""
        if not act.gone:
            if not act.meant and not act.declined and act.passed is None:
                return []
            # Most answers end their question at once: nothing is left to be judged or corrected then.
            if _question_in(state) is None:
                return []
        return self._professional.notices(act, engine.view(state))


def _question_in(state: State) -> Question | None:
    """Return the question that is asked or open, if there is one."""
    block = state.block
    return block.question if block is not None and block.phase in ("ask", "open") else None

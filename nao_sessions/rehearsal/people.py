"""The virtual people of one session, children and professional: when they look at it, and what they then do.

A rehearsal in virtual time and a session on the simulator have the same ones. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.engine import Engine, State
from nao_sessions.engine.records import Question
from nao_sessions.rehearsal.acts import PersonActs
from nao_sessions.rehearsal.behaviour import Behaviour, profile, profile_names
from nao_sessions.rehearsal.child import PROFILES, ScriptedChild
from nao_sessions.rehearsal.participant import Participant
from nao_sessions.rehearsal.professional import Policy, Professional

CHILDREN = tuple(sorted({*PROFILES, *profile_names()}))
"""The children that :func:`people_of` knows by name; of a name that is both, the script is meant."""

_WORD_CONFIDENCE = 0.6


class InTheRoom(Protocol):
    """Who is in the room of a session, virtual all of them."""

    def look(self, engine: Engine, state: State, now_ns: int) -> list[PersonActs]:
        """Look at the session, after every input; give what is done then."""
        ...

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """See what somebody has just done; give what is done then."""
        ...


def people_of(child: str, codes: Sequence[str], seed: int) -> InTheRoom:
    """Give the people of a session by the child's name: one of :data:`CHILDREN`.

    A scripted child is alone; with a behaviour come a child for each code, and a professional who confirms.
    """
    if child in PROFILES:
        return ScriptAlone(ScriptedChild(PROFILES[child], seed))
    return People(codes, (profile(child),) * len(codes), "confirms", seed)


class ScriptAlone:
    """A scripted child whom nobody accompanies."""

    def __init__(self, script: ScriptedChild) -> None:
        self._script = script

    def look(self, engine: Engine, state: State, now_ns: int) -> list[PersonActs]:
        """Let the child look at the session."""
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
        """Nobody is there who would."""
        return []


class People:
    """Who is in the room; their draws are their own, and the seed decides them."""

    def __init__(
        self, codes: Sequence[str], profiles: Sequence[Behaviour], policy: Policy, seed: object
    ) -> None:
        """Let them in.

        Args:
            codes: of the children.
            profiles: how each of them behaves.
            policy: how the professional does.
            seed: of what they draw.
        """
        self._children = [
            Participant(code, behaviour, seed) for code, behaviour in zip(codes, profiles, strict=True)
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
        """Look at the session when it waits for them anew: a step, a question, after a help."""
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
        """Tell whether nobody would do anything: Nao asks or helps, and nothing is to be confirmed."""
        if not self._listen or state.paused or question.proposed is not None:
            return False
        return question.opened_at is None or (state.speaking is not None and not self._helps)

    def _begin(self, moment: str) -> None:
        """Give each a stream of draws of this moment's, and of this visit's to it.

        So a session that goes another way for a while has the same people afterwards.
        """
        visit = self._visits[moment] = self._visits.get(moment, 0) + 1
        for child in self._children:
            child.at(f"{moment}/{visit}")
        self._professional.at(f"{moment}/{visit}")

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """Let the professional see what somebody did, once it is done."""
        if not act.gone:
            if not act.meant and not act.declined and act.passed is None:
                return []
            # Most answers end their question at once: nothing is left to be judged or corrected then.
            if _question_in(state) is None:
                return []
        return self._professional.notices(act, engine.view(state))


def _question_in(state: State) -> Question | None:
    """Give the question that is asked or open, if there is one."""
    block = state.block
    return block.question if block is not None and block.phase in ("ask", "open") else None

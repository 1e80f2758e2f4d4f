"""Virtual people: what one draws at a moment hangs on that moment, and on nothing that came before it."""

from __future__ import annotations

import pytest

from nao_sessions.engine import Engine, State
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile, PersonActs, profile
from nao_sessions.rehearsal.people.people import CHILDREN, ScriptAlone, VirtualPeople, people_of
from nao_sessions.rehearsal.people.professional import POLICIES, Policy
from nao_sessions.rehearsal.session import RehearsalPlan, RehearsalResult, rehearse
from tests.course import protocol_of
from tests.engine.test_trials import BLOCK, block

TWELVE = block(BLOCK + "count: 12\n")
WITH_A_BEGINNING = TWELVE.replace("start: jeu\nsteps:\n", "start: avant\nsteps:\n" + """\
  avant:
    do: [{say: "Touche ma tête."}]
    when: [{touch: head.front, next: jeu}]
    after: {wait: 20 s, next: jeu}
""")  # fmt: skip
CHILD = BehaviourProfile(id="x", silence=0.2)


def played(body: str, seed: int) -> RehearsalResult:
    """Rehearse one session with one child."""
    return rehearse(Engine(protocol_of(body)), RehearsalPlan(seed, (CHILD,)))


def answers(session: RehearsalResult) -> list[tuple[object, ...]]:
    """What the child did in each trial, and how long after it could."""
    return [(trial["answer"], trial["latency_ns"], trial["prompts"]) for trial in session.trials]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_came_before_a_question_changes_nothing_in_how_it_is_answered(seed: int) -> None:
    plain, longer = played(TWELVE, seed), played(WITH_A_BEGINNING, seed)
    assert longer.path[0] == "avant"
    assert longer.duration_ns > plain.duration_ns
    assert answers(longer) == answers(plain)


def test_another_moment_and_another_seed_are_other_draws() -> None:
    first = answers(played(TWELVE, 1))
    assert len({latency for _, latency, _ in first if latency is not None}) > 6
    assert answers(played(TWELVE, 2)) != first


def test_a_name_of_a_child_is_a_script_or_a_behaviour() -> None:
    kinds = {name: type(people_of(name, ("V01",), 1)) for name in CHILDREN}
    assert kinds["demo"] is kinds["silent"] is ScriptAlone
    assert kinds["steady"] is VirtualPeople


class WhoAlwaysLook(VirtualPeople):
    """Virtual people whose professional looks at the session whatever a child has done."""

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """Let her look."""
        return self._professional.notices(act, engine.view(state))


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_professional_does_the_same_where_she_need_not_look(seed: int, policy: Policy) -> None:
    children = (CHILD.model_copy(update={"declines": 0.2, "misheard": 0.3}), profile("leaves"))
    plan = RehearsalPlan(seed, children, policy)
    engine = Engine(protocol_of(TWELVE))
    always = WhoAlwaysLook(plan.codes, children, policy, seed)
    assert rehearse(engine, plan) == rehearse(engine, plan, people=always)

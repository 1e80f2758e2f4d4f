"""What an exploration leaves out: it may merge states, and may not lose what a session can come to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.exploration.abstraction import Abstraction, StateKey
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.people.behaviour import profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse
from tests.course import protocol_of
from tests.engine.test_engine_flow import GROUP
from tests.engine.test_engine_speech import GAME

SEED = 1
QUESTION = """
commands: {finish: {next: fin}, encourage: {do: [{say: "Continue !"}]}}
start: jeu
steps:
  jeu:
    trials:
      ask: [{say: "Touche ma tête, ou ma main ?"}]
      answers: {tête: {touch: head}, main: {touch: hand, professional: true}}
      correct: tête
      patience: 8 s
      prompts: [{help: verbal, do: [{say: "Plus haut."}]}]
      feedback: {correct: [{say: "Oui !"}], incorrect: [{say: "On continue."}], no_response: [{say: "Bien."}]}
    next: [{if: results.jeu.correct > 0, next: bravo}, {next: fin}]
  bravo: {do: [{say: "Bravo."}], buttons: [{label: "Suite", next: fin}], after: {wait: 9 s, next: fin}}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def keys_of_sessions(protocol: Protocol, abstraction: Abstraction) -> set[StateKey]:
    """Rehearse with everybody but who leaves, and give the states that came, as they are told apart."""
    engine, keys = Engine(protocol), set[StateKey]()

    def watch(event: Event, outputs: Sequence[Output], state: State) -> None:
        if state.step:
            keys.add(abstraction.key(state))

    names = [name for name in profile_names() if name != "leaves"]
    for name, policy in product(names, POLICIES):
        rehearse(engine, RehearsalPlan(SEED, (profile(name),), policy), watch)
    return keys


@pytest.mark.parametrize("body", [GAME, GROUP, QUESTION], ids=["game", "group", "question"])
def test_every_state_of_a_session_is_one_that_a_whole_exploration_has_visited(body: str) -> None:
    protocol = protocol_of(body)
    abstraction = Abstraction(protocol, {})
    visited: set[StateKey] = set()
    found = explore(
        Engine(protocol), depth=200, seed=SEED, interrupting=True, most=30_000,
        visit=lambda state: visited.add(abstraction.key(state)),
    )  # fmt: skip
    assert found.complete
    assert keys_of_sessions(protocol, abstraction) - visited == set()


COUNTING = """
commands: {{finish: {{next: fin}}}}
data: {{n: 0}}
start: un
steps:
  un:
    do: [{{say: "Un."}}]
    buttons: [{{label: "Encore", set: {{n: = data.n + 1}}, next: deux}}, {{label: "Assez", next: fin}}]
  deux: {{next: [{{if: {condition}, next: trois}}, {{next: un}}]}}
  trois: {{do: [{{say: "Trois."}}], next: fin}}
  fin: {{do: [{{say: "Fin."}}], end: completed}}
"""


@pytest.mark.parametrize("condition", ["data.n > 9", "data.n == 7", "data.n - 2 >= 6"])
def test_a_count_is_told_apart_as_far_as_it_is_compared(condition: str) -> None:
    found = explore(Engine(protocol_of(COUNTING.format(condition=condition))), depth=20)
    assert "trois" in found.reached
    assert found.flaws == ()


def test_beyond_what_it_is_compared_with_a_count_is_one() -> None:
    found = explore(Engine(protocol_of(COUNTING.format(condition="data.n > 9"))), depth=500)
    assert found.complete
    assert found.cap == 10


def test_what_nothing_reads_is_not_told_apart() -> None:
    found = explore(Engine(protocol_of(COUNTING.format(condition="1 > 2"))), depth=500)
    assert found.complete
    assert found.states < 30


ORDER = """
commands: {finish: {next: fin}}
allow: {P209: "pour ce test, exprès"}
start: groupe
steps:
  groupe:
    start: attente
    after: {limit: 30 s, next: tard}
    steps:
      attente:
        do: [{say: "J'attends."}]
        buttons: [{label: "Encore", do: [{say: "Encore."}]}]
        after: {wait: 20 s, next: tot}
  tot: {do: [{say: "Tôt."}], next: fin}
  tard: {do: [{say: "Tard."}], next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def test_deadlines_come_in_every_order_that_acting_at_once_or_at_the_last_moment_gives() -> None:
    reached = explore(Engine(protocol_of(ORDER)), depth=3).reached
    assert {"tot", "tard"} <= set(reached)


def test_a_list_that_is_over_at_once_is_reached_all_the_same() -> None:
    found = explore(
        Engine(
            protocol_of("""
commands: {finish: {next: fin}}
start: un
steps:
  un:
    do: [{say: "Un."}]
    buttons: [{label: "Noter", do: [{note: "Vu."}]}, {label: "Suite", next: fin}]
  fin: {do: [{note: "Fin."}], end: completed}
""")
        ),
        depth=3,
    )
    assert {"un/buttons.0/do", "fin/do"} <= set(found.reached)

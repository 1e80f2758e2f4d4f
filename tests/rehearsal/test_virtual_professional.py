"""The virtual professional: she tries everything that a console offers, and confirms only what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.engine.commands import COMMANDS
from nao_sessions.protocol.trials import JUDGEMENTS
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile, profile
from nao_sessions.rehearsal.people.professional import Policy
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse
from tests.course import protocol_of
from tests.engine.test_trials import block

WORDS = """
ask: [{say: "Qu'est-ce que c'est ?"}]
answers: {pomme: [{word: pomme}], poire: [{word: poire}]}
correct: pomme
patience: 8 s
count: 6
"""
TWO = "participants: {min: 1, max: 2}\n" + block(WORDS.lstrip())
HANDS = """
participants: {min: 1, max: 1}
commands: {finish: {next: fin}}
start: un
steps:
  un:
    do: [{say: "Touche ma main.", gesture: hello}]
    when: [{touch: hand.left, do: [{say: "Merci."}], next: fin, cut: true}]
    after: {wait: 30 s, next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""
BUTTONS = """
commands: {finish: {next: fin}}
start: un
steps:
  un:
    do: [{say: "Un."}]
    buttons:
      - {label: "Suite", next: fin, main: true}
      - {label: "Autre", next: fin}
      - {label: "Encore une autre", next: fin}
    after: {wait: 30 s, next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def inputs(body: str, policy: Policy, seeds: Sequence[int], *children: BehaviourProfile) -> list[list[Event]]:
    """Give what came in, in each session."""
    engine = Engine(protocol_of(body))
    logs: list[list[Event]] = []
    for seed in seeds:
        logs.append([])
        keep = logs[-1].append
        plan = RehearsalPlan(seed, children, policy)
        rehearse(engine, plan, lambda event, outputs, state, keep=keep: keep(event))
    return logs


def test_who_presses_everything_presses_every_command_and_judges_in_every_way() -> None:
    children = (profile("uneven"), profile("steady"))
    pressed: Counter[str] = Counter()
    judged: set[str] = set()
    for log in inputs(TWO, "presses_everything", range(300), *children):
        for event in log:
            if event.kind == "command":
                pressed[event.data["name"]] += 1
                judged |= {str(event.data["as"])} if "as" in event.data else set()
    assert set(COMMANDS) <= set(pressed)
    assert {"yes", "not_yet", "heard", "not_heard", *JUDGEMENTS} <= judged


@pytest.mark.parametrize("policy", ["confirms", "helps"])
def test_she_tries_every_button_that_a_session_offers_and_lets_the_delay_pass_too(policy: Policy) -> None:
    ways: Counter[str] = Counter()
    for log in inputs(BUTTONS, policy, range(60), profile("steady")):
        ways.update(str(event.data["id"]) for event in log if event.kind == "button")
        if all(event.kind != "button" for event in log):
            ways["delay"] += 1
    assert set(ways) == {"un/buttons.0", "un/buttons.1", "un/buttons.2", "delay"}
    assert ways["un/buttons.0"] == max(ways.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_seed_presses_the_same(seed: int) -> None:
    first = inputs(TWO, "presses_everything", [seed], profile("uneven"))
    assert first == inputs(TWO, "presses_everything", [seed], profile("uneven"))


def test_a_word_that_nao_took_for_another_is_never_confirmed_but_denied_or_put_right() -> None:
    child = BehaviourProfile(id="x", silence=0.0, recognised=0.0, misheard=1.0, accuracy={"base": 1.0})
    done: Counter[str] = Counter()
    for log in inputs(TWO, "confirms", range(20), child):
        for event in log:
            if event.kind == "command":
                done[str(event.data.get("as") or event.data.get("answer"))] += 1
    assert done["heard"] == 0
    assert done["not_heard"] > 0
    assert done["pomme"] > 0


def test_a_hand_that_is_touched_while_its_arm_moves_is_not_felt() -> None:
    """When its arm moves is worked out here, from what was asked of Nao and when that was done."""
    touches = 0
    for seed in range(60):
        moving: dict[str, int] = {}
        rested = [-(10**18)]
        felt: list[bool] = []

        def watch(event: Event, outputs: Sequence[Output], state: State) -> None:
            if event.kind == "touch" and event.data["part"] == "hand.left":
                felt.append(not moving and event.at >= rested[0] + 500_000_000)  # noqa: B023
            if event.kind == "done" and moving.pop(event.data["action"], None) is not None:  # noqa: B023
                rested[0] = event.at  # noqa: B023
            for kind, data in outputs:
                if kind == "do" and data["verb"] == "gesture":
                    moving[data["id"]] = event.at  # noqa: B023
                for action in data["ids"] if kind == "halt" else ():
                    if moving.pop(action, None) is not None:  # noqa: B023
                        rested[0] = event.at  # noqa: B023

        plan = RehearsalPlan(seed, (profile("touches_everything"),), "presses_nothing")
        rehearse(Engine(protocol_of(HANDS)), plan, watch)
        touches += len(felt)
        assert all(felt)
    assert touches > 10

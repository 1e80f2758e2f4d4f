"""A rehearsed session: virtual people in virtual time, the same plan the same session."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile, profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES
from nao_sessions.rehearsal.session import ENDLESS, STUCK, RehearsalPlan, RehearsalResult, rehearse
from tests.course import protocol_of
from tests.engine.test_prompting import LEVELS
from tests.engine.test_trial_authors import GROUP
from tests.engine.test_trials import BLOCK, block

TWELVE = block(BLOCK + "count: 12\n")


def sessions(
    body: str, behaviour: BehaviourProfile, count: int = 40, children: int = 1, **plan: object
) -> list[RehearsalResult]:
    """Rehearse a protocol so many times, each with another seed."""
    engine = Engine(protocol_of(body))
    return [rehearse(engine, RehearsalPlan(seed, (behaviour,) * children, **plan)) for seed in range(count)]  # type: ignore[arg-type]


def judged(rehearsed: list[RehearsalResult]) -> Counter[str | None]:
    """Count the judgements of all sessions."""
    return Counter(trial["judgement"] for session in rehearsed for trial in session.trials)


@pytest.mark.parametrize("name", profile_names())
@pytest.mark.parametrize("policy", POLICIES)
def test_every_behaviour_comes_to_an_end_with_every_professional(name: str, policy: str) -> None:
    for body, children in ((TWELVE, 1), (GROUP, 2), (LEVELS, 1)):
        for session in sessions(body, profile(name), count=4, children=children, policy=policy):
            assert session.outcome not in (STUCK, ENDLESS, "")
            assert session.errors == ()


def test_the_same_plan_is_the_same_session_to_the_last_input() -> None:
    engine = Engine(protocol_of(GROUP))
    lines: list[list[str]] = []
    for _ in range(2):
        seen: list[str] = []

        def watch(event: Event, outputs: object, state: object, seen: list[str] = seen) -> None:
            seen.append(event.to_line())

        rehearse(engine, RehearsalPlan(5, (profile("steady"), profile("touches_everything"))), watch)
        lines.append(seen)
    assert lines[0] == lines[1]
    assert len(lines[0]) > 20


def test_an_accurate_participant_is_right_as_often_as_its_profile_says() -> None:
    behaviour = BehaviourProfile(id="x", silence=0.0, accuracy={"base": 0.8, "by_help": {}})  # type: ignore[arg-type]
    first = [t for session in sessions(TWELVE, behaviour, count=60) for t in session.trials]
    rate = sum(t["judgement"] == "correct" for t in first) / len(first)
    # 720 trials: three standard errors of 0.8 are 0.045.
    assert abs(rate - 0.8) < 0.045


def test_a_silent_participant_hardly_ever_answers_and_a_slow_one_answers_late() -> None:
    silent = judged(sessions(TWELVE, profile("silent"), policy="presses_nothing"))
    assert silent["no_response"] > 0.8 * silent.total()
    slow, steady = (
        sum(s.duration_ns for s in sessions(TWELVE, profile(name))) for name in ("long_latency", "steady")
    )
    assert slow > 1.4 * steady


def test_help_makes_a_right_answer_likelier() -> None:
    trials = [t for session in sessions(TWELVE, profile("steady"), count=80) for t in session.trials]
    plain = [t for t in trials if t["prompts"] == 0 and t["attempts"]]
    helped = [t for t in trials if t["prompts"] and t["attempts"]]
    assert all(t["judgement"] == "correct" for t in plain)
    assert Counter(t["judgement"] for t in helped)["prompted"] > 0.7 * len(helped)


def test_a_higher_level_is_harder_by_what_the_profile_says() -> None:
    behaviour = BehaviourProfile(
        id="x",
        silence=0.0,
        accuracy={"base": 0.9, "per_level": 0.3, "by_help": {}},  # type: ignore[arg-type]
    )
    right: dict[int, list[bool]] = {1: [], 2: [], 3: []}
    for session in sessions(LEVELS, behaviour, count=120):
        for trial in session.trials:
            right[trial["level"]].append(trial["judgement"] == "correct")
    rates = [sum(found) / len(found) for found in right.values()]
    assert min(map(len, right.values())) > 100
    # Three standard errors of a hundred trials at 0.5 are 0.15.
    assert rates == pytest.approx([0.9, 0.6, 0.3], abs=0.15)


def test_a_task_that_is_too_hard_ends_by_its_own_rule() -> None:
    hard = TWELVE.replace("count: 12", "count: 12\n      give_up: {errors_in_row: 3, next: fin}")
    given_up = [len(session.trials) < 12 for session in sessions(hard, profile("often_wrong"))]
    assert sum(given_up) > 0.8 * len(given_up)


def test_who_declines_is_seen_by_the_professional_alone() -> None:
    assert judged(sessions(TWELVE, profile("declines")))["refused"] > 0
    assert judged(sessions(TWELVE, profile("declines"), policy="presses_nothing"))["refused"] == 0


def test_who_leaves_makes_a_group_go_on_and_ends_a_session_of_one() -> None:
    leaves = BehaviourProfile(id="x", silence=0.0, leaves={"after_s": 20, "per_minute": 20})  # type: ignore[arg-type]
    group = sessions(GROUP, leaves, count=20, children=3)
    assert any("void" in {t["judgement"] for t in session.trials} for session in group)
    assert {session.outcome for session in group} == {"completed"}
    assert {session.outcome for session in sessions(TWELVE, leaves, count=10)} == {"completed"}


def test_an_early_participant_answers_before_the_question_is_over() -> None:
    engine = Engine(protocol_of(TWELVE))
    whys: Counter[str] = Counter()

    def watch(event: Event, outputs: object, state: object) -> None:
        for output in outputs:  # type: ignore[attr-defined]
            if output.kind == "response":
                whys[output.data["why"]] += 1

    for seed in range(20):
        rehearse(engine, RehearsalPlan(seed, (profile("early_answers"),)), watch)
    assert whys["early"] > 20
    assert whys["extra"] > 20


def test_tiring_shows_with_time() -> None:
    tiring = BehaviourProfile(id="x", silence=0.0, tiring={"after_s": 30, "silence": 0.5})  # type: ignore[arg-type]
    halves: tuple[Counter[str | None], Counter[str | None]] = (Counter(), Counter())
    for session in sessions(TWELVE, tiring, policy="presses_nothing"):
        for trial in session.trials:
            halves[trial["number"] > 6][trial["judgement"]] += 1
    assert halves[1]["no_response"] > 2 * halves[0]["no_response"]


def test_a_profile_can_be_a_file_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lent.yaml"
    path.write_text("behaviour: 1\nid: lent\nsilence: 0.2\nlatency: {median_s: 20}\n")
    assert profile(str(path)).latency.median_s == 20
    path.write_text("id: lent\nsilence: 2\n")
    with pytest.raises(UsageError):
        profile(str(path))
    with pytest.raises(UsageError) as error:
        profile("autiste")
    assert error.value.hint is not None
    assert "steady" in error.value.hint.en

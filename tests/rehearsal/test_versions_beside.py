"""Rehearsals of a version beside those of an earlier one: what is told, and what chance explains."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from nao_sessions.engine import Engine
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.part_names import PartNames
from nao_sessions.rehearsal.comparison.differences import (
    SESSION,
    Difference,
    SessionObservations,
    SessionSample,
    Words,
    differences,
    observe,
)
from nao_sessions.rehearsal.comparison.earlier import Earlier, said, varied
from nao_sessions.rehearsal.people.behaviour import profile
from nao_sessions.rehearsal.people.professional import POLICIES
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse
from tests.rehearsal.fault_detection import LIBRARY

PROFILES = tuple(profile(name) for name in ("steady", "uneven"))
FILES = {str(path.relative_to(LIBRARY)): path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()}


def version(old: str = "", new: str = "") -> Protocol:
    """Give ``emotions``, with other words in one place."""
    content = FILES["emotions.yaml"].decode()
    assert old in content
    return load_files({**FILES, "emotions.yaml": content.replace(old, new, 1).encode()}, "emotions.yaml")


@cache
def earlier() -> Earlier:
    return Earlier(version(), PROFILES)


def sample(sessions: int, things: Mapping[Words, Mapping[Words, int]]) -> SessionSample:
    """Give a sample: in each of its circumstances, each thing in so many sessions, the first ones."""
    made = SessionSample()
    plan = RehearsalPlan(1, PROFILES[:1])
    for number in range(sessions):
        seen = {
            circumstances: {thing for thing, count in counts.items() if number < count}
            for circumstances, counts in things.items()
        }
        made.add(SessionObservations(seen), plan)
    return made


def told(found: list[Difference]) -> set[Words]:
    return {one.thing for one in found}


def test_a_count_that_differs_by_one_is_told_where_it_ends_the_block() -> None:
    _, found = earlier().beside(version("errors_in_row: 3", "errors_in_row: 2"))
    assert {("failed", "visages", "2"), ("failed", "visages", "3")} <= told(found)


def test_a_way_that_is_seldom_taken_is_looked_at_with_those_who_take_it() -> None:
    way = ("exit", "situations/give_up")
    takers = earlier().whole.people[way]
    assert takers.total() < 0.05 * earlier().whole.sessions
    assert takers.most_common(1)[0][0] in earlier().seldom


def test_the_same_version_with_other_seeds_is_as_before() -> None:
    now, found = earlier().beside(version())
    assert found == []
    assert now.sessions == 4 * earlier().turn


def test_what_comes_less_often_than_chance_explains_is_told_and_what_it_explains_is_not() -> None:
    before = sample(400, {SESSION: {("end", "completed"): 300, ("end", "refused"): 100}})
    alike = sample(100, {SESSION: {("end", "completed"): 70, ("end", "refused"): 30}})
    other = sample(100, {SESSION: {("end", "completed"): 40, ("end", "refused"): 60}})
    assert differences(alike, before) == []
    assert told(differences(other, before)) == {("end", "completed"), ("end", "refused")}


def test_a_way_that_the_earlier_version_does_not_have_is_told_at_once_but_back_leads_anywhere() -> None:
    plain, back = ("exit", "a/next"), ("exit", "calme/buttons.0")
    before = sample(50, {plain: {("to", "b"): 50}, back: {("to", "a"): 25, ("to", "b"): 2}})
    now = sample(10, {plain: {("to", "b"): 10, ("to", "c"): 1}, back: {("to", "a"): 5, ("to", "d"): 1}})
    assert told(differences(now, before)) == {("to", "c")}
    known = frozenset({("exit", "a/next", "to", "c")})
    assert differences(now, before, known) == []


def test_two_samples_add_up() -> None:
    first, second = earlier().pieces[:2]
    both = first + second
    assert both.sessions == first.sessions + second.sessions
    assert both.things == first.things + second.things
    of_both, of_first, of_second = (one.numbers["duration"] for one in (both, first, second))
    assert of_both.times == of_first.times + of_second.times
    assert of_both.mean * of_both.times == pytest.approx(of_first.total + of_second.total)


def test_both_versions_have_the_same_people_and_half_of_the_sessions_another_setting() -> None:
    plans = varied(version(), PROFILES, sessions=80, seed=1)
    assert {(plan.profiles[0].id, plan.policy) for plan in plans} == {
        (one.id, policy) for one in PROFILES for policy in POLICIES
    }
    assert 20 <= sum(bool(plan.settings) for plan in plans) <= 60
    written = {plan.written for plan in plans}
    assert written == {
        "", " --setting 'patience=5 s'", " --setting 'patience=60 s'", " --setting situations=false",
    }  # fmt: skip


def test_the_same_plan_shows_the_same_and_every_kind_of_it_has_words() -> None:
    engine = Engine(version())
    for plan in varied(version(), PROFILES, sessions=40, seed=1):
        seen = observe(engine, plan)
        assert seen == observe(engine, plan)
        for circumstances, things in seen.things.items():
            for thing in things:
                one = Difference(circumstances, thing, 0.5, 0.25, 4, 8, 0.0)
                text = said(one, PartNames(engine.protocol).of)
                assert "50,0\u00a0%" in text.fr
                assert "50.0%" in text.en
        for name in seen.numbers:
            one = Difference(("average", name), (), 1.5, 2.5, 4, 8, 0.0)
            assert "1,50" in said(one, PartNames(engine.protocol).of).fr


def test_a_child_for_whom_a_step_is_too_hard_may_succeed_in_another() -> None:
    engine = Engine(version())
    well: set[tuple[str, bool]] = set()
    for seed in range(40):
        passed: dict[str, list[bool]] = {}
        for trial in rehearse(engine, RehearsalPlan(seed, (profile("uneven"),), "confirms")).trials:
            passed.setdefault(trial["step"], []).append(trial["judgement"] in ("correct", "prompted"))
        well |= {(step, 2 * sum(trials) > len(trials)) for step, trials in passed.items()}
    assert well == {(step, good) for step in ("visages", "situations") for good in (True, False)}

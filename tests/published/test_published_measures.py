"""Published measures: holding back (Simon says), a threshold by staircase, a memory span."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

import pytest

from tests.published.published_session import READY, Published

SIMON = "marshall-drew-2014-jacques-a-dit"


def simon(**settings: Any) -> Published:
    """Go past the rule and its two examples."""
    session = Published(SIMON, **settings)
    session.presses(READY)
    session.sees("fait")
    session.silence()
    return session


def obey(session: Published, *, activation: bool = True, inhibition: bool = True) -> None:
    """Answer one order: act on it or not, rightly or wrongly."""
    is_activation = "nothing" not in session.asked["correct"]
    if is_activation == (activation if is_activation else inhibition):
        session.sees("fait")
    else:
        session.silence()


def test_the_examples_tell_the_rule_and_the_task_itself_tells_nothing() -> None:
    session = simon()
    assert session.said.count("Oui, c'est la règle !") == 2
    said = len(session.said)
    orders = 0
    while not session.outcome:
        obey(session)
        orders += 1
    assert orders == 10
    assert len(session.said) == said + 9 + 1  # the first order was given; nine more, and the thanks


@pytest.mark.parametrize(
    ("activation", "inhibition", "cells"),
    [
        (True, True, (5, 0, 5, 0)),
        (True, False, (5, 0, 0, 5)),
        (False, True, (0, 3, None, 0)),
    ],
)
def test_hits_misses_and_impulsive_errors_follow_from_the_records(
    activation: bool, inhibition: bool, cells: tuple[int, int, int | None, int]
) -> None:
    session = simon()
    while not session.outcome:
        obey(session, activation=activation, inhibition=inhibition)
    counts = four_cells([trial for trial in session.trials if trial["step"] == "jeu"])
    hits, misses, rejections, alarms = cells
    assert (counts["hit"], counts["miss"], counts["false alarm"]) == (hits, misses, alarms)
    if rejections is not None:
        assert counts["correct rejection"] == rejections
        assert session.told("note")[0]["text"] == (
            f"Activation : {hits} faits, {misses} oubliés. "
            f"Inhibition : {rejections} retenus, {alarms} erreurs impulsives."
        )


def four_cells(trials: list[dict[str, Any]]) -> dict[str, int]:
    """Count from the records alone: what was right, and whether the child held back or acted rightly."""
    cells = dict.fromkeys(("hit", "miss", "correct rejection", "false alarm"), 0)
    for trial in trials:
        passed = trial["judgement"] == "correct"
        if "nothing" in trial["correct"]:
            cells["correct rejection" if passed else "false alarm"] += 1
        else:
            cells["hit" if passed else "miss"] += 1
    return cells


def test_an_impulsive_error_has_its_latency_and_says_what_was_done() -> None:
    session = simon()
    while "nothing" not in session.asked["correct"]:
        obey(session)
    session.sees("autre_geste", after_s=1.5)
    trial = session.trials[-1]
    assert (trial["judgement"], trial["answer"]) == ("incorrect", "autre_geste")
    assert trial["latency_ns"] is not None


def test_another_movement_than_the_one_asked_for_is_no_hit() -> None:
    session = simon()
    while "nothing" in session.asked["correct"]:
        obey(session)
    session.sees("autre_geste")
    assert session.judgements[-1] == "incorrect"


def test_a_child_who_never_moves_is_not_credited_with_holding_back() -> None:
    session = simon()
    while not session.outcome:
        session.silence()
    played = [trial for trial in session.trials if trial["step"] == "jeu"]
    assert four_cells(played)["miss"] == 3
    assert len(played) < 10


def test_the_movement_is_shown_or_not_as_the_study_varies_it() -> None:
    def poses(session: Published) -> set[str]:
        done = [line.data for line in session.lines if line.kind == "do" and line.data["verb"] == "pose"]
        return {data["name"] for data in done}

    assert len(poses(simon(gestes="true"))) > 1
    assert poses(simon(gestes="false")) == {"arms_down"}


def staircase(seed: int = 1) -> Published:
    session = Published("levitt-1971-escalier", seed=seed)
    session.presses(READY)
    return session


def answer(session: Published, right: bool) -> None:
    session.tap(session.right if right else session.wrong)


def levels(session: Published) -> list[int]:
    return [trial["level"] for trial in session.trials]


def threshold(session: Published) -> float:
    """The mean of the peaks and valleys, from the records alone (Levitt 1971, section III)."""
    tried = levels(session)
    turns, direction = [], 0
    for before, after in pairwise(tried):
        step = (after > before) - (after < before)
        if step and direction and step != direction:
            turns.append(before)
        direction = step or direction
    return sum(turns) / len(turns)


def test_two_right_in_a_row_make_it_harder_and_one_error_makes_it_easier() -> None:
    session = staircase()
    for right in (True, True, True, True, False, True, True, False):
        answer(session, right)
    answer(session, True)
    assert levels(session) == [1, 1, 2, 2, 3, 2, 2, 3, 2]


def test_it_stops_after_six_reversals_and_the_threshold_follows_from_the_records() -> None:
    session = staircase()
    for right in (True, True, True, True, False, True, True, False, True, True, False, True, True):
        assert session.outcome == ""
        answer(session, right)
    assert session.outcome == "completed"
    assert session.told("note")[0]["text"] == "Renversements : 6. Dernier niveau : 3."
    assert session.told("levels")[0]["values"] == {"P07": {"ecoute": 3}}
    assert threshold(session) == pytest.approx(2.6)  # 3 2 3 2 3; the sixth would show in the next trial


def test_a_level_that_was_kept_is_where_the_next_staircase_begins() -> None:
    session = Published("levitt-1971-escalier", levels={"values": {"P07": {"ecoute": 4}}, "help": []})
    session.presses(READY)
    assert session.asked["item"].startswith("n4")


def test_a_listener_who_cannot_tell_them_apart_is_not_kept_at_it() -> None:
    session = staircase()
    for _ in range(4):
        answer(session, False)
    assert session.view.title == "Pause"
    assert session.judgements == ["incorrect"] * 4
    assert session.until_the_end() == "completed"


def test_over_many_sessions_it_settles_where_seventy_per_cent_are_right() -> None:
    """A listener of known psychometric function: at 70.7 % two right in a row are an even chance."""

    def chance(level: int) -> float:
        return 1 / (1 + math.exp((level - 3.5) * 1.2))

    draw = random.Random(1971)
    estimates = []
    for seed in range(40):
        session = staircase(seed)
        while not session.outcome and session.view.title != "Pause":
            answer(session, draw.random() < chance(session.asked_level))
        if session.outcome:
            estimates.append(threshold(session))
    aim = 3.5 + math.log(1 / math.sqrt(0.5) - 1) / 1.2
    assert len(estimates) >= 30
    assert sum(estimates) / len(estimates) == pytest.approx(aim, abs=0.35)


def path() -> Published:
    session = Published("kessels-2000-empan")
    session.presses(READY)
    return session


def redo(session: Published, *, right: bool = True) -> None:
    """Touch the sequence in hand, rightly or with an error at its second place."""
    length = {"deux": 2, "trois": 3, "quatre": 4}[session.told("turn")[-1]["item"].split("_")[0]]
    for place in range(length):
        if place == 1 and not right:
            session.tap(session.wrong)
            return
        session.tap(session.right)


def test_a_sequence_is_shown_box_by_box_for_a_second_each_and_asked_for_once() -> None:
    session = path()
    shown = [
        (line.at, line.data["highlight"])
        for line in session.lines
        if line.kind == "board" and line.data["highlight"]
    ]
    assert [colour for _, colour in shown] == ["bleu", "vert"]
    assert shown[1][0] - shown[0][0] >= 1e9
    assert session.said[-1] == "À toi !"
    session.tap("bleu")
    assert session.said[-1] == "À toi !"
    session.tap("vert")
    assert session.columns("judgement", "answer") == [("correct", "bleu"), ("correct", "vert")]


def test_all_sequences_right_give_the_longest_span_and_the_product() -> None:
    session = path()
    for _ in range(6):
        redo(session)
    assert session.outcome == "completed"
    assert session.told("note")[0]["text"] == "Empan : 4. Suites justes : 6. Score total : 24."


def test_one_of_two_right_goes_on_and_two_wrong_of_one_length_end_it() -> None:
    session = path()
    redo(session, right=False)
    redo(session)
    redo(session)
    redo(session, right=False)
    redo(session, right=False)
    assert session.outcome == ""
    redo(session, right=False)
    assert session.outcome == "completed"
    assert session.told("note")[0]["text"] == "Empan : 3. Suites justes : 2. Score total : 6."


def test_two_wrong_that_are_of_two_lengths_do_not_end_it() -> None:
    session = path()
    for right in (True, False, False, True):
        redo(session, right=right)
    assert session.told("turn")[-1]["item"] == "quatre_a"
    assert session.outcome == ""


def test_a_wrong_touch_ends_its_sequence_and_silence_counts_as_not_redone() -> None:
    session = path()
    session.tap(session.wrong)
    assert session.columns("judgement", "attempts") == [("incorrect", 1)]
    session.silence()
    assert session.judgements == ["incorrect", "no_response"]
    assert session.told("note")[0]["text"] == "Empan : 0. Suites justes : 0. Score total : 0."

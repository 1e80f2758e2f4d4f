"""Published tasks of robot-assisted therapy: joint attention, copying poses, discrete trials."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.published.published_session import READY, SECOND_NS, Published

BEKELE = "bekele-2013-attention-conjointe"


def joint_attention(**settings: Any) -> Published:
    session = Published(BEKELE, **settings)
    session.presses(READY)
    return session


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5, 6])
def test_a_target_reached_at_each_level_is_recorded_with_its_level(level: int) -> None:
    session = joint_attention()
    session.silence(level - 1)
    session.sees(session.right, after_s=2.0)
    (trial,) = session.trials
    assert trial["prompts"] + 1 == level
    assert trial["judgement"] == ("correct" if level == 1 else "prompted")
    assert trial["help"] == ("none" if level == 1 else "verbal" if level == 2 else "gestural")
    assert trial["answer"] == trial["correct"][0]
    assert session.said[-1] == "Bravo !"


def test_each_level_comes_after_five_seconds_and_two_of_them_are_repetitions() -> None:
    session = joint_attention()
    session.silence(5)
    assert session.prompts_after_s() == [5, 5, 5, 5, 5]
    said = [sentence for sentence in session.said if "regarde" in sentence]
    assert said == ["{participant}, regarde !"] * 2 + ["{participant}, regarde ça !"] * 4
    assert [prompt["index"] for prompt in session.told("prompt")] == [0, 1, 1, 2, 3]
    pointed = [line for line in session.lines if line.kind == "do" and line.data["verb"] == "gesture"]
    assert len([line for line in pointed if line.data["name"].startswith("point_")]) == 4


def test_looking_at_the_other_target_brings_the_next_level_at_once() -> None:
    session = joint_attention()
    session.sees(session.wrong)
    assert session.told("prompt")[0]["cause"] == "wrong"
    session.sees(session.right)
    assert session.columns("judgement", "prompts", "attempts") == [("prompted", 1, 2)]


def at_the_film() -> Published:
    """Go on until the film of the sixth level runs."""
    session = joint_attention()
    session.silence(4)
    session.wait()
    while session.doing:
        session.done(min(session.doing))
    return session


def test_the_film_runs_for_thirty_seconds_in_which_the_child_may_still_look() -> None:
    session = at_the_film()
    session.sees(session.right, after_s=29.0)
    assert session.columns("judgement", "prompts") == [("prompted", 5)]


def test_after_the_film_five_seconds_are_left_and_then_the_trial_ends_without_an_answer() -> None:
    session = at_the_film()
    began = session.now_s
    session.wait()
    session.wait()
    assert session.now_s - began == 35
    assert session.columns("judgement", "answer", "latency_s") == [("no_response", "", None)]


def test_six_levels_without_an_answer_are_no_response_and_three_such_trials_lead_to_a_pause() -> None:
    session = joint_attention()
    session.silence(3 * 6 + 2)  # six levels a trial, and the pause between two
    assert session.judgements == ["no_response"] * 3
    assert session.view.title == "Pause"
    session.presses("Ne veut plus")
    assert session.outcome == "refused"


def test_the_scores_of_the_paper_follow_from_the_records() -> None:
    session = joint_attention(essais="4")
    for silences in (0, 2, 6, 4):
        session.silence(silences)
        if silences < 6:
            session.sees(session.right)
        if not session.outcome:
            session.silence()  # the pause between two trials
    assert session.outcome == "completed"
    hits = [trial["prompts"] + 1 for trial in session.trials if trial["judgement"] in ("correct", "prompted")]
    assert (len(hits) / len(session.trials), sum(hits) / len(hits)) == (0.75, 3)
    assert session.told("note")[0]["text"] == "Cibles atteintes : 1 au niveau 1, 2 à un autre niveau."


def copying(**settings: Any) -> Published:
    session = Published("greczek-2014-copie-graduee", **settings)
    session.presses(READY)
    return session


def test_a_pose_copied_at_once_is_praised_in_one_of_three_ways() -> None:
    session = copying()
    while not session.outcome:
        session.sees("pareil")
        if not session.outcome:
            session.silence()
    assert session.judgements == ["correct"] * 8
    praise = [chosen["option"] for chosen in session.told("chosen")]
    assert set(praise) == {0, 1, 2}
    assert all(a != b for a, b in pairwise(praise))
    assert session.outcome == "completed"


def test_graded_cues_become_more_precise_until_the_pose_is_copied() -> None:
    session = copying()
    session.sees("autrement")
    session.silence()
    session.sees("autrement")
    session.sees("pareil", after_s=3.0)
    assert [prompt["help"] for prompt in session.told("prompt")] == ["verbal", "verbal", "model"]
    assert session.columns("judgement", "help", "prompts", "attempts", "answer") == [
        ("prompted", "model", 3, 3, "pareil")
    ]


def test_the_control_condition_gives_the_most_complete_help_at_each_error() -> None:
    session = copying(condition="constante")
    session.sees("autrement")
    session.sees("autrement")
    assert [prompt["help"] for prompt in session.told("prompt")] == ["model", "model"]
    session.sees("autrement")
    assert session.columns("judgement", "help", "attempts") == [("incorrect", "model", 3)]


def test_cues_that_are_exhausted_end_the_trial_by_its_last_attempt_and_three_lead_to_a_pause() -> None:
    session = copying()
    for last in ("autrement", "", "autrement"):
        session.silence(4)
        if last:
            session.sees(last)
        else:
            session.silence()
        if session.view.title != "Pause":
            session.silence()
    assert session.judgements == ["incorrect", "no_response", "incorrect"]
    assert session.view.title == "Pause"
    assert session.until_the_end() == "completed"


def discrete_trials() -> Published:
    session = Published("yun-2017-essais-distincts")
    session.presses(READY)
    return session


def with_eyes_met(session: Published) -> Published:
    for _ in range(4):
        session.sees("regarde")
        if session.view.title == "Le contact visuel":
            session.silence()
    return session


def test_a_look_that_the_robot_sees_only_proposes_and_counts_from_when_it_was_seen() -> None:
    session = discrete_trials()
    opened_s = next(line.at for line in session.lines if line.kind == "open") / SECOND_NS
    session.give("gaze", {"looking": True}, after_s=1.5)
    seen_s = session.now_s
    assert session.judgements == []
    session.judges("heard", after_s=2.0)
    assert session.columns("judgement", "way", "latency_s") == [("correct", "gaze", seen_s - opened_s)]


def test_eye_contact_is_scored_as_the_share_of_calls_answered_without_help() -> None:
    session = discrete_trials()
    session.sees("regarde")
    session.silence(2)  # the pause, then the first help
    session.sees("regarde")
    session.silence(1 + 4)  # the pause; three helps and the last silence
    session.silence()
    session.sees("regarde")
    assert session.columns("judgement", "help") == [
        ("correct", "none"),
        ("prompted", "verbal"),
        ("no_response", "physical_partial"),
        ("correct", "none"),
    ]
    assert sum(judgement == "correct" for judgement in session.judgements) / 4 == 0.5


def test_the_help_is_given_with_the_cue_and_fades_item_by_item_until_the_cue_is_enough() -> None:
    session = with_eyes_met(discrete_trials())
    while not session.outcome:
        session.tap(session.right)
        if not session.outcome:
            session.silence()
    of_one = [trial for trial in session.trials if trial["item"] == "triste"]
    assert [trial["help"] for trial in of_one] == ["model"] * 2 + ["gestural"] * 2 + ["none"] * 2
    assert [trial["judgement"] for trial in of_one] == ["prompted"] * 4 + ["correct"] * 2
    assert session.told("note")[0]["text"] == ("Regards sans aide : 4 sur 4. Émotions sans aide : 6 sur 18.")


def test_an_error_brings_the_help_back_and_three_in_a_row_lead_to_a_pause() -> None:
    session = with_eyes_met(discrete_trials())
    for _ in range(6):  # two of each: all fade to the gesture
        session.tap(session.right)
        session.silence()
    session.tap(session.wrong)
    session.silence()
    for _ in range(2):
        session.tap(session.right)
        session.silence()
    of_one = [trial["help"] for trial in session.trials if trial["item"] == "content"]
    assert of_one == ["model", "model", "gestural"]
    assert session.told("prompt")[-1]["help"] == "model"
    for _ in range(3):
        session.tap(session.wrong)
        if session.view.title != "Pause":
            session.silence()
    assert session.judgements[-3:] == ["incorrect"] * 3
    assert session.view.title == "Pause"


def test_there_are_one_to_five_seconds_between_two_trials() -> None:
    session = with_eyes_met(discrete_trials())
    session.tap(session.right)
    before = session.now_s
    session.wait()
    assert 1 <= session.now_s - before <= 5

"""A sentence that Nao could not say was not said: the session says so, and goes on only as she chooses."""

from __future__ import annotations

import pytest

from nao_sessions.protocol.timing import speech_ms
from tests.course import Course
from tests.engine.test_engine_flow import COMMANDS, END
from tests.engine.test_engine_speech import GAME

QUESTION = (
    COMMANDS
    + """
start: jeu
steps:
  jeu:
    trials:
      ask: [{say: "Montre la pomme."}]
      answers: {pomme: {touch: hand.left}}
      correct: pomme
    next: fin
"""
    + END
)


@pytest.fixture
def course() -> Course:
    return Course(GAME)


def fail(course: Course) -> None:
    course.done("say", "failed", after_s=0.1)


def test_the_first_sentence_that_fails_pauses_the_session(course: Course) -> None:
    fail(course)
    assert (course.view.paused_because, course.view.unsaid) == ("speech_failed", "Un.")
    assert course.data("error")["code"] == "speech_failed"
    assert course.doing == {}


def test_on_continue_the_sentence_that_was_not_said_is_asked_for_again(course: Course) -> None:
    fail(course)
    course.command("resume", after_s=20)
    assert (course.view.sentence, course.said) == ("Un.", ["Un.", "Un."])


def test_a_sentence_that_is_said_at_last_leaves_nothing_to_read(course: Course) -> None:
    fail(course)
    course.command("resume", after_s=20)
    course.done("say")
    assert course.view.unsaid is None


def test_what_fails_after_she_went_on_is_hers_to_read_and_the_session_takes_the_time_for_it(
    course: Course,
) -> None:
    fail(course)
    course.command("resume", after_s=20)
    fail(course)
    assert (course.view.paused_because, course.view.unsaid) == (None, "Un.")
    assert course.said == ["Un.", "Un."]
    course.wait()
    if "gesture" in course.doing:
        course.done("gesture")
    assert course.said == ["Un.", "Un.", "Deux."]


def test_reading_takes_no_less_than_nao_would_need(course: Course) -> None:
    fail(course)
    course.command("resume", after_s=20)
    fail(course)
    failed_at = course.now_s
    course.wait()
    assert course.now_s - failed_at >= speech_ms("Un.") / 1000


def test_a_sentence_that_is_being_read_begins_again_after_a_pause(course: Course) -> None:
    fail(course)
    course.command("resume", after_s=20)
    fail(course)
    course.command("pause", after_s=0.1)
    course.command("resume", after_s=5)
    assert course.said == ["Un.", "Un.", "Un."]


def test_a_failed_question_is_not_open_before_it_was_read() -> None:
    course = Course(QUESTION)
    fail(course)
    course.command("resume", after_s=20)
    fail(course)
    assert course.view.trial is not None
    assert not course.view.trial.open
    course.wait()
    assert course.view.trial.open


def test_no_latency_is_counted_from_a_sentence_that_was_not_said(course: Course) -> None:
    fail(course)
    course.command("resume", after_s=20)
    fail(course)
    course.touch(after_s=0.2)
    assert "latency_ns" not in course.data("response")


def test_an_improvised_sentence_that_fails_pauses_and_is_said_again(course: Course) -> None:
    course.command("improvise", text="Regarde-moi.", after_s=0.2)
    fail(course)
    assert (course.view.paused_because, course.view.unsaid) == ("speech_failed", "Regarde-moi.")
    course.command("resume", after_s=2)
    assert course.view.sentence == "Regarde-moi."
    fail(course)
    course.wait()
    assert course.view.sentence == "Un."


@pytest.mark.parametrize("news", ["back", "resumed"])
def test_another_connection_or_another_process_pauses_at_its_first_failure_again(
    course: Course, news: str
) -> None:
    fail(course)
    course.command("resume", after_s=20)
    if news == "back":
        course.give("lost", {"why": "no answer"})
    course.give(news)
    course.command("resume", after_s=20)
    fail(course)
    assert course.view.paused_because == "speech_failed"


def test_a_gesture_that_fails_is_told_by_its_name_and_the_session_goes_on(course: Course) -> None:
    course.done("gesture", "failed")
    told = course.data("error")
    assert (told["code"], told["verb"]) == ("action_failed", "gesture")
    assert course.view.paused_because is None


def test_a_sentence_that_was_cut_before_it_failed_pauses_nothing(course: Course) -> None:
    action = course.doing["say"]
    course.command("pause", after_s=0.1)
    course.command("resume", after_s=1)
    course.give("done", {"action": action, "how": "failed", "error": "late"})
    assert course.view.paused_because is None

"""Limits, loops and interruptions that could go on for ever, and must not."""

from __future__ import annotations

import pytest

from tests.course import Course
from tests.engine.test_engine_flow import COMMANDS, END

WORDLESS = (
    """
data: {n: 0}
commands: {finish: {next: fin}}
always: {silence: 60 s}
start: un
steps:
  un:
    do: [{note: "Nao se tait."}]
    buttons: [{label: "Suite", next: fin}]
    after: {limit: 5 min, next: fin}
"""
    + END
)


@pytest.mark.parametrize("silence", ["60 s", "{wait: 60 s, set: {n: = data.n + 1}}"])
def test_a_silence_of_which_nothing_is_said_or_shown_is_not_due_for_ever(silence: str) -> None:
    """It was due again at the same instant, without an end: nothing else was taken up any more."""
    course = Course(WORDLESS.replace("silence: 60 s", f"silence: {silence}"))
    course.wait()
    assert course.kinds()[0] == "quiet"
    course.wait()
    assert (course.now_s, course.kinds()[0]) == (120.0, "quiet")


LIMITED = (
    """
duration: {limit: 5 min}
commands:
  finish: {do: [{say: "C'est l'heure."}], next: fin}
start: un
steps:
  un:
    do: [{say: "Un."}, {say: "Deux."}]
    buttons: [{label: "Suite", next: attente}]
    after: {limit: 20 min, next: fin}
  attente:
    buttons: [{label: "Fin", next: fin}]
    after: {limit: 20 min, next: fin}
"""
    + END
)


def test_at_the_limit_no_further_sentence_of_the_step_is_begun() -> None:
    course = Course(LIMITED)
    course.wait()
    course.wait()
    course.done("say")
    assert course.said == ["Un.", "C'est l'heure."]


def test_a_step_without_words_does_not_hold_the_limit_up() -> None:
    course = Course(LIMITED)
    course.wait()
    course.wait()
    course.press("Suite")
    assert course.said == ["Un.", "C'est l'heure."]


def test_a_limit_that_fell_in_a_pause_is_kept_after_it() -> None:
    course = Course(LIMITED)
    course.command("pause")
    course.wait()
    course.wait()
    assert course.view.paused_because == "paused"
    course.command("resume", after_s=5)
    assert course.said == ["Un.", "C'est l'heure."]


def test_more_time_after_the_limit_counts_from_now() -> None:
    course = Course(LIMITED)
    course.command("pause")
    course.wait()
    course.wait()
    course.command("extend", after_s=900)
    course.wait()
    assert course.now_s == 1200.0 + 180.0


def test_limits_of_a_step_and_of_always_do_not_run_in_a_pause_however_it_ends() -> None:
    course = Course(
        """
commands:
  finish: {next: fin}
  calm: {do: [{say: "On respire."}]}
always:
  after: {limit: 100 s, next: fin}
start: un
steps:
  un:
    buttons: [{label: "Suite", next: fin}]
    after: {limit: 50 s, next: fin}
"""
        + END
    )
    course.command("pause", after_s=10)
    course.command("calm", after_s=500)
    course.done("say", after_s=2)
    course.command("resume", after_s=500)
    course.wait()
    assert course.now_s == 1012.0 + 50.0 - 12.0
    assert course.state.step == "fin"


def test_a_loop_of_waits_of_no_time_is_told_as_stalled() -> None:
    course = Course(
        COMMANDS
        + """
settings:
  pas: {type: number, default: 1, min: 0, max: 1}
start: un
steps:
  un: {buttons: [{label: "Fin", next: fin}], after: {wait: = settings.pas, next: deux}}
  deux: {buttons: [{label: "Fin", next: fin}], after: {wait: = settings.pas, next: un}}
"""
        + END,
        settings={"pas": 0},
    )
    for _ in range(1001):
        if course.view.paused_because is None:
            course.wait()
    assert course.view.paused_because == "stalled"


def test_reactions_that_alternate_do_not_pile_up() -> None:
    course = Course(
        COMMANDS
        + """
start: un
steps:
  un:
    do: [{say: "Une phrase."}]
    when:
      - {touch: hand.left, cut: true, do: [{gesture: yes}]}
      - {touch: hand.right, cut: true, do: [{gesture: no}]}
    buttons: [{label: "Fin", next: fin}]
    after: {wait: 9 s, next: fin}
"""
        + END
    )
    for _ in range(20):
        course.touch("hand.left", after_s=0.1)
        course.touch("hand.right", after_s=0.1)
    assert len(course.state.frames) <= 3

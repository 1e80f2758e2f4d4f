"""What a session came to, in numbers."""

from __future__ import annotations

from course import Course
from test_engine_speech import GAME

from nao_sessions.session.summary import summarise


def test_a_session_in_numbers() -> None:
    course = Course(GAME)
    course.touch("chest", after_s=0.2)  # nothing waits for it: kept, and no response
    for verb in ("say", "gesture", "say"):
        course.done(verb)
    course.touch("head.front", after_s=1.5)
    course.done("say")
    course.command("improvise", text="Encore !")
    course.done("say")
    course.done("say")
    summary = summarise(course.lines)
    assert summary.outcome == "completed"
    assert summary.steps == ("jeu", "bravo", "fin")
    assert (summary.sentences, summary.gestures, summary.responses) == (6, 1, 1)
    assert (summary.responses_kept, summary.silences) == (1, 0)
    assert summary.latencies_ms == (1500,)
    assert summary.adaptations == ("improvise",)


def test_a_silence_is_a_wait_that_went_on_by_itself() -> None:
    course = Course(GAME)
    for verb in ("say", "gesture", "say"):
        course.done(verb)
    course.wait()
    course.done("say")
    assert (summarise(course.lines).silences, summarise(course.lines).responses) == (1, 0)

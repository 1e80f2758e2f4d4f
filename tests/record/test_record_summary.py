"""What a session came to, in numbers."""

from __future__ import annotations

from nao_sessions.core.events import Event
from nao_sessions.record.results.summary import summarise
from tests.course import Course
from tests.engine.test_engine_speech import GAME
from tests.engine.test_trials import begun, block


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
    assert (summary.sentences, summary.gestures, summary.responses) == (5, 1, 1)
    assert (dict(summary.cut), dict(summary.failed)) == ({"say": 1}, {})
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


def test_an_answer_in_a_trial_is_a_response_and_its_latency_counts() -> None:
    answer = {"number": 1, "answer": "chat", "sense": "board", "latency_ns": 1_250_000_000}
    ended = {
        "step": "jeu", "child": None, "number": 1, "answer": "chat", "judgement": "correct", "way": "board",
        "by": "unknown", "opened_at": 0, "latency_ns": 1_250_000_000,
    }  # fmt: skip
    log = [
        Event(0, "in", 1_250_000_000, "board", "board", {}),
        Event(1, "out", 1_250_000_000, "engine", "response", {**answer, "why": "decides"}, cause=0),
        Event(2, "out", 1_250_000_000, "engine", "trial", ended, cause=0),
        Event(3, "in", 9_000_000_000, "board", "board", {}),
        Event(4, "out", 9_000_000_000, "engine", "response", {**answer, "why": "late"}, cause=3),
    ]
    found = summarise(log)
    assert (found.responses, found.responses_kept, found.latencies_ms) == (1, 1, (1250,))


def test_a_word_that_was_put_aside_has_no_latency_that_counts_as_in_the_tables() -> None:
    played = begun(block())
    played.says("fruit", after_s=1.5)
    played.judges("not_heard")
    played.tap("fruit")
    found = summarise(played.lines)
    assert (found.responses, found.latencies_ms) == (2, (3500,))

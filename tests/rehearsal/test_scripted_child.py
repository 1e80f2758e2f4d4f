"""A scripted child: it sees the view alone, and acts once each time that it is waited for."""

from __future__ import annotations

from course import Course
from test_engine_speech import GAME
from test_trials import begun, block

from nao_sessions.rehearsal.people.people import LATENCY_S, ScriptedChild


def waiting_game() -> Course:
    course = Course(GAME)
    for verb in ("say", "gesture", "say"):
        course.done(verb)
    return course


def test_a_child_acts_once_for_each_time_that_it_is_waited_for() -> None:
    child = ScriptedChild(("touch", "word"), seed=1)
    course = Course(GAME)
    assert child.see(course.view) is None  # Nao speaks: nothing is asked yet
    for verb in ("say", "gesture", "say"):
        course.done(verb)
    act = child.see(course.view)
    assert act is not None
    assert (act.manner, act.value) == ("touch", "head.front")
    assert LATENCY_S[0] <= act.after_s <= LATENCY_S[1]
    assert child.see(course.view) is None


def test_a_silent_child_does_nothing() -> None:
    assert ScriptedChild(("silent",), seed=1).see(waiting_game().view) is None


def test_a_child_that_would_speak_touches_where_no_word_is_heard() -> None:
    course = Course(GAME.replace("      - {word: oui, next: bravo}\n", ""))
    for verb in ("say", "gesture", "say"):
        course.done(verb)
    act = ScriptedChild(("word",), seed=1).see(course.view)
    assert act is not None
    assert act.manner == "touch"


def test_the_same_seed_gives_the_same_child() -> None:
    first, second = (ScriptedChild(("word",), seed=5).see(waiting_game().view) for _ in range(2))
    assert first == second


def test_a_child_answers_each_question_and_again_after_help() -> None:
    played = begun(block())
    child = ScriptedChild(("word", "touch", "silent"), seed=1)
    first = child.see(played.view)
    assert first is not None
    assert (first.manner, first.value) == ("word", "fruit")
    assert child.see(played.view) is None
    played.silence()
    second = child.see(played.view)
    assert second is not None
    assert (second.manner, second.value) == ("touch", "hand.left")
    played.tap("fruit")
    assert child.see(played.view) is None  # silent this time

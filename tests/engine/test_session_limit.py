"""A session that its limit cuts says so, and its closing has an end of its own."""

from __future__ import annotations

import pytest

from tests.course import Course
from tests.engine.test_engine_flow import END
from tests.engine.test_trials import begun, block
from tests.played import Played

CLOSING = (
    """
duration: {limit: 5 min%s}
commands:
  finish: {do: [{say: "C'est l'heure."}], next: au_revoir}
  change: {next: un}
always:
  when: [{word: stop, do: [{say: "D'accord, on arrête."}]}]
start: un
steps:
  un:
    do: [{say: "Un."}]
    buttons: [{label: "Suite", next: fin}]
    after: {limit: 20 min, next: fin}
  au_revoir:
    do: [{say: "Au revoir."}]
    buttons: [{label: "Fini", next: fin}]
    after: {wait: 30 s, next: fin}
  triste: {end: distress}
"""
    + END
)


def closing(more: str = "") -> Played:
    """Give a session whose limit has led it to its closing, where a button is waited for."""
    played = Played(CLOSING % more)
    played.settle()
    played.wait()
    played.wait()
    played.settle()
    assert (played.now_s, played.state.step) == (302.0, "au_revoir")
    return played


def until_the_end(played: Played, word: str = "") -> None:
    """Let a child say a word twenty seconds into every wait, or nobody anything, until the session ends."""
    for _ in range(200):
        if played.outcome:
            return
        deadline = played.journal.deadline
        if word and deadline is not None and deadline / 1e9 > played.now_s + 20 and not played.state.paused:
            played.says(word, after_s=20)
        else:
            played.wait()
            played.settle()


def test_a_session_that_its_limit_closed_ends_as_time() -> None:
    played = closing()
    played.silence()
    assert played.outcome == "time"


def test_one_that_the_professional_closed_in_time_is_completed() -> None:
    played = Played(CLOSING % "")
    played.settle()
    played.commands("finish")
    played.silence()
    assert played.outcome == "completed"


def test_one_that_reached_its_own_end_is_completed() -> None:
    played = Played(CLOSING % "")
    played.settle()
    played.presses("Suite")
    assert played.outcome == "completed"


def test_a_distress_in_the_closing_stays_a_distress() -> None:
    played = closing()
    played.commands("goto", step="triste")
    assert played.outcome == "distress"


def test_an_easy_trial_before_the_end_is_no_limit() -> None:
    played = begun(block())
    played.judges("yes")
    played.commands("finish", after="easy_trial")
    played.judges("yes")
    played.judges("yes")
    assert played.outcome == "completed"


def test_a_child_who_says_stop_for_ever_does_not_hold_the_closing_open() -> None:
    played = closing()
    until_the_end(played, "stop")
    assert (played.now_s, played.outcome) == (600.0, "time")


def test_a_protocol_says_how_long_its_closing_may_take() -> None:
    played = closing(", closing: 1 min")
    until_the_end(played, "stop")
    assert (played.now_s, played.outcome) == (360.0, "time")


@pytest.mark.parametrize("why", ["pause", "stop", "calm"])
def test_a_pause_counts(why: str) -> None:
    played = closing()
    played.command(why, after_s=1)
    until_the_end(played)
    assert (played.now_s, played.outcome) == (600.0, "time")


def test_a_trial_that_never_ends_counts_too() -> None:
    head = "duration: {limit: 60 s, closing: 20 s}\n"
    played = begun(block(head=head).replace("patience: 10 s", "patience: 9 min"))
    until_the_end(played)
    assert (played.now_s, played.outcome) == (80.0, "time")


def test_a_closing_that_the_professional_began_in_time_ends_at_the_same_moment() -> None:
    played = Played(CLOSING % "")
    played.settle()
    played.commands("finish")
    until_the_end(played, "stop")
    assert (played.now_s, played.outcome) == (600.0, "time")


def test_after_a_crash_the_closing_has_its_whole_time_again() -> None:
    played = closing()
    played.give("resumed", after_s=3600)
    assert played.outcome == ""
    until_the_end(played)
    assert (played.now_s, played.outcome) == (302.0 + 3600.0 + 300.0, "time")


def test_five_minutes_more_are_given_in_the_closing_too() -> None:
    played = closing()
    played.command("extend", after_s=8)
    assert "refused" not in played.kinds()
    until_the_end(played, "stop")
    assert (played.now_s, played.outcome) == (310.0 + 300.0 + 300.0, "time")


def test_with_five_minutes_more_she_may_go_back_and_the_limit_comes_again() -> None:
    played = closing()
    played.command("extend", after_s=8)
    played.commands("change")
    assert played.state.step == "un"
    played.wait()
    played.wait()
    assert played.now_s == 610.0
    assert played.said[-1] == "C'est l'heure."


def test_who_goes_back_without_asking_for_more_time_has_the_rest_of_the_closing() -> None:
    played = closing()
    played.commands("goto", step="un")
    until_the_end(played)
    assert (played.now_s, played.outcome) == (600.0, "time")


def test_a_session_without_a_limit_has_no_five_minutes_more() -> None:
    played = Course(CLOSING.replace("duration: {limit: 5 min%s}", ""))
    played.command("extend")
    assert played.data("refused")["why"] == "no_limit"

"""The built-in commands, in any step and without the author."""

from __future__ import annotations

import pytest

from tests.course import Course
from tests.engine.test_engine_speech import GAME


@pytest.fixture
def course() -> Course:
    return Course(GAME)


def test_finish_cuts_and_leads_to_the_closing(course: Course) -> None:
    course.command("finish", after_s=0.2)
    assert course.view.sentence == "Au revoir !"
    course.done("say")
    assert course.state.outcome == "completed"


def test_stop_cuts_everything_and_pauses(course: Course) -> None:
    course.command("stop", after_s=0.2)
    assert course.doing == {}
    assert course.view.paused_because == "stopped"
    course.command("resume", after_s=5)
    assert course.said == ["Un.", "Un."]


def test_a_halt_by_the_guard_is_as_a_stop(course: Course) -> None:
    course.give("halted", {"why": "page"}, after_s=0.2)
    assert (course.doing, course.view.paused_because) == ({}, "stopped")


def test_an_action_that_the_latch_stopped_is_never_skipped(course: Course) -> None:
    course.done("say", "stopped", after_s=0.2)
    assert course.view.paused_because == "stopped"
    course.command("resume")
    assert course.said == ["Un.", "Un."]


def test_close_ends_a_stopped_session(course: Course) -> None:
    course.command("stop")
    course.command("close")
    assert course.data("ended") == {"outcome": "stopped"}


def test_a_lost_robot_pauses_and_offers_the_same_step_again(course: Course) -> None:
    course.give("lost", {"why": "no answer"}, after_s=0.2)
    assert course.view.paused_because == "lost"
    course.command("resume")
    assert course.data("refused")["why"] == "robot_lost"
    course.give("back", after_s=9)
    assert course.view.paused_because == "lost"
    course.command("resume")
    assert (course.state.step, course.view.sentence) == ("jeu", "Un.")


def test_a_failed_action_is_told_and_does_not_hold_the_session_up(course: Course) -> None:
    course.done("gesture", "failed")
    assert course.data("error")["code"] == "action_failed"
    course.done("say")
    assert course.view.sentence == "Deux."


def test_after_a_crash_the_lost_action_is_done_again_on_continue_and_nothing_else(course: Course) -> None:
    course.done("gesture", after_s=0.2)
    course.give("resumed")
    assert course.view.paused_because == "crash"
    course.command("resume")
    assert list(course.doing) == ["say"]
    assert course.said == ["Un.", "Un."]


def test_a_sleep_of_the_computer_pauses(course: Course) -> None:
    course.give("slept", {"seconds": 700.0})
    assert course.view.paused_because == "slept"


def test_a_fall_pauses(course: Course) -> None:
    course.give("fell")
    assert (course.doing, course.view.paused_because) == ({}, "fell")


def test_improvise_says_a_sentence_of_hers_and_goes_on(course: Course) -> None:
    course.command("improvise", text="Regarde-moi, {participant}.", after_s=0.2)
    assert course.kinds()[0] == "adaptation"
    assert course.view.sentence == "Regarde-moi, {participant}."
    course.done("say")
    assert course.view.sentence == "Un."


def test_an_improvised_sentence_that_is_cut_is_said_again_after_a_pause(course: Course) -> None:
    course.command("improvise", text="Regarde-moi.")
    course.command("pause", after_s=0.2)
    course.command("resume")
    assert course.view.sentence == "Regarde-moi."


def test_the_voice_is_changed_within_limits_and_from_the_next_sentence_on(course: Course) -> None:
    for _ in range(20):
        course.command("softer")
    course.done("say")
    course.done("gesture")
    assert course.data("do")["volume"] == 30
    course.command("louder")
    course.command("slower")
    assert course.data("voice") == {"volume": 40, "speed": 90}


def test_go_to_another_step_is_an_adaptation(course: Course) -> None:
    course.command("goto", step="bravo")
    assert course.outputs[0].data == {"command": "goto", "step": "jeu"}
    assert course.view.sentence == "Bravo !"
    course.command("goto", step="nulle_part")
    assert course.data("refused")["why"] == "unknown_step"


def test_what_the_author_did_not_give_is_refused(course: Course) -> None:
    course.command("change")
    assert course.data("refused") == {"what": "change", "why": "not_in_protocol"}


def test_a_stale_button_does_nothing(course: Course) -> None:
    stale = course.view.buttons[0].id
    course.press("Suite")
    course.give("button", {"id": stale})
    assert course.data("refused") == {"what": stale, "why": "not_here"}


def test_calm_without_words_of_the_author_pauses() -> None:
    course = Course(GAME.replace('  calm: {do: [{say: "On respire."}]}\n', ""))
    course.command("calm")
    assert course.view.paused_because == "calm"


def test_nothing_is_taken_after_the_end(course: Course) -> None:
    course.command("close")
    course.touch()
    assert course.data("refused") == {"what": "touch", "why": "not_running"}


def test_after_a_stop_only_resume_goes_on(course: Course) -> None:
    course.command("stop", after_s=0.2)
    for name in ("finish", "calm", "encourage"):
        course.command(name)
        assert course.data("refused") == {"what": name, "why": "stopped"}
    course.give("lost", {"why": "no answer"})
    assert course.view.paused_because == "stopped"
    course.give("back")
    course.command("resume")
    assert course.data("continued")["by"] == "resume"


def test_a_child_who_comes_back_while_nao_speaks_is_greeted_and_the_sentence_said_again() -> None:
    course = Course(
        """
        commands:
          finish: {next: fin}
          return: {do: [{say: "Te revoilà !"}]}
        participants: {min: 1, max: 2}
        start: jeu
        steps:
          jeu:
            do: [{say: "Un.", gesture: hello}, {say: "Deux."}]
            next: fin
          fin: {end: completed}
        """,
        participants=["P1", "P2"],
    )
    course.command("leave", participant="P2")
    course.command("return", participant="P2", after_s=0.2)
    for verb in ("say", "say", "gesture", "say"):
        course.done(verb)
    assert course.said == ["Un.", "Te revoilà !", "Un.", "Deux."]
    assert course.state.outcome == "completed"


@pytest.mark.parametrize("way", ["command", "moment"])
def test_what_was_said_to_a_child_who_came_back_is_repeated_to_that_child(way: str) -> None:
    again = "" if way == "command" else ", {repeat: sentence}"
    course = Course(
        f"""
        commands:
          finish: {{next: fin}}
          return: {{do: [{{say: "Te revoilà, {{participant}} !"}}{again}]}}
        participants: {{min: 1, max: 2}}
        start: jeu
        steps:
          jeu:
            do: [{{say: "À toi."}}]
            buttons: [{{label: "Suite", next: fin}}]
          fin: {{end: completed}}
        """,
        participants=["P1", "P2"],
    )
    course.done("say")
    course.command("leave", participant="P2")
    course.command("return", participant="P2")
    course.done("say")
    if way == "command":
        course.command("repeat")
    spoken = [event.data for event in course.lines if event.data.get("verb") == "say" and event.kind == "do"]
    assert [one["text"] for one in spoken] == ["À toi.", *["Te revoilà, {participant} !"] * 2]
    assert [one.get("participant") for one in spoken[1:]] == ["P2", "P2"]

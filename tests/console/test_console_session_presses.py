"""A press acts once or not at all: what it was meant for, who pressed it, and what it becomes."""

from __future__ import annotations

import time

import pytest
from pydantic import ValidationError

from nao_sessions.console.session.acts import (
    FOR_THIS_STATE,
    REMEMBERED_PRESSES,
    PagePress,
    Presses,
    Seat,
    Seats,
    incoming_of,
    refusal,
    stamp_of,
)
from tests.course import Course
from tests.engine.test_trials import begun, block
from tests.played import Played

BUTTONS = """
commands: {finish: {next: fin}}
start: jeu
steps:
  jeu:
    do: [{say: "Bonjour."}]
    buttons: [{label: "Encore", next: jeu}, {label: "Suite", next: fin, main: true}]
  fin: {do: [{say: "Fini."}], end: completed}
"""


def stamp(course: Course) -> str:
    return stamp_of(course.view, dict(course.state.entered).get(course.state.step))


def act(name: str, **data: object) -> PagePress:
    return PagePress.model_validate({"seat": "s1", "press": "s1-1", "name": name, **data})


def test_a_mark_changes_with_the_trial_the_help_the_proposal_and_the_judgement() -> None:
    played = begun(block())
    marks = [stamp(played)]
    played.says("légume")  # a word only proposes
    marks.append(stamp(played))
    played.judges("not_yet")
    marks.append(stamp(played))
    played.judges("yes")
    marks.append(stamp(played))
    assert len(set(marks)) == 4


def test_a_mark_stays_while_nao_only_speaks_and_time_passes() -> None:
    played = Played(block())
    while_asked = stamp(played)
    played.settle()
    assert stamp(played) == while_asked


def test_a_mark_tells_a_step_from_the_same_step_entered_again() -> None:
    played = Played(BUTTONS)
    played.settle()
    before = stamp(played)
    played.presses("Encore")
    assert played.state.step == "jeu"
    assert stamp(played) != before


def test_a_press_for_what_stood_there_before_is_refused_and_one_for_now_is_taken() -> None:
    played = begun(block())
    old = stamp(played)
    played.judges("not_yet")
    for name in sorted(FOR_THIS_STATE - {"button", "judge", "prompt"}):
        assert refusal(act(name, stamp=old), stamp(played), played.view, 0) == "stale"
        assert refusal(act(name, stamp=stamp(played)), stamp(played), played.view, 0) is None


def test_a_judgement_of_the_trial_in_hand_is_taken_though_a_help_has_just_begun() -> None:
    """The child answers as the time ends, and Nao begins a help as she presses: it is one question."""
    played = begun(block())
    old = stamp(played)
    played.silence()
    assert played.told("prompt")
    for judged in ({"as": "yes"}, {"as": "refused"}, {"answer": "fruit"}):
        assert refusal(act("judge", stamp=old, **judged), stamp(played), played.view, 0) is None
    for helping in (act("judge", stamp=old, **{"as": "not_yet"}), act("prompt", stamp=old)):
        assert refusal(helping, stamp(played), played.view, 0) == "helped"
    played.judges("yes")
    assert refusal(act("judge", stamp=old, **{"as": "yes"}), stamp(played), played.view, 0) == "stale"


def test_a_judgement_is_not_taken_for_another_proposal_or_another_trial() -> None:
    played = begun(block())
    old = stamp(played)
    played.says("légume")
    assert refusal(act("judge", stamp=old, **{"as": "yes"}), stamp(played), played.view, 0) == "stale"
    played = begun(block())
    played.commands("redo")
    assert refusal(act("judge", stamp=old, **{"as": "yes"}), stamp(played), played.view, 0) == "stale"
    assert refusal(act("judge", stamp="", **{"as": "yes"}), stamp(played), played.view, 0) == "stale"


def test_when_a_finger_went_down_stays_the_same_however_late_it_is_asked() -> None:
    pressed = act("judge", age_ms=250)
    assert pressed.made_ns == pressed.made_ns


def test_a_pause_is_taken_whatever_the_screen_showed_but_not_half_a_minute_later() -> None:
    played = begun(block())
    assert refusal(act("pause", stamp=""), stamp(played), played.view, 0) is None
    assert refusal(act("pause", age_ms=600_000), stamp(played), played.view, 0) == "stale"


def test_a_button_that_is_not_on_the_screen_is_refused() -> None:
    played = Played(BUTTONS)
    played.settle()
    here = stamp(played)
    assert refusal(act("button", id="nowhere", stamp=here), here, played.view, 0) == "not_here"
    shown = played.view.buttons[0].id
    assert refusal(act("button", id=shown, stamp=here), here, played.view, 0) is None


def test_a_resume_ends_the_stop_that_its_page_had_seen_and_no_later_one() -> None:
    played = begun(block())
    assert refusal(act("resume", stops=3), stamp(played), played.view, 3) is None
    assert refusal(act("resume", stops=3), stamp(played), played.view, 4) == "stale"
    assert refusal(act("resume"), stamp(played), played.view, 4) is None


def test_what_became_of_a_press_is_known_and_old_ones_are_forgotten() -> None:
    presses = Presses()
    assert presses.answer("a") is None
    presses.keep("a", "")
    presses.keep("b", "stale")
    assert [presses.answer("a"), presses.answer("b")] == ["", "stale"]
    for number in range(REMEMBERED_PRESSES):
        presses.keep(f"s2-{number}", "")
    assert presses.answer("a") is None


def test_an_input_happened_when_the_finger_went_down_and_holds_no_name() -> None:
    now_ns = time.monotonic_ns()
    told = act("improvise", text="Bravo Léa", age_ms=250)
    incoming = incoming_of(told, "lead", lambda text: text.replace("Léa", "{P07}"))
    assert (incoming.source, incoming.kind) == ("professional", "command")
    assert incoming.data == {"name": "improvise", "press": "s1-1", "text": "Bravo {P07}"}
    assert incoming.monotonic_ns is not None
    assert incoming.monotonic_ns <= now_ns + 2_000_000_000 - 250_000_000


def test_the_second_adult_is_told_apart_in_the_log() -> None:
    judged = PagePress.model_validate({"seat": "s", "press": "1", "name": "judge", "as": "yes"})
    data = {"name": "judge", "as": "yes", "press": "1"}
    assert incoming_of(judged, "second", str).data == {**data, "by": "second"}
    assert incoming_of(judged, "lead", str).data == data


@pytest.mark.parametrize(
    "body",
    [
        {"seat": "s", "press": "1", "name": "erase"},
        {"seat": "s", "press": "1", "name": "judge", "more": 1},
        {"seat": "s", "press": "1", "name": "improvise", "text": "a" * 301},
        {"seat": "s", "press": "1", "name": "judge", "age_ms": -1},
        {"seat": "s", "press": "Léa Martin", "name": "judge"},
    ],
)
def test_what_is_no_act_is_none(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PagePress.model_validate(body)


def test_the_first_who_may_lead_leads_and_another_only_takes_over_expressly() -> None:
    seats = Seats()
    seats.come(Seat("w", "watch"))
    seats.come(Seat("a", "lead"))
    seats.come(Seat("b", "lead"))
    assert [seats.may(seat, "lead", "judge") for seat in ("a", "b")] == [True, False]
    assert seats.take_over("b")
    assert [seats.may(seat, "lead", "judge") for seat in ("a", "b")] == [False, True]
    assert seats.told_to("a") == {"leads": False, "led": True, "watchers": 1}


def test_who_was_cut_off_still_leads_when_it_comes_back() -> None:
    seats = Seats()
    seats.come(Seat("a", "lead"))
    seats.come(Seat("b", "lead"))
    assert not seats.go(Seat("b", "lead"))
    assert not seats.come(Seat("b", "lead"))
    assert seats.go(Seat("a", "lead"))  # the others are told
    assert seats.told_to("b") == {"leads": False, "led": False, "watchers": 0}
    assert seats.come(Seat("a", "lead"))
    assert seats.may("a", "lead", "judge")


def test_a_second_adult_judges_and_nothing_else_and_everybody_stops_nao() -> None:
    seats = Seats()
    seats.come(Seat("a", "lead"))
    allowed = [
        name for name in ("judge", "prompt", "mark", "goto", "close") if seats.may("z", "second", name)
    ]
    assert allowed == ["judge", "prompt", "mark"]
    for name in ("stop", "end_film"):
        assert [seats.may("z", role, name) for role in ("second", "watch")] == [True, True]
    assert not seats.may("z", "watch", "judge")
    assert not seats.take_over("z")

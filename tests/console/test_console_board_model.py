"""What a board shows, from values alone: phases, turns, marks, tokens, the time band, first and then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nao_sessions.console.board.boards import Now, Touch, Touches, TouchTime, first_then, moment_of
from nao_sessions.console.board.display import GROUP, Band, BoardContext, BoardDisplay, content_of, shown_of
from nao_sessions.console.board.routes import BOARD, SETTINGS, in_words
from nao_sessions.engine.values import BoardView, Choice, TrialView, View
from tests.course import protocol_of

VIEW = View(
    step="jeu",
    title="Le jeu",
    activity="waiting",
    sentence=None,
    last_sentence=None,
    adult=None,
    buttons=(),
    hears_touch=(),
    hears_words=(),
    deadline_ns=None,
    paused_because=None,
    outcome=None,
    board=BoardView(None, None, (Choice("pomme", "pomme.svg"), Choice("prune"))),
)
TRIAL = TrialView(
    number=2,
    place=2,
    count=5,
    item="une",
    asking=False,
    open=True,
    answers=("pomme", "prune"),
    expected=("pomme",),
    proposed=None,
    helps=(),
    next_help=None,
    judged=None,
)
SEEN = BoardContext(
    code="P07",
    stamp="a.1",
    picture_id=lambda name: None if name is None else f"id-{name}",
    named=lambda text: text.replace("{P07}", "Léa").replace("{P09}", ""),
    called=lambda child: {"P07": "Léa"}.get(child, child),
)


def shown(view: View = VIEW, **facts: Any) -> BoardDisplay:
    return shown_of(view, replace(SEEN, **facts))


def test_choices_are_shown_with_their_pictures_by_id() -> None:
    found = shown()
    assert found.phase == "showing"
    assert [(tile.word, tile.picture, tile.marked) for tile in found.tiles] == [
        ("pomme", "id-pomme.svg", False),
        ("prune", None, False),
    ]


def test_a_highlight_marks_the_choice_and_is_no_new_content() -> None:
    board = BoardView(None, None, (Choice("pomme", marked=True), Choice("prune")))
    marked = VIEW._replace(board=board)
    assert [tile.marked for tile in shown(marked).tiles] == [True, False]
    assert content_of(marked) == content_of(VIEW)


def test_the_same_choices_for_the_next_question_are_new_content() -> None:
    first, second = VIEW._replace(trial=TRIAL), VIEW._replace(trial=replace(TRIAL, number=3))
    assert content_of(first) != content_of(second)


def test_nothing_to_show_waits_awake_and_an_ended_session_rests() -> None:
    assert shown(VIEW._replace(board=None)).phase == "ready"
    assert shown(VIEW._replace(activity="ended")).phase == "resting"


@pytest.mark.parametrize(
    ("turn", "code", "on_turn", "whose"),
    [
        (None, "P07", True, None),
        ("P07", "P07", True, None),
        ("P09", "P07", False, None),
        ("P07", GROUP, True, "Léa"),
        ("P09", GROUP, True, "P09"),
    ],
)
def test_a_board_that_is_not_on_turn_rests_and_the_groups_screen_tells_whose_turn_it_is(
    turn: str | None, code: str, on_turn: bool, whose: str | None
) -> None:
    found = shown(VIEW._replace(turn=turn), code=code)
    assert (found.on_turn, found.whose) == (on_turn, whose)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, (1, 5)),
        ({"asking": True, "open": False}, (1, 5)),
        ({"open": False, "judged": "incorrect"}, (2, 5)),
        ({"open": False, "judged": "correct", "place": 5}, (5, 5)),
        ({"count": None}, None),
        ({"count": 1}, None),
        ({"count": 40}, None),
    ],
)
def test_tokens_tell_how_many_questions_are_done_and_not_how_they_went(
    facts: dict[str, Any], expected: tuple[int, int] | None
) -> None:
    tokens = shown(VIEW._replace(trial=replace(TRIAL, **facts))).tokens
    assert (None if tokens is None else (tokens.done, tokens.count)) == expected


def test_the_band_is_shown_only_while_a_child_is_waited_for() -> None:
    band = Band(1000.0, 9000.0)
    waiting = VIEW._replace(trial=TRIAL, deadline_ns=9)
    assert shown(waiting, band=band).band == band
    assert shown(waiting._replace(paused_because="pause"), band=band).band is None
    assert shown(waiting._replace(trial=replace(TRIAL, open=False)), band=band).band is None
    assert shown(waiting._replace(turn="P09"), band=band).band is None


def test_a_slate_hides_the_choices_so_that_nothing_is_touched_below_it() -> None:
    found = shown(slate=True)
    assert (found.phase, found.tiles) == ("slate", ())


STEPS = """
commands:
  finish: {next: fin}
start: bonjour
steps:
  bonjour:
    title: "Bonjour"
    do: [{say: "Bonjour."}]
    buttons: [{label: "Refus", next: fin}, {label: "Suite", next: passage, main: true}]
    after: {wait: 60 s, next: passage}
  passage: {do: [{say: "On y va."}], next: jeu}
  jeu:
    title: "Le jeu"
    start: un
    next: fin
    steps:
      un: {do: [{say: "Un."}], next: deux}
      deux: {title: "Le {settings.quoi}", do: [{say: "Deux."}], next: done}
  fin: {title: "Au revoir", do: [{say: "Au revoir."}], end: completed}
settings: {quoi: {type: text, default: jeu}}
"""


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("bonjour", ("Bonjour", "Le jeu")),
        ("jeu.un", ("Le jeu", "Au revoir")),
        ("jeu.deux", ("Le jeu", "Au revoir")),
        ("passage", None),
        ("fin", None),
    ],
)
def test_first_and_then_are_the_titles_of_now_and_of_what_the_main_way_leads_to(
    step: str, expected: tuple[str, str] | None
) -> None:
    assert first_then(protocol_of(STEPS), step, "fr") == expected


def test_steps_that_go_round_and_round_without_a_title_have_no_then() -> None:
    body = STEPS.replace('  passage: {do: [{say: "On y va."}], next: jeu}', ROUND)
    assert first_then(protocol_of(body), "bonjour", "fr") is None


ROUND = """\
  passage:
    buttons: [{label: "Encore", next: autre, main: true}, {label: "Jeu", next: jeu}]
    after: {wait: 60 s, next: jeu}
  autre: {do: [{say: "Encore."}], next: passage}
"""


TOUCH = Touch(id="a.1", choice="pomme", stamp="s.1", down_ms=1000.0, uncertainty_ms=0.5)
NOW = Now("s.1", ("pomme", "prune"), again_ms=500)


def at(milliseconds: float, age_ms: float = 5.0) -> TouchTime:
    return TouchTime(round(milliseconds * 1e6), 0.5, round(age_ms * 1e6))


def test_the_second_tap_of_a_double_tap_does_not_act_and_a_later_one_does() -> None:
    touches = Touches()
    worths = [
        touches.worth(TOUCH.model_copy(update={"id": f"a.{n}"}), at(when), NOW)
        for n, when in enumerate((1000, 1200, 1699, 2300))
    ]
    assert worths == ["acts", "again", "again", "acts"]


def test_a_word_that_is_not_shown_is_stale_whatever_its_stamp_says() -> None:
    assert Touches().worth(TOUCH.model_copy(update={"choice": "chien"}), at(1000), NOW) == "stale"


def test_what_is_late_is_late_before_it_is_stale_and_a_model_touch_is_the_adults() -> None:
    assert Touches().worth(TOUCH, at(1000, age_ms=3001), replace(NOW, stamp="s.2")) == "late"
    assert Touches().worth(TOUCH, at(1000), replace(NOW, model=True)) == "model"


@pytest.mark.parametrize(
    ("down_ms", "uncertainty_ms", "expected"),
    [
        (1000.5, 0.25, (1_000_500_000, 0.25)),
        (9e9, 0.25, (2_000_000_000, 0.25)),
        (1.0, 0.25, (500_000_000, 0.25)),
        (None, None, (2_000_000_000, None)),
        (1000.5, None, (2_000_000_000, None)),
    ],
)
def test_a_touch_lies_between_the_sessions_beginning_and_its_arrival(
    down_ms: float | None, uncertainty_ms: float | None, expected: tuple[int, float | None]
) -> None:
    moment = moment_of(down_ms, uncertainty_ms, 2_000_000_000, 500_000_000)
    assert (moment.monotonic_ns, moment.uncertainty_ms) == expected


def test_the_words_are_set_as_in_print_in_french() -> None:
    words = {**in_words(BOARD, "fr"), **in_words(SETTINGS, "fr")}
    assert words["first_then"] == "La bande «\u00a0d’abord, ensuite\u00a0»"
    assert not [word for word in words.values() if "'" in word or " :" in word or "« " in word]

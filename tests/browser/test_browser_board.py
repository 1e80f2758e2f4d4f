"""The children's boards in a real Chromium: by finger, by palm, by key, cut off and back, drawn upon."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from nao_sessions.console.board.slate import read_slate, slate_path
from tests.browser.board_acts import at_question, draw, noted, set_board, set_mode, taken_in, tap, wait_for
from tests.browser.board_room import board, board_room, tablet
from tests.browser.chromium import intercept
from tests.browser.weather import let_strike
from tests.console.board_session import TOGETHER

pytestmark = pytest.mark.browser


def test_a_board_rests_until_a_session_begins_and_then_wakes_by_itself(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path, begun=False) as room, tablet(browser, room) as context:
        page = board(context, room)
        expect(page.locator("#board")).to_have_attribute("data-phase", "resting")
        expect(page.get_by_role("img", name="La tablette se repose")).to_be_visible()
        room.begin()
        expect(page.locator("#board")).to_have_attribute("data-phase", "ready")
        expect(page.locator("html")).to_have_class("rehearsal")
        at_question(room, page)
        page.wait_for_function("() => [...document.querySelectorAll('.tile img')].every(one => one.complete)")
        widths = page.locator(".tile img").evaluate_all("all => all.map(one => one.naturalWidth)")
        assert len(widths) == 3
        assert min(widths) > 0


def test_a_whole_game_is_played_by_finger_and_each_touch_keeps_its_time(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        set_board(page, again_ms="0")
        for number, choice in enumerate(("pomme", "carotte", "chien"), start=1):
            at_question(room, page, number)
            tap(page, choice)
        room.press("Fin")
        expect(page.locator("#board")).to_have_attribute("data-phase", "resting")
        judgements = [event.data["judgement"] for event in room.playing.events("trial")]
        assert judgements == ["correct"] * 3
        for event in taken_in(room):
            assert (event.participant, event.data["pointer"]) == ("P07", "touch")
            assert event.t is not None
            assert event.t <= event.at
            assert event.data["uncertainty_ms"] > 0
            assert event.data["seen_ms"] >= 0


def test_what_nao_highlights_is_marked_for_eyes_and_for_ears(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        tap(page, "carotte")
        marked = page.locator(".tile-marked")
        expect(marked).to_have_count(1)
        expect(page.get_by_role("button", name="pomme C’est celui-là")).to_be_visible()
        others = page.locator(".board-marks .tile:not(.tile-marked) img")
        expect(others).to_have_count(2)
        expect(others.first).to_have_css("opacity", "0.4")


HURRY = """async () => {
  const { BoardView } = await import("/static/board_view.js");
  const view = new BoardView(document.getElementById("board"), { take: () => new Image() });
  const times = [];
  const shown = { phase: "showing", stamp: "hurry", on_turn: true, tiles: [] };
  let marked = null;
  for (let number = 0; number < 40; number += 1) {
    const tiles = ["un", "deux"].map((word, index) => ({ word, marked: index === number % 2 }));
    view.show({ ...shown, tiles }, true, ({ tiles: drawn }) => {
      const now = drawn.find((tile) => tile.marked).word;
      if (now !== marked) times.push(performance.now());
      marked = now;
    });
    await new Promise((resolve) => setTimeout(resolve, 45));
  }
  return times;
}"""
LEAST_BETWEEN_MS = 1000 / 3


def test_marks_never_change_over_three_times_a_second_whatever_comes(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path, begun=False) as room, tablet(browser, room) as context:
        page = board(context, room)
        let_strike(page, lambda: page.wait_for_selector("#board[aria-busy=false]"))
        times = page.evaluate(HURRY)
        assert len(times) >= 3
        assert min(later - earlier for earlier, later in pairwise(times)) >= LEAST_BETWEEN_MS


def test_a_double_tap_acts_once(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        where = page.locator(".tile", has_text="carotte").bounding_box()
        assert where is not None
        middle = {"x": where["x"] + where["width"] / 2, "y": where["y"] + where["height"] / 2}
        finger = context.new_cdp_session(page)
        for _ in range(2):
            finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [middle]})
            finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.locator(".tile-marked")).to_have_count(1)
        wait_for(page, lambda: noted(room))
        assert (len(taken_in(room)), noted(room)) == (1, ["again"])


HAND = """tiles => ["down", "up"].forEach((what) => [0, 2].forEach((index) =>
  tiles.children[index].dispatchEvent(new PointerEvent(`pointer${what}`, {
    bubbles: true, pointerType: "touch", pointerId: 7 + index, isPrimary: index === 0,
  }))))"""
"""Two fingers that come down together, and then go up."""


def test_of_a_hand_laid_on_the_board_the_first_finger_counts(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        page.locator(".board-tiles").evaluate(HAND)
        room.to_result()
        assert [event.data["choice"] for event in taken_in(room)] == ["pomme"]
        assert room.playing.events("touch") == []


def test_a_touch_that_comes_in_after_the_question_has_changed_does_not_answer_the_next(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        held: list[Any] = []
        intercept(
            page, "**/touch", lambda route: held.append(route)
        )  # a builtin cannot carry what Playwright adds
        tap(page, "pomme")
        wait_for(page, lambda: held)
        room.command("judge", **{"as": "yes"})
        room.to_question(2)
        held[0].continue_()
        wait_for(page, lambda: noted(room))
        assert noted(room) == ["stale"]
        assert taken_in(room) == []
        view = room.playing.begun.journal.view
        assert view.trial is not None
        assert (view.trial.number, view.trial.open) == (2, True)


def test_a_board_that_is_cut_off_says_so_takes_no_touch_and_comes_back_with_the_truth(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        room.stop_serving()
        cloud = page.get_by_role("img", name="La tablette n’a plus de liaison")
        expect(cloud).to_be_visible()
        expect(page.locator(".tile")).to_have_count(3)
        tap(page, "pomme")
        room.command("judge", **{"as": "yes"})
        room.to_question(2)
        room.serve()
        expect(cloud).to_be_hidden()
        expect(page.locator(".token-done")).to_have_count(1)
        assert taken_in(room) == []
        tap(page, "carotte")
        room.to_result(2)
        assert [event.data["choice"] for event in taken_in(room)] == ["carotte"]


def test_a_board_that_is_not_on_turn_rests_and_its_touch_is_told_as_out_of_turn(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path, TOGETHER, ("P07", "P09")) as room, tablet(browser, room) as context:
        pages = {code: board(context, room, code) for code in ("P07", "P09")}
        at_question(room, pages["P07"])
        turn = room.playing.begun.journal.view.turn
        (other,) = set(pages) - {turn}
        assert turn is not None
        expect(pages[other].locator("#board")).to_have_attribute("data-turn", "other")
        expect(pages[other].get_by_role("status")).to_have_text("C’est le tour d’un autre")
        expect(pages[turn].locator("#board")).to_have_attribute("data-turn", "mine")
        tap(pages[other], "pomme")
        tap(pages[turn], "pomme")
        room.to_result()
        responses = [(event.data["by"], event.data["why"]) for event in room.playing.events("response")]
        assert responses == [(other, "out_of_turn"), (turn, "decides")]


def test_the_groups_screen_tells_whose_turn_it_is_and_takes_a_whiteboard_pen(
    browser: Browser, tmp_path: Path
) -> None:
    wide = {"width": 1920, "height": 1080}
    with (
        board_room(tmp_path, TOGETHER, ("P07", "P09")) as room,
        tablet(browser, room, has_touch=False, viewport=wide) as context,
    ):
        page = board(context, room, "group")
        at_question(room, page)
        turn = room.playing.begun.journal.view.turn
        expect(page.locator(".board-whose")).to_have_text(f"Au tour de {'Léa' if turn == 'P07' else turn}")
        page.locator(".tile", has_text="pomme").click()
        room.until(lambda view: view.trial is not None and view.trial.proposed is not None)
        (event,) = taken_in(room)
        assert (event.participant, event.data["pointer"]) == (None, "mouse")


def test_by_keyboard_alone_a_choice_is_reached_and_pressed(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room, has_touch=False) as context:
        page = board(context, room)
        at_question(room, page)
        page.keyboard.press("Tab")
        expect(page.locator(".tile", has_text="pomme")).to_be_focused()
        page.keyboard.press("Enter")
        room.to_result()
        assert [event.data["pointer"] for event in taken_in(room)] == ["key"]


def test_a_pause_and_the_adults_model_are_seen_on_the_board(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        set_mode(page, model=True)
        expect(page.locator(".board-model")).to_be_visible()
        tap(page, "pomme")
        wait_for(page, lambda: noted(room))
        assert (noted(room), taken_in(room)) == (["model"], [])
        room.command("pause")
        expect(page.get_by_role("img", name="En pause")).to_be_visible()


def test_first_and_then_the_time_band_and_the_tokens_are_there_where_they_are_wished(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        band = page.get_by_role("img", name="Le temps qui reste pour répondre")
        expect(band).to_be_hidden()
        set_board(page, first_then="yes", timer="yes")
        expect(band).to_be_visible()
        expect(page.locator(".board-first")).to_have_text("D’abordLe jeu")
        expect(page.locator(".board-then")).to_have_text("EnsuiteAu revoir")
        tap(page, "pomme")
        room.to_question(2)
        expect(page.get_by_role("img", name="Questions faites 1 / 3")).to_be_visible()


def test_the_gear_opens_where_it_is_held_and_not_where_it_is_tapped(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        gear = page.get_by_role("link", name="Réglages (appui long)")
        gear.click()
        expect(page.locator("#board")).to_be_visible()
        where = gear.bounding_box()
        assert where is not None
        spot = {"x": where["x"] + where["width"] / 2, "y": where["y"] + where["height"] / 2}
        finger = context.new_cdp_session(page)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [spot]})
        page.wait_for_url("**/settings")
        page.get_by_label("Les mots, sous les images").uncheck()
        page.get_by_label("La bande «").check()
        page.get_by_role("button", name="Garder ces réglages").click()
        page.wait_for_selector("#board[aria-busy=false]")
        at_question(room, page)
        expect(page.locator("#board")).to_have_attribute("data-words", "no")
        expect(page.get_by_role("button", name="pomme")).to_be_visible()
        expect(page.locator(".board-strip")).to_be_hidden()
        box = page.locator(".tile-word").first.bounding_box()
        assert box is not None
        assert box["width"] <= 1


def test_what_is_drawn_is_kept_as_strokes_and_what_is_erased_stays_in_the_file(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        set_mode(page, slate=True)
        area = page.locator(".slate-area")
        expect(area).to_be_visible()
        let_strike(page, lambda: expect(area).to_be_visible())
        draw(page, [(100, 100), (180, 160), (300, 120)])
        draw(page, [(100, 300), (300, 300)])
        page.get_by_role("button", name="Enlever le dernier trait").tap()
        path = slate_path(room.playing.begun.folder.path, "P07")
        wait_for(page, lambda: any(stroke.erased_ns is not None for stroke in read_slate(path)))
        first, second = read_slate(path)
        assert (first.erased_ns, second.erased_ns is None) == (None, False)
        times = [point.at_ns for point in first.points]
        assert times == sorted(times)
        assert len(set(times)) == 3
        page.reload()
        expect(area).to_be_visible()
        page.wait_for_function(INKED)
        set_mode(page, slate=False)
        expect(area).to_be_hidden()


INKED = """() => {
  const area = document.querySelector(".slate-area");
  return area.getContext("2d").getImageData(0, 0, area.width, area.height).data.some((value) => value > 0);
}"""


@pytest.mark.parametrize(
    ("width", "height"), [(320, 568), (256, 192), (568, 320), (1024, 768), (768, 1024), (1920, 1080)]
)
def test_at_every_size_every_choice_can_be_reached_and_is_larger_than_a_thumb(
    browser: Browser, tmp_path: Path, width: int, height: int
) -> None:
    size = {"width": width, "height": height}
    with board_room(tmp_path) as room, tablet(browser, room, viewport=size) as context:
        page = board(context, room)
        at_question(room, page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for box in page.locator(".tile").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(({width, height}) => [width, height])"
        ):
            assert min(box) >= 44
        for word in ("pomme", "carotte", "chien"):
            page.locator(".tile", has_text=word).scroll_into_view_if_needed()
            expect(page.locator(".tile", has_text=word)).to_be_in_viewport()

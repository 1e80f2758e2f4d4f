"""A board by switch alone, in a real Chromium: one switch or two, choice by choice or row by row."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.board_acts import at_question, framed, set_board, taken_in, tap
from tests.browser.board_room import board, board_room, tablet
from tests.browser.weather import let_strike
from tests.console.board_session import ALONE

pytestmark = pytest.mark.browser

_LAST = "              - {word: chien, picture: pictures/chien.svg}\n"
MANY = ALONE.replace(_LAST, _LAST + _LAST.replace("chien", "fruits"))


def test_with_one_switch_the_frame_moves_by_itself_and_a_press_takes_the_choice(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        set_board(page, scanning="linear", step_ms="1500")
        at_question(room, page)
        expect(page.locator(".scanned")).to_have_count(0)
        page.keyboard.press("Space")
        framed(page, "pomme")
        framed(page, "carotte")
        page.keyboard.press("Enter")
        expect(page.locator(".tile-marked")).to_have_count(1)
        (event,) = taken_in(room)
        assert (event.data["choice"], event.data["pointer"]) == ("carotte", "switch")


def test_with_two_switches_one_moves_the_frame_and_the_other_takes(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        set_board(page, scanning="linear", switches="2", loops="1")
        at_question(room, page)
        for word in ("pomme", "carotte", "chien"):
            page.keyboard.press("Space")
            framed(page, word)
        page.keyboard.press("Space")
        expect(page.locator(".scanned")).to_have_count(0)
        page.keyboard.press("Space")
        framed(page, "pomme")
        page.keyboard.press("Enter")
        room.to_result()
        assert [event.data["choice"] for event in taken_in(room)] == ["pomme"]


def test_many_choices_are_scanned_a_row_and_then_a_choice(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path, MANY) as room, tablet(browser, room) as context:
        page = board(context, room)
        set_board(page, scanning="rows", switches="2")
        room.press("Suite")
        room.to_question()
        expect(page.locator(".tile")).to_have_count(4)
        let_strike(page, lambda: expect(page.locator("#board[aria-busy=false] .tile")).to_have_count(4))
        page.keyboard.press("Space")
        framed(page, "pomme", "carotte")
        page.keyboard.press("Enter")
        framed(page, "pomme")
        page.keyboard.press("Space")
        framed(page, "carotte")
        page.keyboard.press("Enter")
        expect(page.locator(".tile-marked")).to_have_count(1)
        assert [event.data["choice"] for event in taken_in(room)] == ["carotte"]


def test_scanning_that_begins_by_itself_rests_after_its_rounds_and_touching_stays_possible(
    browser: Browser, tmp_path: Path
) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        set_board(page, scanning="linear", start="automatic", step_ms="400", loops="1")
        at_question(room, page)
        expect(page.locator(".scanned")).to_have_count(0)
        tap(page, "pomme")
        room.to_result()
        assert [event.data["pointer"] for event in taken_in(room)] == ["touch"]

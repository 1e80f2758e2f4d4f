"""A communication board on a child's tablet, in a real Chromium: words in place, by finger and by switch."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.board_acts import framed, set_board, tap
from tests.browser.board_room import BoardRoom, board, board_room, tablet
from tests.browser.weather import let_strike
from tests.console.board_session import AROUND

pytestmark = pytest.mark.browser

ASK = """\
trials:
  ask:
    - show: {board: boards/repas.obf, choices: [WORDS]}
      say: "Que veux-tu ?"
  answers: {from: {board: boards/repas.obf, choices: [WORDS]}, by: [board, professional]}
  correct: any
  patience: 60 s
next: fin
"""
FEW = "pain, pomme, fini, aide-moi"
ALL = "pain, carotte, petits pois, poisson, pomme, gâteau, encore, fini, aide-moi"
TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}


def asking(words: str) -> str:
    body = AROUND.replace("JEU", indent(ASK.replace("WORDS", words), "    "))
    return body.replace(
        "items:\n  questions: [{id: une, bon: pomme}, {id: deux, bon: carotte}, {id: trois, bon: chien}]\n",
        "",
    )


def asked(room: BoardRoom, page: Page, count: int) -> None:
    room.press("Suite")
    room.to_question()
    expect(page.locator(".tile")).to_have_count(count)
    let_strike(
        page,
        lambda: expect(page.locator("#board[aria-busy=false]:not([data-cut=yes]) .tile")).to_have_count(
            count
        ),
    )


def places(page: Page) -> dict[str, tuple[int, int]]:
    """Give the middle of each word, in pixels."""
    found: dict[str, tuple[int, int]] = {}
    for tile in page.locator(".tile").all():
        box = tile.bounding_box()
        assert box is not None
        middle = (round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2))
        found[tile.locator(".tile-word").inner_text()] = middle
    return found


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_a_word_is_where_it_is_whatever_else_is_shown(
    size: dict[str, int], browser: Browser, tmp_path: Path
) -> None:
    seen = []
    for words, count in ((ALL, 9), (FEW, 4)):
        folder = tmp_path / str(count)
        with board_room(folder, asking(words)) as room, tablet(browser, room, viewport=size) as context:
            page = board(context, room)
            asked(room, page, count)
            seen.append(places(page))
    everything, few = seen
    assert few.items() <= everything.items()
    assert len({x for x, _ in everything.values()}) == len({y for _, y in everything.values()}) == 3


def test_a_word_is_chosen_by_finger_and_its_cell_has_its_colour(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path, asking(FEW)) as room, tablet(browser, room) as context:
        page = board(context, room)
        asked(room, page, 4)
        apple = page.locator(".tile", has_text="pomme")
        expect(apple).to_have_css("background-color", "rgb(255, 244, 204)")
        tap(page, "pomme")
        view = room.until(lambda view: view.trial is None or view.trial.judged is not None)
        assert view.trial is None or view.trial.judged == "correct"


def test_pictures_of_the_board_are_shown(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path, asking(FEW)) as room, tablet(browser, room) as context:
        page = board(context, room)
        asked(room, page, 4)
        images = page.locator(".tile img")
        expect(images).to_have_count(3)
        page.wait_for_function(
            "() => [...document.querySelectorAll('.tile img')].every((one) => one.naturalWidth > 0)"
        )


def test_a_switch_scans_the_rows_that_are_seen(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path, asking(FEW)) as room, tablet(browser, room) as context:
        page = board(context, room)
        set_board(page, scanning="rows", switches="2")
        asked(room, page, 4)
        for words in (["pain"], ["pomme"], ["fini", "aide-moi"]):
            page.keyboard.press("Space")
            framed(page, *words)
        page.keyboard.press("Enter")
        framed(page, "fini")

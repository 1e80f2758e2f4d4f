"""A child's board in every weather: it shows what the log says, and one touch on it counts once.

While the weather lasts the adult judges the first question: what a page showed is no longer so. What it
has to show is read from the log's lines by themselves (``weather_truth``), not by the board's own model.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.board_acts import at_question, noted, taken_in, tap, wait_for
from tests.browser.board_room import BoardRoom, board, board_room, tablet
from tests.browser.weather import Weather
from tests.browser.weather_truth import lines_of

pytestmark = [pytest.mark.browser, pytest.mark.fair_weather("what happens to the page is the test's own")]

CUT = "La tablette n’a plus de liaison"


@contextmanager
def over(page: Page, room: BoardRoom, kind: str) -> Iterator[None]:
    """Let something happen to a board's page; it is over when this ends."""
    weather = Weather(page)
    if kind == "reload":
        yield
        weather.reload()
    elif kind == "back and forward":
        page.go_back()
        yield
        page.go_forward()
    elif kind == "frozen":
        with weather.frozen():
            yield
    elif kind == "offline":
        with weather.offline():
            expect(page.get_by_role("img", name=CUT)).to_be_visible()
            yield
    elif kind == "hidden":
        weather.hide()
        expect(page.get_by_role("img", name=CUT)).to_be_visible()
        yield
        weather.show()
    elif kind == "cut off":
        room.stop_serving()
        expect(page.get_by_role("img", name=CUT)).to_be_visible()
        yield
        room.serve()
    elif kind == "slow":
        with weather.slow():
            weather.reload()
            yield
    else:
        raise AssertionError(kind)


def log_of(room: BoardRoom) -> list[tuple[str, str]]:
    """Return the touches that counted, and the judgements, in the log's order."""
    lines = lines_of(room.playing.begun.folder.events)
    return [
        (one["kind"], one["data"].get("choice") or one["data"].get("judgement"))
        for one in lines
        if (one["dir"], one["kind"]) in (("in", "board"), ("out", "trial"))
    ]


def shows_what_the_log_says(page: Page, room: BoardRoom) -> None:
    done = [kind for kind, _ in log_of(room)].count("trial")
    expect(page.get_by_role("img", name=CUT)).to_be_hidden()
    expect(page.locator("#board[aria-busy=false] .token-done")).to_have_count(done, timeout=20_000)
    expect(page.locator("#board .tile")).to_have_count(3)


@pytest.mark.parametrize(
    "kind", ["reload", "back and forward", "frozen", "hidden", "offline", "cut off", "slow"]
)
def test_a_board_comes_back_with_the_truth_and_its_touch_counts_once(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        with over(page, room, kind):
            room.command("judge", **{"as": "yes"})
            room.to_question(2)
        shows_what_the_log_says(page, room)
        tap(page, "carotte")
        room.to_question(3)
        assert log_of(room) == [("trial", "correct"), ("board", "carotte"), ("trial", "correct")]
        shows_what_the_log_says(page, room)


def test_of_two_boards_of_one_child_each_question_takes_one_touch(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        other = Weather(page).second_tab(page.url)
        shows_what_the_log_says(other, room)
        tap(other, "pomme")
        room.to_question(2)
        shows_what_the_log_says(page, room)
        for one in (page, other):
            one.bring_to_front()
            tap(one, "carotte")
        wait_for(page, lambda: noted(room))
        room.to_question(3)
        assert log_of(room) == [
            ("board", "pomme"),
            ("trial", "correct"),
            ("board", "carotte"),
            ("trial", "correct"),
        ]


def test_of_a_double_tap_over_a_slow_link_one_answers(browser: Browser, tmp_path: Path) -> None:
    with board_room(tmp_path) as room, tablet(browser, room) as context:
        page = board(context, room)
        at_question(room, page)
        with Weather(page).slow():
            tap(page, "pomme")
            tap(page, "pomme")
            room.to_question(2)
            # On a busy computer the second one may be no double any more: it comes in, and answers nothing.
            wait_for(page, lambda: len(taken_in(room)) + len(noted(room)) == 2)
        shows_what_the_log_says(page, room)
        assert [one for one in log_of(room) if one[0] == "trial"] == [("trial", "correct")]

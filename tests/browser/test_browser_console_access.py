"""Nobody is kept out of the console's pages: axe on every page and state, zoom, narrow, forced colours, keys.

The pages where much is typed or drawn (Textes, the slate, the boards' settings) have a file of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import NARROW, ZOOMED, findings, overflow_px
from tests.browser.console_room import (
    PATIENT_MS,
    PROTOCOL,
    Hands,
    Room,
    console_room,
    device,
    prepare,
    readable,
    trial_is_open,
)
from tests.browser.weather import let_strike

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    f"/prepare/{PROTOCOL}",
    "/people",
    "/progress",
    "/progress/establishment",
    "/texts",
    "/discover",
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with console_room(tmp_path_factory.mktemp("access"), speed=8.0) as started:
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page(browser: Browser, room: Room, path: str, scheme: Any) -> None:
    context, page = device(browser, room, color_scheme=scheme)
    assert page.goto(room.at + path).ok  # type: ignore[union-attr]
    page.wait_for_timeout(500)
    let_strike(page)
    assert findings(page) == []
    context.close()


@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320 px", "200 %"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_narrow_screen_and_a_zoomed_one(
    browser: Browser, room: Room, path: str, size: dict[str, int]
) -> None:
    context, page = device(browser, room, viewport=size)
    page.goto(room.at + path)
    let_strike(page)
    assert overflow_px(page) <= 0
    context.close()


@pytest.fixture(scope="module")
def open_session(browser: Browser, room: Room) -> Iterator[tuple[BrowserContext, Page]]:
    """Give a tablet whose session is in its first trial; it is closed at the end."""
    context, page = device(browser, room)
    hands = Hands(page, "touch")
    prepare(hands, room)
    expect(page.locator("#yes-label")).to_have_text("On commence", timeout=PATIENT_MS)
    readable(page)
    hands.press("#yes")
    trial_is_open(page, 1, "V01")
    yield context, page
    context.close()
    room.close_session(browser)


@pytest.fixture
def session(open_session: tuple[BrowserContext, Page]) -> tuple[BrowserContext, Page]:
    """Give the same tablet, once the weather of this test has struck it."""
    lit = open_session[1].locator("#session:not(.stale) #pause:enabled")
    let_strike(open_session[1], lambda: expect(lit).to_be_visible(timeout=PATIENT_MS))
    return open_session


def test_axe_finds_nothing_in_the_states_of_a_session(
    session: tuple[BrowserContext, Page], browser: Browser, room: Room
) -> None:
    _, page = session
    found = {"trial": findings(page)}
    for button, panel in (("#other", "other"), ("#more", "more")):
        page.locator(button).tap()
        found[panel] = findings(page)
        closing = page.locator(f"[data-close={panel}]")
        if closing.is_visible():  # looking takes its time, and a panel closes where its question is over
            closing.tap()
    page.locator("#stop").tap()
    expect(page.locator("#trouble")).to_be_visible()
    found["stopped"] = findings(page)
    page.locator("#trouble [data-act=resume]").tap()
    expect(page.locator("#trouble")).to_be_hidden()
    context, other = device(browser, room, color_scheme="dark")
    for path in ("/session", "/watch", "/session?as=second", "/board/V01", "/board/group", "/"):
        other.goto(room.at + path)
        other.wait_for_timeout(800)
        found[path] = findings(other)
    context.close()
    told = [f"{state}: {line}" for state, lines in found.items() for line in lines]
    assert told == [], "\n".join(told)


@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320 px", "200 %"])
def test_the_session_page_fits_and_its_stop_is_on_the_screen_and_large(
    session: tuple[BrowserContext, Page], browser: Browser, room: Room, size: dict[str, int]
) -> None:
    context, page = device(browser, room, viewport=size)
    page.goto(f"{room.at}/session")
    expect(page.locator("#doing")).not_to_be_empty()
    assert overflow_px(page) <= 0
    box = page.locator("#stop").bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= box["x"] + box["width"] <= size["width"]
    assert 0 <= box["y"] <= box["y"] + box["height"] <= size["height"]
    assert min(box["width"], box["height"]) >= 44
    context.close()


def test_no_button_of_the_pad_moves_whatever_goes_on(session: tuple[BrowserContext, Page]) -> None:
    _, page = session
    places = []
    for change in ("#stop", "#trouble [data-act=resume]", "#more", "[data-close=more]"):
        places.append(
            page.evaluate(
                "[...document.querySelectorAll('#pad button')].map((b) => b.getBoundingClientRect().toJSON())"
            )
        )
        page.locator(change).tap()
        page.wait_for_timeout(400)
    assert all(place == places[0] for place in places)


def test_the_keyboard_reaches_every_button_of_a_session_and_shows_where_it_is(
    session: tuple[BrowserContext, Page],
) -> None:
    _, page = session
    page.locator("body").focus()
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
                const { id, dataset, tagName } = document.activeElement;
                const ring = getComputedStyle(document.activeElement).outlineStyle;
                return { tag: tagName, id: id || dataset.act || "", ring };
            }"""
        )
        if where["tag"] == "BODY":
            continue  # once around
        assert where["ring"] != "none", where
        reached.append(where["id"])
    assert {"yes", "not-yet", "other", "pause", "more", "stop", "repeat", "mark"} <= set(reached)


def test_axe_finds_nothing_once_the_session_is_over(
    session: tuple[BrowserContext, Page], browser: Browser, room: Room
) -> None:
    room.close_session(browser)
    context, page = device(browser, room)
    found = {}
    for path in (
        f"/after/{room.session.name}",
        f"/after/{room.session.name}/report",
        "/progress",
        "/board/V01",
        "/pair",
    ):
        page.goto(room.at + path)
        page.wait_for_timeout(500)
        let_strike(page)
        found[path] = findings(page)
        assert overflow_px(page) <= 0
    context.close()
    told = [f"{state}: {line}" for state, lines in found.items() for line in lines]
    assert told == [], "\n".join(told)

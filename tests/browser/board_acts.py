"""What tests do on a board, and what they see in the log: fingers, pens, the adult's settings."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from nao_sessions.core.events import Event
from tests.browser.board_room import BoardRoom
from tests.browser.weather import let_strike


def tap(page: Page, choice: str) -> None:
    """Touch a choice with a finger."""
    page.locator(".tile", has_text=choice).tap()


def taken_in(room: BoardRoom) -> list[Event]:
    """Give the touches that acted."""
    return [event for event in room.playing.events("board") if event.dir == "in"]


def noted(room: BoardRoom) -> list[str]:
    """Give why touches did not act, in order."""
    return [event.data["why"] for event in room.playing.events("touch")]


def wait_for(page: Page, there: Callable[[], object]) -> None:
    """Let the page live until something is there outside of it."""
    for _ in range(400):
        if there():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came")


def at_question(room: BoardRoom, page: Page, number: int = 1) -> None:
    """Lead the session to a question, and wait until the page shows it; a safe moment for the weather.

    A board that is cut off shows a cloud and takes no touch: it is waited for.
    """
    if number == 1:
        room.press("Suite")
    room.to_question(number)

    def shown() -> None:
        page.wait_for_function(
            "done => document.querySelector('#board[aria-busy=false]:not([data-cut=yes])')"
            " && document.querySelectorAll('.tile').length === 3"
            " && document.querySelectorAll('.token-done').length === done",
            arg=number - 1,
        )

    shown()
    let_strike(page, shown)


def set_board(page: Page, **fields: str) -> None:
    """Change settings as the adult's form does; what is not given is as in the form."""
    form = {"text": "yes", "tokens": "yes", "again_ms": "500", **fields}
    page.evaluate(
        "([address, form]) => fetch(address, {method: 'POST', body: new URLSearchParams(form)})",
        [f"/board/{page.locator('#board').get_attribute('data-code')}/settings", form],
    )


def set_mode(page: Page, **mode: bool) -> None:
    """Make a slate of a board, or its touches the adult's, as the professional does."""
    page.evaluate(
        "([address, mode]) => fetch(address, {method: 'POST', body: JSON.stringify(mode)})",
        [f"/board/{page.locator('#board').get_attribute('data-code')}/mode", mode],
    )


def draw(page: Page, points: list[tuple[int, int]]) -> None:
    """Draw with one finger, in pixels from the slate's corner."""
    where = page.locator(".slate-area").bounding_box()
    assert where is not None
    finger = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(points):
        spot = [{"x": where["x"] + x, "y": where["y"] + y}]
        finger.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if number else "touchStart", "touchPoints": spot}
        )
        page.wait_for_timeout(30)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def framed(page: Page, *words: str) -> None:
    """Wait until the frame of the scan is on these choices."""
    page.wait_for_function(
        "words => [...document.querySelectorAll('.scanned .tile-word')].map(one => one.textContent).join()"
        " === words",
        arg=",".join(words),
    )

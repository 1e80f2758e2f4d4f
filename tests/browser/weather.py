"""What happens to a page that a person has open: the weather that every page of a session must stand.

Each is done by the browser itself (CDP) or by the system, never by a script in the page. Every test of the
console and of the boards has some: ``conftest.py`` draws it, and the helpers that open a page or wait for a
moment at which nothing is half done let it strike.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from playwright.sync_api import CDPSession, Page

SLOW_LATENCY_MS = 400
SLOW_BYTES_S = 40_000


class Weather:
    """The weather over one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.send("Network.enable")

    def reload(self) -> None:
        """Load the page again."""
        self.page.reload()

    def back_and_forward(self) -> None:
        """Go to the page before, and come back."""
        self.page.go_back()
        self.page.go_forward()

    def second_tab(self, address: str) -> Page:
        """Open a tab beside it that has nothing of it."""
        other = self.page.context.new_page()
        other.goto(address)
        return other

    def duplicate(self) -> Page:
        """Duplicate the tab: like the browser's own command this copies its ``sessionStorage``."""
        with self.page.context.expect_page() as opened:
            self.page.evaluate("() => void window.open(location.href)")
        opened.value.wait_for_load_state()
        return opened.value

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Freeze the page, as a browser does with one that nobody looks at; thaw it afterwards."""
        self._cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
        try:
            yield
        finally:
            self._cdp.send("Page.setWebLifecycleState", {"state": "active"})

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Take the page's network away, and give it back."""
        self._network(offline=True)
        try:
            yield
        finally:
            self._network()

    def hide(self) -> None:
        """Let nobody see the page, by a script: without a window Chromium hides none."""
        self.page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )

    def show(self) -> None:
        """Let the page be seen again."""
        self.page.evaluate(
            """() => {
              delete document.hidden;
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )

    @contextmanager
    def slow(self) -> Iterator[None]:
        """Make the page's link a slow one."""
        self._network(latency_ms=SLOW_LATENCY_MS, bytes_s=SLOW_BYTES_S)
        try:
            yield
        finally:
            self._network()

    def _network(self, *, offline: bool = False, latency_ms: int = 0, bytes_s: int = -1) -> None:
        conditions = {"downloadThroughput": bytes_s, "uploadThroughput": bytes_s, "latency": latency_ms}
        self._cdp.send("Network.emulateNetworkConditions", {"offline": offline, **conditions})


class Sky:
    """The weather over one test, drawn by its name: at the first safe moment, and at some later ones."""

    KINDS = ("reload", "back_and_forward", "tab", "freeze", "offline", "slow")
    AGAIN = 0.2

    def __init__(self, name: str) -> None:
        self._draw = random.Random(name)
        self.struck: list[str] = []

    def strike(self, page: Page, *, surely: bool = False) -> bool:
        """Let something happen to a page, or nothing; tell whether something did."""
        if self.struck and not surely and self._draw.random() > self.AGAIN:
            return False
        kind = self._draw.choices(self.KINDS, (5, 4, 3, 3, 3, 1))[0]
        print(f"page weather: {kind}")  # pytest shows it with a failure
        self.struck.append(kind)
        weather = Weather(page)
        if kind == "reload":
            weather.reload()
        elif kind == "back_and_forward":
            weather.back_and_forward()
        elif kind == "tab":
            weather.second_tab(page.url).close()
        elif kind == "freeze":
            with weather.frozen():
                pass
        elif kind == "offline":
            with weather.offline():
                page.wait_for_function("() => !navigator.onLine")
        else:
            with weather.slow():
                weather.reload()
        return True


SKY: ContextVar[Sky | None] = ContextVar("sky", default=None)
"""The weather over the test that runs; None in a benchmark, which has its own."""


def let_strike(page: Page, ready: Callable[[], object] = lambda: None, *, surely: bool = False) -> None:
    """Let the weather of the test strike a page at a moment at which nothing is half done.

    Args:
        page: what the person has open.
        ready: waits until the page shows again what it showed.
        surely: also where it has struck before, and might be over.
    """
    sky = SKY.get()
    if sky is not None and sky.strike(page, surely=surely):
        ready()


@contextmanager
def server_frozen(process: int) -> Iterator[None]:
    """Let a server answer nothing for a while."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def drawn_seconds(draw: random.Random, least: float = 1.0, most: float = 30.0) -> float:
    """Draw how long something lasts: short ones are as likely as long ones ten times as long."""
    return least * (most / least) ** draw.random()

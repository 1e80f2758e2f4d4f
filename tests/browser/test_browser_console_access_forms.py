"""Nobody is kept out where much is typed or drawn: the form of texts, the slate, the settings of boards.

Each in light, dark and forced colours, on a narrow screen and on one at 200 %.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from nao_sessions.console.config import ConsoleConfig
from tests.browser.access import NARROW, ZOOMED, findings, overflow_px
from tests.browser.board_acts import draw, set_mode
from tests.browser.board_room import board, board_room, tablet
from tests.browser.console_server import entered, served
from tests.browser.weather import let_strike

pytestmark = pytest.mark.browser

PATIENT_MS = 60_000
LIBRARY = Path(__file__).parents[2] / "protocols"
TABLET = {"width": 1024, "height": 768}
WAYS = {
    "light": {"viewport": TABLET},
    "dark": {"viewport": TABLET, "color_scheme": "dark"},
    "forced colours": {"viewport": TABLET, "forced_colors": "active"},
    "320 px": {"viewport": NARROW},
    "200 %": {"viewport": ZOOMED},
    "320 px, dark": {"viewport": NARROW, "color_scheme": "dark"},
}
LONG = "Merci d'avoir joué avec moi aujourd'hui, et aussi avec tous les autres enfants."


def wrong(page: Page) -> list[str]:
    """Give what axe finds, and whether the page is wider than its screen."""
    too_wide = overflow_px(page)
    return findings(page) + ([f"{too_wide} px too wide"] if too_wide > 0 else [])


def open_all(page: Page) -> None:
    """Open what is folded away."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")


LOOKED_THROUGH = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await drawn();
  }
  scrollTo(0, 0);
  await drawn();
}"""
"""Rows that nobody has seen yet are not laid out: until then axe would measure a guess of their size."""


def told(found: dict[str, list[str]]) -> list[str]:
    return [f"{state}: {line}" for state, lines in found.items() for line in lines]


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[tuple[str, str]]:
    protocols, keep = tmp_path / "library", tmp_path / "keep"
    shutil.copytree(LIBRARY / "pictures", protocols / "pictures")
    shutil.copy(LIBRARY / "demo.yaml", protocols)
    keep.mkdir(mode=0o700)
    with served(ConsoleConfig("fr", protocols, tmp_path / "sessions", keep, rehearsal=True)) as addresses:
        yield addresses


@pytest.mark.parametrize("way", WAYS)
def test_the_form_of_texts_and_its_review_are_for_everybody(
    browser: Browser, texts: tuple[str, str], way: str
) -> None:
    facts: dict[str, Any] = WAYS[way]
    with entered(browser, *texts, "/texts/demo", **facts) as page:
        page.wait_for_selector("#texts-form[data-ready]")
        open_all(page)
        page.evaluate(LOOKED_THROUGH)
        found = {"form": wrong(page)}
        page.locator('[name="/steps/refus/do/0/say"]').fill(LONG)
        expect(page.locator("#texts-counted")).to_have_text("1 point à corriger", timeout=PATIENT_MS)
        page.evaluate(LOOKED_THROUGH)
        found["something to correct"] = wrong(page)
        page.locator("#texts-review").click()
        page.wait_for_url("**/review**")
        found["review"] = wrong(page)
        assert told(found) == [], "\n".join(told(found))


@pytest.mark.parametrize("way", WAYS)
def test_the_slate_and_the_settings_of_boards_are_for_everybody(
    browser: Browser, tmp_path: Path, way: str
) -> None:
    facts: dict[str, Any] = WAYS[way]
    with board_room(tmp_path) as room, tablet(browser, room, **facts) as context:
        page = board(context, room)
        set_mode(page, slate=True)
        slate = page.locator(".slate-area")
        expect(slate).to_be_visible()
        let_strike(page, lambda: expect(slate).to_be_visible())
        draw(page, [(30, 30), (60, 60), (90, 40)])
        found = {"slate": wrong(page)}
        page.locator("[data-tool=eraser]").tap()
        found["eraser"] = wrong(page)
        for code in ("P07", "group"):
            page.goto(f"{room.address}/board/{code}/settings")
            open_all(page)
            found[f"settings of {code}"] = wrong(page)
        assert told(found) == [], "\n".join(told(found))

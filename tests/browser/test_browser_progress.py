"""The progress pages in a real Chromium: read by ear, by keyboard, on a phone, in every scheme of colours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.console_server import chromium_with_microphone, entered, served
from console.after.after_house import after_house
from console.rehearsed_folder import make_session
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium_with_microphone() as started:
        yield started


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    place: Path = tmp_path_factory.mktemp("house")
    given = after_house(place)
    for day in range(1, 6):
        make_session(given.config.sessions, "rimes", day=day * 3, seed=day, profile="steady")
    with served(given.config) as addresses:
        yield addresses


def test_a_drawing_is_read_out_in_words(browser: Browser, config: tuple[str, str]) -> None:
    with entered(browser, *config, "/progress/P07") as page:
        name = "Comment se sont passés les essais, séance par séance"
        drawing = page.get_by_role("img", name=name).first
        expect(drawing).to_be_visible()
        said = drawing.locator("desc").text_content() or ""
        assert "27 nov." in said
        assert "réussi" in said


def test_progress_is_reached_by_keyboard_alone(browser: Browser, config: tuple[str, str]) -> None:
    with entered(browser, *config, "/progress") as page:
        for _ in range(6):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.progress-who')"):
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Suivi de P07")
        table = page.get_by_role("region", name="Les mêmes chiffres en tableau").first
        table.focus()
        expect(table).to_be_focused()


@pytest.mark.parametrize("width", [320, 390, 512, 1440])
@pytest.mark.parametrize("path", ["/progress", "/progress/P07", "/progress/establishment"])
def test_no_page_is_wider_than_the_screen(
    browser: Browser, config: tuple[str, str], path: str, width: int
) -> None:
    with entered(browser, *config, path, viewport={"width": width, "height": 700}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


FILLINGS = """() => ["correct", "prompted", "incorrect"].map(one =>
  getComputedStyle(document.querySelector(`.plot rect.plot-${one}`) ?? document.body).fill)"""


def test_fillings_differ_in_every_scheme(browser: Browser, config: tuple[str, str]) -> None:
    for context in ({"color_scheme": "dark"}, {"forced_colors": "active"}, {}):
        with entered(browser, *config, "/progress/P07", **context) as page:
            fillings = page.evaluate(FILLINGS)
            assert len(set(fillings)) == 3, context


def test_the_establishments_table_is_downloaded(browser: Browser, config: tuple[str, str]) -> None:
    with entered(browser, *config, "/progress/establishment") as page:
        with page.expect_download() as download:
            page.get_by_role("link", name="Télécharger le tableau (CSV)").click()
        content = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert content.splitlines()[0] == "Mois;Séances;Minutes;Participants"

"""The sheet in a real browser, as wide as the paper: nothing runs out of its column or off the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from nao_sessions.protocol import load
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.protocol.sheet import protocol_sheet, series_sheet
from nao_sessions.text.languages import Language
from tests.browser.chromium import chromium

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
LIBRARY = HERE.parents[2] / "protocols"
FILES = (
    HERE.parent / "everything" / "everything.yaml",
    LIBRARY / "simon.yaml",
    LIBRARY / "tour-de-role.yaml",
    LIBRARY / "series" / "emotions-quatre-enfants.yaml",
)

PAPER_PX = 680
"""What A4 leaves between the margins of 15 mm, in pixels of CSS."""

CUT = """() => {
  const page = document.body.getBoundingClientRect();
  return [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > page.right + 1 || one.scrollWidth > one.clientWidth + 1
      && getComputedStyle(one).display !== 'inline' && one.clientWidth > 0)
    .map(one => `${one.tagName} ${one.className} ${one.textContent.slice(0, 60)}`);
}"""

HEADS = """() => [...document.querySelectorAll('thead')]
  .map(one => getComputedStyle(one).display)
  .filter(shown => shown !== 'table-header-group').length"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_runs_off_the_paper_and_heads_of_tables_come_again(
    path: Path, language: Language, browser: Browser
) -> None:
    sheet = (
        series_sheet(load_series(path), language)
        if path.parent.name == "series"
        else protocol_sheet(load(path), language)
    )
    page = browser.new_page(viewport={"width": PAPER_PX, "height": 960})
    page.emulate_media(media="print")
    page.set_content(sheet)
    assert page.evaluate(CUT) == []
    assert page.evaluate(HEADS) == 0
    page.close()


def test_the_columns_of_a_table_of_help_are_its_own_and_not_those_of_the_tables_in_it(
    browser: Browser,
) -> None:
    page = browser.new_page(viewport={"width": PAPER_PX, "height": 960})
    page.emulate_media(media="print")
    page.set_content(protocol_sheet(load(FILES[0]), "fr"))
    widths = page.evaluate(
        "() => [...document.querySelectorAll('table.helps td table.acts td.who')].map(one => one.offsetWidth)"
    )
    assert widths
    assert max(widths) <= 75
    page.close()

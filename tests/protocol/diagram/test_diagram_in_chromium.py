"""The drawing in a real browser: its words stand on their cards, and it prints on whole pages of A4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.protocol.diagram.drawn_protocols import drawing_of, drawn

pytestmark = pytest.mark.browser

NAMES = ("demo", "tour-de-role", "tri-fruits", "groupe-tours", "lot-20-1", "lot-60-1", "hostile-20")

OUTSIDE = """() => {
  const found = [];
  for (const text of document.querySelectorAll('text')) {
    const own = text.getBoundingClientRect();
    const card = text.closest('[data-step],[data-panel],[data-section]');
    const box = card ? card.querySelector(':scope > .box') : document.documentElement;
    const area = box.getBoundingClientRect();
    const beside = own.left < area.left - 1 || own.right > area.right + 1;
    if (beside || own.top < area.top - 1 || own.bottom > area.bottom + 1)
      found.push(text.textContent);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(params=NAMES)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    path = tmp_path / "diagram.svg"
    path.write_text(drawing_of(request.param), encoding="utf-8")
    return request.param, path


def test_every_word_stands_on_its_card_with_a_real_font(browser: Browser, file: tuple[str, Path]) -> None:
    page = browser.new_page()
    page.goto(file[1].as_uri())
    assert page.evaluate("document.querySelectorAll('text').length") == len(drawn(file[0]).texts)
    assert page.evaluate(OUTSIDE) == []
    page.close()


def test_it_prints_as_many_pages_as_it_says(browser: Browser, file: tuple[str, Path]) -> None:
    page = browser.new_page()
    page.goto(file[1].as_uri())
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    said = [text.text for text in drawn(file[0]).texts if re.fullmatch(r"page \d+ sur \d+", text.text)]
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == max(len(said), 1)


def test_its_text_can_be_selected_and_a_number_leads_to_its_step(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "diagram.svg"
    path.write_text(drawing_of("demo"), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    selected = page.evaluate(
        "(getSelection().selectAllChildren(document.documentElement), `${getSelection()}`)"
    )
    assert "« Bonjour ‹prénom›, je suis" in selected.replace("\u00a0", " ")
    target = page.evaluate("document.querySelector('a').getAttribute('href')")
    assert page.evaluate("id => document.getElementById(id).dataset.step", target[1:]) in drawn("demo").steps
    page.close()

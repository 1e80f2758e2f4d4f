"""The console's pages in a language made by machine: a tablet has room for words that are longer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.console_served import served
from tests.console.pseudo_house import CLOSED, pseudo_house
from tests.console.stub_launcher import StubLauncher

pytestmark = [pytest.mark.browser, pytest.mark.fair_weather("each page is looked at once, and left")]
PAGES = ("/", "/people", "/prepare/emotions", "/texts/emotions", f"/after/{CLOSED}", f"/replay/{CLOSED}/")
TABLET = {"width": 1180, "height": 820}
CUT_OFF = """() => {
  const page = document.documentElement;
  const cut = [...document.querySelectorAll("button, .button, label, h1, h2, summary")].filter(
    (one) => one.checkVisibility() && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1,
  );
  return [...(page.scrollWidth > page.clientWidth ? ["the page"] : []), ...cut.map((one) => one.innerText)];
}"""


def test_longer_words_fit_on_a_tablet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    found: dict[str, Any] = {}
    config = pseudo_house(tmp_path, monkeypatch)
    with served(config, StubLauncher(config.sessions)) as console:
        page = browser.new_context(viewport=TABLET).new_page()
        page.goto(console.address)
        for path in PAGES:
            page.goto(f"{console.at}{path}")
            assert "⟦" in page.locator("body").inner_text()
            found[path] = page.evaluate(CUT_OFF)
        page.context.close()
    assert {path: cut for path, cut in found.items() if cut} == {}

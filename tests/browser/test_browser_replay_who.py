"""Who gave a response, said on the replay page in a real Chromium: with the mouse, by keys, and it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.chromium import opened, replaying
from console.rehearsed_folder import make_session
from playwright.sync_api import Browser, Page, expect

from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.log import read_log
from nao_sessions.record.results.responses import read_responses

pytestmark = pytest.mark.browser


def unnamed(folder: Path) -> list[int]:
    """Give the responses that have nobody's name."""
    found = read_responses(read_log(folder / "events.jsonl").events, read_corrections(folder))
    return [one.seq for one in found if one.unnamed]


def count(page: Page, number: int) -> None:
    """See how many responses have no name."""
    expect(page.locator("#unnamed-count")).to_have_text(f"{number} réponses sans nom")


def test_a_response_gets_its_author_and_the_next_one_is_asked_for(browser: Browser, tmp_path: Path) -> None:
    folder = make_session(tmp_path, "consignes", children=("P12", "P07"))
    first, second, third, *others = unnamed(folder)
    with replaying(folder, "--lang", "fr") as address, opened(browser, address) as page:
        count(page, len(others) + 3)
        expect(page.locator("#author-ask")).to_be_hidden()
        page.locator(f"[data-seq='{first}']").click()
        expect(page.locator("#author-now")).to_have_text("D'après le journal\u00a0: on ne sait pas")
        names = [one.strip() for one in page.locator("[name=author]").all_inner_texts()]
        assert [name.split()[-1] for name in names[:2]] == ["P07", "P12"]
        assert Axe().run(page).response["violations"] == []
        page.locator("[name=author][value=P12]").click()
        count(page, len(others) + 2)
        expect(page.locator(f"[data-seq='{second}']")).to_have_attribute("aria-current", "true")
        page.keyboard.press("Digit1")
        count(page, len(others) + 1)
        page.keyboard.press("Digit4")
        count(page, len(others))
        page.locator(f"[data-seq='{first}']").click()
        expect(page.locator("#author-now")).to_have_text("Dit après la séance\u00a0: P12")
        page.reload()
        page.wait_for_selector("main[aria-busy=false]")
        count(page, len(others))
        page.locator(f"[data-seq='{first}']").click()
        expect(page.locator("[name=author][value=P12]")).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#selected-text")).to_contain_text("attribuée après la séance\u00a0: P12")
        page.screenshot(path=tmp_path / "who.png", full_page=True)
        page.locator("#author-back").click()
        count(page, len(others) + 1)
        page.keyboard.press("KeyU")
        expect(page.locator("#author-ask")).to_be_visible()
    said = {one.seq: one.by for one in read_responses(
        read_log(folder / "events.jsonl").events, read_corrections(folder)
    )}  # fmt: skip
    assert (said[first], said[second], said[third]) == ("unknown", "P07", "unknown")
    assert [one.new for one in read_corrections(folder)] == ["P12", "P07", "unknown", ""]

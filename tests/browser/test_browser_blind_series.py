"""A blind series in a real Chromium: sessions in drawn order, by keyboard; nothing tells which one it is."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from nao_sessions.analysis.agreement.plan import drawn_order
from nao_sessions.record.additions.annotations import read_coding
from tests.browser.chromium import opened
from tests.browser.test_browser_annotate import PROGRAM, annotating, code, saved
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

pytestmark = pytest.mark.browser

DAYS = ("24", "25", "26")
TELLING = ("emotions", "P07", "k3f", "2026-11", "24 nov", "accueil", "Bonjour")
"""What would tell a coder which session it is, or what is to be seen in it."""


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of three sessions of three days."""
    parent = tmp_path_factory.mktemp("series")
    first = make_folder(parent, scripted_events(), pieces=(Piece(1.0, 13.0),))
    root = parent / "sessions"
    for day in DAYS:
        name = f"2026-11-{day}T140312Z_emotions_k3f{day[1]}"
        shutil.copytree(first, root / name)
        manifest = root / name / "session.json"
        manifest.write_text(manifest.read_text(encoding="utf-8").replace(first.name, name), encoding="utf-8")
    return root


def findings(page: Page) -> list[Any]:
    """Give what axe finds: the rule, and where it lies."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["target"]) for one in found]


def follow(page: Page, name: str) -> None:
    """Go to a link with Tab, and press Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").replace("\u00a0", " ") == name:
            page.keyboard.press("Enter")
            page.wait_for_selector("main[aria-busy=false]")
            return
    raise AssertionError(f"no link {name} in the tab order")


def test_a_series_is_coded_in_drawn_order_and_nothing_tells_which_session_it_is(
    browser: Browser, series: Path
) -> None:
    for coder, late in (("C01", 0), ("C02", 1)):
        options = ("--coder", coder, "--blind", "--seed", "5")
        with annotating(series, *options) as address, opened(browser, address) as page:
            expect(page.locator(".sittings a")).to_have_count(len(DAYS))
            assert findings(page) == []
            follow(page, "Séance 1")
            for place in range(1, len(DAYS) + 1):
                expect(page.locator("h1")).to_have_text(f"Séance {place} sur {len(DAYS)}")
                told = page.content() + page.evaluate("fetch('session.json').then(answer => answer.text())")
                assert [word for word in TELLING if word in told] == []
                code(page, [(1, "n"), (2 + late, "a"), (2, "s"), (1, "a")])
                saved(page)
                expect(page.locator("#annotations li")).to_have_count(3)
                if place < len(DAYS):
                    follow(page, "Séance suivante")
            assert findings(page) == []

    orders = {}
    for coder in ("C01", "C02"):
        coded = {path: read_coding(path, coder).sittings[0] for path in sorted(series.iterdir())}
        order = sorted(coded, key=lambda path: coded[path]["order"]["place"])
        assert tuple(order) == drawn_order(list(coded), 5, coder)
        assert {tuple(one["hidden"]) for one in coded.values()} == {
            ("judgements", "number", "phase", "robot")
        }
        orders[coder] = order
    assert orders["C01"] != orders["C02"]

    command = [*PROGRAM, "agree", str(series)]
    said = subprocess.run([*command, "--lang", "fr"], capture_output=True, text=True, check=True).stdout
    assert "kappa" in said
    counted = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
    gaze = json.loads(counted)["comparisons"][0]
    assert 0 < gaze["kappa"] < 1

    one = min(series.iterdir())
    with annotating(one, "--compare", "C01,C02") as address, opened(browser, address) as page:
        page.locator("#only").press("Space")
        expect(page.locator(".pair[data-difference]")).not_to_have_count(0)
        assert findings(page) == []

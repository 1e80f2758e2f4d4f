"""Textes in a real Chromium: typed by touch and by keyboard alone, undone, cut off, in two tabs, narrow."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nao_sessions.console.config import ConsoleConfig
from tests.browser.console_server import entered, served
from tests.browser.long_protocol import long_protocol

pytestmark = pytest.mark.browser

LIBRARY = Path(__file__).parents[2] / "protocols"
BILAN = "Merci d'avoir joué avec moi."
LONG = "Merci d'avoir joué avec moi aujourd'hui, et aussi avec tous les autres enfants."
KEPT = "Gardé en brouillon. Les séances gardent l'ancien texte jusqu'à la nouvelle version."
SMALLEST_TARGET_PX = 44

SMALL_TARGETS = """
(smallest) => [...document.querySelectorAll(
    'main :is(a, button, input:not([type=hidden]), textarea, summary)')]
  .filter(element => element.checkVisibility() && !element.classList.contains('visually-hidden'))
  .map(element => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
  .filter(([, box]) => box.height < smallest - 0.5)
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)
"""
LAID_OUT = """
() => document.querySelectorAll('main *').forEach(one => { one.style.contentVisibility = 'visible' })
"""
"""Rows that nobody has scrolled to have no size yet."""
NAMELESS = """
() => [...document.querySelectorAll(
    'main :is(a, button, input:not([type=hidden]), textarea, summary)')]
  .filter(element => !(element.ariaLabel || element.textContent.trim() || element.querySelector('img[alt]')
    || [...(element.labels ?? [])].some(label => label.textContent.trim())))
  .map(element => element.outerHTML.slice(0, 90))
"""
TOO_WIDE_PX = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Console:
    """A console that is served, and the folders behind it."""

    base: str
    entrance: str
    config: ConsoleConfig


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    protocols = tmp_path / "library"
    shutil.copytree(LIBRARY / "pictures", protocols / "pictures")
    for name in ("emotions", "rituel-bonjour"):
        shutil.copy(LIBRARY / f"{name}.yaml", protocols)
    (protocols / "long.yaml").write_text(long_protocol(), encoding="utf-8")
    keep = tmp_path / "keep"
    keep.mkdir(mode=0o700)
    config = ConsoleConfig("fr", protocols, tmp_path / "sessions", keep, rehearsal=True)
    with served(config) as (base, entrance):
        yield Console(base, entrance, config)


@contextmanager
def opened(browser: Browser, console: Console, stem: str = "emotions", **context: Any) -> Iterator[Page]:
    """Open the form of a protocol, and wait until its script is ready."""
    with entered(browser, console.base, console.entrance, f"/texts/{stem}", **context) as page:
        page.wait_for_selector("#texts-form[data-ready]")
        yield page


def sentence(page: Page) -> Locator:
    """Give the field of a sentence in the middle of the session."""
    return page.locator('[name="/steps/bilan/do/1/say"]')


def told(page: Page) -> Locator:
    """Give what the check tells at that field."""
    return page.locator('.texts-field[data-field="/steps/bilan/do/1/say"] .told-one')


def kept(console: Console, stem: str = "emotions") -> dict[str, str]:
    """Give what is kept of what was typed."""
    path = console.config.keep / "drafts" / "in-progress" / f"{stem}.json"
    changes: dict[str, str] = json.loads(path.read_bytes())["changes"]
    return changes


def test_by_touch_a_sentence_is_changed_checked_found_again_and_saved_as_a_draft(
    browser: Browser, console: Console
) -> None:
    with opened(browser, console, has_touch=True) as page:
        sentence(page).tap()
        sentence(page).fill(LONG)
        expect(told(page)).to_contain_text("13 mots en une phrase, plus que 8")
        expect(page.locator("#texts-counted")).to_have_text("1 point à corriger")
        expect(page.locator("#texts-status")).to_have_text(KEPT)
        page.reload()
        expect(sentence(page)).to_have_value(LONG)
        sentence(page).fill("Merci à toi.")
        expect(told(page)).to_have_count(0)
        page.locator("#texts-review").tap()
        expect(page.locator("main")).to_contain_text(
            "« Merci à toi. »".replace(" »", "\u00a0»").replace("« ", "«\u00a0")
        )
        page.get_by_role("button", name="Enregistrer la version 2.0.1").tap()
        expect(page.get_by_role("status").first).to_contain_text("Version 2.0.1 enregistrée, en brouillon.")
        assert page.url == f"{console.base}/texts/emotions-2.0.1?saved"
    draft = console.config.keep / "drafts" / "emotions-2.0.1" / "emotions-2.0.1.yaml"
    assert 'say: "Merci à toi."' in draft.read_text(encoding="utf-8")


def test_by_keyboard_alone_a_sentence_is_found_changed_reviewed_and_saved(
    browser: Browser, console: Console
) -> None:
    with opened(browser, console) as page:
        for _ in range(12):
            if page.evaluate("document.activeElement.id") == "texts-search":
                break
            page.keyboard.press("Tab")
        page.keyboard.type("d'avoir joué")
        expect(page.locator("#texts-status")).to_have_text("Textes trouvés\u00a0: 1")
        page.keyboard.press("Enter")
        expect(sentence(page)).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type("Merci à toi.")
        page.keyboard.press("Control+s")
        page.wait_for_url("**/review")
        for _ in range(12):
            if page.evaluate("document.activeElement.textContent").startswith("Enregistrer"):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/texts/emotions-2.0.1?saved")


def test_the_drawing_follows_what_is_typed(browser: Browser, console: Console) -> None:
    with opened(browser, console) as page:
        drawing = page.locator("#texts-drawing")
        before = drawing.get_attribute("src")
        sentence(page).fill("Une phrase neuve.")
        expect(drawing).not_to_have_attribute("src", before or "")
        assert page.evaluate("document.getElementById('texts-drawing').decode().then(() => true)")
        assert drawing.evaluate("image => image.naturalWidth") > 100


def test_what_was_typed_is_undone_and_done_again_over_the_whole_form(
    browser: Browser, console: Console
) -> None:
    with opened(browser, console) as page:
        title = page.locator('[name="/steps/bilan/title"]')
        before = title.input_value()
        title.fill("Fin")
        sentence(page).fill("Merci.")
        page.keyboard.press("Control+z")
        expect(sentence(page)).to_have_value(BILAN)
        page.locator("#texts-undo").click()
        expect(title).to_have_value(before)
        expect(page.locator("#texts-undo")).to_be_disabled()
        page.keyboard.press("Control+Shift+z")
        page.keyboard.press("Control+y")
        expect(title).to_have_value("Fin")
        expect(sentence(page)).to_have_value("Merci.")
        expect(page.locator("#texts-redo")).to_be_disabled()
        page.get_by_role("button", name="Remettre le texte d'avant").nth(1).click()
        expect(sentence(page)).to_have_value(BILAN)
        expect(page.locator("#texts-status")).to_have_text(KEPT)
    assert kept(console) == {"/steps/bilan/title": "Fin"}


def test_of_two_tabs_the_later_one_is_told_and_can_keep_its_own(browser: Browser, console: Console) -> None:
    with opened(browser, console) as first, opened(browser, console) as second:
        sentence(first).fill("Du premier.")
        expect(first.locator("#texts-status")).to_have_text(KEPT)
        sentence(second).fill("Du second.")
        expect(second.locator("#texts-conflict")).to_be_visible()
        assert kept(console) == {"/steps/bilan/do/1/say": "Du premier."}
        second.get_by_role("button", name="Garder ce qui est ici").click()
        expect(second.locator("#texts-status")).to_have_text(KEPT)
        assert kept(console) == {"/steps/bilan/do/1/say": "Du second."}
        sentence(first).fill("Encore du premier.")
        expect(first.locator("#texts-conflict")).to_be_visible()
        first.get_by_role("link", name="Voir l'autre version").click()
        expect(sentence(first)).to_have_value("Du second.")
        expect(first.locator(".texts-put-aside")).to_contain_text("Encore du premier.")


def test_cut_off_the_page_says_so_and_keeps_all_once_the_program_is_back(
    browser: Browser, console: Console
) -> None:
    with opened(browser, console) as page:
        page.context.set_offline(True)
        sentence(page).fill("Tapé hors ligne.")
        expect(page.locator("#texts-status")).to_contain_text("Plus de liaison avec le programme")
        page.context.set_offline(False)
        expect(page.locator("#texts-status")).to_have_text(KEPT)
    assert kept(console) == {"/steps/bilan/do/1/say": "Tapé hors ligne."}


def test_what_is_typed_just_before_the_page_is_left_is_kept(browser: Browser, console: Console) -> None:
    with opened(browser, console) as page:
        sentence(page).fill("Au dernier moment.")
        page.get_by_role("link", name="Tous les textes").click()
        expect(page.locator(".texts-chip-work")).to_have_count(1)
        page.goto(f"{console.base}/texts/emotions")
        expect(sentence(page)).to_have_value("Au dernier moment.")


def test_a_hostile_text_is_text_everywhere(browser: Browser, console: Console) -> None:
    hostile = """</textarea><img src=x onerror="alert('\\"')"><script>alert(1)</script> {participant}"""
    with opened(browser, console) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        sentence(page).fill(hostile)
        page.locator('[name="/duration/limit"]').evaluate(
            "(field) => { field.closest('details').open = true }"
        )
        page.locator('[name="/duration/limit"]').fill("<b>15</b>")
        expect(page.locator("#texts-told")).to_contain_text(
            "« <b>15</b> »".replace(" »", "\u00a0»").replace("« ", "«\u00a0")
        )
        page.reload()
        expect(sentence(page)).to_have_value(hostile)


def test_without_a_script_the_form_is_sent_whole_and_reviewed(browser: Browser, console: Console) -> None:
    with entered(
        browser, console.base, console.entrance, "/texts/emotions", java_script_enabled=False
    ) as page:
        sentence(page).fill("Sans script.")
        page.get_by_role("button", name="Relire et enregistrer…").click()
        expect(page.locator("main")).to_contain_text("Sans script.")
    assert kept(console) == {"/steps/bilan/do/1/say": "Sans script."}


def test_sixty_steps_are_a_folded_list_in_which_every_text_is_found(
    browser: Browser, console: Console
) -> None:
    with opened(browser, console, "long") as page:
        assert page.locator(".texts-section").count() == 63
        assert page.locator(".texts-section[open]").count() == 1
        assert page.locator(".texts-field").count() > 700
        page.locator("#texts-search").fill("sentence 57")
        field = page.locator('[name="/steps/etape_57/do/0/say/en"]')
        expect(field).to_be_visible()
        expect(page.locator('[name="/steps/etape_56/do/0/say/en"]')).to_be_hidden()
        field.fill("Sentence 57 is new.")
        expect(page.locator("#texts-status")).to_have_text(KEPT)
        page.locator("#texts-search").fill("")
        assert page.locator(".texts-section[open]").count() == 1
        page.locator("#texts-fold").click()
        assert page.locator(".texts-section[open]").count() == 63
        page.locator("#texts-fold").click()
        assert page.locator(".texts-section[open]").count() == 0
    assert kept(console, "long") == {"/steps/etape_57/do/0/say/en": "Sentence 57 is new."}


@pytest.mark.parametrize("width", [320, 512, 390, 1024])
def test_every_page_fits_its_targets_are_large_and_everything_has_a_name(
    browser: Browser, console: Console, width: int
) -> None:
    with opened(browser, console, viewport={"width": width, "height": 700}, has_touch=True) as page:
        sentence(page).fill(LONG)
        expect(told(page)).to_have_count(1)
        for path in ("", "/review", "/large"):
            page.goto(f"{console.base}/texts/emotions{path}")
            check_page(page, path)
        for path in ("/texts", "/texts/rituel-bonjour", "/checks/P401"):
            page.goto(f"{console.base}{path}")
            check_page(page, path)


def check_page(page: Page, path: str) -> None:
    """Hold a page to what every page must be."""
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(LAID_OUT)
    assert page.evaluate(TOO_WIDE_PX) <= 0, path
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET_PX) == [], path
    assert page.evaluate(NAMELESS) == [], path


@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"color_scheme": "dark"}])
def test_forced_colours_and_the_dark_scheme_show_what_was_changed(
    browser: Browser, console: Console, options: dict[str, Any]
) -> None:
    with opened(browser, console, **options) as page:
        sentence(page).fill("Changé.")
        expect(page.locator(".texts-changed")).to_have_count(1)
        box = sentence(page).evaluate(
            "(field) => [getComputedStyle(field).borderInlineStartWidth, getComputedStyle(field).boxShadow]"
        )
        assert (float(box[0].removesuffix("px")) > 4) == ("forced_colors" in options) or box[1] != "none"

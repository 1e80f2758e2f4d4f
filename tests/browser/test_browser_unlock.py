"""The lock of the console in a real Chromium: by touch, by keyboard; an open page leaves by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nao_sessions.privacy.persons import PersonsFile
from tests.browser.console_served import Served, served
from tests.browser.test_browser_console_front import NAMELESS, OVERFLOW_PX, SMALL_TARGETS, SMALLEST_TARGET_PX
from tests.console.console_house import house_in, put_people, put_protocol
from tests.console.pairing.paired_console import Clock
from tests.console.stub_launcher import StubLauncher

pytestmark = [
    pytest.mark.browser,
    pytest.mark.fair_weather("the lock is what happens to the page"),
]

SECRET = "cerise marteau nuage"
PICTURES = os.environ.get("NAO_SESSIONS_PICTURES")


@pytest.fixture
def clock() -> Clock:
    """The clock of the lock."""
    return Clock()


@pytest.fixture
def console(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A console that asks for persons: A01 in charge, and A02."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    PersonsFile.default().add(SECRET)
    PersonsFile.default().add("girafe tabouret lune")
    config = house_in(tmp_path)
    put_protocol(config, "tour-de-role")
    put_people(config, 3)
    with served(config, StubLauncher(config.sessions), clock_ns=clock) as answering:
        yield answering


@contextmanager
def tablet(browser: Browser, width: int = 820) -> Iterator[Page]:
    """Give a page of a screen that is touched."""
    context = browser.new_context(viewport={"width": width, "height": 1180}, has_touch=True)
    try:
        yield context.new_page()
    finally:
        context.close()


def picture(page: Page, name: str) -> None:
    """Take a picture where one is asked for."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def unlock(page: Page, code: str = "A01") -> None:
    """Unlock by touch."""
    page.get_by_text(code, exact=True).tap()
    page.get_by_label("Votre code secret").fill(SECRET)
    page.get_by_role("button", name="Déverrouiller").tap()


def test_a_person_unlocks_by_touch_goes_on_where_she_was_and_locks_by_a_button(
    browser: Browser, console: Served
) -> None:
    with tablet(browser) as page:
        page.goto(console.address)
        expect(page).to_have_title("La console est verrouillée")
        picture(page, "unlock")
        page.get_by_text("A01", exact=True).tap()
        page.get_by_label("Votre code secret").fill("mauvais code secret")
        page.get_by_role("button", name="Déverrouiller").tap()
        expect(page.get_by_role("alert")).to_contain_text("Ce n'est pas le code secret")
        expect(page.get_by_label("Votre code secret")).to_have_value("")
        picture(page, "unlock-wrong")
        unlock(page)
        expect(page.locator(".doors")).to_be_visible()
        page.get_by_role("button", name="Verrouiller").tap()
        expect(page).to_have_title("La console est verrouillée")
        page.go_back()
        expect(page).to_have_title("La console est verrouillée")


def test_an_open_page_leaves_for_the_lock_and_what_was_being_prepared_is_there_again(
    browser: Browser, console: Served, clock: Clock
) -> None:
    with tablet(browser) as page:
        page.goto(console.address)
        unlock(page)
        expect(page.locator(".doors")).to_be_visible()
        page.goto(f"{console.at}/prepare/tour-de-role")
        page.locator(".other").first.tap()
        chosen = page.locator("[id^=seat-]")
        expect(chosen).to_have_count(1)
        clock.pass_s(601)
        expect(page).to_have_title("La console est verrouillée")
        expect(page.get_by_text("Ce que vous prépariez est toujours là.")).to_be_visible()
        unlock(page)
        expect(page).to_have_url(f"{console.at}/prepare/tour-de-role")
        expect(chosen).to_have_count(1)


def test_the_keyboard_alone_unlocks(browser: Browser, console: Served) -> None:
    with tablet(browser) as page:
        page.goto(console.address)
        page.locator("input[type=radio]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type(SECRET)
        page.keyboard.press("Enter")
        expect(page.locator(".doors")).to_be_visible()


@pytest.mark.parametrize("width", [360, 820])
def test_the_pages_of_persons_fit_screen_and_finger(browser: Browser, console: Served, width: int) -> None:
    with tablet(browser, width) as page:
        page.goto(console.address)
        for path in ("/unlock", "/persons", "/journal"):
            page.goto(f"{console.at}{path}")
            assert page.evaluate(OVERFLOW_PX) == 0, path
            assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET_PX) == [], path
            assert page.evaluate(NAMELESS) == [], path
            picture(page, f"{path[1:]}-{width}")
            if path == "/unlock":
                unlock(page)
                expect(page.locator(".doors")).to_be_visible()

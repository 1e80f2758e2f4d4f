"""Devices of the room join the console in a real Chromium: by the code on the screen, and by typing it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from tests.browser.chromium import ARGUMENTS, CHROMIUM, scanned
from tests.browser.console_networked import Networked, networked
from tests.browser.weather import let_strike
from tests.console.pairing.paired_console import NoLauncher

pytestmark = pytest.mark.browser

TABLET, PHONE, LAPTOP = (1024, 768), (390, 844), (1440, 900)
PICTURES = os.environ.get("PICTURES_OF_PAGES")
"""Where the pictures of the pages are kept, for whoever wants to look at them."""


async def _board(request: Request) -> Response:
    return HTMLResponse(
        '<!doctype html><title>board</title><p id="state">…</p>'
        '<script type="module" src="/board/P07/picture/board.js"></script>'
    )


async def _script(request: Request) -> Response:
    script = (
        'new EventSource("/board/P07/stream").onmessage = (event) => '
        '{ document.querySelector("#state").textContent = event.data; };'
    )
    return Response(script, media_type="text/javascript")


async def _state(request: Request) -> Response:
    async def states() -> AsyncIterator[str]:
        yield "data: the first state\n\n"
        await asyncio.Event().wait()

    return StreamingResponse(states(), media_type="text/event-stream")


BOARD = (
    Route("/board/P07", _board),
    Route("/board/P07/picture/board.js", _script),
    Route("/board/P07/stream", _state),
)
"""A board of the test's own: what is timed is the way in, up to the first state of a stream."""


@pytest.fixture
def config(tmp_path: Path) -> ConsoleConfig:
    return ConsoleConfig("fr", tmp_path, tmp_path, tmp_path / "keep", rehearsal=True)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield started
    started.close()


@contextmanager
def _prepared(
    playwright: Playwright, console: Networked, profile: Path, size: tuple[int, int] = TABLET
) -> Iterator[Page]:
    """Start a Chromium of its own that takes this console's certificate and no other: a prepared tablet."""
    width, height = size
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=[*ARGUMENTS, f"--ignore-certificate-errors-spki-list={console.key}"],
        viewport={"width": width, "height": height},
        has_touch=True,
        locale="fr-FR",
    )
    try:
        yield context.pages[0]
    finally:
        context.close()


def _leading(browser: Browser, console: Networked, size: tuple[int, int] = LAPTOP) -> Page:
    width, height = size
    page = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR").new_page()
    page.goto(console.address)
    page.wait_for_url(f"{console.here}/")
    page.goto(f"{console.here}/pair")
    let_strike(page)
    return page


def _shown_code(page: Page, role: str, child: str = "") -> None:
    page.get_by_role("radio", name=role).check()
    if child:
        page.get_by_label("Code de l'enfant").fill(child)
    page.get_by_role("button", name="Afficher le code").click()
    page.wait_for_selector(".pairing-qr")


def _keep_picture(page: Page, name: str) -> None:
    page.wait_for_load_state()
    if PICTURES is not None:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_a_prepared_tablet_joins_by_the_code_on_the_screen(
    playwright: Playwright, browser: Browser, config: ConsoleConfig, tmp_path: Path
) -> None:
    with networked(config, NoLauncher(), more=BOARD) as console:
        page = _leading(browser, console)
        _shown_code(page, "Tableau", "P07")
        _keep_picture(page, "code-laptop")
        address = scanned(page)
        assert address.startswith(f"{console.room}/join#")
        with _prepared(playwright, console, tmp_path / "tablet") as tablet:
            began = time.perf_counter()
            tablet.goto(address, wait_until="commit")
            expect(tablet.locator("#state")).to_have_text("the first state")
            print(f"from the scanned address to the first state: {time.perf_counter() - began:.2f} s")
            assert tablet.url == f"{console.room}/board/P07"
            expect(page.locator(".pairing-standing")).to_have_text("Tableau P07 (1) est entré.")
            expect(page.locator(".pairing-qr")).to_have_count(0)
            _keep_picture(page, "code-used-laptop")
        page.context.close()


def test_a_phone_joins_by_a_typed_code_and_the_keyboard_alone(
    playwright: Playwright, browser: Browser, config: ConsoleConfig, tmp_path: Path
) -> None:
    with networked(config, NoLauncher(), more=BOARD) as console:
        page = _leading(browser, console, TABLET)
        _keep_picture(page, "pair-tablet")
        _shown_code(page, "Tableau", "P07")
        _keep_picture(page, "code-tablet")
        code = page.locator(".pairing-typed").inner_text()
        with _prepared(playwright, console, tmp_path / "phone", PHONE) as phone:
            phone.goto(f"{console.room}/")  # the refusal leads to where one joins
            phone.wait_for_url("**/join")
            _keep_picture(phone, "join-phone")
            phone.keyboard.press("Tab")
            phone.keyboard.press("Tab")
            expect(phone.get_by_label("Code", exact=True)).to_be_focused()
            phone.keyboard.type("ACDE-FGHJ")
            phone.keyboard.press("Enter")
            expect(phone.get_by_role("alert")).to_contain_text("Ce code n'est pas bon")
            _keep_picture(phone, "join-refused-phone")
            phone.get_by_label("Code", exact=True).fill(code.lower())
            phone.keyboard.press("Enter")
            expect(phone.locator("#state")).to_have_text("the first state")
        page.goto(f"{console.here}/pair")
        expect(page.locator("[data-warnings]")).to_contain_text("Des codes faux ont été essayés")
        page.context.close()


def test_a_device_that_is_forgotten_is_out_and_a_connected_one_is_shown_as_such(
    playwright: Playwright, browser: Browser, config: ConsoleConfig, tmp_path: Path
) -> None:
    with networked(config, NoLauncher(), more=BOARD) as console:
        page = _leading(browser, console)
        invitation = console.network.pairing.invite("board", "P07", config.names)
        with _prepared(playwright, console, tmp_path / "tablet") as tablet:
            tablet.goto(f"{console.room}/join#{invitation.scanned}")
            expect(tablet.locator("#state")).to_have_text("the first state")
            line = page.locator(".pairing-device")  # it comes by itself
            expect(line.locator("[data-state]")).to_have_text("connecté")
            _keep_picture(page, "devices-laptop")
            page.get_by_role("button", name="Oublier cet appareil : Tableau P07 (1)").click()
            expect(page.locator(".pairing-device")).to_have_count(0)
            tablet.reload()
            tablet.wait_for_url("**/join")
        page.context.close()


def test_pages_and_devices_come_back_by_themselves_when_the_console_is_started_again(
    playwright: Playwright, browser: Browser, config: ConsoleConfig, tmp_path: Path
) -> None:
    with networked(config, NoLauncher(), more=BOARD) as console:
        port = int(console.here.rpartition(":")[2])
        page = _leading(browser, console)
        expect(page.get_by_role("heading", name="Appareils reliés")).to_be_visible()
        invitation = console.network.pairing.invite("board", "P07", config.names)
        with _prepared(playwright, console, tmp_path / "tablet") as tablet:
            tablet.goto(f"{console.room}/join#{invitation.scanned}")
            expect(tablet.locator("#state")).to_have_text("the first state")
    expect(page.locator("[data-warnings]")).to_contain_text("n'est plus à jour", timeout=15_000)
    with networked(config, NoLauncher(), port, more=BOARD) as console:
        expect(page.locator("[data-warnings]")).to_be_empty(timeout=15_000)
        page.reload()
        expect(page.locator(".pairing-device-name")).to_have_text("Tableau P07 (1)")
        with _prepared(playwright, console, tmp_path / "tablet") as tablet:
            tablet.goto(f"{console.room}/")
            expect(tablet.locator("#state")).to_have_text("the first state")
        page.context.close()


@pytest.mark.parametrize(("width", "height"), [(320, 640), PHONE], ids=["320 px", "phone"])
def test_the_pages_fit_a_small_screen_and_nothing_is_too_small_to_touch(
    playwright: Playwright, browser: Browser, config: ConsoleConfig, tmp_path: Path, width: int, height: int
) -> None:
    with networked(config, NoLauncher()) as console:
        page = _leading(browser, console, (width, height))
        _fits(page)
        _keep_picture(page, f"pair-{width}")
        page.locator("summary").click()
        _fits(page)
        _keep_picture(page, f"authority-{width}")
        _shown_code(page, "Observateur")
        _fits(page)
        _keep_picture(page, f"code-{width}")
        with _prepared(playwright, console, tmp_path / "phone", (width, height)) as phone:
            phone.goto(f"{console.room}/join")
            _fits(phone)
        page.context.close()


@pytest.mark.parametrize(
    "looks", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["dark", "forced-colours"]
)
def test_a_code_can_be_scanned_whatever_the_colours_of_the_page(
    browser: Browser, config: ConsoleConfig, looks: dict[str, Any]
) -> None:
    with networked(config, NoLauncher()) as console:
        page = _leading(browser, console)
        page.emulate_media(**looks)
        _keep_picture(page, f"pair-{next(iter(looks.values()))}")
        _shown_code(page, "Observateur")
        _keep_picture(page, f"code-{next(iter(looks.values()))}")
        assert scanned(page).startswith(f"{console.room}/join#")
        page.context.close()


def test_a_code_is_asked_for_by_keyboard_alone(browser: Browser, config: ConsoleConfig) -> None:
    with networked(config, NoLauncher()) as console:
        page = _leading(browser, console)
        page.get_by_role("radio", name="Observateur").focus()
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("radio", name="Second adulte")).to_be_checked()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Afficher le code")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Second adulte")).to_be_visible()
        page.context.close()


def _fits(page: Page) -> None:
    """Nothing is wider than the screen, and what can be pressed is 44 px or more."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    small = page.evaluate(
        """() => [...document.querySelectorAll("a.button, button, summary, .card, input:not([type=radio])")]
            .filter((one) => one.checkVisibility())
            .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_pairing(
    browser: Browser, config: ConsoleConfig, scheme: Any
) -> None:
    with networked(config, NoLauncher()) as console:
        context = browser.new_context(
            bypass_csp=True, ignore_https_errors=True, color_scheme=scheme, locale="fr-FR"
        )
        page = context.new_page()
        page.goto(console.address)
        page.wait_for_url(f"{console.here}/")
        page.goto(f"{console.here}/pair")
        let_strike(page)
        page.locator("summary").click()
        found = _violations(page)
        _shown_code(page, "Observateur")
        found += _violations(page)
        page.goto(f"{console.room}/join")
        page.get_by_label("Code", exact=True).fill("ACDEFGHJ")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        assert found + _violations(page) == []
        context.close()


def _violations(page: Page) -> list[str]:
    page.wait_for_load_state()
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]

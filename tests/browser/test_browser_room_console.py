"""The whole console on a room's network: a session led from one tablet, watched and stopped from another.

The command itself runs, with its simulator; 127.0.0.2 stands for this computer's address in the room.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from nao_sessions.web.server import listen
from tests.browser.chromium import ARGUMENTS, CHROMIUM, scanned
from tests.browser.weather import let_strike

pytestmark = pytest.mark.browser

ROOM = "127.0.0.2"
PATIENCE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Running:
    """The command as it runs, and where the leading computer enters."""

    process: subprocess.Popen[str]
    address: str

    @property
    def here(self) -> str:
        """Give the origin of the pages on this computer."""
        return self.address.partition("/enter")[0]

    @property
    def room(self) -> str:
        """Give the origin of the pages on the room's network."""
        return f"https://{ROOM}:{self.here.rpartition(':')[2]}"

    def kill(self) -> None:
        """Kill the process that serves, as a crash would."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        serving = [
            int(child)
            for child in children
            if "nao_sessions.console.process" in Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        ]
        assert len(serving) == 1
        os.kill(serving[0], signal.SIGKILL)


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Running]:
    command = [sys.executable, "-c", "from nao_sessions.cli.main import main; main()", "console"]
    options = ["--simulator", "--no-room", "--network", ROOM, "--no-browser", "--lang", "fr"]
    folders = ["--keep", str(tmp_path / "keep"), "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        [*command, *options, *folders, "--port", str(_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield Running(process, process.stdout.readline().strip())
        finally:
            process.terminate()
            process.wait(timeout=60)


def _port() -> int:
    """Give a port that is free now, so that two runs beside each other do not meet."""
    with listen() as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def _leading(browser: Browser, console: Running) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(console.address)
    page.wait_for_url(f"{console.here}/")
    let_strike(page)
    yield page
    context.close()


def _scanned(leading: Page, console: Running, role: str) -> str:
    """Ask for a code, and read the address off the screen as a camera does."""
    leading.goto(f"{console.here}/pair")
    leading.get_by_role("radio", name=role).check()
    leading.get_by_role("button", name="Afficher le code").click()
    return scanned(leading)


@contextmanager
def _tablet(browser: Browser, address: str) -> Iterator[Page]:
    """Open an address that was scanned; the tablet takes the certificate as one does that was prepared."""
    context = browser.new_context(
        ignore_https_errors=True, has_touch=True, viewport={"width": 1024, "height": 768}, locale="fr-FR"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    page.wait_for_url(lambda at: "/join" not in at)
    let_strike(page)
    yield page
    context.close()


def test_a_session_is_led_from_one_tablet_and_stopped_from_another(
    browser: Browser, console: Running
) -> None:
    with (
        _leading(browser, console) as leading,
        _tablet(browser, _scanned(leading, console, "Console")) as tablet,
    ):
        tablet.goto(f"{console.room}/prepare/attention-conjointe")
        tablet.locator(".other").first.tap()
        tablet.locator(".asked").get_by_role("radio", name="Oui", exact=True).first.tap()
        expect(tablet.locator("#remaining")).to_have_text("Tout est prêt.", timeout=PATIENCE_MS)
        tablet.locator("button[value=begin]").tap()
        tablet.wait_for_url(f"{console.room}/session")
        address = _scanned(leading, console, "Observateur")
        began = time.perf_counter()
        with _tablet(browser, address) as watching:
            expect(watching.get_by_text("Pour vous")).to_be_visible(timeout=PATIENCE_MS)
            print(f"from the scanned address to the session: {time.perf_counter() - began:.2f} s")
            assert watching.url == f"{console.room}/watch"
            with watching.expect_response("**/stop") as pressed:
                watching.get_by_role("button", name="Arrêter").tap()
            assert pressed.value.status == 200
            assert pressed.value.url.startswith(f"https://{ROOM}:")
            expect(tablet.get_by_text("Nao est arrêté").first).to_be_visible(timeout=PATIENCE_MS)


def test_a_console_that_is_killed_finds_its_tablets_where_they_were(
    browser: Browser, console: Running
) -> None:
    with (
        _leading(browser, console) as leading,
        _tablet(browser, _scanned(leading, console, "Console")) as tablet,
    ):
        expect(tablet.get_by_role("heading", level=1)).to_be_visible()
        console.kill()
        leading.goto(f"{console.here}/pair")  # the socket waits for the next process
        expect(leading.locator(".pairing-device-name")).to_have_text("Console 1")
        tablet.reload()
        assert tablet.url == f"{console.room}/"
        expect(tablet.get_by_role("heading", level=1)).to_be_visible()

"""A console as it is installed: the command, a simulator, and a professional's hands in Chromium."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

from nao_sessions.core.events import Event
from nao_sessions.record.log import read_log
from tests.browser.weather import let_strike

WORKSHOP = Path(__file__).with_name("workshop")
PROTOCOL = "a-tour-de-role"
TABLET = {"width": 1024, "height": 768}
PATIENT_MS = 60_000


@dataclass
class Room:
    """A console under way: where its pages are, and where it keeps what it makes."""

    address: str
    folder: Path
    process: subprocess.Popen[str]

    @property
    def at(self) -> str:
        """Give the pages' origin."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def session(self) -> Path:
        """Give the folder of the session that was begun last."""
        folders = [one for one in (self.folder / "sessions").iterdir() if one.is_dir()]
        return max(folders, key=lambda folder: (folder / "events.jsonl").stat().st_ctime_ns)

    def events(self, kind: str) -> list[Event]:
        """Give the lines of the session's log of a kind."""
        return [event for event in read_log(self.session / "events.jsonl").events if event.kind == kind]

    @property
    def server(self) -> int:
        """Return the process that serves the pages and runs the session."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            if b"nao_sessions.console.process" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
        raise AssertionError("no process serves the console")

    def close_session(self, browser: Browser) -> None:
        """Close the session that a test has left, as a person would, and wait until its folder is closed."""
        context, page = device(browser, self)
        page.goto(f"{self.at}/session")
        if page.url.endswith("/session") and page.locator("#session").count():
            expect(page.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)  # who leads is known by then
            if page.locator("#control-line").is_visible():
                page.locator("#take-over").tap()
            page.locator("#more").tap()
            page.locator("#more-panel [data-act=close]").tap()
            page.wait_for_url("**/after/**", timeout=60_000)
        context.close()

    def calls(self, method: str) -> list[dict[str, Any]]:
        """Give what the simulator was asked by a method, so far."""
        lines = (self.folder / "trace.jsonl").read_text(encoding="utf-8").splitlines()
        return [call for call in map(json.loads, lines) if call.get("method") == method]


@contextmanager
def console_room(
    folder: Path, *arguments: str, speed: float = 5.0, robot: Sequence[str] = ()
) -> Iterator[Room]:
    """Run the command on a simulator of its own, or on a robot; it is ended as by a closed terminal."""
    command = [sys.executable, "-c", "from nao_sessions.cli.main import main; main()", "console"]
    on = robot or ("--simulator", "--trace", str(folder / "trace.jsonl"))
    command += [*on, "--no-browser", "--lang", "fr", "--speed", str(speed)]
    command += ["--protocols", str(WORKSHOP), "--out", str(folder / "sessions")]
    command += ["--keep", str(folder / "keep"), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    with process.stdout:
        try:
            yield Room(process.stdout.readline().strip(), folder, process)
        finally:
            process.terminate()
            process.wait(timeout=60)


@dataclass
class Hands:
    """The professional's hands on one device: every press is counted."""

    page: Page
    how: str
    presses: int = 0
    per_trial: list[int] = field(default_factory=list)

    def press(self, selector: str) -> None:
        """Press something on the screen: with a finger, or with the keyboard alone."""
        self.presses += 1
        target = self.page.locator(selector)
        expect(target).to_be_enabled(timeout=PATIENT_MS)
        if self.how == "touch":
            target.tap()
        else:
            target.focus()
            self.page.keyboard.press("Enter")

    def key(self, code: str) -> None:
        """Press a key, of the keyboard or of the clicker."""
        self.presses += 1
        self.page.keyboard.press(code)


def device(browser: Browser, room: Room, *, touch: bool = True, **more: Any) -> tuple[BrowserContext, Page]:
    """Give a tablet that has come in by the printed address."""
    context = browser.new_context(
        **{"viewport": TABLET, "has_touch": touch, "locale": "fr-FR", "reduced_motion": "reduce", **more}
    )
    page = context.new_page()
    page.set_default_timeout(PATIENT_MS)
    page.goto(room.address)
    page.wait_for_url(room.at + "/")
    return context, page


def prepare(hands: Hands, room: Room) -> None:
    """Choose the protocol and the two children, who are remembered from the last time, and begin."""
    page = hands.page
    page.goto(f"{room.at}/")
    hands.press(f"a[href='/prepare/{PROTOCOL}'] >> nth=0")
    page.wait_for_url(f"**/prepare/{PROTOCOL}")
    for code in ("V01", "V02"):
        if page.locator(f"input[name=participant][value={code}]").count():
            continue
        hands.press(f"button[value='add:{code}']")
        page.wait_for_selector(f"input[name=participant][value={code}]", state="attached")
    hands.press("button[value=begin]")
    page.wait_for_url("**/session*")
    expect(page.locator("#doing")).not_to_be_empty()


def begun(browser: Browser, room: Room) -> tuple[BrowserContext, Page, Hands]:
    """Return a tablet whose session is in its first trial."""
    context, page = device(browser, room)
    hands = Hands(page, "touch")
    prepare(hands, room)
    expect(page.locator("#yes-label")).to_have_text("On commence", timeout=PATIENT_MS)
    readable(page)
    hands.press("#yes")
    trial_is_open(page, 1, "V01")
    expect(page.locator("body")).not_to_contain_text(re.compile(r"\bV0\d"))
    return context, page, hands


def waits_for(turn: str) -> str:
    """Give what a page says while a part (``V01``) is to answer."""
    return f"Nao attend la réponse de {turn.replace('V0', 'Rôle ')}"


def trial_is_open(page: Page, number: int, turn: str) -> None:
    """Wait until a child's trial waits for an answer; a safe moment for the weather. ``turn``: its code."""
    doing, leads = page.locator("#doing"), page.locator("#control-line")
    waits = waits_for(turn)
    expect(doing).to_have_text(waits, timeout=PATIENT_MS)
    assert number >= 1
    led = leads.is_hidden()

    def ready() -> None:
        expect(page.locator("#cut-off")).to_be_hidden(timeout=PATIENT_MS)
        expect(doing).to_have_text(waits, timeout=PATIENT_MS)
        expect(leads).to_be_visible(visible=not led)

    let_strike(page, ready)


def readable(page: Page) -> None:
    """Wait as long as a person needs to see what has changed: a press sooner was meant for what was there."""
    page.wait_for_timeout(300)

"""A console with a session and the screen that leads it: the fixture ``lead``, and its protocols."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from nao_sessions.console.launcher import SessionRequest
from nao_sessions.console.people import read_people
from nao_sessions.console.session_registry import RunningSession
from tests.browser.console_served import Served, served
from tests.browser.weather import let_strike
from tests.console.console_house import house_in, put_people
from tests.console.stub_launcher import StubLauncher

PATIENT_MS = 60_000

PROTOCOL = """\
protocol: 1
id: choisir
version: "1.0.0"
title: "Choisir"
language: fr
goals: ["Choisir"]
duration: {expected: 2 min, limit: 40 min}
participants: {min: 1, max: 4}
commands:
  finish: {next: fin}
items:
  tailles: [{id: taille}]
start: bonjour
steps:
  bonjour:
    do: [{say: "Bonjour !"}]
    buttons: [{label: "On commence", next: choix, main: true}]
  choix:
    trials:
      items: tailles
      count: 1
      ask: [{say: "Le grand ou le petit ?"}]
      answers:
        grand: [{word: grand}]
        petit: [{word: petit}]
      patience: 10 min
    next: fin
  fin:
    do: [{say: "Au revoir !"}]
    buttons: [{label: "Fini", next: bout, main: true}]
    after: {wait: 5 min, next: bout}
  bout: {end: completed}
"""
WITH_HELPS = PROTOCOL.replace(
    "      patience: 10 min\n",
    """\
      correct: grand
      patience: 10 min
      prompts:
        - {help: verbal, do: [{say: "Il est haut."}]}
        - {help: gestural, do: [{say: "Regarde mes bras."}]}
""",
)


WITH_STOP = PROTOCOL.replace("items:\n", "always: {when: [{word: [stop], next: fin}]}\nitems:\n", 1)


SHORT = PROTOCOL.replace("limit: 40 min", "limit: 3 min")
"""Its time runs out in nine seconds of a test: it is played twenty times as fast."""
_CHOICE = WITH_HELPS[WITH_HELPS.index("  choix:\n") : WITH_HELPS.index("    next: fin\n  fin:")]
IN_TURNS = (
    WITH_HELPS.replace(
        _CHOICE,
        "  choix:\n    each: participant\n    start: essai\n    steps:\n"
        + "".join(f"    {line}\n" for line in _CHOICE.replace("choix", "essai").splitlines())
        + "        next: done\n",
    )
    .replace("grand: [{word: grand}]", "grand: [{word: grand}, {board: grand}]")
    .replace("petit: [{word: petit}]", "petit: [{word: petit}, {board: petit}]")
    .replace("[{id: taille}]", "[{id: taille}, {id: autre}]")
    .replace("count: 1", "count: 2")
)
"""Each child has a turn, and may answer on the board."""


@dataclass
class Lead:
    """The console, its session, and the screen that leads it."""

    console: Served
    launcher: StubLauncher
    running: RunningSession
    context: BrowserContext
    page: Page

    def do(self, act: Callable[..., Any], *given: Any) -> None:
        """Do something on the session's loop, and tell everybody who looks on."""

        async def doing() -> None:
            act(*given)
            self.console.registry.changed()

        asyncio.run_coroutine_threadsafe(doing(), self.console.loop).result(timeout=30)

    def open(self, path: str = "/session", width: int = 1024, height: int = 768) -> Page:
        """Open another screen."""
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.goto(self.console.at + path)
        expect(page.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)
        return page

    def to_the_question(self) -> None:
        """Go on until the question of two answers waits for one."""
        self.console.wait(lambda view: bool(view.buttons) and view.sentence is None)
        self.console.put("button", id=self.running.view.buttons[0].id)
        self.console.wait(lambda view: view.trial is not None and view.trial.open)
        waits = self.page.locator("#session:not(.stale) #doing")
        expect(waits).to_contain_text("Nao attend", timeout=PATIENT_MS)
        let_strike(
            self.page, lambda: expect(waits).to_contain_text("Nao attend", timeout=PATIENT_MS), surely=True
        )


@pytest.fixture
def lead(tmp_path: Path, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Lead]:
    config = house_in(tmp_path)
    put_people(config, 4)
    protocol = config.protocols / "choisir.yaml"
    protocol.write_text(getattr(request, "param", PROTOCOL), encoding="utf-8")
    launcher = StubLauncher(
        config.sessions, speed=20.0 if "limit: 3 min" in protocol.read_text("utf-8") else 1.0
    )
    codes = tuple(person.code for person in read_people(config.keep).everybody)
    with served(config, launcher, session_page=True) as console:
        beginning = asyncio.run_coroutine_threadsafe(
            launcher.begin(SessionRequest(protocol, codes)), console.loop
        )
        running = beginning.result(timeout=30)
        console.loop.call_soon_threadsafe(console.registry.enter, running)
        console.wait(lambda view: bool(view.step))
        context = browser.new_context(
            viewport={"width": 1024, "height": 768}, locale="fr-FR", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(console.address)
        page.goto(f"{console.at}/session")
        leads = page.locator("#session:not(.stale) #pause:enabled")

        def ready() -> None:
            expect(leads).to_be_visible(timeout=PATIENT_MS)
            expect(page.locator("#doing")).not_to_be_empty()

        ready()
        let_strike(page, ready)
        yield Lead(console, launcher, running, context, page)
        context.close()


def lit(page: Page) -> list[str]:
    """Give what can be pressed: its words, without its key."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('#session button')]
        .filter((one) => !one.matches(':disabled') && one.checkVisibility())
        .map((one) => one.childNodes[0].textContent.trim() || one.textContent.trim())"""
    )
    return found

"""A console's pages served for a browser test: no robot, no session that runs, a door of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
from browser.chromium import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, Page, sync_playwright
from weather import let_strike

from nao_sessions.console.app import application
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.launcher import ConsoleLauncher
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.server import listen

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
"""Chromium's own beeping microphone, allowed without a question."""


@contextmanager
def served(config: ConsoleConfig) -> Iterator[tuple[str, str]]:
    """Serve a house; give the address without its path, and the one to enter by."""
    listening = listen()
    port = int(listening.getsockname()[1])
    door = AccessPolicy(port)
    launcher = cast(ConsoleLauncher, None)  # nothing here sets a session up
    app = application(config, SessionRegistry(), launcher, door)
    server = uvicorn.Server(uvicorn.Config(app, http="h11", ws="none", lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}", door.address()
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@contextmanager
def chromium_with_microphone() -> Iterator[Browser]:
    """Start a Chromium whose microphone beeps, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *MICROPHONE])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def entered(browser: Browser, base: str, entrance: str, path: str, **context: Any) -> Iterator[Page]:
    """Enter a console and open one of its pages; a script's error or a refused policy fails the test."""
    context.setdefault("viewport", {"width": 1024, "height": 768})
    here = browser.new_context(reduced_motion="reduce", **context)
    page = here.new_page()
    try:
        page.goto(entrance)
        page.wait_for_url(f"{base}/")
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: errors.append(m.text) if "Policy" in m.text else None)
        page.goto(f"{base}{path}")
        let_strike(page)
        yield page
    finally:
        here.close()
    assert errors == [], errors

"""Chromium for the tests of pages, the server that it asks, and what a page showed on its screen.

Pictures are read off screenshots, so that what is judged is what a person would have seen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Browser, Locator, Page, Route, sync_playwright

from tests.timecode import read

CHROMIUM = os.environ.get("TESTS_CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The same engine without its window takes half the work; TESTS_CHROMIUM names another one."""
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def replaying(folder: Path, *options: str) -> Iterator[str]:
    """Run ``nao-sessions replay`` and give the address that it prints; it is ended as by Ctrl-C."""
    command = [sys.executable, "-c", "from nao_sessions.cli.main import main; main()", "replay"]
    process = subprocess.Popen(
        [*command, str(folder), "--no-browser", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(timeout=10)


@contextmanager
def opened(
    browser: Browser, address: str, width: int = 1600, height: int = 1100, *, before: str = ""
) -> Iterator[Page]:
    """Open a replay and wait until it is ready; a script's error or a refused request fails the test.

    The script ``before`` runs before those of the page.
    """
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.add_init_script(before)
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("response", lambda answer: errors.append(answer.url) if answer.status >= 400 else None)
    try:
        page.goto(address)
        page.wait_for_selector("main[aria-busy=false]")
        yield page
    finally:
        context.close()
    assert errors == [], errors


def in_scheme(page: Page, scheme: str) -> None:
    """Show a replay light or dark: loaded anew, since its canvas follows some time later."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.reload()
    page.wait_for_selector("main[aria-busy=false]")


def strip_of(video: Locator, width_px: int, height_px: int) -> int | None:
    """Read the timecode strip off a screenshot of a video element (CLOCK_MONOTONIC ns)."""
    image = cv2.imdecode(np.frombuffer(video.screenshot(), dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    height, width = image.shape
    scale = min(width / width_px, height / height_px)  # object-fit: contain
    shown_width, shown_height = round(width_px * scale), round(height_px * scale)
    left, top = (width - shown_width) // 2, (height - shown_height) // 2
    shown = image[top : top + shown_height, left : left + shown_width]
    return read(cv2.resize(shown, (width_px, height_px), interpolation=cv2.INTER_AREA))


def intercept(page: Page, url: str, handler: Callable[[Route], object]) -> None:
    """Route the requests of a page that is open already, and wait until it asks the one who answers here.

    Chromium tells a page that runs a little after it has told us: on a busy machine one request slips by.
    """
    page.route(url, handler)
    page.route("**/*?intercepted", lambda route: route.fulfill(status=200, body="intercepted"))
    page.wait_for_function(
        "async () => (await (await fetch(location.pathname + '?intercepted')).text()) === 'intercepted'"
    )
    page.unroute("**/*?intercepted")


def scanned(page: Page) -> str:
    """Read the code of a pairing off the screen, as a camera does.

    OpenCV's first detector does not read one code in sixty, however well it is printed; its other one does.
    """
    picture = page.locator(".pairing-qr").screenshot()
    image = cv2.imdecode(np.frombuffer(picture, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return cv2.QRCodeDetectorAruco().detectAndDecode(image)[0]

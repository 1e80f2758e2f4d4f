"""A hostile page in a real Chromium that holds the console's cookies: on another port, another name, rebound.

What it manages is read off what came through the console's doors: nothing may.
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from nao_sessions.console.config import ConsoleConfig
from tests.browser.chromium import ARGUMENTS, CHROMIUM
from tests.browser.console_networked import Networked, networked
from tests.console.pairing.paired_console import NoLauncher

pytestmark = [pytest.mark.browser, pytest.mark.fair_weather("its pages are a stranger's")]

REBOUND = "rebound.example"
ELSEWHERE = "elsewhere.example"
"""Names of the attacker's that lead to this computer."""

MARK = "attack=1"
"""In the address of everything that a hostile page asks for."""

# Each attack ends by itself, and tells whether anything of an answer could be read.
ATTACKS = {
    "fetch": """async (at) => (await fetch(at + "/pair?attack=1", {credentials: "include"})).text()""",
    "fetch without reading": """async (at) => (await fetch(at + "/pair/forget?attack=1",
        {method: "POST", mode: "no-cors", credentials: "include",
         body: new URLSearchParams({device: "x"})})).text()""",
    "fetch of JSON": """async (at) => (await fetch(at + "/session/act?attack=1",
        {method: "POST", credentials: "include", headers: {"content-type": "application/json"},
         body: "{}"})).text()""",
    "beacon": """(at) => { navigator.sendBeacon(at + "/pair/forget?attack=1", "device=x"); return ""; }""",
    "image": """(at) => new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve("seen"); image.onerror = () => resolve("");
        image.src = at + "/static/icon.svg?attack=1"; })""",
    "script": """(at) => new Promise((resolve) => {
        const script = document.createElement("script");
        script.onload = () => resolve("ran"); script.onerror = () => resolve("");
        script.src = at + "/static/pairing.js?attack=1"; document.head.append(script); })""",
    "style": """(at) => new Promise((resolve) => {
        const link = document.createElement("link"); link.rel = "stylesheet";
        link.onload = () => resolve("styled"); link.onerror = () => resolve("");
        link.href = at + "/static/look.css?attack=1"; document.head.append(link); })""",
    "stream": """(at) => new Promise((resolve) => {
        const stream = new EventSource(at + "/pair/events?attack=1", {withCredentials: true});
        stream.onmessage = (event) => resolve(event.data);
        stream.onerror = () => { stream.close(); resolve(""); }; })""",
    "socket": """(at) => new Promise((resolve) => {
        const socket = new WebSocket(at.replace("http", "ws") + "/pair/events?attack=1");
        socket.onopen = () => resolve("open"); socket.onerror = () => resolve(""); })""",
    "frame": """(at) => new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.onload = () => { try { resolve(frame.contentDocument?.body.innerText ?? ""); }
            catch { resolve(""); } };
        frame.src = at + "/pair?attack=1"; document.body.append(frame); })""",
    "form into a frame": """(at) => new Promise((resolve) => {
        const frame = document.createElement("iframe"); frame.name = "target"; document.body.append(frame);
        const form = document.createElement("form"); form.method = "post"; form.target = "target";
        form.action = at + "/pair/forget?attack=1"; document.body.append(form);
        frame.onload = () => resolve(""); form.submit(); setTimeout(() => resolve(""), 1000); })""",
}


class _Hostile(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = b"<!doctype html><title>hostile</title><body>hostile"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()


@contextmanager
def _hostile_server() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hostile)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def hostile() -> Iterator[int]:
    with _hostile_server() as port:
        yield port


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    rules = f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1, MAP {ELSEWHERE} 127.0.0.1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, rules])
        yield started
        started.close()


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Networked]:
    folder = tmp_path_factory.mktemp("console")
    with networked(
        ConsoleConfig("fr", folder, folder, folder / "keep", rehearsal=True), NoLauncher()
    ) as running:
        yield running


@pytest.fixture
def victim(browser: Browser, console: Networked) -> Iterator[BrowserContext]:
    """A browser that holds the leading computer's cookie, and a paired device's."""
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.goto(console.address)
    page.wait_for_url(f"{console.here}/")
    code = console.network.pairing.invite(
        "lead", None, ConsoleConfig("fr", Path(), Path(), Path(), False).names
    )
    page.goto(f"{console.room}/join#{code.scanned}")
    page.wait_for_url(f"{console.room}/")
    page.close()
    assert len(context.cookies()) == 2
    yield context
    context.close()


def _attacks_that_reached(console: Networked) -> list[str]:
    return [request for request in console.reached if MARK in request]


def _attacking(victim: BrowserContext, host: str, hostile: int) -> Page:
    page = victim.new_page()
    page.goto(f"http://{host}:{hostile}/")
    return page


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", ELSEWHERE], ids=["same site", "localhost", "elsewhere"]
)
def test_a_hostile_page_reaches_nothing_and_reads_nothing(
    victim: BrowserContext, console: Networked, hostile: int, host: str
) -> None:
    page = _attacking(victim, host, hostile)
    for at in (console.here, console.room):
        for name, attack in ATTACKS.items():
            told = page.evaluate(
                f"async (at) => {{ try {{ return await ({attack})(at) }} catch {{ return '' }} }}", at
            )
            assert told == "", (name, at, told)
    assert _attacks_that_reached(console) == []


@pytest.mark.parametrize("host", ["127.0.0.1", ELSEWHERE], ids=["same site", "elsewhere"])
@pytest.mark.parametrize("path", ["/?attack=1", "/pair?attack=1", "/session?as=lead&attack=1"])
def test_a_hostile_page_that_goes_to_the_console_is_stopped_at_the_door(
    victim: BrowserContext, console: Networked, hostile: int, host: str, path: str
) -> None:
    for at in (console.here, console.room):
        page = _attacking(victim, host, hostile)
        with page.expect_navigation() as gone:
            page.evaluate("(to) => { location.href = to; }", at + path)
        assert gone.value is not None
        assert gone.value.status == 403
        assert gone.value.headers["x-refused"] == "origin"
        page.close()
    assert _attacks_that_reached(console) == []


def test_a_hostile_page_that_posts_a_form_to_the_console_is_stopped_at_the_door(
    victim: BrowserContext, console: Networked, hostile: int
) -> None:
    for at in (console.here, console.room):
        for host in ("127.0.0.1", ELSEWHERE):
            page = _attacking(victim, host, hostile)
            with page.expect_navigation() as gone:
                page.evaluate(
                    """(to) => { const form = document.createElement("form"); form.method = "post";
                    form.action = to; document.body.append(form); form.submit(); }""",
                    f"{at}/pair/forget?{MARK}",
                )
            assert gone.value is not None
            assert gone.value.headers["x-refused"] == "origin"
            page.close()
    assert _attacks_that_reached(console) == []


def test_a_name_that_is_rebound_to_this_computer_is_not_answered(
    victim: BrowserContext, console: Networked
) -> None:
    port = console.here.rpartition(":")[2]
    page = victim.new_page()
    answer = page.goto(f"http://{REBOUND}:{port}/pair?{MARK}")
    assert answer is not None
    assert (answer.status, answer.headers["x-refused"]) == (421, "host")
    told = page.evaluate("async () => (await fetch('/pair?attack=1')).headers.get('x-refused')")
    assert told == "host"
    assert _attacks_that_reached(console) == []


def test_a_window_that_a_hostile_page_opens_is_out_of_its_reach(
    victim: BrowserContext, console: Networked, hostile: int
) -> None:
    page = _attacking(victim, "127.0.0.1", hostile)
    with victim.expect_page() as opened:
        page.evaluate("(to) => { window.opened = window.open(to); }", f"{console.here}/pair?{MARK}")
    opened.value.wait_for_load_state()
    assert page.evaluate("window.opened === null || window.opened.closed || window.opened.length === 0")
    assert _attacks_that_reached(console) == []


def test_the_person_at_the_console_goes_on_as_if_nothing_had_been(
    victim: BrowserContext, console: Networked
) -> None:
    page = victim.new_page()
    page.goto(f"{console.here}/pair")
    page.wait_for_selector(".pairing-device")
    assert "GET /pair?" in console.reached
    page.goto(f"{console.room}/pair")
    assert page.get_by_text("On relie un appareil depuis l'ordinateur").is_visible()

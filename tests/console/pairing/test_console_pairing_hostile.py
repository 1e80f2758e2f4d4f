"""Hostile pages and devices, on every address of the console and by both its doors, from one table.

The wall decides before any page is asked: none of these requests reaches one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from importlib.resources import files

import pytest

from nao_sessions.console.app import LARGER_BODIES, PACKAGES, routes_of
from nao_sessions.console.pairing.devices import AUTHORITY, JOIN
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.web.protection import headers_for
from tests.console.pairing.paired_console import COOKIE, HOST, ORIGIN, PORT, NoLauncher, PairedConsole
from tests.web.asking import Answer, ask
from tests.web.attacks import ATTACKS, Change, Request, good_request

OPEN_TO_ALL = {JOIN, AUTHORITY}
EXAMPLES = {
    "camera": "room",
    "code": "P07",
    "invitation": "0123456789abcdef",
    "name": "look.css",
    "number": "1",
}


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> PairedConsole:
    return PairedConsole(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def tablet(console: PairedConsole) -> str:
    return console.join("lead").cookie


@pytest.fixture(scope="module")
def targets(console: PairedConsole) -> list[str]:
    """Return every address of the console, with examples in their places."""
    paths = [
        route.path for route in routes_of(console.config, SessionRegistry(), NoLauncher(), console.pairing)
    ]
    return sorted(
        {re.sub(r"{(\w+)(?::\w+)?}", lambda part: EXAMPLES.get(part[1], "x1"), path) for path in paths}
    )


def _carries_the_headers(answer: Answer) -> bool:
    strict = headers_for()
    del strict["Content-Security-Policy"], strict["Permissions-Policy"]
    policy = answer.headers["content-security-policy"]
    safe = "default-src 'none'; script-src 'self'; style-src 'self'; " in policy and "unsafe" not in policy
    framed = "frame-ancestors 'none'" in policy
    return safe and framed and all(answer.headers[name.lower()] == value for name, value in strict.items())


@pytest.mark.parametrize(("change", "code"), [attack[1:] for attack in ATTACKS], ids=[a[0] for a in ATTACKS])
def test_an_attack_on_this_computers_door_reaches_no_page(
    console: PairedConsole, targets: list[str], change: Change, code: str
) -> None:
    for target in targets:
        request = change(good_request(console.door, target), console.door)
        answer = ask(console.here, request.method, request.target, request.headers)
        assert (answer.headers.get("x-refused"), answer.status >= 400) == (code, True), target
        assert _carries_the_headers(answer), target


@dataclass(frozen=True, slots=True)
class _Lock:
    """The door of the room, as the table of attacks speaks of doors."""

    port: int
    cookie_name: str
    cookie: str
    token: str


# What is for the loopback alone: the room's door has no token, and its cookie another name.
NOT_THERE = {"cookie of another port", "the token as cookie", "the token beside the entrance"}
IN_THE_ROOM = [attack for attack in ATTACKS if attack[0] not in NOT_THERE]


def _in_the_room(request: Request) -> Request:
    """Write a request for the room's network: its host, its scheme."""
    headers = tuple(
        (name, value.replace(f"http://127.0.0.1:{PORT}", ORIGIN).replace("127.0.0.1", HOST.split(":")[0]))
        for name, value in request.headers
    )
    return replace(request, headers=headers)


@pytest.mark.parametrize(("change", "code"), [a[1:] for a in IN_THE_ROOM], ids=[a[0] for a in IN_THE_ROOM])
def test_an_attack_on_the_rooms_door_reaches_no_page(
    console: PairedConsole, targets: list[str], tablet: str, change: Change, code: str
) -> None:
    lock = _Lock(PORT, COOKIE, tablet, "")
    for target in targets:
        good = Request("GET", target, (("host", HOST), ("cookie", f"{COOKIE}={tablet}")))
        request = _in_the_room(change(good, lock))  # type: ignore[arg-type]
        answer = ask(console.room, request.method, request.target, request.headers, scheme="https")
        refused = answer.headers.get("x-refused")
        assert _carries_the_headers(answer), target
        assert "strict-transport-security" in answer.headers
        harmless = request.method == "GET" and request.target.partition("?")[0] in OPEN_TO_ALL
        files = request.target.startswith("/static/look.css")
        if code == "token" and (harmless or files):
            assert refused is None, target  # no key is needed there
        elif code == "origin" and target in OPEN_TO_ALL and _is_a_link(request):
            assert refused is None, target  # a scanned code is a link
        else:
            assert refused == {"token": "pairing"}.get(code, code), (target, refused)


def _is_a_link(request: Request) -> bool:
    return ("sec-fetch-mode", "navigate") in request.headers and request.method == "GET"


def test_every_address_that_takes_a_larger_body_is_there(targets: list[str]) -> None:
    for path, _ in LARGER_BODIES:
        assert any(re.fullmatch(path, target) for target in targets), path


def test_every_address_is_behind_the_rooms_door(console: PairedConsole, targets: list[str]) -> None:
    for target in targets:
        answer = console.ask(target)
        expected = None if target in OPEN_TO_ALL or target == "/static/look.css" else "pairing"
        assert answer.headers.get("x-refused") == expected, target


def test_no_device_but_this_computer_pairs_devices(
    console: PairedConsole, targets: list[str], tablet: str
) -> None:
    assert "depuis l'ordinateur" in console.ask("/pair", tablet).body.decode().replace("&#39;", "'")
    for target in (target for target in targets if target.startswith("/pair/")):
        assert console.ask(target, tablet).headers["x-refused"] == "role", target
        assert console.ask(target, tablet, x="y").headers["x-refused"] == "role", target


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-host", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1;host=127.0.0.1;proto=http"),
        ("x-original-url", "/watch"),
        ("x-rewrite-url", "/watch"),
        ("x-http-method-override", "GET"),
        ("x-real-ip", "127.0.0.1"),
        ("authorization", "Basic YWRtaW46YWRtaW4="),
        ("cookie", "nao_sessions_8765=x"),
        ("cookie", "; ;=;nonsense"),
        ("cookie", "$Version=1; __Host-nao_sessions_8765=\x00"),
        ("upgrade", "websocket"),
    ],
)
def test_a_header_opens_nothing(console: PairedConsole, name: str, value: str) -> None:
    assert console.ask("/session", None, (name, value)).headers["x-refused"] == "pairing"


def test_a_cookie_that_another_page_put_beside_ours_shuts_the_door_instead_of_opening_it(
    console: PairedConsole, tablet: str
) -> None:
    assert console.ask("/session", tablet, ("cookie", f"{COOKIE}=tossed")).headers["x-refused"] == "pairing"


@pytest.mark.parametrize("role", ["second", "watch", "group"])
def test_a_device_cannot_make_itself_another(console: PairedConsole, role: str) -> None:
    device = console.join(role)  # type: ignore[arg-type]
    for target in ("/?as=lead", "/after/x?role=lead", "/board/P07", "/pair"):
        assert console.ask(target, device.cookie).headers["x-refused"] == "role", target
    answer = console.ask("/", device.cookie)
    assert f"url={device.begins}" in answer.body.decode()


def test_the_role_that_a_page_is_told_is_the_paired_one(console: PairedConsole) -> None:
    watcher = console.join("watch")
    asked = console.asked("/watch", watcher.cookie)
    assert console.pairing.door.visitor(asked).role == "watch"
    assert not console.pairing.door.visitor(asked).here


def test_a_form_of_another_site_joins_nobody(console: PairedConsole) -> None:
    code = console.invite("watch").scanned
    body = f"scanned={code}".encode()
    for origin in ("https://evil.example", f"https://{HOST.split(':')[0]}:9", "null", f"http://{HOST}"):
        headers = [("host", HOST), ("origin", origin)]
        answer = ask(console.room, "POST", "/join", headers, body, scheme="https")
        assert answer.headers["x-refused"] == "origin"
    assert console.ask("/join", None, scanned=code).status == 303


PRINTED = {"after-paper.html"}
"""Given to the printer with its style in it, and to no page."""


def _page_files() -> list[tuple[str, str]]:
    folders = [files(package).joinpath(folder) for package in PACKAGES for folder in ("static", "templates")]
    entries = [
        entry for folder in folders if folder.is_dir() for entry in folder.iterdir() if entry.is_file()
    ]
    return [(entry.name, entry.read_text(encoding="utf-8")) for entry in entries]


def test_no_file_of_the_console_names_another_host_or_brings_an_inline_script_or_style() -> None:
    for name, content in _page_files():
        hosts = re.findall(r"(?:https?:)?//[\w.-]+\.\w+", content)
        assert [host for host in hosts if host != "http://www.w3.org"] == [], name
        if name.endswith(".html") and name not in PRINTED:
            assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", content) == [], name
        if name.endswith(".js"):
            assert (
                re.findall(r"innerHTML|outerHTML|document\.write|\beval\(|insertAdjacentHTML", content) == []
            ), name

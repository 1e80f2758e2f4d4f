"""The panel acts for the person in front of this machine, and for nobody else."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest

from nao_simulator.room.panel import read_act
from tests.simulator.room.room_process import RoomProcess, running


@pytest.fixture(scope="module")
def room() -> Iterator[RoomProcess]:
    with running("--width", "800", "--height", "450", "--fps", "5") as process:
        yield process


class Browser:
    """One browser's requests, with the headers that it would send."""

    def __init__(self, room: RoomProcess) -> None:
        self.room = room
        self.host = f"127.0.0.1:{room.ready['http']}"
        self.cookie = ""

    def request(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (names in small letters) and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.room.ready["http"], timeout=10.0)
        try:
            sent = {"Host": self.host, "Cookie": self.cookie} | {
                name.title(): value for name, value in headers.items()
            }
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            endless = "content-length" not in fields
            return answer.status, fields, answer.read1(65536) if endless else answer.read()
        finally:
            connection.close()

    def act(self, act: Any, **headers: str) -> int:
        """POST an act as the panel's own page does; return the status."""
        sent = {"origin": f"http://{self.host}", "content-type": "application/json"} | headers
        return self.request("/act", "POST", json.dumps(act).encode(), **sent)[0]

    def open_panel(self) -> None:
        """Follow the printed address, and keep the cookie it gives."""
        status, fields, _ = self.request(self.room.ready["panel"])
        assert (status, fields["location"]) == (303, "/")
        self.cookie = fields["set-cookie"].split(";")[0]


@pytest.fixture
def stranger(room: RoomProcess) -> Browser:
    return Browser(room)


@pytest.fixture
def person(room: RoomProcess) -> Browser:
    browser = Browser(room)
    browser.open_panel()
    return browser


@pytest.mark.parametrize(
    "act",
    [
        {"action": "touch", "part": "head.front", "pressed": True},
        {"action": "touch", "part": "head.front", "pressed": False},
        {"action": "tap", "part": "hand.left"},
        {"action": "hear", "word": "pêche"},
        {"action": "drop"},
        {"action": "hang", "seconds": 5.0},
        {"action": "battery", "percent": 12},
        {"action": "fall"},
        {"action": "getUp"},
        {"action": "showCard", "card": 345},
        {"action": "hideCard"},
        {"action": "faceVisible", "visible": True},
        {"action": "lookAtRobot", "looking": False},
        {"action": "murmur", "seconds": 2.0},
    ],
)
def test_an_act_on_the_panel_is_one_line_for_the_parent(person: Browser, act: dict[str, Any]) -> None:
    assert person.act(act) == 200
    assert person.room.said() == act


def test_the_page_is_french_and_carries_no_script_of_others(person: Browser) -> None:
    status, fields, page = person.request("/")
    policy = fields["content-security-policy"]
    assert (status, b'lang="fr"' in page, b"http" in page, b"<script>" in page) == (200, True, False, False)
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_the_cookie_never_leaves_this_page(room: RoomProcess) -> None:
    _, fields, _ = Browser(room).request(room.ready["panel"])
    attributes = fields["set-cookie"].lower()
    assert ("httponly" in attributes, "samesite=strict" in attributes) == (True, True)


@pytest.mark.parametrize("path", ["/", "/?token=wrong", "/?token=", "/state", "/view.mjpeg"])
def test_without_the_token_there_is_nothing_to_see(stranger: Browser, path: str) -> None:
    assert stranger.request(path)[0] == 403


def test_without_the_token_nothing_is_done(stranger: Browser) -> None:
    assert stranger.act({"action": "drop"}) == 403
    stranger.cookie = "nao_room=é"
    assert stranger.act({"action": "drop"}, cookie="nao_room=guess") == 403
    assert stranger.room.said_nothing()


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1:1"]
)
def test_another_sites_page_cannot_act(person: Browser, origin: str) -> None:
    assert person.act({"action": "drop"}, origin=origin) == 403
    assert person.room.said_nothing()


@pytest.mark.parametrize("path", ["/", "/act", "/camera/room.ts", "/view.mjpeg", "/panel.js"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.168.0.7:8000"]
)
def test_a_name_that_was_bound_to_this_machine_is_refused(person: Browser, path: str, host: str) -> None:
    assert person.request(path, host=host)[0] == 421


@pytest.mark.parametrize("path", ["/../__main__.py", "/panel.css/../web.py", "/%2e%2e/web.py", "/web.py"])
def test_only_the_files_of_the_page_are_served(person: Browser, path: str) -> None:
    assert person.request(path)[0] == 404


@pytest.mark.parametrize("path", ["/panel.css", "/panel.js"])
def test_the_files_of_the_page_are_served(person: Browser, path: str) -> None:
    assert person.request(path)[0] == 200


def test_the_view_is_a_row_of_jpegs(person: Browser) -> None:
    status, fields, start = person.request("/view.mjpeg")
    assert (status, fields["content-type"]) == (200, "multipart/x-mixed-replace; boundary=picture")
    assert start.startswith(b"--picture\r\nContent-Type: image/jpeg\r\n")


def test_the_state_comes_as_events(person: Browser) -> None:
    status, fields, start = person.request("/state")
    assert (status, fields["content-type"].split(";")[0]) == (200, "text/event-stream")
    assert json.loads(start.removeprefix(b"data: ").split(b"\n")[0])["vocabulary"] == ["pomme", "pêche"]


@pytest.mark.parametrize(
    "act",
    [
        None,
        [],
        {"action": "reboot"},
        {"action": ["drop"]},
        {"action": "touch", "part": "tail"},
        {"action": "touch", "part": ["chest"]},
        {"action": "hear", "word": ""},
        {"action": "hear", "word": "a\nb"},
        {"action": "hear", "word": "a" * 101},
        {"action": "hang", "seconds": 1e9},
        {"action": "hang", "seconds": True},
        {"action": "battery", "percent": float("nan")},
        {"action": "battery", "percent": "12"},
        {"action": "showCard", "card": 1000},
        {"action": "showCard"},
        {"action": "murmur", "seconds": 0},
    ],
)
def test_what_is_no_act_is_refused(act: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_act(act)


def test_a_body_that_is_no_act_does_nothing(person: Browser) -> None:
    origin = f"http://{person.host}"
    assert person.request("/act", "POST", b"{", origin=origin)[0] == 422
    assert person.request("/act", "POST", b"[" * 4000, origin=origin)[0] == 422
    assert person.request("/act", "POST", b" " * 100_000, origin=origin)[0] == 413
    assert person.room.said_nothing()


def test_only_what_belongs_to_an_act_is_handed_on() -> None:
    assert read_act({"action": "fall", "more": 1}) == {"action": "fall"}

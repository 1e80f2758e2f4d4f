"""What a page may do beyond what every page may: the guard's port, a microphone, and nothing by accident."""

from __future__ import annotations

from typing import cast

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from nao_sessions.web.access_policy import (
    LEADING,
    NO_TOKEN,
    AccessPolicy,
    AccessRequest,
    Doorkeeper,
    Refusal,
    Visitor,
)
from nao_sessions.web.protection import (
    HEADERS,
    NOTHING_MORE,
    Allowance,
    ProtectedApplication,
    on_the_host_of,
    visitor_of,
)
from tests.web.asking import Answer, ask
from tests.web.attacks import good_request

GUARD = "http://127.0.0.1:41235/stop"
PORT = 41_234


def _allowing(asked: AccessRequest) -> Allowance:
    if asked.path.startswith("/after/"):
        return Allowance(connect=(GUARD,)).beside(Allowance(media=("blob:",), features=("microphone",)))
    return NOTHING_MORE


def _asked(target: str, cookie: bool = True) -> Answer:
    door = AccessPolicy(port=PORT)
    request = good_request(door, target)
    request = request if cookie else request.without("cookie")
    return ask(
        ProtectedApplication(PlainTextResponse(""), door, "fr", _allowing), "GET", target, request.headers
    )


def test_a_page_is_allowed_what_was_said_of_its_address() -> None:
    headers = _asked("/after/x").headers
    policy = headers["content-security-policy"].split("; ")
    assert f"connect-src 'self' {GUARD}" in policy
    assert "media-src 'self' blob:" in policy
    assert "img-src 'self'" in policy
    assert "microphone=(self)" in headers["permissions-policy"]
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize(("target", "cookie"), [("/", True), ("/afterwards", True), ("/after/x", False)])
def test_other_pages_and_refusals_are_allowed_nothing_more(target: str, cookie: bool) -> None:
    headers = _asked(target, cookie).headers
    assert {name: headers[name.lower()] for name in HEADERS} == HEADERS


def test_without_tls_nobody_is_told_to_insist_on_it() -> None:
    assert "strict-transport-security" not in _asked("/").headers


class _ByTls:
    """A door that lets in whoever asks for one path."""

    scheme = "https"

    def refusal(self, asked: AccessRequest) -> Refusal | None:
        if asked.path == "/open":
            return None
        return Refusal("pairing", 403, NO_TOKEN.sentence, go_to="/join?a=1&b=2")

    def visitor(self, asked: AccessRequest) -> Visitor:
        return Visitor("watch", device="d1", name="Observer 1")

    def cookie_to_give(self, asked: AccessRequest) -> tuple[str, str] | None:
        return None


async def _who(request: Request) -> Response:
    return PlainTextResponse(f"{visitor_of(request).name} {on_the_host_of(request, GUARD)}")


def _behind_tls(target: str, method: str = "GET") -> Answer:
    app = Starlette(routes=[Route("/open", _who)])
    door = cast(Doorkeeper, _ByTls())
    return ask(ProtectedApplication(app, door, "en"), method, target, [("host", "192.168.7.20:41234")])


def test_by_tls_browsers_are_told_to_insist_on_it_in_refusals_too() -> None:
    for target in ("/open", "/other"):
        assert _behind_tls(target).headers["strict-transport-security"].startswith("max-age=")


def test_an_application_is_told_who_asks() -> None:
    assert _behind_tls("/open").body.startswith(b"Observer 1 ")


def test_the_stop_of_a_tablet_is_on_the_host_that_it_knows() -> None:
    assert _behind_tls("/open").body.endswith(b" http://192.168.7.20:41235/stop")


def test_a_person_who_is_refused_is_led_to_where_they_may_go_on() -> None:
    answer = _behind_tls("/other")
    assert (answer.status, answer.headers["x-refused"]) == (403, "pairing")
    assert b'content="0;url=/join?a=1&amp;b=2"' in answer.body


def test_a_program_that_is_refused_is_led_nowhere() -> None:
    assert b"/join" not in _behind_tls("/other", "POST").body


def test_without_a_wall_whoever_asks_leads() -> None:
    assert visitor_of(Request({"type": "http", "headers": []})) == LEADING

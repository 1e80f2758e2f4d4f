"""The door of the pages: who comes in, and what every answer carries."""

from __future__ import annotations

import asyncio
import os
import re
import socket

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from nao_sessions.web.access_policy import ENTRANCE, AccessPolicy, AccessRequest
from nao_sessions.web.protection import HEADERS, ProtectedApplication, uid_in, uid_of_peer
from tests.web.asking import Answer, ask
from tests.web.attacks import ATTACKS, Change, good_request

PORT = 41_234


@pytest.fixture
def door() -> AccessPolicy:
    return AccessPolicy(port=PORT)


def _app(door: AccessPolicy) -> ProtectedApplication:
    return ProtectedApplication(PlainTextResponse("a child's session"), door, "fr")


def _enter(door: AccessPolicy, target: str, *headers: tuple[str, str], method: str = "GET") -> Answer:
    return ask(_app(door), method, target, [("host", f"127.0.0.1:{PORT}"), *headers])


def _target(address: str) -> str:
    return address.removeprefix(f"http://127.0.0.1:{PORT}")


def test_a_page_of_ours_is_let_in(door: AccessPolicy) -> None:
    request = good_request(door, "/anything")
    answer = ask(_app(door), "GET", request.target, request.headers)
    assert (answer.status, answer.body) == (200, b"a child's session")


def test_localhost_is_a_name_of_ours(door: AccessPolicy) -> None:
    request = good_request(door, "/").with_header("host", f"LOCALHOST:{PORT}")
    assert ask(_app(door), "GET", "/", request.headers).status == 200


def test_a_post_of_a_page_of_ours_is_let_in(door: AccessPolicy) -> None:
    request = good_request(door, "/act", "POST").adding("origin", f"http://127.0.0.1:{PORT}")
    answer = ask(_app(door), "POST", "/act", request.adding("sec-fetch-site", "same-origin").headers)
    assert answer.status == 200


@pytest.mark.parametrize(("change", "code"), [attack[1:] for attack in ATTACKS], ids=[a[0] for a in ATTACKS])
def test_an_attack_is_refused(door: AccessPolicy, change: Change, code: str) -> None:
    request = change(good_request(door, "/anything"), door)
    answer = ask(_app(door), request.method, request.target, request.headers)
    assert answer.headers.get("x-refused") == code
    assert answer.status >= 400
    assert b"child" not in answer.body


def test_every_answer_carries_the_strict_headers(door: AccessPolicy) -> None:
    for request in (good_request(door, "/"), good_request(door, "/").without("cookie")):
        answer = ask(_app(door), "GET", "/", request.headers)
        assert {name: answer.headers[name.lower()] for name in HEADERS} == HEADERS


def test_the_policy_lets_no_inline_script_and_no_other_site_in() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "data:" not in policy
    assert policy.startswith("default-src 'none'")


def test_the_printed_address_gives_a_strict_cookie(door: AccessPolicy) -> None:
    answer = _enter(door, _target(door.address()))
    assert answer.status == 200
    assert answer.headers["set-cookie"] == (
        f"nao_sessions_{PORT}={door.cookie}; HttpOnly; Path=/; SameSite=strict"
    )
    assert door.token.encode() not in answer.body


def test_the_printed_address_stays_good(door: AccessPolicy) -> None:
    statuses = [_enter(door, _target(door.address())).status for _ in range(3)]
    assert statuses == [200, 200, 200]


def test_the_browsers_address_is_good_once(door: AccessPolicy) -> None:
    target = _target(door.address_for_the_browser())
    assert door.token not in target
    first, second = _enter(door, target), _enter(door, target)
    assert (first.status, second.status) == (200, 403)
    assert second.headers["x-refused"] == "ticket"


def test_the_browsers_address_is_good_for_a_minute() -> None:
    now = [100.0]
    door = AccessPolicy(port=PORT, clock_s=lambda: now[0])
    in_time, late = (_target(door.address_for_the_browser()) for _ in range(2))
    now[0] += 59.0
    assert _enter(door, in_time).status == 200
    now[0] += 1.0
    assert _enter(door, late).headers["x-refused"] == "ticket"


def test_another_user_who_reads_the_browsers_address_does_not_come_in_and_its_owner_still_does(
    door: AccessPolicy,
) -> None:
    path, _, query = _target(door.address_for_the_browser()).partition("?")
    headers = [("host", f"127.0.0.1:{PORT}")]
    stranger = door.refusal(AccessRequest("GET", path, query, headers, uid=door.uid + 1))
    assert stranger is not None
    assert stranger.code == "user"
    assert door.refusal(AccessRequest("GET", path, query, headers, uid=door.uid)) is None


def test_the_user_at_the_other_end_of_a_connection_is_told_by_the_kernel() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        own = listening.getsockname()
        with socket.create_connection(own) as there:
            assert uid_of_peer(there.getsockname(), own) == os.getuid()
        assert uid_of_peer(("127.0.0.1", 1), own) is None


def test_a_table_of_connections_tells_each_end_its_own_user() -> None:
    lines = [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:A112 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 1 1",
        "   1: 0100007F:9C40 0100007F:A112 01 00000000:00000000 00:00000000 00000000  1001        0 1 1",
    ]
    assert uid_in(lines, ("127.0.0.1", 0x9C40), ("127.0.0.1", 0xA112)) == 1001
    assert uid_in(lines, ("127.0.0.1", 0xA112), ("127.0.0.1", 0x9C40)) == 1000


def test_a_link_in_a_mail_leads_in_if_it_holds_the_token(door: AccessPolicy) -> None:
    from_elsewhere = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]
    assert _enter(door, _target(door.address()), *from_elsewhere).status == 200
    assert _enter(door, f"{ENTRANCE}?token=guess", *from_elsewhere).status == 403


def test_whoever_came_by_the_address_bar_is_led_on_at_once_with_the_cookie(door: AccessPolicy) -> None:
    answer = _enter(door, _target(door.address()), ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"))
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert answer.headers["set-cookie"].startswith(f"{door.cookie_name}={door.cookie};")
    assert answer.headers["cache-control"] == "no-store"


def test_a_script_of_another_site_cannot_enter_even_with_the_token(door: AccessPolicy) -> None:
    answer = _enter(
        door, _target(door.address()), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")
    )
    assert answer.headers["x-refused"] == "origin"


@pytest.mark.parametrize(
    "query", ["", "?token=", "?token=wrong", "?token=é", "?token={token}&token={token}", "?ticket=wrong"]
)
def test_a_wrong_key_opens_nothing(door: AccessPolicy, query: str) -> None:
    answer = _enter(door, ENTRANCE + query.format(token=door.token))
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


def test_the_entrance_takes_no_post(door: AccessPolicy) -> None:
    answer = _enter(door, _target(door.address()), ("origin", f"http://127.0.0.1:{PORT}"), method="POST")
    assert answer.headers["x-refused"] == "method"


def test_a_refusal_speaks_the_language_of_the_page(door: AccessPolicy) -> None:
    english = ProtectedApplication(PlainTextResponse(""), door, "en")
    headers = [("host", f"127.0.0.1:{PORT}")]
    assert "key of this page" in ask(english, "GET", "/", headers).body.decode()
    assert "clé de cette page" in ask(_app(door), "GET", "/", headers).body.decode()


def test_websockets_are_refused(door: AccessPolicy) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_app(door)({"type": "websocket", "path": "/", "headers": []}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_keys_are_drawn_anew_and_long() -> None:
    one, other = AccessPolicy(port=1), AccessPolicy(port=1)
    keys = {one.token, one.cookie, other.token, other.cookie}
    assert len(keys) == 4
    assert all(re.fullmatch(r"[\w-]{43}", key) for key in keys)


def test_keys_are_not_in_what_a_log_would_show(door: AccessPolicy) -> None:
    shown = repr(door)
    assert door.token not in shown
    assert door.cookie not in shown


def test_the_door_decides_without_an_application(door: AccessPolicy) -> None:
    asked = AccessRequest("GET", "/", "", [("host", f"127.0.0.1:{PORT}")])
    refusal = door.refusal(asked)
    assert refusal is not None
    assert refusal.code == "token"

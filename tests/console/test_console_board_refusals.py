"""What no page of the boards lets in: other sites, other hosts, climbing paths, whoever has no cookie."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette

from nao_sessions.console.board.routes import routes
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.protection import ProtectedApplication
from tests.console.board_session import house_in
from tests.web.asking import ask
from tests.web.attacks import ATTACKS, Change, good_request

ADDRESSES = (
    "/board/P07",
    "/board/group",
    "/board/P07/clock",
    "/board/P07/settings",
    "/board/P07/picture/0a1b",
)


@pytest.mark.parametrize(("change", "code"), [attack[1:] for attack in ATTACKS], ids=[a[0] for a in ATTACKS])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_attack_is_refused_at_every_address(
    tmp_path: Path, address: str, change: Change, code: str
) -> None:
    door = AccessPolicy(4321)
    app = ProtectedApplication(Starlette(routes=routes(house_in(tmp_path), SessionRegistry())), door, "fr")
    request = change(good_request(door, address), door)
    answer = ask(app, request.method, request.target, request.headers)
    assert answer.headers["x-refused"] == code


def test_a_page_of_ours_is_let_in_under_the_strict_policy(tmp_path: Path) -> None:
    door = AccessPolicy(4321)
    app = ProtectedApplication(Starlette(routes=routes(house_in(tmp_path), SessionRegistry())), door, "fr")
    request = good_request(door, "/board/P07")
    answer = ask(app, request.method, request.target, request.headers)
    assert answer.status == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert b"<script>" not in answer.body
    assert b"style=" not in answer.body

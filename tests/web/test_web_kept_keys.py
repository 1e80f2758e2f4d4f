"""A program that was killed and started again: its pages come back by themselves, for a day."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse

from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.kept_keys import MOST_KEPT, kept_door
from nao_sessions.web.protection import ProtectedApplication
from tests.web.asking import ask

PORT = 41_234
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def _let_in(door: AccessPolicy, cookie: str) -> bool:
    headers = [("host", f"127.0.0.1:{PORT}"), ("cookie", f"{door.cookie_name}={cookie}")]
    return ask(ProtectedApplication(PlainTextResponse(""), door, "fr"), "GET", "/", headers).status == 200


def _entered(door: AccessPolicy, token: str) -> int:
    headers = [("host", f"127.0.0.1:{PORT}")]
    return ask(
        ProtectedApplication(PlainTextResponse(""), door, "fr"), "GET", f"/enter?token={token}", headers
    ).status


def test_a_page_of_the_run_before_is_let_in(tmp_path: Path) -> None:
    before = kept_door(tmp_path / "keys", PORT, NOW)
    after = kept_door(tmp_path / "keys", PORT, NOW + timedelta(hours=1))
    assert before.cookie != after.cookie
    assert _let_in(after, before.cookie)
    assert _let_in(after, after.cookie)
    assert _entered(after, before.token) == 200


def test_whoever_enters_by_an_older_address_gets_this_runs_cookie(tmp_path: Path) -> None:
    before = kept_door(tmp_path / "keys", PORT, NOW)
    after = kept_door(tmp_path / "keys", PORT, NOW)
    answer = ask(
        ProtectedApplication(PlainTextResponse(""), after, "fr"),
        "GET",
        f"/enter?token={before.token}",
        [("host", f"127.0.0.1:{PORT}")],
    )
    assert f"{after.cookie_name}={after.cookie};" in answer.headers["set-cookie"]


@pytest.mark.parametrize("age", [timedelta(hours=24), timedelta(days=9), -timedelta(minutes=1)])
def test_a_key_does_not_open_for_ever(tmp_path: Path, age: timedelta) -> None:
    before = kept_door(tmp_path / "keys", PORT, NOW)
    after = kept_door(tmp_path / "keys", PORT, NOW + age)
    assert not _let_in(after, before.cookie)


def test_the_keys_of_another_port_do_not_open(tmp_path: Path) -> None:
    other = kept_door(tmp_path / "keys", PORT + 1, NOW)
    assert not _let_in(kept_door(tmp_path / "keys", PORT, NOW), other.cookie)


def test_only_digests_are_kept_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    door = kept_door(path, PORT, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert door.token not in path.read_text()
    assert door.cookie not in path.read_text()


def test_what_is_kept_does_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    doors = [kept_door(path, PORT, NOW) for _ in range(MOST_KEPT + 3)]
    assert len(doors[-1].older) == MOST_KEPT


@pytest.mark.parametrize("content", [b"", b"{", b'{"doors":[{"port":"x"}]}', b"\xff\xfe"])
def test_a_file_that_cannot_be_read_opens_nothing_and_stops_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys"
    path.write_bytes(content)
    assert kept_door(path, PORT, NOW).older == ()
    assert len(kept_door(path, PORT, NOW).older) == 1


def test_an_older_digest_is_no_key_itself(tmp_path: Path) -> None:
    kept_door(tmp_path / "keys", PORT, NOW)
    after = kept_door(tmp_path / "keys", PORT, NOW)
    assert not _let_in(after, after.older[0].cookie_sha256)

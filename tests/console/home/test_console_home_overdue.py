"""The home page says in one line that something is kept longer than its term, and says nothing else of it."""

from __future__ import annotations

import datetime
import json
import time
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.errors import VaultClosed
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.life.retention import due_in_words
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import Grounds
from nao_sessions.room.destruction import destroy_film
from tests.console.console_house import asking, house_in, put_session
from tests.console.stub_launcher import StubLauncher
from tests.privacy.families import USUAL, said, write

NAME = "2020-11-24T140312Z_demo_k3f9"
LINE = "'nao-sessions retention'"
REFUSED = "film est désormais refusé"


def _line_of(client: TestClient) -> str:
    """Give the page once the day's calendar was worked out, which no page waits for."""
    page, until_s = "", time.monotonic() + 30
    while LINE not in page and time.monotonic() < until_s:
        page = unescape(client.get("/").text)
        time.sleep(0.01)
    return page


def test_something_overdue_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    config = house_in(tmp_path)
    folder = put_session(config, "fresh", NAME)
    facts = json.loads((folder / "session.json").read_text())
    facts["clock"]["utc_ns"] = 1_606_226_592 * 10**9  # 24 November 2020
    facts["participants"] = ["P07"]
    (folder / "session.json").write_text(json.dumps(facts))
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        assert _line_of(client).count(LINE) == 1


def test_film_that_was_destroyed_is_not_said_to_be_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    config = house_in(tmp_path)
    folder = SessionFolder(put_session(config, "fresh", NAME))
    facts = {"participants": ["P07"], "room": {"cameras": ["room"]}, "ground": Grounds(text="ledger 1f")}
    folder.read_manifest().model_copy(update=facts).write(folder.manifest)
    folder.room.mkdir(exist_ok=True)
    (folder.room / "room.01.mp4").write_bytes(b"film")
    write(LedgerFile.default(), (*USUAL, said("H2", "withdraws")))
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        page = ""
        until_s = time.monotonic() + 30
        while REFUSED not in page and time.monotonic() < until_s:
            page = unescape(client.get("/").text)
        assert REFUSED in page
        destroy_film(folder)
        assert REFUSED not in unescape(client.get("/").text)


def test_nothing_overdue_is_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    config = house_in(tmp_path)
    put_session(config, "fresh", NAME)
    assert due_in_words(config.sessions, datetime.date(2020, 12, 1)) == ()


def test_where_the_vault_is_closed_nobody_can_tell_and_the_page_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    sealed = tmp_path / "data" / "nao_sessions" / "vault.sealed"
    sealed.mkdir(parents=True)
    (sealed / "gocryptfs.conf").write_text("{}")
    config = house_in(tmp_path)
    with pytest.raises(VaultClosed):
        LedgerFile.default()
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        assert client.get("/").status_code == 200

"""A session seen again from the console: read by a child process, by name, never beside a running one."""

from __future__ import annotations

import json
import shutil
from html import unescape
from pathlib import Path
from typing import cast

import pytest

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.log import read_log
from tests.console.console_house import GOLDEN, asking, house_in, put_session
from tests.console.stub_launcher import StubLauncher
from tests.privacy.families import said, write

NAME = "2026-11-24T140312Z_demo_k3f9"
FILMED = "2026-11-25T140312Z_demo_m4d1"


@pytest.fixture
def config(tmp_path: Path) -> ConsoleConfig:
    config = house_in(tmp_path)
    put_session(config, "fresh", NAME)
    return config


def test_the_replay_of_a_session_is_the_one_of_the_command_with_a_way_back(config: ConsoleConfig) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        led = client.get(f"/replay/{NAME}")
        assert (led.status_code, led.headers["location"]) == (308, f"/replay/{NAME}/")
        page = unescape(client.get(f"/replay/{NAME}/").text)
        assert "Revoir la séance" in page
        assert f'href="/after/{NAME}"' in page
        data = client.get(f"/replay/{NAME}/session.json").json()
        assert data["lanes"]
        events = read_log(config.sessions / NAME / "events.jsonl").events
        line = client.get(f"/replay/{NAME}/events/{events[-1].seq}").text
        assert json.loads(line)["kind"] == events[-1].kind
        for script in ("replay.js", "player.js", "replay.css"):
            assert client.get(f"/static/{script}").status_code == 200


def test_the_end_page_and_the_latest_sessions_lead_to_it(config: ConsoleConfig) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        for page in ("/", f"/after/{NAME}"):
            assert f'href="/replay/{NAME}/"' in client.get(page).text


def test_a_session_that_changed_since_is_read_again(config: ConsoleConfig) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        before = client.get(f"/replay/{NAME}/").text
        manifest = config.sessions / NAME / "session.json"
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        facts["protocol"]["title"] = "Un autre titre"
        manifest.write_text(json.dumps(facts), encoding="utf-8")
        assert "Un autre titre" not in before
        assert "Un autre titre" in client.get(f"/replay/{NAME}/").text


def test_what_was_coded_since_is_there_at_the_next_opening(config: ConsoleConfig) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:

        def marks() -> int:
            assert client.get(f"/replay/{NAME}/").status_code == 200
            rows = client.get(f"/replay/{NAME}/session.json").json()["rows"]
            return sum(len(row["marks"]) for row in rows if row["kind"] == "coding")

        kept = config.sessions / NAME / "annotations"
        shutil.copytree(GOLDEN / "coded" / "annotations", kept)
        lines = (kept / "C01.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        (kept / "C01.jsonl").write_text("".join(lines[:3]), encoding="utf-8")
        before = marks()
        with (kept / "C01.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(lines[3:])
        assert marks() > before > 0


@pytest.mark.parametrize(
    "path", ["nowhere/", "nowhere/media/v0s1", f"{NAME}/media/session.json", f"{NAME}/events/999999"]
)
def test_what_is_not_there_is_not_found(config: ConsoleConfig, path: str) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        assert client.get(f"/replay/{path}").status_code == 404


def test_a_folder_without_a_log_is_told(config: ConsoleConfig) -> None:
    (config.sessions / NAME / "events.jsonl").unlink()
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        answer = client.get(f"/replay/{NAME}/")
    assert answer.status_code == 500
    assert 'class="note note-alert' in answer.text or "events.jsonl" in answer.text


def test_nothing_is_seen_again_while_a_session_runs(config: ConsoleConfig) -> None:
    registry = SessionRegistry()
    with asking(config, registry, StubLauncher(config.sessions)) as client:
        registry.running = cast(RunningSession, _Runs())
        answer = client.get(f"/replay/{NAME}/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "A113")


class _Runs:
    """As much of a running session as a page that refuses it asks for."""

    rehearsal = False


def test_who_gave_a_response_is_said_there_and_the_page_is_read_again(config: ConsoleConfig) -> None:
    folder = config.sessions / NAME
    seq = next(one.seq for one in read_log(folder / "events.jsonl").events if one.kind == "response")
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        assert 'id="attribution"' in client.get(f"/replay/{NAME}/").text
        answer = client.post(f"/replay/{NAME}/author", json={"seq": seq, "by": "professional"})
        assert answer.json() == {"seq": seq, "by": "professional", "said": True, "unnamed": False}
        assert "une réponse attribuée après la séance" in client.get(f"/replay/{NAME}/").text
        assert client.post(f"/replay/{NAME}/author", json={"seq": seq, "by": "P99"}).status_code == 409
        assert client.post("/replay/nowhere/author", json={"seq": seq, "by": "P07"}).status_code == 404
    (made,) = read_corrections(folder)
    assert (made.seq, made.new, made.who) == (seq, "professional", "professional")


def test_a_film_that_somebody_objects_to_by_now_is_shown_no_more_and_may_be_destroyed(
    config: ConsoleConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    put_session(config, "imported", FILMED)
    ledger = LedgerFile.default()
    write(ledger)  # nobody said that the film may be used: that is no objection to seeing it here
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        page, after = f"/replay/{FILMED}/", f"/after/{FILMED}"
        assert client.get(page).status_code == 200
        film = f"{page}media/v0s1"
        assert client.get(film, headers={"Range": "bytes=0-99"}).status_code == 206
        assert "film/destroy" not in client.get(after).text
        ledger.add(said("H2", "withdraws", until=None))
        for address in (page, film, f"{page}session.json"):
            refused = client.get(address)
            assert (refused.status_code, "G109" in refused.text) == (400, True)
        told = unescape(client.get(after).text).replace("\u00a0", " ")
        assert "ou a retiré l'accord" in told
        assert page not in told
        assert "P07 : H2" not in told  # who it was stands on the page of agreements
        assert client.post(f"{after}/film/destroy").status_code == 303
        assert client.get(page).status_code == 200  # what was written down stays

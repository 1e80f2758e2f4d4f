"""What is known of a session that no longer runs: what its folder proves, and nothing else."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import re
from contextlib import ExitStack
from datetime import UTC
from html import unescape
from pathlib import Path
from typing import cast

import pytest

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session.routes import SessionEnding, read_ending
from nao_sessions.console.session.words import ENDINGS
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.events import Event
from nao_sessions.record.log import LogWriter, read_log
from nao_sessions.record.results.interruptions import CLOSER
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.room.capture.hold import end_orphans, hold
from tests.console.console_house import asking, house_in, put_session
from tests.console.stub_launcher import StubLauncher

NAME = "2026-11-24T091500Z_tri_abcd"


def house_of(place: Path) -> ConsoleConfig:
    """Give the house that *cut_short* has made."""
    return ConsoleConfig(
        "fr", place / "protocols", place / "sessions", place / "keep", False, Pseudonyms(), UTC
    )


def cut_short(place: Path, *halts: tuple[str, float], robot: str = "nao") -> Path:
    """Put a session whose process died into a house; *halts* are (event, seconds after its last line)."""
    folder = put_session(house_in(place), "fresh-2", NAME, state="open", outcome="", robot={"kind": robot})
    last_ns = read_log(folder / "events.jsonl").events[-1].at
    lines = [{"event": event, "at": round(last_ns + after_s * 1e9), "why": "x"} for event, after_s in halts]
    (folder / "halts.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


@pytest.mark.parametrize(
    ("halts", "nao"),
    [
        ([("halted", 0.1), ("quiet", 0.7)], "still"),
        ([("halted", -60.0), ("quiet", -59.0), ("halted", 0.1), ("quiet", 0.7)], "still"),
        ([("halted", 0.1)], "halted"),
        ([("halted", 0.1), ("still", 5.0)], "halted"),
        ([("halted", 0.1), ("quiet", 0.7), ("cut_again", 9.0)], "halted"),
        ([("halted", -60.0), ("quiet", -59.0)], "unknown"),
        ([], "unknown"),
    ],
)
def test_nao_is_stopped_where_its_guard_halted_it_after_the_sessions_last_line_and_saw_it_still(
    tmp_path: Path, halts: list[tuple[str, float]], nao: str
) -> None:
    assert read_ending(cut_short(tmp_path, *halts)) == SessionEnding(closed=False, nao=nao)  # type: ignore[arg-type]


def test_a_nao_that_somebody_had_stopped_before_the_session_died_is_said_so(tmp_path: Path) -> None:
    folder = cut_short(tmp_path, ("halted", 0.1), ("quiet", 0.7))
    sentence = read_ending(folder).sentence
    assert sentence is not None
    assert "son gardien l'a arrêté quand la séance" in sentence.fr
    log = folder / "events.jsonl"
    last = read_log(log).events[-1]
    stop = Event(last.seq + 1, "out", last.at, "engine", "paused", {"why": "stopped"}, cause=last.seq)
    on = Event(last.seq + 2, "out", last.at, "engine", "continued", {"by": "resume"}, cause=last.seq)
    before = log.read_text("utf-8")
    log.write_text(before + stop.to_line() + "\n", "utf-8")
    found = read_ending(folder)
    assert (found.nao, found.sentence) == ("still", ENDINGS["still_already"])
    log.write_text(before + stop.to_line() + "\n" + on.to_line() + "\n", "utf-8")
    assert read_ending(folder).sentence == sentence


def test_of_a_session_that_another_process_has_nothing_is_known(tmp_path: Path) -> None:
    folder = cut_short(tmp_path, ("halted", 0.1), ("quiet", 0.7))
    with (folder / "events.jsonl").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert read_ending(folder).nao == "unknown"


def test_a_torn_line_of_halts_and_a_folder_that_is_none_tell_nothing(tmp_path: Path) -> None:
    folder = cut_short(tmp_path, ("halted", 0.1), ("quiet", 0.7))
    halts = folder / "halts.jsonl"
    halts.write_bytes(halts.read_bytes()[:-1])
    assert read_ending(folder).nao == "halted"
    assert read_ending(None) == SessionEnding(closed=False, nao="unknown")
    assert read_ending(tmp_path / "nothing") == SessionEnding(closed=False, nao="unknown")


def test_a_session_without_nao_says_nothing_of_one_and_a_closed_one_is_over(tmp_path: Path) -> None:
    assert read_ending(cut_short(tmp_path / "a", robot="none")).sentence is None
    closed = put_session(house_in(tmp_path / "b"), "fresh-2", NAME)
    assert read_ending(closed) == SessionEnding(closed=True, nao="ended")


def test_a_stop_of_a_session_that_died_is_answered_with_what_is_known_of_nao(tmp_path: Path) -> None:
    folder = cut_short(tmp_path, ("halted", 0.1), ("quiet", 0.7))
    config = house_of(tmp_path)
    stop = {"seat": "a", "press": "p", "name": "stop", "session": folder.name}
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        answer = client.post("/session/act", json=stop)
        assert (answer.status_code, answer.json()["taken"]) == (409, False)
        assert answer.json()["nao"] == "still"
        assert answer.json()["sentence"].startswith("Nao est arrêté")
        assert client.get(f"/session/ending?session={folder.name}").json()["nao"] == "still"
        (folder / "halts.jsonl").unlink()
        assert client.post("/session/act", json=stop).json()["sentence"].startswith("On ne sait pas")
        other = client.post("/session/act", json={**stop, "session": "../../etc"}).json()
        assert other["nao"] == "unknown"


def test_a_session_page_that_is_loaded_after_the_session_died_says_so_and_what_is_known_of_nao(
    tmp_path: Path,
) -> None:
    folder = cut_short(tmp_path, ("halted", 0.1), ("quiet", 0.7))
    config = house_of(tmp_path)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        page = re.sub(r"\s+", " ", unescape(client.get("/session").text))
        watched = client.get("/session?as=watch").text
    assert "La séance s'est interrompue" in page
    assert "Nao est arrêté" in page
    assert f'method="post" action="/sessions/{folder.name}/continue"' in page
    assert "/continue" not in watched


def test_of_a_session_that_died_it_is_said_that_the_room_is_still_being_recorded(tmp_path: Path) -> None:
    folder = cut_short(tmp_path, ("halted", 0.1), ("quiet", 0.7))
    config = house_of(tmp_path)
    (folder / "room").mkdir(exist_ok=True)
    recorder = hold(folder / "room")
    told = "La salle est encore enregistrée"
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        assert read_ending(folder) == SessionEnding(closed=False, nao="still", recorded=True)
        assert told in client.get(f"/session/ending?session={folder.name}").json()["recorded"]
        for address in ("/session", "/"):
            page = client.get(address).text
            assert told in page
            assert "trois secondes" in page
            assert f'action="/sessions/{folder.name}/close"' in page
            assert 'http-equiv="refresh"' in page
        os.close(recorder)
        assert client.get(f"/session/ending?session={folder.name}").json()["recorded"] == ""
        for address in ("/session", "/"):
            page = client.get(address).text
            assert told not in page
            assert 'http-equiv="refresh"' not in page


@pytest.mark.parametrize("here", [True, False], ids=["by-this-console", "by-another-program"])
def test_while_somebody_closes_a_session_that_died_every_page_says_so_and_none_offers_to_go_on(
    tmp_path: Path, here: bool
) -> None:
    folder = cut_short(tmp_path, ("halted", 0.1), ("quiet", 0.7))
    config, registry = house_of(tmp_path), SessionRegistry()
    addresses = ("/", "/session", f"/after/{folder.name}")
    with asking(config, registry, StubLauncher(config.sessions)) as client, ExitStack() as closing:
        if here:  # begun a moment ago: nothing of it shows in the folder yet
            registry.closing[folder.name] = cast("asyncio.Task[None]", object())
        else:  # as `recover` does: the folder's lock, then that of its log, in which it tells the death
            closing.enter_context(end_orphans(folder / "room"))
            log = LogWriter(folder / "events.jsonl")
            closing.callback(log.close)
            last = read_log(folder / "events.jsonl").events[-1]
            log.append([Event(last.seq + 1, "in", last.at + 10**9, CLOSER, "resumed", {"last_ns": last.at})])
        told = client.get(f"/session/ending?session={folder.name}").json()
        assert (told["closed"], told["closing"], told["nao"]) == (False, True, "still")
        assert told["recorded"] == "Le dossier se ferme…"
        for address in addresses:
            page = unescape(client.get(address).text)
            assert "Le dossier se ferme…" in page, address
            assert f"/sessions/{folder.name}/" not in page, address
            assert 'http-equiv="refresh"' in page, address
            assert "pas été possible" not in page, address
        assert "<h1>Un instant</h1>" in client.get(addresses[-1]).text
        if here:
            again = client.post(f"/sessions/{folder.name}/continue", follow_redirects=False)
            assert (again.status_code, again.headers["location"]) == (303, "/")
            registry.closing.clear()
    with asking(config, registry, StubLauncher(config.sessions)) as client:
        assert f'action="/sessions/{folder.name}/continue"' in client.get("/").text
        assert "A102" in client.get(f"/after/{folder.name}").text

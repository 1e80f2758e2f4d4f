"""An incident hold: what it keeps from being destroyed, and what happens where somebody tampers with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nao_sessions.console.after.changes import destroy
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.privacy.life.hold import begin_hold, end_hold, held, read_hold
from nao_sessions.record.additions.memos import add_to_memo, begin_memo, end_memo, memo_path
from nao_sessions.record.house import House
from tests.cli.in_process import nao_sessions_here
from tests.console.console_house import asking
from tests.console.stub_launcher import StubLauncher
from tests.privacy.life.user import own_data, record


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of a user, with nothing in it."""
    return own_data(tmp_path, monkeypatch)


def refused_code(house: House | None = None) -> str:
    try:
        held(house)
    except NaoSessionsError as error:
        return error.code
    return ""


def test_a_hold_is_on_until_somebody_ends_it(data: Path) -> None:
    assert (read_hold(), refused_code(), end_hold()) == (None, "", None)
    hold = begin_hold(" an export went astray ")
    assert hold.reason == "an export went astray"
    assert (read_hold(), refused_code()) == (hold, "G140")
    begin_hold("another reason")
    before = end_hold()
    assert before is not None
    assert (before.reason, read_hold(), refused_code()) == ("another reason", None, "")
    assert House.default().first_broken_line() is None


def test_a_film_is_not_destroyed_while_a_hold_is_on(data: Path) -> None:
    folder = record(data, 1)
    film = folder / "room" / "salle.01.mp4"
    begin_hold("a film is looked for")
    with pytest.raises(NaoSessionsError) as refused:
        destroy(folder)
    assert (refused.value.code, film.exists()) == ("G140", True)
    end_hold()
    destroy(folder)
    assert not film.exists()


def test_a_memo_is_not_deleted_while_a_hold_is_on(data: Path) -> None:
    folder = record(data, 1)
    number = begin_memo(folder)
    add_to_memo(folder, number, 0, b"voice")
    end_memo(folder, number, 1.0)
    config = ConsoleConfig("fr", data, data / "sessions", data / "console", rehearsal=False)
    begin_hold("a memo is looked for")
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        address = f"/after/{folder.name}/memos/{number}/delete"
        assert "G140" in client.post(address, data={"act": ""}).text
        assert memo_path(folder, number).exists()
        end_hold()
        client.post(address, data={"act": ""})
    assert not memo_path(folder, number).exists()


@pytest.mark.parametrize("tampered", ["off", "no signature", "no journal line"])
def test_a_hold_that_is_tampered_with_holds(data: Path, tampered: str) -> None:
    begin_hold("an incident")
    journal = House.default().path / "journal.jsonl"
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    if tampered == "off":
        lines[-1]["on"] = False
    elif tampered == "no signature":
        del lines[-1]["signature"]
    text = "\n".join(json.dumps(line) for line in lines) + "\n"
    journal.write_text(text if tampered != "no journal line" else text + "{broken\n")
    assert refused_code() == ("R161" if tampered == "no journal line" else "G141")


def test_a_hold_has_a_reason(data: Path) -> None:
    with pytest.raises(NaoSessionsError) as refused:
        begin_hold("  ")
    assert (refused.value.code, read_hold()) == ("G142", None)


def test_the_command_begins_shows_and_ends_it(data: Path) -> None:
    assert json.loads(nao_sessions_here("hold", "show", "--json").stdout)["on"] is False
    assert nao_sessions_here("hold", "on", "un export est parti", "--lang", "fr").returncode == 0
    told = nao_sessions_here("hold", "show", "--lang", "fr").stdout
    assert "un export est parti" in told
    assert json.loads(nao_sessions_here("hold", "show", "--json").stdout)["reason"] == "un export est parti"
    assert nao_sessions_here("hold", "off", "--lang", "fr").returncode == 0
    assert nao_sessions_here("hold", "off", "--lang", "fr").returncode == 0
    assert read_hold() is None

"""`--by`: who saw, opened or handed out what was recorded stands in the journal, before it is done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nao_sessions.cli import replay as replaying
from nao_sessions.privacy.acts import read_acts
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.record.folder import SessionFolder, default_folder
from nao_sessions.record.house import House
from nao_sessions.record.manifest import Grounds
from tests.analysis.importing.foreign_videos import film
from tests.cli.in_process import nao_sessions_here
from tests.privacy.families import said, write
from tests.record.made_folder import make_folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the data of a user with nothing in it, and serve no page."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("NAO_SESSIONS_BY", raising=False)
    monkeypatch.setattr(replaying, "serve", lambda app, listening, told: listening.close())
    return tmp_path


def real_session(place: Path) -> Path:
    """Give a closed session of a person, and not of the simulator alone."""
    folder = make_folder(place, closed=True)
    facts = folder.read_manifest()
    robot = {**facts.robot, "simulator": False}
    facts.model_copy(update={"rehearsal": False, "robot": robot, "ground": Grounds(text="parents")}).write(
        folder.manifest
    )
    return folder.path


def acts() -> list[tuple[str, str, str]]:
    """Return what the journal says: who, what, about which session."""
    return [(one.person, one.act, one.about) for one in read_acts(House.default())]


def test_whoever_replays_a_session_of_persons_is_noted(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = real_session(here / "sessions")
    assert nao_sessions_here("replay", session, "--no-browser", "--by", "A01").returncode == 0
    assert acts() == [("A01", "seen", session.name)]
    assert nao_sessions_here("replay", session, "--no-browser").returncode == 0
    monkeypatch.setenv("NAO_SESSIONS_BY", "A02")
    assert nao_sessions_here("replay", session, "--no-browser").returncode == 0
    assert [who for who, _, _ in acts()] == ["A01", "unknown", "A02"]


def test_a_simulated_session_is_noted_nowhere(here: Path) -> None:
    simulated = make_folder(here / "sessions", closed=True)
    assert nao_sessions_here("replay", simulated.path, "--no-browser", "--by", "A01").returncode == 0
    assert acts() == []


def test_a_name_in_the_place_of_a_code_is_refused_and_written_nowhere(here: Path) -> None:
    session = real_session(here / "sessions")
    ran = nao_sessions_here("replay", session, "--no-browser", "--by", "Marie", "--lang", "en")
    assert ran.returncode == 2
    assert "G162" in ran.stderr
    assert acts() == []


def test_where_it_cannot_be_noted_nothing_is_shown(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = real_session(here / "sessions")
    shown = []
    monkeypatch.setattr(replaying, "serve", lambda *_: shown.append(1))
    shutil.rmtree(here / "data" / "nao_sessions" / "house")
    (here / "data" / "nao_sessions" / "house").write_text("no folder", encoding="utf-8")
    assert nao_sessions_here("replay", session, "--no-browser", "--by", "A01").returncode != 0
    assert shown == []


def test_what_is_handed_out_and_what_is_opened_is_noted_with_who_did_it(here: Path) -> None:
    session = real_session(here / "data" / "nao_sessions" / "sessions")
    out = here / "out"
    ran = nao_sessions_here("export", session, "--to", "csv", "-o", here / "csv", "--by", "A01")
    assert ran.returncode == 0
    sealed = here / "csv.tar.age"
    assert sealed.is_file(), list(here.iterdir())
    assert nao_sessions_here("open", sealed, "-o", out, "--by", "A02").returncode == 0
    handed = here / "handed"
    assert (
        nao_sessions_here("disclose", "P07", "--out", handed, "--plain", "essai", "--by", "A03").returncode
        == 0
    )
    told = acts()
    assert [(who, what) for who, what, _ in told] == [
        ("A01", "exported"),
        ("A02", "opened"),
        ("A03", "exported"),
    ]
    assert session.name in told[0][2]
    assert session.name in told[2][2]


def test_a_film_that_somebody_objects_to_is_seen_no_more_and_nothing_is_noted(here: Path) -> None:
    session = real_session(here / "sessions")
    (session / "room").mkdir(exist_ok=True)
    (session / "room" / "room.01.mp4").write_bytes(b"film")
    facts = SessionFolder(session).read_manifest()
    facts.model_copy(update={"participants": ["P07"], "room": {"cameras": ["room"]}}).write(
        session / "session.json"
    )
    ledger = LedgerFile.default()
    write(ledger)
    assert nao_sessions_here("replay", session, "--no-browser").returncode == 0
    ledger.add(said("H1", "withdraws", until=None))
    for command in (
        ("replay", session, "--no-browser"),
        ("annotate", session, "--coder", "C01", "--no-browser"),
    ):
        ran = nao_sessions_here(*command, "--lang", "en")
        assert (ran.returncode, "G109" in ran.stderr) == (2, True)
    assert len(acts()) == 1


def test_who_keeps_erases_changes_a_term_or_brings_in_is_noted(here: Path, tmp_path: Path) -> None:
    def run(*arguments: object) -> None:
        ran = nao_sessions_here(*arguments)
        assert ran.returncode == 0, ran.stderr

    session = real_session(here / "sessions")
    run("hold", "on", "a stick was lost", "--by", "D01")
    run("hold", "off", "--by", "D02")
    run("retention", "--set", "research=12", "--by", "D03")
    code = SessionFolder(session).read_manifest().participants[0]
    run("erase", code, "--groups", "delete", "--yes", "--sessions", here / "sessions", "--by", "D04")
    assert not session.exists()
    assert any((default_folder(real=False) / "sample").iterdir())  # it is of P07 as well, and of nobody
    video, events = tmp_path / "a.mp4", tmp_path / "a.csv"
    film(video, sound=None, times_ms=list(range(0, 1000, 40)))
    events.write_text("start;code\n0.5;x\n", encoding="utf-8")
    run(
        "import",
        video,
        "--events",
        events,
        "--ground",
        "x",
        "--unencrypted",
        "x",
        "--out",
        here,
        "--by",
        "D05",
    )
    (brought,) = (one.about for one in read_acts(House.default()) if one.act == "imported")
    assert acts() == [
        ("D01", "held", ""),
        ("D02", "released", ""),
        ("D03", "terms", "research"),
        ("D04", "erased", ""),
        ("D05", "imported", brought),
    ]
    assert (here / brought).is_dir()

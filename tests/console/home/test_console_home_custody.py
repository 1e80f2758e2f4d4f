"""What the home page says of what is kept: an incident under way, and the last restore that was tried."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.privacy.life.hold import begin_hold, end_hold
from nao_sessions.record.house import House
from tests.console.console_house import asking, house_in
from tests.console.stub_launcher import StubLauncher


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return House.default()


def home(place: Path, *, rehearsal: bool = False) -> str:
    config = house_in(place, rehearsal=rehearsal)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        return unescape(client.get("/").text).replace("\u00a0", " ")


def tried(house: House, wrong: int) -> None:
    house.note(
        "restore_rehearsed",
        place="/media/stick",
        backup="2026-11-29T10:00:00Z",
        sessions=1,
        files=9,
        wrong=wrong,
    )


def test_the_last_restore_that_was_tried_is_told_and_so_is_that_none_was(
    tmp_path: Path, house: House
) -> None:
    assert "Il n'y a pas de sauvegarde. Restauration essayée : jamais." in home(tmp_path / "a")
    house.note("backup", place="/media/stick", repository="r", snapshot="s", at_utc="2026-11-29T10:00:00Z")
    assert "Il y a des sauvegardes. Restauration essayée : jamais." in home(tmp_path / "b")
    tried(house, 0)
    page = home(tmp_path / "c")
    assert "Restauration essayée le " in page
    assert "tout est revenu" in page
    tried(house, 1)
    assert "tout n'est pas revenu" in home(tmp_path / "d")


def test_an_incident_that_is_looked_into_is_told_until_it_is_over(tmp_path: Path) -> None:
    begin_hold("un export est parti")
    assert "(un export est parti) : rien n'est effacé" in home(tmp_path / "a")
    end_hold()
    assert "un export est parti" not in home(tmp_path / "b")


def test_a_console_on_the_simulator_keeps_nobody_and_says_nothing(tmp_path: Path, house: House) -> None:
    begin_hold("un export est parti")
    page = home(tmp_path / "a", rehearsal=True)
    assert "Restauration" not in page
    assert "un export est parti" not in page


def test_a_journal_that_cannot_be_read_is_told(tmp_path: Path, house: House) -> None:
    begin_hold("un incident")
    journal = house.path / "journal.jsonl"
    journal.write_text(journal.read_text() + "{broken\n")
    assert "est abîmé" in home(tmp_path / "a")


def test_a_command_is_for_the_person_who_looks_after_the_computer(house: House, tmp_path: Path) -> None:
    read = home(tmp_path)
    assert "La personne qui s'occupe de l'ordinateur la fait par : nao-sessions backup CLÉ_USB --new" in read

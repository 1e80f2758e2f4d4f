"""Nao's own settings wait in a file a robot; what an earlier session left there is told from what is new."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from nao_sessions.robot.address import read_address
from nao_sessions.robot.naoqi.life import Life, life_file, load, own, save

INSTEAD = Path("life.json")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's state folder that is not there yet."""
    folder = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


@pytest.mark.parametrize("url", ["tcp://nao.local:9559", "nao.local:9559", "nao.local", "tcp://NAO.local"])
def test_a_robot_has_one_file_however_its_address_is_written(state: Path, url: str) -> None:
    assert life_file(read_address(url), INSTEAD) == life_file(read_address("tcp://nao.local:9559"), INSTEAD)


def test_each_robot_has_a_file_of_its_own(state: Path) -> None:
    urls = ("192.0.2.1", "192.0.2.2", "192.0.2.1:9560")
    assert len({life_file(read_address(url), INSTEAD) for url in urls}) == len(urls)


def test_the_file_tells_no_address_and_its_folder_is_private(state: Path) -> None:
    found = life_file(read_address("tcp://nao-of-room-2.local:9559"), INSTEAD)
    assert found.parent == state / "nao_sessions" / "robots"
    assert found.parent.stat().st_mode & 0o777 == 0o700
    assert "nao-of-room-2" not in found.name
    assert list(found.parent.iterdir()) == []


def test_a_folder_that_others_could_read_is_made_private(state: Path) -> None:
    folder = state / "nao_sessions" / "robots"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    assert life_file(read_address("nao.local"), INSTEAD).parent.stat().st_mode & 0o777 == 0o700


def test_where_there_can_be_no_such_folder_the_settings_are_kept_elsewhere(state: Path) -> None:
    state.write_bytes(b"")
    assert life_file(read_address("nao.local"), INSTEAD) == INSTEAD


KEPT = Life(
    state="solitary",
    abilities={"AutonomousBlinking": True, "SpeakingMovement": False},
    awareness=True,
    breathing={"Body": True, "Arms": False},
    idling={"Body": True},
    listening_beeps=True,
    listening_language="French",
)
QUIET = Life(
    state="disabled",
    abilities={"AutonomousBlinking": False, "SpeakingMovement": False},
    awareness=False,
    breathing={"Body": False, "Arms": False},
    idling={"Body": False},
    listening_beeps=False,
    listening_language="English",
)


def test_what_is_as_a_session_left_it_was_as_it_was_kept_unless_it_moves_nao() -> None:
    assert own(KEPT, QUIET) == replace(
        QUIET, abilities=KEPT.abilities, listening_beeps=True, listening_language="French"
    )


def test_nothing_that_moves_nao_is_kept_or_read_from_a_file(tmp_path: Path) -> None:
    alive = replace(KEPT, abilities={"AutonomousBlinking": True, "BackgroundMovement": True})
    still = Life(abilities={"AutonomousBlinking": True}, listening_beeps=True, listening_language="French")
    save(tmp_path / "kept.json", alive)
    assert load(tmp_path / "kept.json") == still
    (tmp_path / "older.json").write_text(json.dumps({"format": 1, **asdict(alive)}))
    assert load(tmp_path / "older.json") == still


def test_what_somebody_has_changed_since_is_as_it_is_now() -> None:
    now = Life(
        state="safeguard",
        abilities={"AutonomousBlinking": False, "SpeakingMovement": True},
        awareness=False,
        breathing={"Body": False, "Arms": True},
        idling={"Body": False},
        listening_beeps=False,
    )
    assert own(KEPT, now) == Life(
        state="safeguard",
        abilities={"AutonomousBlinking": True, "SpeakingMovement": True},
        awareness=False,
        breathing={"Body": False, "Arms": True},
        idling={"Body": False},
        listening_beeps=True,
    )


def test_what_was_not_known_then_is_as_it_is_now_and_what_is_not_known_now_is_left_alone() -> None:
    assert own(Life(), QUIET) == QUIET
    assert own(KEPT, Life()) == Life()


def test_a_link_in_the_place_of_the_file_or_of_its_draft_is_not_followed(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    stranger.write_bytes(b"a stranger's")
    for name in ("life.json", "life.json.part"):
        (tmp_path / name).symlink_to(stranger)
    save(tmp_path / "life.json", KEPT)
    assert stranger.read_bytes() == b"a stranger's"
    assert load(tmp_path / "life.json") == KEPT.motionless()
    assert not (tmp_path / "life.json").is_symlink()

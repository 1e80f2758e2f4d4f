"""`run --robot none`: the adult leads; same log, same recorders, no robot, and no name written anywhere."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.command_line import PROTOCOL, WAITING, Started, nao_sessions
from tests.kills.processes import until
from tests.privacy.families import adult_is_told, house_decides
from tests.room.cameras import camera

CARDS = Path(__file__).with_name("cartes.yaml")
LED = ("--robot", "none", "--unencrypted", "a test")
ALONE = (*LED, "--no-room")


def test_sentences_are_shown_with_the_name_and_the_folder_holds_none(tmp_path: Path) -> None:
    house_decides()
    names = ("--participant", "P07", "--names", "-")
    arguments = (PROTOCOL, *ALONE, *names, "--speed", "10", "--out", tmp_path, "--lang", "fr")
    ran = nao_sessions("run", *arguments, stdin="P07=Zoé\n")
    assert ran.returncode == 0
    said = [line.partition("  ")[2] for line in ran.stderr.splitlines() if "À dire" in line]
    assert said == ["À dire\u00a0: «\u00a0Bonjour Zoé !\u00a0»", "À dire\u00a0: «\u00a0Au revoir.\u00a0»"]
    (folder,) = tmp_path.iterdir()
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert ("Zoé".encode() in written, "Zoé" in ran.stdout) == (False, False)
    about = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    assert (about["robot"], about["rehearsal"], about["outcome"]) == (
        {"simulator": False, "kind": "none"},
        False,
        "completed",
    )
    assert json.loads(nao_sessions("verify", folder, "--json").stdout)["reexecuted"] is True
    assert list(folder.glob("telemetry*")) == []


def test_no_process_is_started_for_a_robot_that_is_not_there(tmp_path: Path, started: list[Started]) -> None:
    session = Started(tmp_path, str(PROTOCOL), *ALONE, *WAITING)
    started.append(session)
    session.until_logged("about", adult_led=True)
    session.until_logged("entered", step="accueil")
    assert [session.run.child(name) for name in ("nao-simulator", "guard")] == [None, None]
    session.run.type("1")
    assert session.ended() == (0, "completed")


def test_ctrl_c_stops_at_once_and_resume_says_the_sentence_again(
    tmp_path: Path, started: list[Started]
) -> None:
    session = Started(tmp_path, str(PROTOCOL), *ALONE, *WAITING)
    started.append(session)
    session.until_logged("do", verb="say")
    session.run.process.signal(signal.SIGINT)
    session.until_logged("paused", why="stopped")
    session.until_logged("done", how="stopped")
    session.run.type("resume")
    session.until_logged("continued", by="resume")
    session.until_logged("done", how="finished")
    session.run.type("1")
    assert session.ended() == (0, "completed")
    assert session.run.stderr.count('Say: "Bonjour') == 2
    assert nao_sessions("verify", session.folder).returncode == 0


def test_a_session_that_an_adult_led_goes_on_without_a_robot_alone(
    tmp_path: Path, started: list[Started]
) -> None:
    session = Started(tmp_path, str(PROTOCOL), *ALONE, *WAITING)
    started.append(session)
    session.until_logged("do", verb="say")
    session.kill()
    with_nao = nao_sessions("run", "--resume", session.folder, "--simulator", "--no-room", "--lang", "en")
    assert (with_nao.returncode, with_nao.stderr.split()[0]) == (2, "U107")
    ran = nao_sessions("run", "--resume", session.folder, *ALONE, stdin="resume\n1\n")
    assert ran.returncode == 0
    assert json.loads(nao_sessions("info", session.folder, "--json").stdout)["summary"]["outcome"] == (
        "completed"
    )


def test_there_is_no_scripted_child_without_a_robot(tmp_path: Path) -> None:
    ran = nao_sessions("run", PROTOCOL, *ALONE, "--child", "silent", "--out", tmp_path, "--lang", "en")
    assert (ran.returncode, ran.stderr.split()[0]) == (2, "U109")
    assert list(tmp_path.iterdir()) == []


def test_a_clap_is_naos() -> None:
    ran = nao_sessions("run", PROTOCOL, "--robot", "none", "--clap", "--no-room", "--lang", "en")
    assert (ran.returncode, ran.stderr.split()[0]) == (2, "U111")


@contextmanager
def room_with_a_card(place: Path, *options: str) -> Iterator[Path]:
    """A room file whose camera shows card 12 from its second second on."""
    with camera("--viewers", "1", "--card", "12", "2", "1000", *options) as addresses:
        room = place / "room.yaml"
        room.write_text(f'cameras: {{salle: {{url: "{addresses.tcp}", cards: true}}}}\n', encoding="utf-8")
        yield room


def test_a_card_before_the_rooms_camera_is_an_answer_and_the_room_is_recorded(
    tmp_path: Path, started: list[Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    adult_is_told("camera:salle", "sound:salle")
    with room_with_a_card(tmp_path) as room:
        session = Started(tmp_path, str(CARDS), *LED, "--room", str(room), "--adult", "A01")
        started.append(session)
        session.until_logged("card", card="12")
        assert session.ended() == (0, "completed")
    (card,) = [event for event in session.events() if event["kind"] == "card"]
    (recorded,) = [
        event for event in session.events() if (event["source"], event["kind"]) == ("recorder", "closed")
    ]
    assert (card["dir"], card["source"], card["t"] <= card["at"]) == ("in", "camera:salle", True)
    assert recorded["data"]["frames"] > 0
    verified = json.loads(nao_sessions("verify", session.folder, "--json").stdout)
    assert (verified["sound"], verified["problems"]) == (True, [])
    frames = (session.folder / "room" / "salle.frames.csv").read_text(encoding="utf-8").splitlines()
    arrivals = {int(line.split(",")[4]) for line in frames if line[0].isdigit()}
    # Two connections to one camera: a picture comes on both at about the same time.
    assert min(abs(arrival - card["t"]) for arrival in arrivals) < 40_000_000


def test_a_camera_that_is_not_to_look_for_cards_does_not(tmp_path: Path, started: list[Started]) -> None:
    with room_with_a_card(tmp_path) as room:
        room.write_text(room.read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8")
        session = Started(tmp_path, str(CARDS), *LED, "--room", str(room), "--ground", "a test")
        started.append(session)
        session.until_logged("done", how="finished")
        assert session.run.child("card_reader") is None
        session.run.type("1")
        assert session.ended() == (0, "completed")
    until(lambda: not session.run.process.alive, "the end")
    assert [event for event in session.events() if event["kind"] == "card"] == []

"""What the command line refuses: the exit code says of what kind it is, and the sentence what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.launch.launcher import check_participants
from nao_sessions.protocol import load
from tests.cli.command_line import PROTOCOL, nao_sessions
from tests.kills.processes import free_port
from tests.privacy.families import adult_is_told

FINDINGS, USAGE, UNAVAILABLE = 1, 2, 3
RUN = ("run", str(PROTOCOL), "--lang", "en")


@pytest.fixture
def nobody() -> str:
    """An address that nobody listens at."""
    return f"tcp://127.0.0.1:{free_port()}"


@pytest.fixture
def room_file(tmp_path: Path, nobody: str) -> Path:
    """A room whose camera does not answer."""
    path = tmp_path / "room.yaml"
    path.write_text(f'cameras: {{room: {{url: "{nobody}"}}}}\n', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("run",), USAGE, "U101"),
        ((*RUN,), USAGE, "U102"),
        ((*RUN, "--robot", "tcp://127.0.0.1", "--simulator"), USAGE, "U102"),
        ((*RUN, "--simulator", "--participant", "Zoé"), USAGE, "U104"),
        ((*RUN, "--simulator", "--setting", "patience"), USAGE, "U103"),
        ((*RUN, "--simulator", "--setting", "patience=vite"), USAGE, "patience"),
        ((*RUN, "--simulator", "--setting", "patiance=1 s"), USAGE, "patience"),
        ((*RUN, "--simulator", "--speed", "99"), USAGE, "--speed"),
        ((*RUN, "--simulator", "--child", "nobody"), USAGE, "--child"),
        (("console", "--simulator", "--protocols", "missing"), USAGE, "U174"),
        (("run", "missing.yaml", "--simulator"), FINDINGS, "P118"),
        (("run", "--resume", "missing", "--simulator"), FINDINGS, "R104"),
        (("info", "missing"), FINDINGS, "R104"),
        (("verify", "missing"), FINDINGS, "R104"),
        (("recover", "missing"), FINDINGS, "R104"),
        ((*RUN, "--simulator", "--names", "missing"), USAGE, "U108"),
        (("info",), USAGE, "FOLDER"),
        (("info", "--lang", "fr"), USAGE, "Il manque l'argument"),
        (("sing", "--lang", "fr"), USAGE, "inconnue"),
        (("run", "--no-such-option", "--lang", "fr"), USAGE, "Option inconnue\u00a0: --no-such-option."),
        ((*RUN[:2], "--simulator", "--speed", "99", "--lang", "fr"), USAGE, "Valeur refusée pour '--speed'"),
        (("sing",), USAGE, "sing"),
        (("run", "--no-such-option"), USAGE, "--no-such-option"),
    ],
    ids=lambda value: " ".join(value[1:]) if isinstance(value, tuple) else str(value),
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = nao_sessions(*arguments)
    assert (ran.returncode, ran.stdout, said in ran.stderr) == (code, "", True), ran.stderr


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("P07=Zoé\nP09=Théo\n", "P09"),
        ("P07=Zoé\nThéo\n", "Line 2"),
        ("P07=Zoé7\n", "P07"),
    ],
)
def test_names_that_fit_nobody_are_refused_without_being_said(tmp_path: Path, lines: str, said: str) -> None:
    names = tmp_path / "names"
    names.write_text(lines, encoding="utf-8")
    names.chmod(0o600)
    given = ("--participant", "P07", "--names", names, "--out", tmp_path / "out")
    ran = nao_sessions(*RUN, "--simulator", "--no-room", *given)
    assert (ran.returncode, said in ran.stderr) == (USAGE, True), ran.stderr
    assert [word for word in ("Zoé", "Théo") if word in ran.stderr + ran.stdout] == []


def test_a_robot_that_is_not_there_is_told_and_leaves_nothing(tmp_path: Path, nobody: str) -> None:
    grounds = ("--unencrypted", "a test")
    ran = nao_sessions(*RUN, "--robot", nobody, "--no-room", "--out", tmp_path / "out", *grounds)
    assert (ran.returncode, ran.stdout) == (UNAVAILABLE, "")
    assert ran.stderr.startswith(f"R002 Nao does not answer at {nobody}.\n  hint: ")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_camera_that_is_not_there_is_told_and_leaves_nothing(
    tmp_path: Path, room_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    adult_is_told("camera:room", "sound:room")
    out = tmp_path / "out"
    grounds = ("--adult", "A01", "--unencrypted", "a test")
    ran = nao_sessions(*RUN, "--simulator", "--room", room_file, "--out", out, *grounds)
    assert (ran.returncode, ran.stdout) == (UNAVAILABLE, "")
    assert "D106 The camera 'room' gives no picture: nothing has begun.\n  hint: " in ran.stderr
    assert list(out.iterdir()) == []


def test_a_room_file_that_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "room.yaml"
    path.write_text('cameras: {room: {adress: "tcp://127.0.0.1:1"}}\n', encoding="utf-8")
    ran = nao_sessions(*RUN, "--simulator", "--room", path, "--out", tmp_path / "out")
    assert (ran.returncode, ran.stderr.startswith(f"F101 {path}:1:18: ")) == (USAGE, True), ran.stderr


def test_nobody_is_filmed_of_whom_nobody_said_who_it_is(
    tmp_path: Path, room_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The camera is dead: had it been asked for a picture, nothing would begin."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    adult_is_told("camera:room", "sound:room")
    said = ("--unencrypted", "a test", "--ground", "a test", "--speed", "20", "--child", "silent")
    for number, who in enumerate(((), ("--participant", "V01"))):
        out = tmp_path / f"out{number}"
        ran = nao_sessions(*RUN, "--simulator", "--room", room_file, "--out", out, *said, *who)
        assert (ran.returncode, "G103" in ran.stderr) == (0, True), ran.stderr
        (folder,) = out.iterdir()
        assert list((folder / "room").iterdir()) == []


def test_a_real_robot_is_not_recorded_on_an_open_volume(tmp_path: Path, room_file: Path, nobody: str) -> None:
    # Where the tests run the temporary folder may be encrypted; the kernel's own file system never is.
    ran = nao_sessions(*RUN, "--robot", nobody, "--room", room_file, "--out", "/proc", "--ground", "a test")
    assert (ran.returncode, ran.stderr.split()[0]) == (USAGE, "G102")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    ran = nao_sessions(*RUN, "--simulator", "--no-room", "--out", blocked)
    assert (ran.returncode, ran.stderr.split()[0]) == (FINDINGS, "R107")


def test_a_names_file_in_another_encoding_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    names = tmp_path / "names"
    names.write_bytes("P07=Zoé\n".encode("latin-1"))
    names.chmod(0o600)
    out = tmp_path / "out"
    ran = nao_sessions(*RUN, "--simulator", "--participant", "P07", "--names", names, "--out", out)
    assert (ran.returncode, ran.stderr.split()[0], out.exists()) == (USAGE, "U106", False)


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o640])
def test_a_names_file_that_others_can_read_is_refused_before_anything_is_made(
    tmp_path: Path, mode: int
) -> None:
    names, out = tmp_path / "names", tmp_path / "out"
    names.write_text("P07=Zoé\n", encoding="utf-8")
    names.chmod(mode)
    ran = nao_sessions(*RUN, "--simulator", "--participant", "P07", "--names", names, "--out", out)
    assert (ran.returncode, ran.stderr.split()[0], "Zoé" in ran.stderr) == (USAGE, "U112", False)
    assert not out.exists()


@pytest.mark.parametrize(
    ("fewest", "most", "french"),
    [
        (1, 1, "Ce protocole est pour 1 participant."),
        (0, 1, "Ce protocole est pour 1 participant au plus."),
        (0, 3, "Ce protocole est pour 3 participants au plus."),
        (3, 3, "Ce protocole est pour 3 participants."),
        (2, 3, "Ce protocole est pour 2 à 3 participants."),
    ],
)
def test_for_how_many_a_protocol_is_is_said_in_a_sentence(fewest: int, most: int, french: str) -> None:
    protocol = replace(load(PROTOCOL), participants_min=fewest, participants_max=most)
    with pytest.raises(UsageError) as refused:
        check_participants(protocol, ("P01", "P02", "P03", "P04"))
    assert refused.value.sentence.fr == french

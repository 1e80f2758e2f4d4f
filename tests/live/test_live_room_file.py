"""The room file: its cameras and microphones, their logins, and errors with a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.room.room_file import RecordedSource, read_room
from nao_sessions.room.sources.login import Login, login_path, read_login


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "room.yaml"
    path.write_text(text, encoding="utf-8")
    return path


ROOM = """
cameras:
  salle: {url: "rtsp://192.0.2.10/stream", login: salle}
  porte: {url: "http://127.0.0.1:80/a.ts"}
  mur: {url: "v4l2:/dev/video0?size=640x480", cards: true}
  film: {url: "file:/home/marie/film.mp4"}
microphones:
  table: {url: "alsa:default"}
  plafond: {url: "tcp://127.0.0.1:5000"}
"""


@pytest.fixture
def logins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of the logins, with one of them: salle."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = login_path("salle")
    path.parent.mkdir(parents=True)
    path.touch(mode=0o600)
    path.write_text("marie:sésame:ouvre-toi\n", encoding="utf-8")
    return path.parent


def test_a_room_names_its_cameras_and_its_microphones(tmp_path: Path, logins: Path) -> None:
    room = read_room(written(tmp_path, ROOM))
    assert room.cameras == (
        RecordedSource("salle", "rtsp://192.0.2.10/stream", "salle"),
        RecordedSource("porte", "http://127.0.0.1:80/a.ts"),
        RecordedSource("mur", "v4l2:/dev/video0?size=640x480", cards=True),
        RecordedSource("film", "file:/home/marie/film.mp4"),
    )
    assert room.microphones == (
        RecordedSource("table", "alsa:default", sound_only=True),
        RecordedSource("plafond", "tcp://127.0.0.1:5000", sound_only=True),
    )
    assert not room.simulated


@pytest.mark.parametrize(
    ("url", "code", "place"),
    [
        ("rtsp://marie:sésame@192.0.2.10/stream", "F103", "room.yaml:2:11"),
        ("http://marie@192.0.2.10/stream", "F103", "room.yaml:2:11"),
        ("http://192.0.2.10/stream?User=marie&pwd=x", "F103", "room.yaml:2:11"),
        ("ftp://192.0.2.10/stream", "F102", "room.yaml:2:11"),
    ],
)
def test_a_secret_in_an_address_is_refused_and_not_said(
    tmp_path: Path, url: str, code: str, place: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read_room(written(tmp_path, f'cameras:\n  salle: {{url: "{url}"}}\n'))
    assert refused.value.code == code
    assert place in refused.value.sentence.en
    assert "sésame" not in refused.value.sentence.en
    assert "sésame" not in refused.value.sentence.fr


WITH_LOGIN = 'cameras:\n  salle: {url: "rtsp://192.0.2.10/a", login: NAME}\n'


@pytest.mark.parametrize("name", ["porte", "../salle", "salle/"])
def test_a_login_that_is_not_there_is_told_with_its_place(tmp_path: Path, logins: Path, name: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_room(written(tmp_path, WITH_LOGIN.replace("NAME", f'"{name}"')))
    assert refused.value.code == "F104"
    assert "room.yaml:2:39" in refused.value.sentence.en


def test_a_login_that_others_can_read_is_refused(tmp_path: Path, logins: Path) -> None:
    (logins / "salle").chmod(0o640)
    with pytest.raises(UsageError) as refused:
        read_room(written(tmp_path, WITH_LOGIN.replace("NAME", "salle")))
    assert refused.value.code == "F104"
    assert "can be read by others" in refused.value.sentence.en
    assert "sésame" not in refused.value.sentence.en


def test_a_login_shows_its_password_to_nobody(logins: Path) -> None:
    login = read_login("salle")
    assert login == Login("marie", "sésame:ouvre-toi")
    assert "sésame" not in repr(login)


@pytest.mark.parametrize(
    ("kind", "most", "sentence"),
    [("cameras", 4, "four cameras at most"), ("microphones", 2, "two microphones at most")],
)
def test_there_are_four_cameras_and_two_microphones_at_most(
    tmp_path: Path, kind: str, most: int, sentence: str
) -> None:
    def room(count: int) -> str:
        lines = (f'  s{n}: {{url: "tcp://127.0.0.1:{5000 + n}"}}\n' for n in range(count))
        return f"{kind}:\n" + "".join(lines)

    assert len(read_room(written(tmp_path, room(most))).sources) == most
    with pytest.raises(UsageError) as refused:
        read_room(written(tmp_path, room(most + 1)))
    assert sentence in refused.value.sentence.en


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('cameras:\n  salle: {url: "ftp://x"}\n', "room.yaml:2:11"),
        ('cameras:\n  la salle: {url: "tcp://x:1"}\n', "room.yaml:2:3"),
        ('microphones:\n  table: {url: "alsa:"}\n', "room.yaml:2:11"),
        ('cameras: {a: {url: "tcp://x:1"}}\nmicrophones:\n  a: {url: "tcp://x:1"}\n', "room.yaml:3:3"),
        ('cameras:\n  salle: {uri: "tcp://x"}\n', "room.yaml:2:11"),
        ("cameras:\n  salle\n", "room.yaml:1:1"),
        ("cameras: [\n", "room.yaml:2:1"),
        ("lights: on\n", "room.yaml:1:1"),
        ("cameras: 2026-02-30\n", "room.yaml"),
    ],
)
def test_an_error_has_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_room(written(tmp_path, text))
    assert place in refused.value.sentence.en


@pytest.mark.parametrize("text", ["[" * 20_000, "a: " + "{b: " * 5_000])
def test_a_room_file_that_is_nested_too_deeply_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_room(written(tmp_path, text))
    assert str(tmp_path / "room.yaml") in caught.value.sentence.en


def test_a_missing_room_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        read_room(tmp_path / "none.yaml")
    assert refused.value.code == "F101"


@pytest.mark.parametrize("half", ["\\uD800", "\\U0000dfff"])
def test_half_a_character_is_told_by_its_escape(tmp_path: Path, half: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_room(written(tmp_path, f'cameras: {{salle: {{url: "tcp://127.0.0.1:5000{half}"}}}}'))
    assert refused.value.code == "F101"
    assert half in refused.value.sentence.in_language("fr").encode().decode()


def test_a_camera_looks_for_cards_only_where_the_room_says_so(tmp_path: Path) -> None:
    cameras = 'cameras:\n  salle: {url: "tcp://127.0.0.1:5000", cards: true}\n  porte: {url: "tcp://127.0.0.1:5001"}\n'
    room = read_room(written(tmp_path, cameras))
    assert [(camera.name, camera.cards) for camera in room.cameras] == [("salle", True), ("porte", False)]


def test_nothing_but_the_room_file_lets_a_held_head_stop_nao(tmp_path: Path) -> None:
    assert read_room(written(tmp_path, "robot: {place: table}")).head_sign is False
    assert read_room(written(tmp_path, "robot: {head_sign: true}")).head_sign is True
    with pytest.raises(UsageError, match=r"room\.yaml:1:9"):
        read_room(written(tmp_path, "robot: {head_sing: true}"))

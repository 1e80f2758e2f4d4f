"""The room file: its cameras, and errors with a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.live.room_file import read_room


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "room.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_room_names_its_cameras(tmp_path: Path) -> None:
    room = read_room(
        written(
            tmp_path,
            'cameras:\n  salle: {url: "tcp://127.0.0.1:5000"}\n  porte: {url: "http://127.0.0.1:80/a.ts"}\n',
        )
    )
    assert room.cameras == (("salle", "tcp://127.0.0.1:5000"), ("porte", "http://127.0.0.1:80/a.ts"))
    assert not room.simulated


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('cameras:\n  salle: {url: "ftp://x"}\n', "room.yaml:2:3"),
        ('cameras:\n  salle: {uri: "tcp://x"}\n', "room.yaml:2:11"),
        ("cameras:\n  salle\n", "room.yaml:1:1"),
        ("cameras: [\n", "room.yaml:2:1"),
        ("lights: on\n", "room.yaml:1:1"),
    ],
)
def test_an_error_has_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_room(written(tmp_path, text))
    assert place in refused.value.sentence.en


def test_a_missing_room_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        read_room(tmp_path / "none.yaml")
    assert refused.value.code == "F101"


def test_a_camera_looks_for_cards_only_where_the_room_says_so(tmp_path: Path) -> None:
    cameras = 'cameras:\n  salle: {url: "tcp://127.0.0.1:5000", cards: true}\n  porte: {url: "tcp://127.0.0.1:5001"}\n'
    room = read_room(written(tmp_path, cameras))
    assert [name for name, _ in room.cameras] == ["salle", "porte"]
    assert room.card_cameras == (("salle", "tcp://127.0.0.1:5000"),)

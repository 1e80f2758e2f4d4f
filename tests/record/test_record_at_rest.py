"""A folder that lies on a disk for years: whatever changes in it is found, and named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nao_sessions.core.errors import RecordError
from nao_sessions.record.checksums import write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import append_private
from nao_sessions.record.verify import verify
from nao_sessions.room.files.probe import check

SAMPLE = next((Path(__file__).parents[2] / "recordings" / "sample").iterdir())
COVERED = (
    "events.jsonl",
    "events.sums",
    "clocks.jsonl",
    "halts.jsonl",
    "protocol/exemple.yaml",
    "room/room.01.mp4",
    "room/room.frames.csv",
)


@pytest.fixture
def kept(tmp_path: Path) -> SessionFolder:
    """A recorded session with a film, of which a halt was kept as well."""
    copy = SessionFolder(tmp_path / "kept")
    shutil.copytree(SAMPLE, copy.path)
    append_private(copy.halts, b'{"event": "halted"}\n')
    write_checksums(copy)
    return copy


def problems(folder: SessionFolder) -> list[str]:
    """What ``nao-sessions verify`` finds wrong."""
    try:
        found = [text.en for text in verify(folder).problems]
    except RecordError as error:
        return [str(error)]
    return found + [text.en for text in check(folder.path)]


def turn_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_folder_that_nothing_happened_to_is_sound(kept: SessionFolder) -> None:
    assert problems(kept) == []


@pytest.mark.parametrize("name", COVERED)
def test_one_bit_that_turned_is_found_in_its_file(kept: SessionFolder, name: str) -> None:
    turn_a_bit(kept.path / name)
    told = " ".join(problems(kept))
    assert name in told or ("seq" in told and name == "events.jsonl")


@pytest.mark.parametrize("name", COVERED)
def test_a_file_that_is_missing_is_named(kept: SessionFolder, name: str) -> None:
    (kept.path / name).unlink()
    assert name in " ".join(problems(kept))


@pytest.mark.parametrize("name", ["protocol/image.png", "room/door.01.mp4", "room/note.txt"])
def test_a_file_that_was_added_is_named(kept: SessionFolder, name: str) -> None:
    (kept.path / name).write_bytes(b"x")
    assert f"{name} has changed since the folder was closed, is missing, or was added." in problems(kept)


def test_a_changed_checksum_names_the_file_that_it_no_longer_vouches_for(kept: SessionFolder) -> None:
    text = kept.checksums.read_text()
    kept.checksums.write_text(text.replace(text[0], "0" if text[0] != "0" else "1", 1))
    assert problems(kept) == [
        "events.jsonl has changed since the folder was closed, is missing, or was added."
    ]


@pytest.mark.parametrize(
    ("name", "of", "into", "told"),
    [
        (
            "session.json",
            '"seed": ',
            '"seed": 9',
            "session.json: 'seed' is not what the beginning of the log says.",
        ),
        ("session.json", '"language": "fr"', '"language": "en"', "'language' is not what"),
        ("session.json", '"nao_sessions": "0.1.0"', '"nao_sessions": "9.9.9"', "'software' is not what"),
        (
            "session.json",
            '"outcome": "completed"',
            '"outcome": "distress"',
            "session.json: 'outcome' is distress; by the log, the session ended with completed.",
        ),
        (
            "session.json",
            '"version": "1.0.0"',
            '"version": "1.1.0"',
            "version is 1.1.0; its file says 1.0.0.",
        ),
        ("session.json", '"format"', '"format', "session.json is missing or cannot be read."),
        ("sync.json", '"streams"', '"strxams"', "sync.json is broken: 'nao-sessions sync' makes it again."),
    ],
)
def test_what_no_checksum_covers_is_compared_with_what_one_covers(
    kept: SessionFolder, name: str, of: str, into: str, told: str
) -> None:
    path = kept.path / name
    text = path.read_text(encoding="utf-8")
    assert of in text
    path.write_text(text.replace(of, into, 1), encoding="utf-8")
    assert told in " ".join(problems(kept))

"""What comes after the end in a folder from a stranger: whole lines, and nothing that cannot be read on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nao_sessions.core.errors import LinkRefused, RecordError
from nao_sessions.record.additions.afterwards import read_afterwards
from nao_sessions.record.additions.annotations import read_coding
from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.additions.notes import read_notes
from nao_sessions.record.additions.recordings import AddedRecording, append_added, read_added
from nao_sessions.record.checksums import changed_files, file_sum
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.recover import recover
from nao_sessions.record.results.interruptions import read_halts
from nao_sessions.record.telemetry import samples
from nao_sessions.record.telemetry.samples import read_raw, read_telemetry
from tests.record.made_folder import make_folder

READERS: dict[str, Callable[[SessionFolder], object]] = {
    "events.jsonl": lambda folder: read_log(folder.events),
    "halts.jsonl": lambda folder: read_halts(folder.halts),
    "corrections.jsonl": lambda folder: read_corrections(folder.path),
    "after.jsonl": lambda folder: read_afterwards(folder.path),
    "added.jsonl": lambda folder: read_added(folder.path),
    "notes.md": lambda folder: read_notes(folder.path),
    "annotations/C01.jsonl": lambda folder: read_coding(folder.path, "C01"),
    "protocol/essai.yaml": lambda folder: folder.protocol_files(),
    "telemetry.jsonl": lambda folder: read_raw(folder.telemetry_raw),
    "imported/table.boris": lambda folder: folder.read_copy("boris"),
}

CONTENTS = {
    "nested": b"[" * 99_999 + b"]" * 99_999 + b"\n",
    "an object of nested": b'{"op":' + b"[" * 99_999 + b"]" * 99_999 + b"}\n",
    "digits": b'{"at":' + b"9" * 5_000 + b"}\n",
    "zeros": b"\0" * 500 + b"\n",
    "no UTF-8": b'\xff\xfe{"at":1}\n',
    "half a character": b'{"kind":"\\ud800","op":"add"}\n',
    "no object": b"7\n[]\nnull\n",
    "nothing": b"\n",
}


def _device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _refusal(read: Callable[[SessionFolder], object], folder: SessionFolder) -> str:
    """Give the place that a refusal names; "" where it is read."""
    try:
        read(folder)
    except RecordError as error:
        return error.sentence.en.partition(" ")[0].partition(":")[0]
    return ""


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    return make_folder(tmp_path / "received", closed=True)


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("place", READERS)
def test_whatever_stands_in_a_file_it_is_read_or_refused_by_name(
    folder: SessionFolder, place: str, content: str
) -> None:
    path = folder.path / place
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(CONTENTS[content])
    assert _refusal(READERS[place], folder) in ("", str(path))


@pytest.mark.parametrize("lay", [os.mkfifo, _device], ids=["pipe", "device"])
@pytest.mark.parametrize("place", sorted(READERS.keys() - {"imported/table.boris"}))
def test_no_reader_waits_for_a_pipe_or_reads_a_device(
    folder: SessionFolder, place: str, lay: Callable[[Path], None]
) -> None:
    path = folder.path / place
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    lay(path)
    with pytest.raises(LinkRefused):
        READERS[place](folder)


def test_a_name_with_a_line_separator_is_one_line(folder: SessionFolder) -> None:
    added = AddedRecording("dicta\u2028phone", "2026-11-28", {"codec": "a\u0085b"}, {}, {"beside": "x"})
    append_added(folder.path, added)
    append_added(folder.path, added)
    assert read_added(folder.path) == (added, added)


def test_a_torn_line_of_what_was_added_is_left_out_and_cut_by_the_next(folder: SessionFolder) -> None:
    added = AddedRecording("a", "b", {}, {}, {})
    append_added(folder.path, added)
    with (folder.path / "added.jsonl").open("ab") as file:
        file.write(b'{"name":"torn')
    assert read_added(folder.path) == (added,)
    append_added(folder.path, added)
    assert read_added(folder.path) == (added, added)


def test_a_log_of_forty_gigabytes_is_named_and_not_closed(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "received", closed=False)
    with folder.events.open("r+b") as file:
        file.truncate(40 << 30)
    with pytest.raises(RecordError) as caught:
        recover(folder)
    assert (caught.value.code, folder.checksums.exists()) == ("R136", False)


def test_a_film_of_any_size_has_a_checksum_and_a_link_has_none(folder: SessionFolder, tmp_path: Path) -> None:
    film = folder.room / "face.01.mp4"
    film.write_bytes(b"abc")
    assert file_sum(film, folder.path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    film.unlink()
    (tmp_path / "key").write_bytes(b"abc")
    os.link(tmp_path / "key", film)
    with pytest.raises(LinkRefused):
        file_sum(film, folder.path)


def test_a_table_of_more_samples_than_any_is_named(
    folder: SessionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pa.table({"at_ns": [1, 2], "uncertainty_ns": [0, 0], "part": ["touch", "touch"], "x": [1, 2]})
    pq.write_table(table, folder.telemetry)
    assert read_telemetry(folder).num_rows == 2
    monkeypatch.setattr(samples, "MOST_SAMPLES", 1)
    with pytest.raises(RecordError) as caught:
        read_telemetry(folder)
    assert caught.value.code == "R136"


def test_a_file_that_is_no_film_and_larger_than_any_has_no_checksum(folder: SessionFolder) -> None:
    with folder.clocks.open("wb") as file:
        file.truncate(40 << 30)
    with pytest.raises(RecordError) as caught:
        changed_files(folder)
    assert (caught.value.code, str(folder.clocks) in caught.value.sentence.en) == ("R136", True)

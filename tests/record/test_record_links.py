"""A folder that came from a stranger, with links laid in it: what they lead to is never written into."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.analysis.coding.folder import keep_scheme
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.cli.main import group
from nao_sessions.console.board import slate
from nao_sessions.core.errors import LinkRefused
from nao_sessions.live.start import begin_again
from nao_sessions.record.additions import memos
from nao_sessions.record.additions.afterwards import ChildsWord, append_word
from nao_sessions.record.additions.annotations import AnnotationWriter
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction
from nao_sessions.record.additions.notes import NotesSection, append_note
from nao_sessions.record.additions.recordings import AddedRecording, append_added
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import LogWriter
from nao_sessions.record.private import open_private, replace_private
from nao_sessions.record.recover import recover
from nao_sessions.record.telemetry.samples import TelemetryFile
from nao_sessions.room.capture.writer import VideoFile
from nao_sessions.room.files.index import Lines
from nao_sessions.room.files.recover import take_torn_head_away
from nao_sessions.room.sync import measuring as sync
from nao_sessions.room.voice.latencies import measure_latencies
from tests.record.made_folder import make_folder

STRANGER = "## 2026-11-28T09:00:00Z · Ailleurs <!-- b -->\n\na stranger's line, without an end".encode()
Write = Callable[[SessionFolder], object]

WRITERS: dict[str, Write] = {
    "events.jsonl": lambda folder: LogWriter(folder.events),
    "corrections.jsonl": lambda folder: append_correction(folder.path, _correction()),
    "notes.md": lambda folder: append_note(
        folder.path, NotesSection("2026-11-28T10:00:00Z", "a", "Séance", "b")
    ),
    "after.jsonl": lambda folder: append_word(
        folder.path, ChildsWord("P07", "liked", "2026-11-28T10:00:00Z")
    ),
    "added.jsonl": lambda folder: append_added(folder.path, AddedRecording("a", "b", {}, {}, {})),
    "clocks.jsonl": lambda folder: folder.give_reserve_back(),
    "halts.jsonl": lambda folder: folder.give_reserve_back(guard_ended=True),
    ".reserve": lambda folder: folder.keep_reserve(),
    "telemetry.jsonl": lambda folder: TelemetryFile(folder.telemetry_raw),
    "annotations/C01.jsonl": lambda folder: AnnotationWriter(folder.path, "C01"),
    "room/face.frames.csv": lambda folder: Lines(folder.room / "face.frames.csv", "header"),
    "room/face.01.mp4": lambda folder: take_torn_head_away(folder.room / "face.01.mp4"),
    "slate/P07.jsonl": lambda folder: slate._append(folder.path / "slate" / "P07.jsonl", b"{}\n"),
}
"""What is appended to or cut, by the file's place in the folder."""

ONLY_CUT = {"clocks.jsonl", "halts.jsonl", "room/face.01.mp4"}
"""What is cut where it is there, and never made by these."""

REPLACED: dict[str, Write] = {
    "session.tmp": lambda folder: folder.read_manifest().write(folder.manifest),
    ".sync.json.PID": lambda folder: sync.measure(folder.path),
    "latencies.tmp": lambda folder: measure_latencies(folder.path),
}
"""What is written under a draft's name and then put in its place."""

IN_FOLDERS: dict[str, Write] = {
    "annotations": lambda folder: AnnotationWriter(folder.path, "C01"),
    "annotations ": lambda folder: keep_scheme(folder.path, find_scheme("engagement")),
    "memos": lambda folder: memos.begin_memo(folder.path),
    "room": lambda folder: Lines(folder.room / "face.frames.csv", "header"),
    "room ": lambda folder: VideoFile(folder.room / "face.01.mp4"),
    "slate": lambda folder: slate._append(folder.path / "slate" / "P07.jsonl", b"{}\n"),
}
"""What is written in a folder of the session's folder."""


def _correction() -> RecordCorrection:
    return RecordCorrection(3, "judgement", "correct", "incorrect", "professional", "2026-11-28T10:00:00Z")


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    return make_folder(tmp_path / "received", closed=False)


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    path = tmp_path / "stranger"
    path.write_bytes(STRANGER)
    return path


def _lay(link: Callable[[Path, Path], None], target: Path, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    link(target, place)


LINKS = pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symlink", "hard link"])


@LINKS
@pytest.mark.parametrize("place", WRITERS)
def test_nothing_is_written_through_a_link_to_a_file(
    folder: SessionFolder, stranger: Path, place: str, link: Callable[[Path, Path], None]
) -> None:
    if place == "room/face.01.mp4":  # a fragmented file whose last head is torn, as `recover` cuts it
        whole = b"\0\0\0\x10moof" + b"\0" * 8
        stranger.write_bytes(whole + b"\0\0\0\x40moof")
    before = stranger.read_bytes()
    _lay(link, stranger, folder.path / place)
    with pytest.raises(LinkRefused) as caught:
        WRITERS[place](folder)
    assert (caught.value.code, stranger.read_bytes()) == ("R135", before)
    assert Path(place).name in caught.value.sentence.en
    assert caught.value.hint is not None


@pytest.mark.parametrize("place", sorted(WRITERS.keys() - ONLY_CUT))
def test_nothing_is_made_where_a_link_leads_nowhere(
    folder: SessionFolder, tmp_path: Path, place: str
) -> None:
    _lay(os.symlink, tmp_path / "nowhere", folder.path / place)
    with pytest.raises(LinkRefused):
        WRITERS[place](folder)
    assert not (tmp_path / "nowhere").exists()


@LINKS
@pytest.mark.parametrize("place", REPLACED)
def test_a_draft_is_never_written_through_a_link_and_the_file_is_written_all_the_same(
    folder: SessionFolder, stranger: Path, place: str, link: Callable[[Path, Path], None]
) -> None:
    draft = folder.path / place.replace("PID", str(os.getpid()))
    _lay(link, stranger, draft)
    REPLACED[place](folder)
    assert stranger.read_bytes() == STRANGER
    assert not draft.is_symlink()


@pytest.mark.parametrize("place", IN_FOLDERS)
def test_nothing_is_written_in_a_folder_that_is_a_link(
    folder: SessionFolder, tmp_path: Path, place: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = folder.path / place.strip()
    if link.is_dir():
        link.rmdir()
    link.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(LinkRefused):
        IN_FOLDERS[place](folder)
    assert list(elsewhere.iterdir()) == []


def test_a_memo_is_not_deleted_in_a_folder_that_became_a_link(folder: SessionFolder, tmp_path: Path) -> None:
    number = memos.begin_memo(folder.path)
    place = memos.memo_path(folder.path, number)
    elsewhere = tmp_path / "elsewhere"
    place.parent.rename(elsewhere)
    place.parent.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(LinkRefused):
        memos.delete_memo(folder.path, number)
    assert (elsewhere / place.name).exists()


@LINKS
@pytest.mark.parametrize(
    "place", ["events.jsonl", "room/face.01.mp4", "protocol/autre.yaml", "sync.json", "x"]
)
@pytest.mark.parametrize("begin", [recover, begin_again], ids=["recover", "resume"])
def test_closing_and_resuming_refuse_a_folder_with_a_link_before_anything_is_changed(
    folder: SessionFolder,
    stranger: Path,
    place: str,
    link: Callable[[Path, Path], None],
    begin: Write,
) -> None:
    if place == "events.jsonl":
        stranger.write_bytes(folder.events.read_bytes() + b'{"torn')
    before = stranger.read_bytes()
    _lay(link, stranger, folder.path / place)
    manifest = folder.manifest.read_bytes()
    with pytest.raises(LinkRefused):
        begin(folder)
    assert (stranger.read_bytes(), folder.manifest.read_bytes()) == (before, manifest)
    assert not folder.checksums.exists()


def test_the_command_says_which_file_is_a_link_and_what_to_do(folder: SessionFolder, stranger: Path) -> None:
    stranger.write_bytes(folder.events.read_bytes() + b'{"torn')
    _lay(os.symlink, stranger, folder.events)
    ran = CliRunner().invoke(group, ["recover", str(folder.path), "--lang", "en"])
    assert isinstance(ran.exception, LinkRefused)
    said = ran.exception.sentence.en
    assert said == f"{folder.events} is a link to another place: nothing is read or written there."
    assert stranger.read_bytes().endswith(b'{"torn')


def test_a_pipe_in_a_files_place_holds_nobody_up(folder: SessionFolder) -> None:
    os.mkfifo(folder.path / "notes.md")
    with pytest.raises(LinkRefused):
        open_private(folder.path / "notes.md", os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def test_a_file_of_somebody_else_is_not_written_into(
    folder: SessionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_private(folder.path / "notes.md", b"mine\n")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(LinkRefused):
        open_private(folder.path / "notes.md", os.O_WRONLY | os.O_TRUNC)
    assert (folder.path / "notes.md").read_bytes() == b"mine\n"


def test_a_folder_that_is_reached_by_a_link_of_its_owner_is_written(
    folder: SessionFolder, tmp_path: Path
) -> None:
    (tmp_path / "mine").symlink_to(folder.path, target_is_directory=True)
    append_correction(tmp_path / "mine", _correction())
    assert (folder.path / "corrections.jsonl").is_file()

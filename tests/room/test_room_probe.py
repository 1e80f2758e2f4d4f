"""The check of videos against their index finds whatever was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nao_sessions.analysis.corpus.reexecution import reexecuted
from nao_sessions.core.confinement import ChildLimits
from nao_sessions.core.errors import ForeignFileRefused
from nao_sessions.room.files import probe
from nao_sessions.room.files.probe import check, examine, examine_received
from tests.room.cameras import camera, recorder


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    session = tmp_path_factory.mktemp("original")
    with recorder() as process, camera() as source:
        process.start(source.tcp, session)
        process.wait_for_frames(40)
        assert process.stop() == 0
    return session


@pytest.fixture
def session(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "session"))


def problems(session: Path) -> list[str]:
    return [text.en for text in check(session)]


def test_an_untouched_recording_is_sound(session: Path) -> None:
    (report,) = examine(session, decode=True)
    assert report.problems == ()
    assert report.frames_readable == report.frames_indexed
    assert round(report.duration_s * 25) + 1 == report.frames_readable


def test_a_received_folder_is_read_by_a_child_with_the_same_findings(session: Path) -> None:
    index = session / "room" / "room.frames.csv"
    index.write_bytes(b"".join(index.read_bytes().splitlines(keepends=True)[:-3]))
    assert examine_received(session) == examine(session)
    assert examine_received(session)[0].problems != ()


def test_a_received_folder_that_breaks_its_reader_is_refused(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "media_limits", lambda *files: ChildLimits(60, 60, memory_bytes=100 << 20))
    with pytest.raises(ForeignFileRefused):
        examine_received(session)
    assert reexecuted(session).problems != ()


def test_a_missing_video_is_told(session: Path) -> None:
    (session / "room" / "room.01.mp4").unlink()
    assert problems(session) == ["room/room.01.mp4: the video is missing."]


def test_a_video_without_an_index_is_told(session: Path) -> None:
    (session / "room" / "room.frames.csv").unlink()
    (report,) = examine(session)
    assert [text.en for text in report.problems] == [
        f"room/room.01.mp4: {report.frames_readable} readable frames, 0 in the index."
    ]


def test_a_line_that_was_taken_out_is_told(session: Path) -> None:
    index = session / "room" / "room.frames.csv"
    lines = index.read_text().splitlines(keepends=True)
    index.write_text("".join(lines[:11] + lines[12:]))
    assert problems(session) == ["room/room.01.mp4: frame 10 is not at the time that the index tells."]


def test_a_time_that_was_changed_is_told(session: Path) -> None:
    index = session / "room" / "room.frames.csv"
    lines = index.read_text().splitlines(keepends=True)
    fields = lines[6].split(",")
    lines[6] = ",".join([*fields[:2], str(int(fields[2]) + 1), *fields[3:]])
    index.write_text("".join(lines))
    assert problems(session) == ["room/room.01.mp4: frame 5 is not at the time that the index tells."]


def test_a_video_that_is_no_video_is_told(session: Path) -> None:
    (session / "room" / "room.01.mp4").write_bytes(b"\0" * 10_000)
    assert problems(session) == ["room/room.01.mp4: the video cannot be read."]


def test_a_video_cut_short_is_told(session: Path) -> None:
    video = session / "room" / "room.01.mp4"
    video.write_bytes(video.read_bytes()[:-5000])
    assert len(problems(session)) == 1


def test_a_folder_without_recordings_has_no_problem(tmp_path: Path) -> None:
    assert check(tmp_path) == []

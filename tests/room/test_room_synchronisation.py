"""Each recorded picture against the strip that is in it, and the sound against the picture."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from nao_sessions.room.files.index import read_index
from nao_sessions.room.files.mp4 import boxes_of
from nao_sessions.room.files.probe import examine
from nao_sessions.room.files.recover import recover
from nao_sessions.room.sync.measuring import measure
from tests.room.cameras import camera, read_pts, recorder, sound_after_picture_ms, strip_errors_ms

CASES = {
    "plain": ("--sound-delay-ms", "0"),
    "late": ("--sound-delay-ms", "20", "--bframes", "2"),
    "later": ("--sound-delay-ms", "500", "--bframes", "1", "--gop-s", "10"),
}
ENDS = ("closed", "killed")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[Path, int]]:
    """Record every case by two recorders at once, one that is closed and one that is killed."""
    sessions: dict[tuple[str, str], tuple[Path, int]] = {}
    with ExitStack() as stack:
        processes = {key: stack.enter_context(recorder()) for key in product(CASES, ENDS)}
        for (
            case,
            options,
        ) in CASES.items():  # one after another: a busy machine would be measured, not the recorder
            source = stack.enter_context(camera("--viewers", "2", *options))
            for end in ENDS:
                session = tmp_path_factory.mktemp(f"{case}-{end}")
                address = source.http if case == "late" else source.tcp
                sessions[case, end] = (session, processes[case, end].start(address, session))
            for end in ENDS:
                processes[case, end].wait_for_frames(45)
            processes[case, "killed"].kill()
            assert processes[case, "closed"].stop() == 0
    return sessions


Recorded = dict[tuple[str, str], tuple[Path, int]]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("case", CASES)
def test_every_picture_is_within_ten_milliseconds_of_its_strip(
    recorded: Recorded, case: str, end: str
) -> None:
    session, origin_ns = recorded[case, end]
    errors = np.abs(strip_errors_ms(session, origin_ns, measure(session)))
    assert len(errors) >= 38
    assert errors[0] < 10
    assert np.quantile(errors, 0.95) < 10


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("case", "delay_ms"), [("plain", 0), ("late", 20), ("later", 500)])
def test_the_sound_lies_where_it_was_heard(recorded: Recorded, case: str, end: str, delay_ms: int) -> None:
    session, _ = recorded[case, end]
    assert abs(sound_after_picture_ms(session / "room" / "room.01.mp4") - delay_ms) < 2


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("case", CASES)
def test_the_times_of_the_index_are_those_of_the_file(recorded: Recorded, case: str, end: str) -> None:
    session, _ = recorded[case, end]
    indexed = [frame.pts for frame in read_index(session / "room" / "room.frames.csv")]
    read = list(read_pts(session / "room" / "room.01.mp4"))
    assert read == indexed[: len(read)]
    assert len(indexed) - len(read) <= (0 if end == "closed" else 5)


def fragments_at_the_end(video: Path) -> list[int]:
    """Give where the last three fragments of a killed recording begin."""
    return [box.start for box in boxes_of(video) if box.kind == "moof"][-3:]


def test_a_write_that_was_torn_at_any_byte_costs_that_fragment_alone(
    recorded: Recorded, tmp_path: Path
) -> None:
    """A fragment's first eight bytes are written last: until then they are zeros."""
    video = recorded["plain", "killed"][0] / "room" / "room.01.mp4"
    whole = video.read_bytes()
    torn = tmp_path / "torn.mp4"
    for number, start in enumerate(fragments_at_the_end(video)):
        fragment = whole[start:]
        torn.write_bytes(whole[:start])
        before = read_pts(torn)
        assert len(before) > 30 + number
        for cut in (*range(1, 400, 3), len(fragment)):
            torn.write_bytes(whole[:start] + (bytes(8) + fragment[8:])[:cut])
            assert read_pts(torn) == before


def test_recovery_takes_the_torn_head_of_a_fragment_away_and_no_picture(
    recorded: Recorded, tmp_path: Path
) -> None:
    session = Path(shutil.copytree(recorded["plain", "killed"][0], tmp_path / "session"))
    video = session / "room" / "room.01.mp4"
    whole = video.read_bytes()
    start = fragments_at_the_end(video)[-1]
    video.write_bytes(whole[:start])
    readable = len(read_pts(video))
    for cut in range(1, 240, 7):
        video.write_bytes(whole[: start + cut])
        (report,) = recover(session)
        assert (report.frames_readable, report.problems) == (readable, ())
        assert whole.startswith(video.read_bytes())
        assert video.stat().st_size >= start


@pytest.mark.parametrize("case", CASES)
def test_a_closed_video_is_whole(recorded: Recorded, case: str) -> None:
    session, _ = recorded[case, "closed"]
    (report,) = examine(session, decode=True)
    assert (report.complete, report.problems) == (True, ())
    assert report.frames_indexed == report.frames_readable


@pytest.mark.parametrize("case", CASES)
def test_recovery_of_a_killed_recording_reads_all_and_rewrites_nothing(recorded: Recorded, case: str) -> None:
    session, _ = recorded[case, "killed"]
    video = session / "room" / "room.01.mp4"
    before = video.read_bytes()
    (report,) = recover(session)
    assert (report.complete, report.problems) == (False, ())
    assert video.read_bytes() == before
    assert (session / "sync.json").exists()

"""Reading folders as they are found: whole, cut off, damaged, of another program."""

from __future__ import annotations

import asyncio
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.core.errors import FormatTooNew, RecordError
from nao_sessions.review.replay.app import loudness
from nao_sessions.review.replay.reading import (
    PICTURES_AT_ONCE,
    Pictures,
    pictures_in_order,
    read_recording,
    session_times_ns,
)
from nao_sessions.room.sync.sync_file import Sync, read_sync
from tests.review.replay.synthetic_folder import ORIGIN_NS, Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events
from tests.timecode import frames_of

PROTOCOL = """\
protocol: 1
id: emotions
version: "1.2.0"
title: "Reconnaître les émotions"
language: fr
commands: {finish: {next: fin}}
start: question
steps:
  question:
    title: "Content ou triste ?"
    buttons: [{label: "Fini", next: fin}]
  fin: {end: completed}
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pieces = (Piece(1.0, 3.0), Piece(4.0, 6.0, b_frames=2, sound_late_s=0.5))
    return make_folder(tmp_path_factory.mktemp("whole"), scripted_events(), pieces=pieces)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(
        tmp_path_factory.mktemp("cut"), scripted_events(), pieces=(Piece(1.0, 6.0),), killed=True
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return make_folder(tmp_path, scripted_events(), pieces=())


def test_every_picture_of_a_whole_folder_has_the_time_of_its_strip(whole: Path) -> None:
    recording = read_recording(whole)
    (stream,) = recording.streams
    assert recording.troubles == ()
    for segment in stream.segments:
        strips = dict(frames_of(segment.video))
        taken = dict(zip(segment.pictures.pts.tolist(), segment.pictures.taken_ns.tolist(), strict=True))
        # FFmpeg's reader leaves the last picture of a file with B frames out; Chromium shows it
        assert sorted(strips) in (sorted(taken), sorted(taken)[:-1])
        for pts, strip in strips.items():
            assert strip is not None
            assert abs(taken[pts] - (strip - ORIGIN_NS)) <= 150_000


def test_a_cut_folder_is_read_as_far_as_it_goes(cut: Path) -> None:
    recording = read_recording(cut)
    assert len(recording.events) == len(scripted_events())
    assert [text.en for text in recording.troubles] == [
        "The session was not closed; 'nao-sessions recover' does it.",
        "The last line of the log is torn: it is left out.",
    ]
    sync = recording.streams[0].segments[0].sync
    assert (sync.verdict, sync.method) == ("estimated", "arrival")


def test_times_from_arrivals_are_right_within_what_is_said(cut: Path) -> None:
    segment = read_recording(cut).streams[0].segments[0]
    taken = dict(zip(segment.pictures.pts.tolist(), segment.pictures.taken_ns.tolist(), strict=True))
    assert segment.sync.uncertainty_ms is not None
    for pts, strip in frames_of(segment.video):
        assert strip is not None
        assert abs(taken[pts] - (strip - ORIGIN_NS)) / 1e6 <= segment.sync.uncertainty_ms


def test_levels_lie_with_their_segments(whole: Path) -> None:
    (stream,) = read_recording(whole).streams
    assert stream.levels == whole / "room" / "room.levels.csv"
    curve = asyncio.run(loudness(stream))
    syncs = [segment.sync for segment in stream.segments]
    # of the second one the sound begins half a second late
    assert curve.times_ns[0] == syncs[0].session_ns(0)
    assert syncs[1].session_ns(round(0.5 / syncs[1].time_base)) in curve.times_ns


def test_a_folder_without_a_log_is_no_session(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        read_recording(tmp_path)
    assert "no session" in caught.value.sentence.en
    assert caught.value.hint is not None


def test_a_newer_format_is_refused_by_name(bare: Path) -> None:
    facts = json.loads((bare / "session.json").read_text(encoding="utf-8"))
    (bare / "session.json").write_text(json.dumps({**facts, "format": 2}), encoding="utf-8")
    with pytest.raises(FormatTooNew):
        read_recording(bare)


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"format": 1}'])
def test_a_damaged_fact_sheet_is_told_not_refused(bare: Path, content: str | None) -> None:
    sheet = bare / "session.json"
    sheet.unlink()
    if content is not None:
        sheet.write_text(content, encoding="utf-8")
    recording = read_recording(bare)
    assert len(recording.events) == len(scripted_events())
    assert "session.json" in recording.troubles[0].en


def test_lines_that_are_no_events_are_counted(bare: Path) -> None:
    log = bare / "events.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    no_data = b'{"seq":1,"dir":"in","at":0,"source":"x","kind":"y","data":3}\n'
    lines[3:5] = [b"\xff\xfe\n", b'{"seq":1}\n', no_data]
    log.write_bytes(b"".join(lines))
    recording = read_recording(bare)
    assert len(recording.events) == len(scripted_events()) - 2
    assert recording.troubles[0].en == "Lines of the log that cannot be read: 3."


def test_a_log_cut_at_any_byte_is_read(bare: Path) -> None:
    log = bare / "events.jsonl"
    content = log.read_bytes()
    for size in range(0, len(content), 37):
        log.write_bytes(content[:size])
        assert len(read_recording(bare).events) == content[:size].count(b"\n")


def test_a_video_without_an_index_is_told(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 2.0),))
    (folder / "room" / "room.frames.csv").unlink()
    recording = read_recording(folder)
    assert recording.streams == ()
    assert recording.troubles[0].en.startswith("room.01.mp4: the video is unreadable or has no index")


def test_a_file_that_is_no_video_is_told(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 2.0),))
    (folder / "room" / "room.01.mp4").write_bytes(b"no video")
    (folder / "sync.json").unlink()
    assert read_recording(folder).streams == ()


@pytest.mark.parametrize(
    "content", ["", "[]", '{"streams": 3}', '{"streams": {"room": {"segments": [{"segment": 1}]}}}']
)
def test_a_damaged_sync_is_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "sync.json"
    path.write_text(content, encoding="utf-8")
    assert read_sync(path) == {}


@pytest.mark.parametrize("odd", ['"rate": 1e300', '"rate": 0', '"rate": NaN', f'"offset_ns": {10**30}'])
def test_a_clock_that_no_clock_can_have_is_as_none(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "sync.json"
    known = '"segment": 1, "time_base": [1, 90000], "offset_ns": 5, "rate": 1.0'
    for beside, found in (("", {("room", 1)}), (f", {odd}", set())):
        path.write_text(f'{{"streams": {{"room": {{"segments": [{{{known}{beside}}}]}}}}}}', encoding="utf-8")
        assert read_sync(path).keys() == found


def test_titles_are_the_protocols_own(bare: Path) -> None:
    (bare / "protocol").mkdir()
    (bare / "protocol" / "emotions.yaml").write_text(PROTOCOL, encoding="utf-8")
    titles = {name: text.fr for name, text in read_recording(bare).titles.items()}
    assert titles == {"question": "Content ou triste ?", "question/buttons.0": "Fini"}


def test_a_protocol_that_is_refused_today_leaves_the_names_of_the_log(bare: Path) -> None:
    (bare / "protocol").mkdir()
    (bare / "protocol" / "emotions.yaml").write_text("protocol: 1\nsteps: 3\n", encoding="utf-8")
    recording = read_recording(bare)
    assert (recording.titles, recording.settings) == ({}, {})


def test_pictures_are_in_the_order_in_which_they_are_shown() -> None:
    sync = Sync(Fraction(1, 1000), 5_000_000, 1.0, None, "absent", "none")
    pictures = pictures_in_order(np.array([0, 1, 2, 3]), np.array([0, 120, 40, 80]), sync)
    assert pictures.numbers.tolist() == [0, 2, 3, 1]
    assert pictures.pts.tolist() == [0, 40, 80, 120]
    assert pictures.taken_ns.tolist() == [5_000_000, 45_000_000, 85_000_000, 125_000_000]


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=20),  # thirty years, in the longest ticks
    st.integers(1, 1001),
    st.integers(1, 10**6),
    st.floats(0.99, 1.01),
)
def test_the_times_of_many_pictures_are_those_of_each(
    pts: list[int], ticks: int, per: int, rate: float
) -> None:
    sync = Sync(Fraction(ticks, per * 1000), 5, rate, None, "absent", "none")
    assert session_times_ns(np.array(pts), sync).tolist() == [sync.session_ns(one) for one in pts]


def test_windows_together_are_all_pictures() -> None:
    count = 2 * PICTURES_AT_ONCE + 1
    numbers = np.arange(count)
    pictures = Pictures(numbers, numbers * 40, numbers * 41)
    windows = [pictures.window(n) for n in range(3)]
    assert [one for window in windows if window for one in window["taken"]] == (numbers * 41).tolist()
    assert pictures.window(3) is None
    overview = pictures.overview(0.001)
    assert (overview["count"], overview["usual_ticks"]) == (count, 40)
    firsts = [0, PICTURES_AT_ONCE, 2 * PICTURES_AT_ONCE, count - 1]
    assert [first[0] for first in overview["firsts"]] == firsts


def test_a_rate_stretches_the_times() -> None:
    sync = Sync(Fraction(1, 90_000), 0, 1.0001, None, "estimated", "arrival")
    assert sync.session_ns(90_000 * 3600) == 3_600_360_000_000

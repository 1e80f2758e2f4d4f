"""How loud it was: levels of sound as it was, and of sound as it was recorded."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.core.clock import SessionClock
from nao_sessions.room.capture.looking import Ear, SoundBlock
from nao_sessions.room.files.index import Lines, read_index, segment_path, segments_of
from nao_sessions.room.files.levels import (
    FLOOR_DB,
    HEADER,
    DecodedSound,
    Loudness,
    LoudnessTenth,
    levels_path,
)
from nao_sessions.room.files.mp4 import video_facts
from tests.room.cameras import camera, recorder

RATE = 48_000
VIDEO_TICKS, SOUND_TICKS = Fraction(1, 90_000), Fraction(1, RATE)


def read_levels(path: Path) -> Iterator[LoudnessTenth]:
    """Read levels; a torn line is passed over, and a file that does not exist is empty."""
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            try:
                yield LoudnessTenth.from_line(line)
            except ValueError:
                continue


def tone(seconds: float, amplitude: float) -> np.ndarray:
    wave = amplitude * np.sin(2 * np.pi * 1000 * np.arange(round(seconds * RATE)) / RATE)
    return wave.astype(np.float32)[None, :]


def blocks(
    samples: np.ndarray, cuts: list[int], *, at_s: float = 0.0, segment: int = 1
) -> list[DecodedSound]:
    """Cut some sound into blocks; each came when its first sample was heard."""
    edges = [0, *sorted(cuts), samples.shape[1]]
    return [
        DecodedSound(
            segment=segment,
            pts=round((at_s + begin / RATE) * 90_000),
            time_base=VIDEO_TICKS,
            arrival_ns=round((at_s + begin / RATE) * 1e9),
            rate=RATE,
            samples=samples[:, begin:end],
        )
        for begin, end in pairwise(edges)
        if begin < end
    ]


def levels(*heard: list[DecodedSound]) -> list[LoudnessTenth]:
    loudness = Loudness()
    return [*loudness.add([block for row in heard for block in row]), *loudness.finish()]


def test_a_tone_has_the_level_of_its_peak_and_of_its_energy() -> None:
    told = levels(blocks(tone(0.5, 0.5), list(range(0, 24_000, 1024))))
    assert [(level.peak_db, level.rms_db) for level in told] == [(-6.0, -9.0)] * 5
    assert [level.pts for level in told] == [0, 9_000, 18_000, 27_000, 36_000]


def test_silence_has_a_floor() -> None:
    assert [(x.peak_db, x.rms_db) for x in levels(blocks(tone(0.1, 0.0), []))] == [(FLOOR_DB, FLOOR_DB)]


def test_of_several_channels_the_loudest_counts_and_all_their_energy() -> None:
    both = np.concatenate([tone(0.1, 0.5), tone(0.1, 0.0)])
    assert [(x.peak_db, x.rms_db) for x in levels(blocks(both, [1024]))] == [(-6.0, -12.0)]


def test_a_gap_has_no_levels_and_what_follows_lies_at_its_own_place() -> None:
    told = levels(blocks(tone(0.15, 0.5), []), blocks(tone(0.15, 0.5), [], at_s=1.0))
    assert [level.pts for level in told] == [0, 9_000, 90_000, 99_000]


def test_another_segment_begins_another_level() -> None:
    told = levels(blocks(tone(0.05, 0.5), []), blocks(tone(0.05, 0.1), [], segment=2))
    assert [(level.segment, level.pts, level.peak_db) for level in told] == [(1, 0, -6.0), (2, 0, -20.0)]


def test_a_level_came_with_the_block_in_which_it_begins() -> None:
    told = levels(blocks(tone(0.2, 0.5), [4_000]))
    assert [level.arrival_ns for level in told] == [0, round(4_000 / RATE * 1e9)]


@given(st.lists(st.integers(1, 14_399), max_size=30), st.floats(0, 5))
def test_however_sound_is_cut_into_blocks_its_levels_are_the_same(cuts: list[int], at_s: float) -> None:
    at_s = round(at_s * RATE) / RATE
    noise = np.random.default_rng(1).uniform(-1, 1, (2, 14_400)).astype(np.float32)
    # In ticks of the sound itself every cut has a place; in those of a picture it is up to half a tick off.
    whole, cut = (
        [
            DecodedSound(
                1, round(at_s * RATE) + (b.pts * RATE + 45_000) // 90_000, SOUND_TICKS, 0, RATE, b.samples
            )
            for b in blocks(noise, edges)
        ]
        for edges in ([], cuts)
    )
    assert levels(cut) == levels(whole)


def test_a_line_says_what_was_heard_and_a_torn_one_is_passed_over(tmp_path: Path) -> None:
    level = LoudnessTenth(segment=2, pts=9_000, arrival_ns=123_456_789, peak_db=-6.0, rms_db=-9.1)
    path = levels_path(tmp_path, "room")
    path.write_text(f"{HEADER}\n{level.to_line()}2,18000,22345,-53.6,-6")
    assert list(read_levels(path)) == [level]
    lines = Lines(path, HEADER)
    lines.write(level.to_line())
    lines.close()
    assert list(read_levels(path)) == [level, level]


def heard_in_file(room: Path, segment: int) -> dict[int, float]:
    """Give the peak of each tenth of a second of a file (dB), by its sound as players decode it."""
    peaks: dict[int, float] = {}
    with av.open(str(segment_path(room, "room", segment))) as container:
        for frame in container.decode(container.streams.audio[0]):
            samples = np.abs(frame.to_ndarray()).max(axis=0)
            at_s = frame.pts * frame.time_base
            for n, sample in enumerate(samples):
                window = math.floor((at_s + Fraction(n, frame.sample_rate)) * 10)
                peaks[window] = max(peaks.get(window, 0.0), float(sample))
    return {
        window: max(FLOOR_DB, 20 * math.log10(peak)) if peak else FLOOR_DB for window, peak in peaks.items()
    }


def levels_in(session: Path, segment: int) -> dict[int, float]:
    """Give the peaks that the recorder wrote, by their tenth of a second of the file."""
    facts = video_facts(segment_path(session / "room", "room", segment))
    assert facts is not None
    told = read_levels(levels_path(session / "room", "room"))
    return {
        math.floor((level.pts + 1) * facts.time_base * 10): level.peak_db
        for level in told
        if level.segment == segment
    }


@pytest.mark.parametrize("sound_only", [False, True], ids=["a camera with B frames", "a microphone"])
def test_the_levels_of_every_segment_are_those_of_its_file(tmp_path: Path, sound_only: bool) -> None:
    wrong = ("--bframes", "2", "--gop-s", "0.4", "--cut-at-s", "1.3", "--refuse-s", "0.3")
    with recorder() as process, camera(*wrong) as source:
        process.start(source.tcp, tmp_path, sound_only=sound_only)
        process.wait_for("closed")
        process.wait_for_frames(30, segment=2)
        process.stop()
    room = tmp_path / "room"
    assert segments_of(room, "room") == [1, 2]
    for segment in (1, 2):
        told, heard = levels_in(tmp_path, segment), heard_in_file(room, segment)
        assert sorted(told) == sorted(heard)
        assert told == pytest.approx(heard, abs=0.1)
    assert max(level.peak_db for level in read_levels(levels_path(room, "room"))) > -6


def test_a_killed_recorder_leaves_the_levels_of_nearly_all_its_sound(tmp_path: Path) -> None:
    with recorder() as process, camera() as source:
        process.start(source.tcp, tmp_path, sound_only=True)
        process.wait_for_frames(120)
        process.kill()
    told = list(read_levels(levels_path(tmp_path / "room", "room")))
    frames = list(read_index(tmp_path / "room" / "room.frames.csv"))
    assert len(told) >= 10
    assert frames[-1].pts - told[-1].pts < 2 * RATE


class _Sounding:
    """A decoder to which everything is a tenth of a second of silence."""

    def decode(self, packet: object) -> list[av.AudioFrame]:
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48_000
        return [frame]


def test_sound_is_measured_on_where_the_volume_of_its_levels_is_gone(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    ear = Ear(tmp_path / "room" / "room.levels.csv", _Sounding(), SessionClock(0))

    def heard(number: int) -> list[LoudnessTenth]:
        block = SoundBlock(b"x", 1, number * 4800, Fraction(1, 48_000), number * 10**8)
        return ear.hear([block], last=False)

    assert sum(len(heard(number)) for number in range(4)) > 0
    os.close(ear._lines._fd)  # type: ignore[union-attr]  # as a volume that is taken away leaves it
    assert sum(len(heard(number)) for number in range(4, 12)) > 0
    ear.close()

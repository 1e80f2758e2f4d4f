"""What passes from an RTSP camera: which frame began where, and what its clock says; in any cut."""

from __future__ import annotations

import struct

import pytest

from nao_sessions.room.sources.rtsp import NTP_EPOCH_S, ClockTold, FrameBegan, RtspFrames, RtspReading

ANSWER = b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\n$body"
BARE = b"RTSP/1.0 200 OK\r\nCSeq: 3\r\n\r\n"


def channel(number: int, packet: bytes) -> bytes:
    return struct.pack(">cBH", b"$", number, len(packet)) + packet


def media(ticks: int, size: int = 40) -> bytes:
    return struct.pack(">BBHII", 0x80, 96, 1, ticks, 7) + bytes(size)


def report(ticks: int, utc_s: float) -> bytes:
    whole = int(utc_s)
    return struct.pack(
        ">BBHIIIIII", 0x80, 200, 6, 7, whole + NTP_EPOCH_S, round((utc_s - whole) * 2**32), ticks, 0, 0
    )


WIRE = b"".join(
    [
        ANSWER,
        channel(0, media(900)),
        channel(0, media(900)),
        BARE,
        channel(1, report(900, 1_795_562_147.25)),
        channel(2, media(48_000)),
        channel(0, media(4500)),
    ]
)


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 64, 10_000])
def test_the_same_is_read_in_any_cut(cut: int) -> None:
    reading = RtspReading()
    told = [one for n in range(0, len(WIRE), cut) for one in reading.feed(WIRE[n : n + cut])]
    first = len(ANSWER)
    second = len(WIRE) - len(channel(0, media(4500)))
    assert told == [
        FrameBegan(0, 900, first),
        ClockTold(0, 900, 1_795_562_147.25),
        FrameBegan(2, 48_000, second - len(channel(2, media(0)))),
        FrameBegan(0, 4500, second),
    ]


def test_what_makes_no_sense_ends_the_reading_and_nothing_else() -> None:
    reading = RtspReading()
    assert reading.feed(b"x" * 70_000) == []
    assert not reading.understood
    assert reading.feed(channel(0, media(1))) == []


RATE = 90_000.0


def began(*ticks: int) -> RtspFrames:
    frames = RtspFrames()
    for number, tick in enumerate(ticks):
        frames.began(tick, 1000 + number)
    return frames


def arrivals(frames: RtspFrames, *pts: int) -> list[int | None]:
    seen = [frames.match(one, RATE) for one in pts]
    return [None if one is None else one.arrival_ns for one in seen]


def test_a_frame_is_found_by_the_steps_of_its_time() -> None:
    assert arrivals(began(500, 4100, 7700, 11_300), 90, 3690, 10_890) == [1000, 1001, 1003]


def test_frames_that_are_shown_in_another_order_are_found() -> None:
    assert arrivals(began(500, 11_300, 4100, 7700), 0, 10_800, 3600, 7200) == [1000, 1001, 1002, 1003]


def test_a_clock_that_ffmpeg_moves_a_little_is_followed() -> None:
    moved = [n * 3600 + n * 100 for n in range(5)]
    assert arrivals(began(*range(0, 18_000, 3600)), *moved) == [1000, 1001, 1002, 1003, 1004]


def test_a_clock_that_ffmpeg_moves_far_goes_on_with_the_next_frame() -> None:
    assert arrivals(began(0, 3600, 7200), 0, 500_000, 503_600) == [1000, 1001, 1002]


def test_a_clock_that_ffmpeg_moves_by_one_frame_at_a_report_keeps_every_frame_s_own_arrival() -> None:
    frames = began(0, 3600)
    assert arrivals(frames, 0, 3600) == [1000, 1001]
    frames.clock_told(3600, 1_795_562_147.0)
    for number, ticks in enumerate((7200, 10_800, 14_400), 2):
        frames.began(ticks, 1000 + number)
    assert arrivals(frames, 7200 - 3600, 10_800 - 3600, 14_400 - 3600) == [1002, 1003, 1004]


def test_reports_of_any_stream_that_passed_before_their_frames_left_ffmpeg_are_all_remembered() -> None:
    frames = began(0, 3600)
    frames.may_move()
    for number, ticks in enumerate((7200, 10_800, 14_400), 2):
        frames.began(ticks, 1000 + number)
    frames.may_move()
    frames.began(18_000, 1005)
    assert arrivals(frames, 0, 3600, *(at + 3600 for at in (7200, 10_800, 14_400, 18_000))) == [
        1000, 1001, 1002, 1003, 1004, 1005
    ]  # fmt: skip


def test_by_how_much_ffmpeg_has_moved_a_stream_since_its_first_frame_is_told_of_each() -> None:
    frames = began(500, 4100)
    before = frames.match(0, RATE)
    frames.may_move()
    after = frames.match(3600 - 570, RATE)
    assert [one and one.moved for one in (before, after)] == [0, -570]


def test_ticks_that_begin_again_from_zero_go_on() -> None:
    last = 2**32 - 1800
    assert arrivals(began(last - 3600, last, 1800), 0, 3600, 7200) == [1000, 1001, 1002]


def test_the_first_frame_is_counted_back_from_the_second() -> None:
    frames = began(500, 4100)
    assert [(seen.arrival_ns, pts) for seen, pts in frames.match_before(4000, 1, RATE)] == [(1000, 400)]
    assert arrivals(frames, 4000) == [1001]


def test_frames_without_a_time_are_counted_back_from_the_next_one() -> None:
    frames = began(500, 4100, 7700, 11_300, 14_900)
    assert arrivals(frames, 0) == [1000]
    placed = frames.match_before(10_800, 2, RATE)
    assert [(seen.arrival_ns, pts) for seen, pts in placed] == [(1001, 3600), (1002, 7200)]
    assert arrivals(frames, 10_800, 14_400) == [1003, 1004]


def test_frames_without_a_time_of_which_nothing_passed_are_not_made_up() -> None:
    assert began(500).match_before(4000, 1, RATE) == []


def test_blocks_of_sound_that_share_a_packet_came_with_it() -> None:
    frames = began(0, 3072, 6144)
    frames.clock_told(0, 1_795_562_147.0)
    seen = [frames.match(block * 1024, 48_000.0) for block in range(9)]
    assert [one.arrival_ns for one in seen if one is not None] == [1000] * 3 + [1001] * 3 + [1002] * 3
    told = [one.utc_s for one in seen if one is not None]
    assert told == pytest.approx([1_795_562_147.0 + n * 1024 / 48_000 for n in range(9)])


def test_utc_is_told_from_the_report_on() -> None:
    frames = began(500, 90_500)
    before = frames.match(0, RATE)
    frames.clock_told(500, 1_795_562_147.25)
    after = frames.match(90_000, RATE)
    assert before is not None
    assert after is not None
    assert (before.utc_s, after.utc_s) == (None, 1_795_562_148.25)


def test_nothing_is_known_of_a_frame_that_did_not_pass() -> None:
    assert RtspFrames().match(0, RATE) is None

"""The counting of missing, repeated and late frames, by the times of the stream and of its arrival."""

from __future__ import annotations

from nao_sessions.room.capture.counts import FrameCounter, Odd

MS = 1_000_000
STEP = 40 * MS


def counted(
    pts_ms: list[int], dts_ms: list[int] | None = None, late_ms: dict[int, int] | None = None
) -> FrameCounter:
    counter = FrameCounter()
    for n, (pts, dts) in enumerate(zip(pts_ms, dts_ms or pts_ms, strict=True)):
        counter.add(pts * MS, dts * MS, dts * MS + 7 * MS + (late_ms or {}).get(n, 0) * MS)
    return counter


def test_an_even_stream_misses_nothing() -> None:
    counts = counted([n * 40 for n in range(100)]).counts
    assert counts.as_dict() == {"frames": 100, "dropped": 0, "duplicated": 0, "late": 0}


def test_every_missing_frame_is_counted() -> None:
    counts = counted([n * 40 for n in range(100) if n not in (30, 31, 75)]).counts
    assert counts.as_dict() == {"frames": 97, "dropped": 3, "duplicated": 0, "late": 0}


def test_what_is_missing_or_shown_twice_is_listed_with_its_place() -> None:
    pts_ms = [n * 40 for n in range(100) if n not in (30, 31, 75)]
    listed = counted(sorted([*pts_ms, 2001])).listed
    assert listed == [
        Odd("dropped", 29 * STEP, 2), Odd("duplicated", 50 * STEP, 1), Odd("dropped", 74 * STEP, 1)
    ]  # fmt: skip


def test_a_frame_that_the_camera_took_late_is_not_missing() -> None:
    counts = counted([n * 40 + (28 if n in (20, 50) else 0) for n in range(100)]).counts
    assert (counts.dropped, counts.duplicated) == (0, 0)


def test_a_late_frame_after_missing_ones_hides_none_of_them() -> None:
    counts = counted([n * 40 + (15 if n == 33 else 0) for n in range(100) if n not in (31, 32)]).counts
    assert (counts.dropped, counts.duplicated) == (2, 0)


def test_jitter_is_no_missing_frame() -> None:
    counts = counted([n * 40 + n % 3 * 6 for n in range(100)]).counts
    assert (counts.dropped, counts.duplicated) == (0, 0)


def test_frames_shown_out_of_the_order_of_decoding_are_not_missing() -> None:
    pts, dts = [0], [-80]
    for group in range(30):
        first = group * 120
        pts += [first + 120, first + 40, first + 80]
        dts += [first - 40, first, first + 40]
    counts = counted(pts, dts).counts
    assert counts.as_dict() == {"frames": 91, "dropped": 0, "duplicated": 0, "late": 0}


def test_a_frame_shown_twice_is_counted() -> None:
    counts = counted([0, 40, 80, 81, 120, 160]).counts
    assert (counts.dropped, counts.duplicated) == (0, 1)


def test_a_camera_that_slows_down_in_dim_light_soon_stops_counting_as_dropping() -> None:
    bright = [n * 40 for n in range(50)]
    dim = [bright[-1] + (n + 1) * 80 for n in range(200)]
    assert counted(bright + dim).counts.dropped == 16


def test_a_frame_that_the_network_held_up_is_late() -> None:
    counter = counted([n * 40 for n in range(50)], late_ms={20: 150, 21: 110, 22: 60})
    assert counter.counts.late == 2


def test_two_clocks_that_drift_apart_make_no_frame_late() -> None:
    counter = FrameCounter()
    for n in range(60_000):
        counter.add(n * STEP, n * STEP, round(n * STEP * 1.0001))
    assert counter.counts.late == 0

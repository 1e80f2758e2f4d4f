"""What packets' times tell: times go in, figures come out."""

from __future__ import annotations

import numpy as np
import pytest

from nao_sessions.doctor.devices.times import (
    Came,
    KeyDistance,
    behind_utc_s,
    bits_per_s,
    counted,
    jitter_ms,
    key_distance,
    longest_gap_s,
    rate_hz,
)
from nao_sessions.doctor.devices.trial import level

S = 1_000_000_000


def frames(count: int = 100, fps: float = 25.0, *, gop: int = 25, late_ms: dict[int, float] | None = None,
           stamps: bool = True) -> list[Came]:  # fmt: skip
    """Frames that come evenly, some of them late."""
    late = late_ms or {}
    return [
        Came(
            pts_ns=round(n / fps * S),
            dts_ns=round(n / fps * S),
            arrival_ns=7 * S + round(n / fps * S + late.get(n, 0.0) * 1e6),
            size=4000 if n % gop == 0 else 1000,
            is_key=n % gop == 0,
            source_t=n / fps if stamps else None,
        )
        for n in range(count)
    ]


def test_the_rate_is_what_comes_and_not_what_came_at_first_in_a_burst() -> None:
    assert rate_hz(frames()) == pytest.approx(25.0)
    burst = {n: -40.0 * n for n in range(20)}  # the first twenty all at once
    assert rate_hz(frames(late_ms=burst)) == pytest.approx(25.0)


def test_of_too_few_frames_nothing_is_told() -> None:
    assert (rate_hz(frames(4)), jitter_ms(frames(4)), longest_gap_s(frames(1))) == (None, None, None)
    assert (key_distance([]), bits_per_s([])) == (None, None)


def test_jitter_is_how_late_ninety_five_of_a_hundred_are() -> None:
    late = dict.fromkeys(range(0, 100, 10), 30.0)
    assert jitter_ms(frames()) == pytest.approx(0.0, abs=1e-3)
    assert jitter_ms(frames(late_ms=late)) == pytest.approx(30.0, abs=0.1)


def test_jitter_of_a_source_without_times_is_that_of_its_steps() -> None:
    late = dict.fromkeys(range(0, 100, 10), 30.0)
    assert jitter_ms(frames(late_ms=late, stamps=False)) == pytest.approx(30.0, abs=0.1)


def test_the_longest_gap_is_between_arrivals() -> None:
    assert longest_gap_s(frames(late_ms=dict.fromkeys(range(50, 100), 1500.0))) == pytest.approx(1.54)


def test_missing_frames_are_counted_as_a_recorder_does() -> None:
    some = [frame for n, frame in enumerate(frames()) if n not in (40, 41, 60)]
    assert counted(some).dropped == 3


def test_the_distance_of_key_frames_is_the_longest_and_may_be_unknown() -> None:
    assert key_distance(frames()) == KeyDistance(1.0, at_least=False)
    assert key_distance(frames(gop=100)) == KeyDistance(3.96, at_least=True)
    assert key_distance([frame for frame in frames() if not frame.is_key]) is None


def test_the_bit_rate_is_that_of_whole_groups() -> None:
    assert bits_per_s(frames(90)) == pytest.approx(8 * (4000 + 24 * 1000))


def test_the_fastest_frame_bounds_the_cameras_clock() -> None:
    utc_less_monotonic_ns = 1_000_000 * S
    stamped = [
        Came(0, 0, 10 * S, 1, True, 1_000_009.6),
        Came(0, 0, 11 * S, 1, False, 1_000_010.9),
        Came(0, 0, 12 * S, 1, False, None),
    ]
    assert behind_utc_s(stamped, utc_less_monotonic_ns) == pytest.approx(0.1)
    assert behind_utc_s([stamped[2]], utc_less_monotonic_ns) is None


def test_a_level_is_told_in_decibels_below_the_loudest() -> None:
    sine = np.abs(0.5 * np.sin(np.linspace(0, 200 * np.pi, 48_000)))
    heard = level(sine)
    assert (heard.peak_db, heard.rms_db) == (pytest.approx(-6.02, abs=0.01), pytest.approx(-9.03, abs=0.01))
    assert not heard.clips
    assert level(np.minimum(1.0, 6 * sine)).clips
    assert level(np.zeros(10)).peak_db == -120.0

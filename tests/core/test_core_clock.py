"""Session time, and what the host's clocks tell of a sleep."""

from __future__ import annotations

from nao_sessions.core.clock import Reading, SessionClock


def test_session_time_is_monotonic_time_from_its_origin_at_a_speed() -> None:
    assert SessionClock(1_000).at_ns(4_000) == 3_000
    assert SessionClock(1_000, speed=20.0).at_ns(4_000) == 60_000


def test_an_instant_that_has_passed_is_not_waited_for() -> None:
    clock = SessionClock(0)
    assert clock.real_seconds_until(0) == 0.0


def test_a_sleep_is_what_boottime_counts_and_monotonic_does_not() -> None:
    first = Reading(monotonic_ns=100, boottime_ns=500, realtime_ns=0, boot_id="a")
    awake = Reading(monotonic_ns=150, boottime_ns=550, realtime_ns=0, boot_id="a")
    asleep = Reading(monotonic_ns=150, boottime_ns=9_550, realtime_ns=0, boot_id="a")
    assert awake.slept_ns(first) == 0
    assert asleep.slept_ns(first) == 9_000


def test_a_reading_is_of_this_host() -> None:
    first, second = Reading.take(), Reading.take()
    assert first.boot_id == second.boot_id
    assert first.monotonic_ns <= second.monotonic_ns

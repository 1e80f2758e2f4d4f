"""How long a disk still holds: told once a step, again when things have changed, and never too late."""

from __future__ import annotations

import pytest

from nao_sessions.live.disk import FULL_BYTES, RESERVE_LOW_BYTES, DiskOutlook

RATE = 500_000
MINUTE = RATE * 60
ALL = 512 * 1024


def told(outlook: DiskOutlook, *looks: tuple[float, float], reserve: int = ALL) -> list[tuple[str, int]]:
    """Look at some free bytes at some seconds; give what is told."""
    news = (outlook.look(at_s, int(free), reserve) for at_s, free in looks)
    return [(one.state, one.minutes_left) for one in news if one is not None]


def test_a_disk_with_room_for_hours_is_not_talked_of() -> None:
    assert told(DiskOutlook(RATE), *((2.0 * n, 600 * MINUTE - n * RATE) for n in range(100))) == []


def test_each_step_is_told_once_with_the_minutes_that_are_left() -> None:
    looks = [(60.0 * n, (40 - n) * MINUTE) for n in range(40)] + [(2400.0, 0)]
    assert told(DiskOutlook(RATE), *looks) == [("low", 30), ("low", 15), ("low", 5), ("low", 1), ("full", 0)]


def test_a_disk_that_is_nearly_full_at_the_beginning_is_told_at_once() -> None:
    assert told(DiskOutlook(RATE), (0.0, 3 * MINUTE), (2.0, 3 * MINUTE - 2 * RATE)) == [("low", 3)]


@pytest.mark.parametrize(("times", "news"), [(4, [("low", 9)]), (1, [])])
def test_who_fills_it_faster_than_expected_is_seen_after_a_while(
    times: int, news: list[tuple[str, int]]
) -> None:
    looks = [(float(n), 41 * MINUTE - n * RATE * times) for n in range(25)]
    assert told(DiskOutlook(RATE), *looks) == news


def test_what_other_programs_write_for_a_moment_is_no_forecast_while_there_is_room() -> None:
    looks = [(2.0 * n, 54e9 - n * 60_000_000) for n in range(30)]
    assert told(DiskOutlook(2_000.0), *looks) == []


def test_a_session_that_writes_more_than_expected_is_seen_while_there_is_room() -> None:
    outlook = DiskOutlook(2_000.0)
    news = [outlook.look(2.0 * n, 10**10, ALL, written_bytes=n * 20_000_000) for n in range(15)]
    (one,) = [one for one in news if one is not None]
    assert (one.state, one.minutes_left) == ("low", 16)
    assert "10,0" in one.sentence().fr


def test_room_that_is_made_is_told_and_the_steps_begin_again() -> None:
    looks = [(0.0, 0), (2.0, 0), (4.0, 60 * MINUTE), (6.0, 4 * MINUTE)]
    assert told(DiskOutlook(RATE), *looks) == [("full", 0), ("well_again", 60), ("low", 4)]


def test_a_little_less_than_a_recorder_needs_counts_as_full() -> None:
    assert told(DiskOutlook(1.0), (0.0, FULL_BYTES - 1)) == [("full", 0)]


def test_a_reserve_that_comes_to_its_end_is_told_once() -> None:
    outlook = DiskOutlook(RATE)
    assert told(outlook, (0.0, 0), (2.0, 0)) == [("full", 0)]
    assert told(outlook, (4.0, 0), (6.0, 0), reserve=RESERVE_LOW_BYTES - 1) == [("reserve_low", 0)]

"""A flood of connections keeps no press out: strangers make room for each other, our pages' are held."""

from __future__ import annotations

import select
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.live.guard_route import MOST_STRANGERS
from tests.guard.doors import MANY, Door, Doors, open_doors


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Doors]:
    with open_doors(tmp_path) as found:
        yield found


@pytest.fixture(params=["loopback", "network"])
def door(doors: Doors, request: pytest.FixtureRequest) -> Door:
    return doors.here if request.param == "loopback" else doors.room


@pytest.mark.parametrize("many", [MOST_STRANGERS + 6, MANY])
def test_half_requests_that_fill_both_doors_keep_no_press_out(doors: Doors, door: Door, many: int) -> None:
    doors.here.flood(many)
    doors.room.flood(many)
    assert door.ask("/stop", door.connect()) == 200
    assert doors.guard.latch.is_shut


def test_a_held_connection_outlives_a_flood_and_takes_the_press(doors: Doors, door: Door) -> None:
    held = door.connect()
    assert door.ask("/hold", held) == 200
    assert not doors.guard.latch.is_shut
    door.flood()
    door.flood()
    assert door.ask("/hold", held) == 200
    assert door.ask("/stop", held) == 200
    assert doors.guard.latch.is_shut
    assert door.ask("/stop", held) == 200


def test_without_the_token_nothing_is_held(doors: Doors) -> None:
    stranger = doors.here.connect()
    assert doors.here.ask("/hold", stranger, "wrong") == 403
    assert doors.here.ask("/hold", stranger) == 0
    page = doors.here.connect()
    assert doors.here.ask("/hold", page) == 200
    assert doors.here.ask("/stop", page, "wrong") == 403
    assert doors.here.ask("/stop", page) == 0


def test_a_flood_from_one_address_closes_its_own_connections_first(doors: Doors) -> None:
    tablet = doors.room.knock("127.0.0.3")
    for _ in range(2 * MOST_STRANGERS):
        doors.room.knock()
    assert doors.room.ask("/stop", doors.room.shake(tablet)) == 200


def test_who_comes_into_a_crowd_has_less_time_for_a_request_line_than_who_came_before(doors: Doors) -> None:
    first = doors.here.connect()
    first.sendall(b"POST /st")
    assert doors.here.ask("/hold", doors.here.connect()) == 200  # the first is served now
    crowd = [doors.here.connect() for _ in range(MOST_STRANGERS * 3 // 4)]
    for one in crowd:
        one.sendall(b"POST /st")
    late = crowd[-1]
    closed, _, _ = select.select([first, late], [], [], 20)
    assert closed == [late]
    assert (late.recv(1), doors.here.ask("/stop", doors.here.connect())) == (b"", 200)

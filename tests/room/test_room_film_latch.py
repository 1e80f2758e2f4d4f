"""The film latch: who may film, who is heard, and who is killed since it does not answer."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from nao_sessions.room.capture import film_latch
from nao_sessions.room.capture.film_latch import MOST_RECORDERS, FilmLatch, FilmPlace

HANGING = """
import sys, time
from nao_sessions.room.capture.film_latch import FilmLatch
FilmLatch(int(sys.argv[1])).come(int(sys.argv[2]))
print("here", flush=True)
time.sleep(600)
"""


@pytest.fixture
def latch() -> Iterator[FilmLatch]:
    made = FilmLatch.create(["room", "table"])
    yield made
    made.release()


def test_one_film_is_ended_alone_and_all_for_good(latch: FilmLatch) -> None:
    room, table = FilmPlace(latch, 0), FilmPlace(latch, 1)
    latch.end("table")
    assert (room.is_over, table.is_over, latch.over_ns) == (False, True, None)
    first_ns = latch.end()
    assert (room.is_over, table.is_over) == (True, True)
    assert latch.end() == first_ns == latch.over_ns


def test_other_processes_see_the_same(latch: FilmLatch) -> None:
    other = FilmLatch(latch.fd)
    other.end()
    assert FilmPlace(latch, 1).is_over
    assert other.over_ns == latch.over_ns


@pytest.mark.parametrize("who", ["session", "guard"])
def test_whoever_is_silent_for_too_long_is_named(
    latch: FilmLatch, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    latch.guard_lives()
    assert latch.unheard() == ""
    later_ns = time.monotonic_ns() + film_latch.UNHEARD_NS + 1
    monkeypatch.setattr(film_latch.time, "monotonic_ns", lambda: later_ns)
    (latch.guard_lives if who == "session" else latch.session_lives)()
    assert latch.unheard() == who


def test_a_session_without_a_guard_is_enough(latch: FilmLatch, monkeypatch: pytest.MonkeyPatch) -> None:
    later_ns = time.monotonic_ns() + film_latch.UNHEARD_NS + 1
    monkeypatch.setattr(film_latch.time, "monotonic_ns", lambda: later_ns)
    latch.session_lives()
    assert latch.unheard() == ""


def test_who_does_not_answer_is_killed_and_who_films_on_by_right_is_not(latch: FilmLatch) -> None:
    hanging = [
        subprocess.Popen(
            [sys.executable, "-c", HANGING, str(latch.fd), str(place)],
            pass_fds=(latch.fd,),
            stdout=subprocess.PIPE,
        )
        for place in (0, 1)
    ]
    try:
        for one in hanging:
            assert one.stdout is not None
            assert one.stdout.readline() == b"here\n"
        ended_ns = latch.end("table")
        assert latch.kill_what_hangs(time.monotonic_ns()) == ()  # it may answer still
        assert not latch.all_gone()
        latch.fall_silent(1)
        assert latch.kill_what_hangs(ended_ns - 10**9) == ()  # it closes its file
        assert latch.kill_what_hangs(ended_ns - 10**10) == ("table",)
        hanging[1].wait(timeout=20)
        assert latch.all_gone()
        assert hanging[0].poll() is None
    finally:
        for one in hanging:
            one.kill()
            one.communicate()


def test_a_number_that_is_another_process_by_now_is_nobodys(latch: FilmLatch) -> None:
    latch.come(0)
    assert latch.pid(0) is not None
    latch._write(latch._at(0), film_latch._STARTED, 1)
    assert latch.pid(0) is None


def test_there_are_places_for_so_many() -> None:
    with pytest.raises(ValueError, match="more than"):
        FilmLatch.create([str(number) for number in range(MOST_RECORDERS + 1)])

"""*On ne filme plus*: the film ends at once, whichever process is frozen or gone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from nao_sessions.room.files.probe import examine
from tests.guard.filmed_session import (
    FilmedSession,
    children,
    command_of,
    filmed,
    is_alive,
    last_picture_ns,
    until,
)

MOST_NS = 3_000_000_000


def ended(session: FilmedSession) -> None:
    until(lambda: not any(map(is_alive, session.recorders.values())), "end of the recorders")


def films(session: FilmedSession) -> bool:
    return any("capture.recorder" in command_of(pid) for pid in children(session.process.pid))


def playable(folder: Path) -> None:
    assert [problem.en for report in examine(folder, decode=True) for problem in report.problems] == []


def test_a_page_ends_the_film_at_the_guard_and_the_session_goes_on(tmp_path: Path) -> None:
    with filmed(tmp_path, "room", "table") as session:
        assert session.press(press="p-1") == 200
        answered_ns = time.monotonic_ns()
        ended(session)
        until(lambda: session.noted("film_over"), "the line in the log")
        (line,) = session.noted("film_over")
        mark, *_ = session.marks()  # a second one where a busy computer did not let a recorder answer
        assert (mark["event"], mark["press"]) == ("film_over", "p-1")
        assert line["data"]["press"] == "p-1"
        assert line["t"] == mark["at"]
        assert session.press(press="p-1") == 200
        assert session.press(press="p-2") == 200
        assert session.ask("seen") == mark["at"]
        for name in ("room", "table"):
            assert session.last_picture_ns(name) <= answered_ns
        size = session.films()
        assert session.ask("close") == "closed"
        assert session.films() == size
        assert len(session.noted("film_over")) == 1
        assert {one["data"]["reason"] for one in session.noted("closed")} <= {"film_over"}
        playable(session.folder)


def test_a_frozen_session_keeps_nobody_from_ending_the_film_and_hears_of_it_when_it_wakes(
    tmp_path: Path,
) -> None:
    with filmed(tmp_path) as session:
        session.process.send_signal(signal.SIGSTOP)
        assert session.press(press="p-1") == 200
        ended(session)
        assert session.marks()[0]["event"] == "film_over"
        size = session.films()
        session.process.send_signal(signal.SIGCONT)
        until(lambda: session.noted("film_over"), "the line in the log")
        assert session.ask("close") == "closed"
        assert session.films() == size
        playable(session.folder)


def test_a_frozen_recorder_is_ended_by_the_guard(tmp_path: Path) -> None:
    with filmed(tmp_path) as session:
        (recorder,) = session.recorders.values()
        session.process.send_signal(signal.SIGSTOP)
        os.kill(recorder, signal.SIGSTOP)
        assert session.press() == 200
        until(lambda: not is_alive(recorder), "end of the recorder")
        until(lambda: len(session.marks()) == 2, "the marks")
        assert session.marks()[1]["killed"] == ["room"]
        session.process.send_signal(signal.SIGCONT)
        until(lambda: session.noted("film_over"), "the line in the log")
        assert session.ask("close") == "closed"
        playable(session.folder)


def test_a_frozen_recorder_is_ended_by_the_session_where_there_is_no_guard(tmp_path: Path) -> None:
    with filmed(tmp_path, guarded=False) as session:
        (recorder,) = session.recorders.values()
        os.kill(recorder, signal.SIGSTOP)
        assert session.ask("end_film") > 0
        until(lambda: not is_alive(recorder), "end of the recorder")
        assert session.ask("close") == "closed"
        (line,) = session.noted("film_over")
        assert line["source"] == "professional"
        playable(session.folder)


def test_one_recording_is_ended_alone(tmp_path: Path) -> None:
    with filmed(tmp_path, "room", "table") as session:
        session.ask("end_recording table")
        until(lambda: not is_alive(session.recorders["table"]), "end of one recorder")
        (line,) = session.noted("film_over")
        assert line["data"] == {"name": "table", "why": "withdrawn"}
        size, others = session.films("table"), session.films("room")
        until(lambda: session.films("room") > others, "more of the other film")
        assert session.films("table") == size
        assert session.ask("seen") is None
        assert is_alive(session.recorders["room"])


@pytest.mark.parametrize("who", ["session", "guard and session"])
def test_the_film_of_a_session_that_is_killed_ends_by_itself(tmp_path: Path, who: str) -> None:
    with filmed(tmp_path) as session:
        guard = session.guard
        killed_ns = time.monotonic_ns()
        if who != "session":
            os.kill(guard, signal.SIGKILL)
        session.process.kill()
        ended(session)
        assert session.last_picture_ns() <= killed_ns + MOST_NS
        playable(session.folder)


def test_the_film_of_a_session_that_is_frozen_ends_by_itself_and_comes_back_with_it(tmp_path: Path) -> None:
    with filmed(tmp_path) as session:
        frozen_ns = time.monotonic_ns()
        session.process.send_signal(signal.SIGSTOP)
        ended(session)
        assert session.last_picture_ns() <= frozen_ns + MOST_NS
        session.process.send_signal(signal.SIGCONT)
        until(lambda: session.noted("gap"), "film again, and the gap")
        (told,) = session.noted("unheard")
        assert told["data"]["whom"] == "session"


def test_a_guard_that_is_frozen_ends_the_film_since_nobody_could(tmp_path: Path) -> None:
    with filmed(tmp_path) as session:
        frozen_ns, guard = time.monotonic_ns(), session.guard
        os.kill(guard, signal.SIGSTOP)
        ended(session)
        assert last_picture_ns(session.folder) <= frozen_ns + MOST_NS
        until(lambda: session.noted("unheard"), "the line in the log")
        assert session.noted("unheard")[0]["data"]["whom"] == "guard"
        os.kill(guard, signal.SIGCONT)
        until(lambda: session.noted("gap"), "film again, and the gap")


def test_the_guard_that_follows_a_dead_one_ends_the_film(tmp_path: Path) -> None:
    with filmed(tmp_path) as session:
        guard = session.guard
        os.kill(guard, signal.SIGKILL)
        until(lambda: len(session.noted("ready")) == 2, "another guard")
        assert session.guard != guard
        assert session.press() == 200
        until(lambda: not films(session), "end of the recorders")
        until(lambda: session.noted("film_over"), "the line in the log")


def test_who_may_not_press_ends_no_film(tmp_path: Path) -> None:
    with filmed(tmp_path) as session:
        assert session.press(token="another") == 403
        assert session.press(session="another") == 409
        assert all(map(is_alive, session.recorders.values()))
        assert session.marks() == []

"""What the devices of a session tell at a moment: who records, how loud it is, how Nao is."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.console.session.live_page import SILENT_AFTER_NS, RobotNews, loudness, recorders
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.room.files.levels import HEADER, levels_path


@pytest.mark.parametrize(
    ("event", "age_ns", "records"),
    [
        ("status", SECOND_NS, True),
        ("rolling", 0, True),
        ("status", SILENT_AFTER_NS, False),
        ("frozen", 0, False),
        ("black", 0, True),
        ("silent", 0, True),
        ("held_up", 0, True),
        ("died", 0, False),
        ("closed", 0, False),
    ],
)
def test_a_recorder_records_while_it_tells_so_each_second(event: str, age_ns: int, records: bool) -> None:
    now_ns = 100 * SECOND_NS
    facts = {"room": {"event": event, "at": now_ns - age_ns, "frames": 25, "dropped": 2}}
    assert recorders((), facts, now_ns, 1.0) == [
        {"name": "room", "records": records, "frames": 25, "dropped": 2}
    ]


def test_a_camera_whose_pictures_repeat_themselves_records_them() -> None:
    facts = {"room": {"event": "frozen", "reason": "repeats", "at": 100 * SECOND_NS, "frames": 25}}
    assert recorders((), facts, 100 * SECOND_NS, 1.0)[0]["records"]
    assert not recorders((), facts, 100 * SECOND_NS, 1.0, frozen={"room"})[0]["records"]


def test_a_camera_whose_pictures_have_stopped_does_not_record_though_its_recorder_lives() -> None:
    facts = {"room": {"event": "status", "at": 100 * SECOND_NS, "frames": 25}}
    [one] = recorders((), facts, 100 * SECOND_NS, 1.0, frozen={"room"})
    assert not one["records"]


def test_at_twenty_times_the_speed_a_second_of_the_recorder_is_still_a_second() -> None:
    facts = {"room": {"event": "status", "at": 0, "frames": 1}}
    assert recorders((), facts, 20 * SECOND_NS, 20.0)[0]["records"]
    assert not recorders((), facts, 20 * SECOND_NS, 1.0)[0]["records"]


def test_the_loudest_source_tells_how_loud_it_is_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    for name, peak, end in (("room", -30.0, ""), ("table", -12.5, "1,999,3")):
        lines = f"{HEADER}\n1,0,{SECOND_NS},{peak - 10},-50.0\n1,4800,{2 * SECOND_NS},{peak},-40.0\n{end}"
        levels_path(tmp_path, name).write_text(lines, encoding="ascii")
    assert loudness(tmp_path, ["room", "table", "none"], 2 * SECOND_NS, 1.0) == -12.5
    assert loudness(tmp_path, ["room"], 2 * SECOND_NS + SILENT_AFTER_NS, 1.0) is None
    assert loudness(tmp_path, [], 0, 1.0) is None


def test_what_nao_told_of_itself_is_kept_until_it_tells_otherwise() -> None:
    news = RobotNews()
    for kind, data in (
        ("battery", {"percent": 40, "minutes": 24}),
        ("hot", {"joints": ["LKneePitch"]}),
        ("lost", {"why": "no answer"}),
    ):
        news.take(Event(1, "in", 0, "robot", kind, data))
    assert news.to_json() == {
        "state": "lost",
        "battery_percent": 40,
        "battery_minutes": 24,
        "hot": ["LKneePitch"],
    }
    news.take(Event(2, "in", 0, "robot", "back", {}))
    news.take(Event(3, "in", 0, "robot", "hot", {"joints": []}))
    assert (news.lost, news.hot) == (False, ())


def test_a_nao_that_breaks_off_is_lost_before_it_is_told_and_does_not_answer_again() -> None:
    """What Nao was doing is lost first, and pauses the session: the page said that it answers again."""
    news = RobotNews()
    news.take(Event(1, "out", 0, "engine", "paused", {"why": "lost"}))
    assert (news.state, news.lost) == ("lost", False)
    news.take(Event(2, "in", 0, "robot", "lost", {}))
    news.take(Event(3, "out", 0, "engine", "paused", {"why": "lost"}))
    assert (news.state, news.lost) == ("lost", True)
    news.take(Event(4, "in", 0, "robot", "back", {}))
    assert news.state == "well"
    news.take(Event(5, "out", 0, "engine", "paused", {"why": "lost"}))
    news.take(Event(6, "out", 0, "engine", "continued", {}))
    assert news.state == "well"


def test_a_recorder_that_has_told_nothing_yet_does_not_record() -> None:
    assert recorders(["room"], {}, 0, 1.0) == [{"name": "room", "records": False, "frames": 0, "dropped": 0}]
    assert recorders([], {}, 0, 1.0) == []


def test_of_what_nao_is_the_worst_alone_is_told() -> None:
    news = RobotNews()

    def state_after(direction: str, kind: str, /, **data: object) -> object:
        source = "engine" if direction == "out" else "robot"
        news.take(Event(1, direction, 0, source, kind, data))  # type: ignore[arg-type]
        return news.to_json()["state"]

    assert news.to_json()["state"] == "well"
    assert state_after("out", "paused", why="stopped") == "stopped"
    assert state_after("in", "fell") == "fell"
    assert state_after("in", "lost") == "lost"
    assert state_after("in", "back") == "fell"  # it answers, and lies on the floor still
    assert state_after("out", "continued", by="resume") == "raised"  # somebody says so: no sensor does
    assert state_after("out", "paused", why="stopped") == "stopped"
    assert state_after("out", "continued", by="resume") == "raised"
    assert state_after("in", "fell") == "fell"
    assert state_after("note", "about", kind="none") == "none"

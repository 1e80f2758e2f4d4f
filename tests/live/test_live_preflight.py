"""What is looked at before a session: each thing has its line, what is not well its code and its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.core.errors import DeviceUnavailable, RecordError, UsageError
from nao_sessions.live.disk import ENDLESS_S, Need, Rate
from nao_sessions.live.preflight import CheckLine, PreflightPlan, check_speaks, preflight, refused
from nao_sessions.robot.port import RobotFacts
from nao_sessions.room.room_file import RecordedSource, Room
from tests.small_disk import fill, small_disk

KEYS = ["ground", "volume", "logins", "folder", "disk", "files", "reserve"]
MB = 1_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "64m") as place:
        yield place


def need_of_mb(size: float) -> Need:
    """Give a need of so many megabytes, reserves included."""
    need = Need((Rate("room", 0.0, measured=True),), 1.0, bounded=True)
    return replace(need, rates=(Rate("room", (size * MB - need.size_bytes) / 1.25, measured=True),))


def plan_in(folder: Path, *, need_mb: float = 10, real: bool = False, **more: object) -> PreflightPlan:
    plan = PreflightPlan(
        Room(simulated=True), folder, need_of_mb(need_mb), real, ground=None, unencrypted=None
    )
    return replace(plan, **more)  # type: ignore[arg-type]  # fields that the test writes


def not_well(lines: tuple[CheckLine, ...]) -> list[tuple[str, str, str]]:
    return [(line.key, line.verdict, line.code) for line in lines if line.verdict != "well"]


def test_a_place_where_all_is_well_says_so_line_by_line_and_keeps_no_trace(disk: Path) -> None:
    lines = preflight(plan_in(disk / "not" / "yet" / "made"))
    assert ([line.key for line in lines], not_well(lines)) == (KEYS, [])
    assert list(disk.iterdir()) == []
    assert lines[4].to_json("en") == {
        "key": "disk",
        "verdict": "well",
        "code": "",
        "sentence": "67 MB free, 10 MB needed (" + need_of_mb(10).in_words().en + ").",
        "remedy": None,
        "free_bytes": 64 * 1024**2,
        "needed_bytes": 10 * MB,
    }


@pytest.mark.parametrize(
    ("room", "told"),
    [
        (Room(simulated=True), "Personne n'est filmé."),
        (Room((RecordedSource("ear", "tcp://x", sound_only=True),), simulated=True), "Personne n'est filmé."),
        (
            Room((RecordedSource("room", "tcp://x"),), simulated=True),
            "Ce qui est enregistré est la salle dessinée du simulateur : personne n'est filmé.",
        ),
    ],
)
def test_nobody_is_filmed_is_told_with_why_beside_the_picture_of_a_drawn_room(
    tmp_path: Path, room: Room, told: str
) -> None:
    (ground,) = [line for line in preflight(plan_in(tmp_path, room=room)) if line.key == "ground"]
    assert (ground.verdict, ground.sentence.fr) == ("well", told)


@pytest.mark.parametrize(
    ("leave_mb", "found"),
    [(30, []), (19, [("disk", "warning", "R130")]), (9, [("disk", "refused", "R130")])],
)
def test_a_session_that_does_not_fit_is_refused_and_under_twice_its_need_it_is_told(
    disk: Path, leave_mb: int, found: list[tuple[str, str, str]]
) -> None:
    fill(disk, leave_mb * 1024**2)
    assert not_well(preflight(plan_in(disk))) == found


def test_a_disk_on_which_not_even_a_small_file_fits_is_full_and_no_matter_of_permissions(disk: Path) -> None:
    fill(disk)
    assert [line.code for line in refused(preflight(plan_in(disk)))] == ["R130", "R130"]


def test_what_may_be_overridden_is_the_disk_and_never_the_ground(disk: Path) -> None:
    fill(disk, 9 * 1024**2)
    camera = Room(sources=(RecordedSource("room", "tcp://192.0.2.1:1"),))
    lines = preflight(plan_in(disk, real=True, room=camera))
    assert [line.code for line in refused(lines)] == ["G101", "G102", "R130"]
    assert [line.code for line in refused(lines, ("G101", "G102", "R130"))] == ["G101", "G102"]
    assert [type(line.told()) for line in refused(lines)] == [UsageError] * 3


def test_a_folder_that_cannot_be_written_is_told_and_its_disk_is_not_looked_at(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with small_disk(tmp_path / "read-only", "1m", "ro") as read_only:
        for place in (blocked / "out", read_only / "out"):
            lines = preflight(plan_in(place))
            assert [line.key for line in lines] == KEYS[:4]
            assert [(line.code, type(line.told())) for line in refused(lines)] == [("R107", RecordError)]


def test_a_disk_without_room_for_names_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64m", "nr_inodes=100") as place:
        (line,) = refused(preflight(plan_in(place)))
        assert (line.code, line.facts["needed_files"]) == ("R131", 500)
        assert 0 < line.facts["free_files"] < 100


def test_a_volume_that_keeps_no_reserve_is_told(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nao_sessions.live.preflight.keep", lambda descriptor, size: False)
    assert not_well(preflight(plan_in(disk))) == [("reserve", "warning", "R132")]


def test_a_login_that_others_can_read_is_refused(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(disk))
    logins = disk / "nao_sessions" / "logins"
    logins.mkdir(parents=True)
    (logins / "salle").write_text("user:secret\n")
    (logins / "salle").chmod(0o644)
    room = Room(sources=(RecordedSource("room", "rtsp://192.0.2.1/x", login="salle"),), simulated=True)
    (line,) = refused(preflight(plan_in(disk, room=room)))
    assert (line.key, line.code, "secret" in line.sentence.en) == ("logins", "F104", False)
    (logins / "salle").chmod(0o600)
    assert not_well(preflight(plan_in(disk, room=room))) == []


def test_what_is_counted_for_a_protocol_without_a_limit_is_said(disk: Path) -> None:
    need = Need((Rate("room", 100_000.0, measured=False),), ENDLESS_S, bounded=False)
    assert (
        need.in_words().en == "120 min counted, as the protocol has no limit; at worst, an hour: room 0.4 GB"
    )


@pytest.mark.parametrize(
    ("languages", "language"),
    [(("English", "French"), "fr"), (("English", "French"), "fr-CA"), ((), "fr")],
)
def test_a_nao_that_speaks_the_language_or_tells_none_is_not_refused(
    languages: tuple[str, ...], language: str
) -> None:
    check_speaks(RobotFacts("nao", "2.8.6.23", "6.0.0", languages), language)


@pytest.mark.parametrize(("languages", "language"), [(("English",), "fr"), (("English", "French"), "br")])
def test_a_nao_that_does_not_speak_the_language_is_refused(languages: tuple[str, ...], language: str) -> None:
    with pytest.raises(DeviceUnavailable) as told:
        check_speaks(RobotFacts("nao", "2.8.6.23", "6.0.0", languages), language)
    assert told.value.code == "R005"

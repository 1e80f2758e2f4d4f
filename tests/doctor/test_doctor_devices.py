"""Real streams, all tried at once: what each of them sends, and what is found of it.

The cameras are those of the room's tests; each does one thing wrong.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from nao_sessions.doctor.devices.examination import DevicesExamined, examine_devices
from nao_sessions.doctor.result import ExaminationResult
from nao_sessions.room.room_file import RecordedSource
from tests.doctor.films import write_film
from tests.room.cameras import camera
from tests.room.other_cameras import jpeg_camera, rtsp_camera, rtsp_can_be_had

SECONDS = 5.0
HELD_UP = {"D135", "D138", "D139"}
"""What a busy machine does to a camera that runs on it: it is told, and rightly."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevicesExamined]:
    """Try them all, once."""
    films = tmp_path_factory.mktemp("films")
    write_film(films / "hevc.mp4", 7, codec="libx265", pixels="yuv420p", loudness=0.0)
    write_film(films / "422.mp4", 7, codec="libx264", pixels="yuv422p", loudness=4.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()[1]
    with ExitStack() as cameras:
        opened = cameras.enter_context
        sources = [
            RecordedSource("good", opened(camera()).tcp),
            RecordedSource("slow", opened(camera("--fps", "8", "--no-sound")).http),
            RecordedSource("keys", opened(camera("--gop-s", "10", "--drop", "30", "50", "60")).tcp),
            RecordedSource("gap", opened(camera("--freeze-at-s", "1", "--freeze-s", "1.5")).tcp),
            RecordedSource("cut", opened(camera("--cut-at-s", "2")).tcp),
            RecordedSource("still", opened(jpeg_camera("--repeat-at-s", "0"))),
            RecordedSource("dark", opened(jpeg_camera("--black-s", "0", "99"))),
            RecordedSource("locked", opened(jpeg_camera("--login", "marie:secret"))),
            RecordedSource("gone", f"tcp://127.0.0.1:{nobody}"),
            RecordedSource("hevc", f"file:{films / 'hevc.mp4'}"),
            RecordedSource("loud", f"file:{films / '422.mp4'}"),
            RecordedSource("ear", f"file:{films / '422.mp4'}", sound_only=True),
        ]
        if rtsp_can_be_had():
            door = opened(rtsp_camera("--sound", "alaw"))
            sources += [
                RecordedSource("door", door),
                RecordedSource("path", door.replace("/room", "/nothing")),
            ]
        yield examine_devices(sources, SECONDS)


def of(room: DevicesExamined, name: str) -> ExaminationResult:
    return next(device for device in room.devices if device.name == name)


def codes(room: DevicesExamined, name: str) -> set[str]:
    """The codes of a device, but for the one that says that all of them are on one host here."""
    return {finding.code for finding in of(room, name).findings} - {"D152"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("good", set()),
        ("slow", {"D136", "D148"}),
        ("keys", {"D138", "D140"}),
        ("gap", {"D135", "D138", "D140"}),
        ("cut", {"D134"}),
        ("still", {"D143", "D145", "D148"}),
        ("dark", {"D143", "D144", "D148"}),
        ("locked", {"D155"}),
        ("gone", {"D130"}),
        ("hevc", {"D141", "D146"}),
        ("loud", {"D142", "D147"}),
    ],
)
def test_each_fault_is_found_and_no_other(room: DevicesExamined, name: str, expected: set[str]) -> None:
    assert codes(room, name) - (HELD_UP - expected) == expected


def test_the_facts_are_what_the_camera_does(room: DevicesExamined) -> None:
    facts = {fact.key: fact.value for fact in of(room, "good").facts}
    assert facts["resolution_px"] == "800×144"
    assert facts["codec"] == "h264"
    assert facts["profile"] == "High"
    assert facts["rate_hz"] == pytest.approx(25, abs=1)
    assert 0.95 < float(facts["key_distance_s"] or 0) < 1.95  # one a second, some of them late at load
    assert facts["sound_codec"] == "aac"
    assert facts["sample_rate_hz"] == 48_000
    assert facts["peak_db"] == pytest.approx(-4.4, abs=1.5)  # a sine of 0.6, and what AAC adds to its edges
    assert facts["delay_at_most_s"] is None


def test_a_microphone_is_heard_without_its_pictures(room: DevicesExamined) -> None:
    microphone = of(room, "ear")
    assert microphone.kind == "microphone"
    assert codes(room, "ear") == {"D147", "D151"}
    assert "resolution_px" not in {fact.key for fact in microphone.facts}


def test_what_all_would_write_is_the_sum_of_what_each_would(room: DevicesExamined) -> None:
    rates = [fact.value for device in room.devices for fact in device.facts if fact.key == "bits_per_s"]
    assert len(rates) >= 9
    assert room.bits_per_s == pytest.approx(sum(float(rate or 0) for rate in rates), abs=len(rates))


@pytest.mark.skipif(not rtsp_can_be_had(), reason="no GStreamer RTSP server")
def test_an_rtsp_camera_tells_its_clock_and_bounds_its_delay(room: DevicesExamined) -> None:
    facts = {fact.key: fact.value for fact in of(room, "door").facts}
    assert facts["declared_hz"] == 25.0
    assert facts["encoded"] == "sound"
    told = facts.get("clock_behind_at_most_s", facts.get("clock_ahead_s"))
    assert isinstance(told, float)
    assert told < 1.0  # camera and host are one machine, with one clock
    assert codes(room, "door") - HELD_UP == {"D143"}
    assert codes(room, "path") == {"D132"}

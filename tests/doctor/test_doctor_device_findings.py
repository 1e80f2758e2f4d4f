"""Judgements of what was observed, of what the world cannot be made to do within some seconds."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.core.errors import DeviceUnavailable, Finding, UsageError
from nao_sessions.doctor.devices.examination import findings_of, shared
from nao_sessions.doctor.devices.facts import facts_of
from nao_sessions.doctor.devices.trial import (
    PictureContent,
    PictureForm,
    SoundContent,
    SoundForm,
    TrialResult,
)
from nao_sessions.room.room_file import RecordedSource
from nao_sessions.room.sources.port import unreachable
from nao_sessions.text.messages import Localized
from tests.doctor.test_doctor_observed import S, frames

GOOD = TrialResult(
    RecordedSource("room", "rtsp://192.0.2.10/stream"),
    4.0,
    picture=PictureForm("h264", "Main", 1280, 720, "yuv420p", 25.0),
    sound=SoundForm("aac", 48_000, 1),
    pictures=tuple(frames()),
    seen=PictureContent(100, black=False, frozen=False),
    heard=SoundContent(-12.0, -30.0, 0.0, silent=False),
    utc_less_monotonic_ns=-7 * S,
)


def codes(tried: TrialResult, *, answers: bool = True) -> list[str]:
    return [finding.code for finding in findings_of(tried, answers=answers)]


def failing(error: DeviceUnavailable | UsageError, url: str = "rtsp://192.0.2.10/stream") -> TrialResult:
    return TrialResult(RecordedSource("room", url), 4.0, failure=error)


def test_of_a_good_camera_nothing_is_found() -> None:
    assert codes(GOOD) == []


def test_pictures_that_are_fewer_than_declared_are_a_remark() -> None:
    assert codes(replace(GOOD, pictures=tuple(frames(80, 20.0, gop=20)))) == ["D137"]


def test_pictures_that_come_unevenly_are_told() -> None:
    late = dict.fromkeys(range(0, 100, 10), 150.0)
    assert codes(replace(GOOD, pictures=tuple(frames(late_ms=late)))) == ["D139"]


@pytest.mark.parametrize(
    ("clock_moved_s", "code", "key"),
    [(2.5, "D149", "clock_ahead_s"), (-2.5, "D150", "clock_behind_at_most_s")],
)
def test_a_camera_of_another_time_is_told(clock_moved_s: float, code: str, key: str) -> None:
    moved = [replace(frame, source_t=(frame.source_t or 0.0) + clock_moved_s) for frame in frames()]
    tried = replace(GOOD, pictures=tuple(moved))
    assert codes(tried) == [code]
    assert {fact.key: fact.value for fact in facts_of(tried)}[key] == pytest.approx(2.5)


def test_what_opens_and_cannot_be_decoded_is_told() -> None:
    assert codes(replace(GOOD, pictures=(), seen=PictureContent(0, black=False, frozen=False))) == ["D133"]
    ear = replace(GOOD, source=RecordedSource("ear", "alsa:default", sound_only=True), heard=None)
    assert codes(ear) == ["D133"]


def test_sound_that_is_declared_and_never_comes_is_silence() -> None:
    assert codes(replace(GOOD, heard=None)) == ["D146"]


def test_who_refuses_is_told_apart_from_who_is_not_there() -> None:
    refused = failing(unreachable("HTTP status 401"))
    assert codes(refused) == ["D155"]
    assert codes(replace(refused, source=replace(refused.source, login="salle"))) == ["D131"]
    assert codes(failing(unreachable("No route to host")), answers=False) == ["D130"]
    assert codes(failing(unreachable("no MPEG-TS"))) == ["D132"]


def test_a_login_that_cannot_be_used_says_why() -> None:
    error = UsageError(Localized(fr="illisible", en="cannot be read"), code="bad_login")
    (found,) = findings_of(failing(error), answers=True)
    assert (found.code, found.sentence.en) == ("D153", "cannot be read")


def test_a_device_that_may_not_be_opened_names_the_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "video0"
    device.touch()
    monkeypatch.setattr(os, "access", lambda *_: False)  # root, who runs these tests in CI, may open anything
    (found,) = findings_of(failing(unreachable("Permission denied"), f"v4l2:{device}"), answers=True)
    assert found.hint is not None
    assert (found.code, "usermod -aG video" in found.hint.en) == ("D154", True)


def test_two_sources_of_one_device_are_told_at_the_later(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    (tmp_path / "by-id").symlink_to(tmp_path / "video0")
    sources = [
        RecordedSource("a", "rtsp://192.0.2.10/main"),
        RecordedSource("b", "rtsp://192.0.2.10:554/main"),
        RecordedSource("c", "rtsp://192.0.2.10/second"),
        RecordedSource("d", "rtsp://192.0.2.11/main"),
        RecordedSource("e", f"v4l2:{tmp_path / 'video0'}"),
        RecordedSource("f", f"v4l2:{tmp_path / 'by-id'}?rate=15"),
        RecordedSource("g", "alsa:default", sound_only=True),
        RecordedSource("h", "alsa:default", sound_only=True),
    ]
    found: dict[str, Finding] = shared(sources)
    assert {name: finding.code for name, finding in found.items()} == {
        "b": "D151",
        "c": "D152",
        "f": "D151",
        "h": "D151",
    }

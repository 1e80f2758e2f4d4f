"""What a session needs of the disk: how long it may last, how fast each source writes, who says so."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nao_sessions.live.disk import COPIED_BYTES_S, ENCODED_BYTES_S, MARGIN, SOUND_BYTES_S, need_of
from nao_sessions.protocol.flow import Protocol
from nao_sessions.room.files.index import Frame, IndexWriter, index_path, segment_path
from nao_sessions.room.room_file import RecordedSource, Room
from tests.course import protocol_of
from tests.record.made_folder import make_folder

BODY = """
{limit}commands:
  finish: {{next: fin}}
start: jeu
steps:
  jeu:
    do: [{{say: "Bonjour."}}]
    buttons: [{{label: "Suite", next: fin, main: true}}]
    after: {{wait: {wait}, next: {next}}}
  fin:
    do: [{{say: "Au revoir."}}]
    end: completed
"""


def protocol(limit: str = "", wait: str = "10 min", next_: str = "fin") -> Protocol:
    return protocol_of(BODY.format(limit=limit, wait=wait, next=next_))


def room(*sources: RecordedSource) -> Room:
    return Room(sources=sources)


def record(parent: Path, name: str, seconds: float, size: int) -> None:
    """Make an earlier session, a simulated one, in which a camera wrote so much in so long."""
    folder = make_folder(parent, closed=False)
    index = IndexWriter(index_path(folder.room, name))
    index.add(Frame(1, 0, 0, True, 0, None, "k"))
    index.add(Frame(1, 1, int(seconds * 90_000), False, 0, None, ""))
    index.close()
    video = segment_path(folder.room, name, 1)
    video.touch()
    os.truncate(video, size)
    segment = {"segment": 1, "time_base": [1, 90_000], "offset_ns": 0, "rate": 1.0}
    sync = {"streams": {name: {"segments": [segment]}}}
    folder.sync.write_text(json.dumps(sync), encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "longest_s", "bounded"),
    [
        (protocol(limit="duration: {limit: 20 min}\n"), 1200, True),
        (protocol(next_="jeu"), 7200, False),
    ],
    ids=["a limit", "no end by itself"],
)
def test_the_longest_session_is_the_limit_or_else_two_hours(
    given: Protocol, longest_s: float, bounded: bool, tmp_path: Path
) -> None:
    need = need_of(room(), given, tmp_path, real=True)
    assert (need.longest_s, need.bounded) == (longest_s, bounded)


def test_without_a_limit_the_longest_way_counts(tmp_path: Path) -> None:
    need = need_of(room(), protocol(wait="40 min"), tmp_path, real=True)
    assert (40 * 60 <= need.longest_s < 41 * 60, need.bounded) == (True, True)


def test_a_setting_that_was_chosen_counts_and_not_its_default(tmp_path: Path) -> None:
    patience = "settings:\n  patience: {type: duration, default: 1 s, min: 1 s, max: 60 min, label: 'x'}\n"
    given = protocol(limit=patience, wait="= settings.patience")
    need = need_of(room(), given, tmp_path, real=True, settings={"patience": 1800.0})
    assert 1800 <= need.longest_s < 1860


def test_a_session_that_is_accelerated_fills_the_disk_for_a_shorter_time(tmp_path: Path) -> None:
    limited = protocol(limit="duration: {limit: 20 min}\n")
    assert need_of(room(), limited, tmp_path, real=False, speed=10.0).longest_s == 120


@pytest.mark.parametrize(
    ("source", "bytes_s"),
    [
        (RecordedSource("a", "rtsp://192.0.2.1/stream"), COPIED_BYTES_S + SOUND_BYTES_S),
        (RecordedSource("a", "v4l2:/dev/video0?size=1280x720"), ENCODED_BYTES_S[720]),
        (RecordedSource("a", "v4l2:/dev/video0"), ENCODED_BYTES_S[1080]),
        (RecordedSource("a", "v4l2:/dev/video0?size=3840x2160"), COPIED_BYTES_S),
        (RecordedSource("a", "alsa:default", sound_only=True), SOUND_BYTES_S),
    ],
)
def test_a_source_that_nothing_is_known_of_is_taken_at_its_worst(
    source: RecordedSource, bytes_s: float, tmp_path: Path
) -> None:
    (rate,) = need_of(room(source), protocol(), tmp_path, real=True).rates
    assert (rate.bytes_s, rate.measured) == (bytes_s, False)


def test_what_a_source_wrote_in_an_earlier_session_is_believed(tmp_path: Path) -> None:
    record(tmp_path, "room", seconds=100, size=30_000_000)
    source = RecordedSource("room", "rtsp://192.0.2.1/stream")
    need = need_of(room(source), protocol(limit="duration: {limit: 10 min}\n"), tmp_path, real=False)
    assert [(rate.bytes_s, rate.measured) for rate in need.rates] == [(300_000, True)]
    assert need.size_bytes > 300_000 * 600 * MARGIN
    read = need.in_words().fr.replace("\u00a0", " ")
    assert read == "10 min au plus, d'après le protocole ; mesuré, par heure : room 1,1 Go"


@pytest.mark.parametrize(
    ("name", "seconds", "real"),
    [("door", 100, False), ("room", 5, False), ("room", 100, True)],
    ids=["of another camera", "too short", "of a simulation"],
)
def test_an_earlier_recording_that_says_nothing_of_it_is_not_asked(
    name: str, seconds: float, real: bool, tmp_path: Path
) -> None:
    record(tmp_path, name, seconds=seconds, size=30_000_000)
    source = RecordedSource("room", "rtsp://192.0.2.1/stream")
    (rate,) = need_of(room(source), protocol(), tmp_path, real=real).rates
    assert not rate.measured


def test_a_folder_full_of_other_things_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "2026-notes").mkdir()
    (tmp_path / "2027.txt").write_text("x")
    broken = make_folder(tmp_path, closed=False)
    IndexWriter(index_path(broken.room, "room")).close()
    broken.sync.write_text("{", encoding="utf-8")
    source = RecordedSource("room", "rtsp://192.0.2.1/stream")
    (rate,) = need_of(room(source), protocol(), tmp_path, real=False).rates
    assert not rate.measured

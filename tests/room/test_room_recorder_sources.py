"""The recorder before every kind of source: what is copied, what encoded, sound alone, who may see it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from cameras import Recorder, camera, recorder, strip_errors_ms
from other_cameras import jpeg_camera, rtsp_camera

from nao_sessions.room.files.index import Frame, read_index
from nao_sessions.room.files.mp4 import video_facts
from nao_sessions.room.files.probe import examine
from nao_sessions.room.sources.login import login_path
from nao_sessions.room.sync.clap.film import read_luma, read_sound
from nao_sessions.room.sync.measuring import measure

HALF_A_FRAME_MS = 20.0
SECRET = "s:same ouvre-toi"


def frames_of(session: Path) -> list[Frame]:
    return list(read_index(session / "room" / "room.frames.csv"))


def summary(session: Path) -> list[tuple[int, bool, list[str]]]:
    return [(r.segment, r.complete, [p.en for p in r.problems]) for r in examine(session, decode=True)]


@pytest.fixture
def login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the name of a login whose password is not to be found anywhere else."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = login_path("salle")
    path.parent.mkdir(parents=True)
    path.touch(mode=0o600)
    path.write_text(f"marie:{SECRET}\n", encoding="utf-8")
    return "salle"


def test_jpeg_is_encoded_with_a_key_frame_a_second_and_that_is_said(tmp_path: Path) -> None:
    with recorder() as process, jpeg_camera() as address:
        process.start(address, tmp_path)
        rolling = process.wait_for("rolling")
        process.wait_for_frames(60)
        assert process.stop() == 0
    frames = frames_of(tmp_path)
    assert rolling["encoded"] == {"picture": "libx264 preset veryfast crf 23"}
    facts = video_facts(tmp_path / "room" / "room.01.mp4")
    assert facts is not None
    assert facts.facts["encoded"] == rolling["encoded"]
    keys = [frame.pts for frame in frames if frame.key]
    assert len(keys) <= 2 + (frames[-1].pts - frames[0].pts) // 90_000
    assert {frame.source_t for frame in frames} == {None}
    assert summary(tmp_path) == [(1, True, [])]


def test_a_picture_that_repeats_itself_is_noticed(tmp_path: Path) -> None:
    with recorder("--still-s", "1") as process, jpeg_camera("--repeat-at-s", "0.5") as address:
        process.start(address, tmp_path)
        frozen = process.wait_for("frozen")
        process.stop()
    assert (frozen["reason"], frozen["segment"]) == ("repeats", 1)
    assert frozen["from"] < frozen["at"]


def test_a_black_picture_is_noticed_and_its_end_as_well(tmp_path: Path) -> None:
    with recorder("--still-s", "1") as process, jpeg_camera("--black-s", "0.5", "5") as address:
        process.start(address, tmp_path)
        black = process.wait_for("black")
        again = process.wait_for("well_again")
        process.stop()
    assert again["after"] == "black"
    assert again["from"] == black["from"] < again["to"]


def silent_film(path: Path) -> None:
    """Write ten seconds in which nothing is heard."""
    with av.open(str(path), "w") as film:
        track = film.add_stream("aac", rate=48_000, layout="mono")
        for number in range(470):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            frame.sample_rate, frame.pts = 48_000, number * 1024
            film.mux(track.encode(frame))
        film.mux(track.encode(None))


def test_a_silent_microphone_is_noticed(tmp_path: Path) -> None:
    silent_film(tmp_path / "silence.m4a")
    with recorder("--still-s", "1") as process:
        process.start(f"file:{tmp_path}/silence.m4a", tmp_path, sound_only=True)
        silent = process.wait_for("silent")
        process.stop()
    assert silent["segment"] == 1
    assert silent["from"] < silent["at"]


def microphone(tmp_path: Path, *, killed: bool) -> None:
    with recorder() as process, camera() as source:
        process.start(source.tcp, tmp_path, sound_only=True)
        assert process.wait_for("rolling")["sound"]
        process.wait_for_frames(60)
        process.kill() if killed else process.stop()


def test_a_microphone_alone_is_a_file_of_sound_with_an_index_of_its_own(tmp_path: Path) -> None:
    microphone(tmp_path, killed=False)
    path = tmp_path / "room" / "room.01.m4a"
    assert {p.name for p in path.parent.iterdir()} == {"room.01.m4a", "room.frames.csv", "room.levels.csv"}
    (told,) = json.loads((tmp_path / "sync.json").read_text())["streams"]["room"]["segments"]
    frames = frames_of(tmp_path)
    assert (told["time_base"], told["frames"], told["verdict"]) == ([1, 48_000], len(frames), "estimated")
    assert {b.pts - a.pts for a, b in pairwise(frames)} == {1024}
    assert summary(tmp_path) == [(1, True, [])]
    assert len(read_luma(path, 0.0, 1.0)[0]) == 0
    assert float(np.abs(read_sound(path, 0.0, 1.0)).max()) > 0.1


def test_a_microphone_whose_recorder_was_killed_can_be_heard(tmp_path: Path) -> None:
    microphone(tmp_path, killed=True)
    (report,) = examine(tmp_path)
    assert (report.complete, report.problems) == (False, ())
    assert report.frames_indexed - report.frames_readable <= 8


def record_rtsp(process: Recorder, address: str, session: Path, **more: object) -> dict[str, object]:
    process.start(address, session, **more)
    rolling = process.wait_for("rolling")
    process.wait_for_frames(60)
    assert process.stop() == 0
    return rolling


def test_rtsp_is_copied_and_its_camera_s_own_utc_is_in_the_index(tmp_path: Path) -> None:
    with recorder() as process, rtsp_camera("--at-once") as address:
        origin_ns = process.start(address, tmp_path)
        rolling = process.wait_for("rolling")
        for seconds in range(1, 15):  # the camera tells its clock when it likes, within seven seconds or so
            process.wait_for_frames(25 * seconds)
            told = [frame for frame in frames_of(tmp_path) if frame.source_t is not None]
            if len(told) >= 20:
                break
        assert process.stop() == 0
    assert "encoded" not in rolling
    assert rolling["sound"]
    assert len(told) >= 20
    for one, other in pairwise(told):
        assert other.source_t is not None
        assert one.source_t is not None
        assert other.source_t - one.source_t == pytest.approx((other.pts - one.pts) / 90_000, abs=0.01)
    assert summary(tmp_path) == [(1, True, [])]
    errors = np.abs(strip_errors_ms(tmp_path, origin_ns, measure(tmp_path)))
    assert np.median(errors) < HALF_A_FRAME_MS


def test_a_camera_s_telephone_sound_is_encoded_and_its_picture_copied(tmp_path: Path) -> None:
    with recorder() as process, rtsp_camera("--sound", "alaw") as address:
        rolling = record_rtsp(process, address, tmp_path)
    assert rolling["encoded"] == {"sound": "aac 2 bits a sample"}
    with av.open(str(tmp_path / "room" / "room.01.mp4")) as film:
        assert [stream.codec_context.name for stream in film.streams] == ["h264", "aac"]
    assert summary(tmp_path) == [(1, True, [])]


def test_an_rtsp_camera_that_goes_and_comes_back_leaves_a_marked_gap(tmp_path: Path) -> None:
    with recorder() as process:
        with rtsp_camera("--gop-s", "0.4") as address:
            process.start(address, tmp_path)
            process.wait_for_frames(20)
        assert process.wait_for("closed")["reason"] == "cut"
        with rtsp_camera("--gop-s", "0.4", "--port", address.split(":")[2].split("/")[0]):
            process.wait_for("rolling", lambda e: e["segment"] == 2)
            assert process.wait_for("gap")["segment"] == 2
            process.stop()
    assert summary(tmp_path) == [(1, True, []), (2, True, [])]


def test_an_rtsp_recorder_that_is_killed_leaves_a_readable_video(tmp_path: Path) -> None:
    with recorder() as process, rtsp_camera("--gop-s", "10") as address:
        process.start(address, tmp_path)
        process.wait_for_frames(40)
        process.kill()
    (report,) = examine(tmp_path)
    assert (report.complete, report.problems) == (False, ())
    assert report.frames_indexed - report.frames_readable <= 4


def said_by(process: Recorder, folder: Path) -> bytes:
    """Give all that a recorder says and writes, and what anybody can read of how it was started."""
    command = Path(f"/proc/{process.process.pid}/cmdline").read_bytes()
    written = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return command + written + json.dumps(process.events).encode()


@pytest.mark.parametrize("kind", ["rtsp", "jpeg", "jpeg with Digest"])
def test_a_login_opens_a_camera_and_its_password_is_said_nowhere(
    tmp_path: Path, login: str, kind: str
) -> None:
    session = tmp_path / "session"
    made = rtsp_camera if kind == "rtsp" else jpeg_camera
    digest = ("--digest",) if "Digest" in kind else ()
    with made("--login", f"marie:{SECRET}", *digest) as address, recorder() as process:
        process.start(address, session, login=login)
        process.wait_for_frames(10)
        assert SECRET.encode() not in said_by(process, session)
        process.stop()
        assert SECRET not in json.dumps(process.events)
    assert summary(session) == [(1, True, [])]


@pytest.mark.parametrize("kind", ["rtsp", "jpeg"])
def test_a_wrong_password_is_told_and_not_said(tmp_path: Path, login: str, kind: str) -> None:
    made = rtsp_camera if kind == "rtsp" else jpeg_camera
    with made("--login", "marie:another") as address, recorder() as process:
        process.start(address, tmp_path / "session", login=login)
        failed = process.wait_for("failed")
        process.stop()
    assert (failed["code"], failed["fatal"]) == ("refused", False)
    assert "401" in failed["text"]
    assert "ouvre" not in json.dumps(process.events)


def test_a_login_that_is_not_there_is_refused_before_anything_is_opened(tmp_path: Path, login: str) -> None:
    with recorder() as process:
        process.start("rtsp://127.0.0.1:9/a", tmp_path / "session", login="porte")
        assert process.ended() == 2
    assert [(e["event"], e["code"], e["fatal"]) for e in process.events] == [("failed", "bad_login", True)]

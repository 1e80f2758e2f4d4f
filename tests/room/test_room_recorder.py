"""The recorder as a process, before real cameras on the wire: what it keeps, whatever goes wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import time
from pathlib import Path

import av
import pytest

from nao_sessions.room.capture.capture import SEAM_NS
from nao_sessions.room.capture.hold import end_orphans, wait_until_free
from nao_sessions.room.files.index import read_index
from nao_sessions.room.files.mp4 import was_closed
from nao_sessions.room.files.probe import examine
from tests.room.cameras import Recorder, camera, recorder
from tests.room.transport_stream import TICKS_PER_S


def summary(session: Path) -> list[tuple[int, bool, list[str]]]:
    """Give each segment: its number, whether it was closed, and what is wrong with it."""
    return [(r.segment, r.complete, [p.en for p in r.problems]) for r in examine(session, decode=True)]


def assert_all_kept(told: Path, session: Path) -> None:
    """Assert that between the first and the last picture of a recording none of those sent is missing."""
    sent = [int(line) / TICKS_PER_S for line in told.read_text(encoding="utf-8").splitlines()]
    kept = [f.source_t for f in read_index(session / "room" / "room.frames.csv") if f.source_t is not None]
    first = min(range(len(sent)), key=lambda place: abs(sent[place] - kept[0]))
    assert kept == pytest.approx(sent[first : first + len(kept)], abs=1e-5)


def test_it_tells_how_it_goes_in_session_time_and_leaves_private_files(tmp_path: Path) -> None:
    with recorder() as process, camera("--regular") as source:
        process.start(source.tcp, tmp_path)
        rolling = process.wait_for("rolling")
        process.tell(cmd="mark", label="clap")
        mark = process.wait_for("mark")
        status = process.wait_for("status")
        assert os.getpriority(os.PRIO_PROCESS, process.process.pid) == max(10, os.nice(0))
        assert process.stop() == 0
        closed = process.wait_for("closed")
    assert (rolling["name"], rolling["segment"], rolling["sound"]) == ("room", 1, True)
    assert 0 < rolling["from"] < rolling["at"] < mark["at"] < closed["at"]
    assert mark["label"] == "clap"
    assert 0 < status["frames"] <= closed["frames"]
    room = tmp_path / "room"
    indexed = sum(1 for _ in read_index(room / "room.frames.csv"))
    assert (closed["reason"], closed["frames"], closed["dropped"]) == ("stopped", indexed, 0)
    assert closed["bytes"] == (room / "room.01.mp4").stat().st_size
    assert {
        p.name: stat.S_IMODE(p.stat().st_mode) for p in (room, *room.iterdir(), tmp_path / "sync.json")
    } == {
        "room": 0o700,
        "room.01.mp4": 0o600,
        "room.frames.csv": 0o600,
        "room.levels.csv": 0o600,
        "sync.json": 0o600,
    }
    (told,) = json.loads((tmp_path / "sync.json").read_text())["streams"]["room"]["segments"]
    assert (told["segment"], told["verdict"], told["time_base"]) == (1, "estimated", [1, 90_000])
    assert summary(tmp_path) == [(1, True, [])]


def test_a_link_that_is_cut_is_a_marked_gap_between_two_segments(tmp_path: Path) -> None:
    with recorder() as process, camera("--cut-at-s", "0.8", "--refuse-s", "0.3", "--gop-s", "0.4") as source:
        process.start(source.tcp, tmp_path)
        first = process.wait_for("closed")
        gap = process.wait_for("gap")
        process.wait_for("rolling", lambda e: e["segment"] == 2)
        process.stop()
    frames = list(read_index(tmp_path / "room" / "room.frames.csv"))
    assert (first["segment"], first["reason"]) == (1, "cut")
    assert gap["segment"] == 2
    assert gap["from"] == [f.arrival_ns for f in frames if f.segment == 1][-1]
    assert gap["to"] == next(f.arrival_ns for f in frames if f.segment == 2)
    assert summary(tmp_path) == [(1, True, []), (2, True, [])]


def test_a_source_that_freezes_is_told_and_its_gap_too(tmp_path: Path) -> None:
    with recorder() as process, camera("--freeze-at-s", "0.6", "--freeze-s", "1.5") as source:
        process.start(source.tcp, tmp_path)
        # at load the recorder itself may be held up, and tell a gap that is short
        gap = process.wait_for("gap", lambda e: e["to"] > e["from"] + 1_000_000_000)
        process.wait_for("frozen", lambda e: e["from"] == gap["from"])
        process.stop()
    assert (gap["reason"], gap["segment"]) == ("frozen", 1)
    assert summary(tmp_path) == [(1, True, [])]


def test_a_link_that_stands_still_and_loses_nothing_is_no_gap(tmp_path: Path) -> None:
    with recorder() as process, camera("--freeze-at-s", "0.6", "--freeze-s", "1.5", "--held") as source:
        process.start(source.tcp, tmp_path)
        frozen = process.wait_for("frozen")
        again = process.wait_for("well_again")
        process.stop()
        assert not [event for event in process.events if event["event"] == "gap"]
    assert (again["after"], again["from"]) == ("frozen", frozen["from"])
    assert summary(tmp_path) == [(1, True, [])]


def test_garbage_on_the_wire_does_not_end_the_recording(tmp_path: Path) -> None:
    with recorder() as process, camera("--garbage-at-s", "0.6", "0.9") as source:
        process.start(source.tcp, tmp_path)
        process.wait_for_frames(35)
        process.stop()
    assert [(segment, closed) for segment, closed, _ in summary(tmp_path)] == [(1, True)]


def test_a_camera_whose_clock_is_set_begins_another_segment(tmp_path: Path) -> None:
    with recorder() as process, camera("--jump-at-s", "0.6", "--gop-s", "0.4") as source:
        process.start(source.tcp, tmp_path)
        closed = process.wait_for("closed")
        process.wait_for("rolling", lambda e: e["segment"] == 2)
        process.stop()
    assert closed["reason"] == "clock_jump"
    assert summary(tmp_path) == [(1, True, []), (2, True, [])]


def test_a_camera_whose_clock_is_set_ahead_begins_another_segment(tmp_path: Path) -> None:
    jump = ("--jump-at-s", "0.6", "--jump-s", "5", "--gop-s", "0.4")
    with recorder() as process, camera(*jump) as source:
        process.start(source.tcp, tmp_path)
        closed = process.wait_for("closed")
        process.wait_for("rolling", lambda e: e["segment"] == 2)
        process.stop()
    assert closed["reason"] == "clock_jump"
    assert summary(tmp_path) == [(1, True, []), (2, True, [])]


def test_pictures_of_another_size_begin_another_segment_and_none_is_lost(tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    with (
        recorder() as process,
        camera("--resize-at-s", "0.8", "--gop-s", "0.4", "--told", str(told)) as source,
    ):
        process.start(source.tcp, tmp_path)
        closed = process.wait_for("closed")
        process.wait_for_frames(20, segment=2)
        process.stop()
        gaps = [event for event in process.events if event["event"] == "gap"]
    assert closed["reason"] == "new_parameters"
    # beside other work the camera's next picture may come late: that is told, and nothing shorter
    came = [frame.arrival_ns for frame in read_index(tmp_path / "room" / "room.frames.csv")]
    for gap in gaps:
        assert gap["to"] - gap["from"] >= SEAM_NS
        assert not any(gap["from"] < arrival_ns < gap["to"] for arrival_ns in came)
    assert summary(tmp_path) == [(1, True, []), (2, True, [])]
    sizes = []
    for segment in (1, 2):
        with av.open(str(tmp_path / "room" / f"room.{segment:02}.mp4")) as film:
            pictures = film.streams.video[0]
            sizes.append((pictures.width, pictures.height, {frame.height for frame in film.decode(pictures)}))
    assert sizes == [(800, 144, {144}), (800, 208, {208})]
    assert_all_kept(told, tmp_path)


def test_a_recorder_that_did_not_run_says_so_and_records_what_waited(tmp_path: Path) -> None:
    with recorder() as process, camera() as source:
        process.start(source.tcp, tmp_path)
        process.wait_for_frames(20)
        process.process.send_signal(signal.SIGSTOP)
        time.sleep(1.5)  # what is caused here: a recorder that does not run for so long
        process.process.send_signal(signal.SIGCONT)
        held_up = process.wait_for("held_up")
        process.wait_for_frames(80)
        process.stop()
        told = {event["event"] for event in process.events}
    assert held_up["to"] - held_up["from"] > 1_000_000_000
    assert told.isdisjoint({"frozen", "gap", "died"})
    assert summary(tmp_path) == [(1, True, [])]
    frames = list(read_index(tmp_path / "room" / "room.frames.csv"))
    waited = [f for f in frames if held_up["from"] < f.arrival_ns < held_up["to"]]
    assert len(waited) > 15  # pictures that came while nobody read them have their own arrivals


def test_frames_that_the_camera_dropped_are_counted(tmp_path: Path) -> None:
    with recorder() as process, camera("--regular", "--drop", "12", "13", "20") as source:
        process.start(source.tcp, tmp_path)
        process.wait_for_frames(30)
        process.stop()
        assert process.wait_for("closed")["dropped"] == 3
    (told,) = json.loads((tmp_path / "sync.json").read_text())["streams"]["room"]["segments"]
    assert told["dropped"] == 3


def test_sound_that_begins_late_begins_another_segment(tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    with recorder() as process, camera("--sound-delay-ms", "1100", "--told", str(told)) as source:
        process.start(source.tcp, tmp_path)
        first = process.wait_for("rolling")
        second = process.wait_for("rolling", lambda e: e["segment"] == 2)
        process.stop()
    assert (first["sound"], second["sound"]) == (False, True)
    assert_all_kept(told, tmp_path)
    assert summary(tmp_path) == [(1, True, []), (2, True, [])]


def test_sigterm_closes_and_ctrl_c_does_not(tmp_path: Path) -> None:
    with recorder() as process, camera() as source:
        process.start(source.tcp, tmp_path)
        process.wait_for("rolling")
        process.process.send_signal(signal.SIGINT)
        process.wait_for_frames(20)
        process.process.send_signal(signal.SIGTERM)
        assert process.ended() == 0
    assert summary(tmp_path) == [(1, True, [])]


def orphan(process: Recorder) -> None:
    assert process.process.stdin is not None
    process.process.stdin.close()


def test_an_orphan_goes_on_for_a_while_and_closes(tmp_path: Path) -> None:
    with recorder("--orphan-s", "0.8") as process, camera() as source:
        process.start(source.tcp, tmp_path)
        process.wait_for("rolling")
        orphan(process)
        assert process.ended() == 0
        assert process.wait_for("closed")["frames"] > 15
    assert summary(tmp_path) == [(1, True, [])]


def test_an_orphan_closes_as_soon_as_its_successor_records(tmp_path: Path) -> None:
    with recorder() as old, recorder() as new, camera() as source:
        origin_ns = old.start(source.tcp, tmp_path)
        old.wait_for("rolling")
        orphan(old)
        new.start(source.tcp, tmp_path, segment=2, origin_ns=origin_ns)
        assert old.ended() == 0
        new.wait_for("rolling")
        assert new.stop() == 0
    assert summary(tmp_path) == [(1, True, []), (2, True, [])]


def test_an_orphan_closes_as_soon_as_somebody_closes_its_session(tmp_path: Path) -> None:
    with recorder() as process, camera() as source:
        process.start(source.tcp, tmp_path)
        process.wait_for("rolling")
        with end_orphans(tmp_path / "room"):
            process.wait_for_frames(30)  # a session that lives is nobody's to close
            orphan(process)
            assert wait_until_free(tmp_path / "room", deadline_s=20)
        frames = (tmp_path / "room" / "room.frames.csv").read_bytes()
        assert process.ended() == 0
        assert (tmp_path / "room" / "room.frames.csv").read_bytes() == frames
    assert summary(tmp_path) == [(1, True, [])]


def test_a_segment_never_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "room.01.mp4").write_bytes(b"precious")
    with recorder() as process, camera() as source:
        process.start(source.tcp, tmp_path, segment=1)
        assert process.wait_for("rolling")["segment"] == 2
        process.stop()
    assert (tmp_path / "room" / "room.01.mp4").read_bytes() == b"precious"


def test_without_a_ground_nothing_is_recorded(tmp_path: Path) -> None:
    with recorder() as process:
        process.start("tcp://127.0.0.1:9", tmp_path, ground=" ")
        assert process.ended() == 2
        assert [(e["event"], e["code"], e["fatal"]) for e in process.events] == [
            ("failed", "no_ground", True)
        ]
    assert list(tmp_path.iterdir()) == []


def test_a_recorder_that_no_session_started_opens_nothing(tmp_path: Path) -> None:
    with recorder() as process:
        process.start("tcp://127.0.0.1:9", tmp_path, film_fd=None)
        assert process.ended() == 2
        assert [(e["event"], e["code"], e["fatal"]) for e in process.events] == [
            ("failed", "no_session", True)
        ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", ["{}", "[]", "camera", '{"cmd":"start","name":"../x","source":"tcp://h:1"}'])
def test_an_order_that_makes_no_sense_is_refused(line: str) -> None:
    with recorder() as process:
        assert process.process.stdin is not None
        process.process.stdin.write(line + "\n")
        process.process.stdin.flush()
        assert process.ended() == 2
        assert [(e["event"], e["code"]) for e in process.events] == [("failed", "bad_command")]


def test_a_camera_that_is_switched_on_later_is_recorded_then(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with recorder() as process:
        process.start(f"tcp://127.0.0.1:{port}", tmp_path)
        failed = process.wait_for("failed")
        assert (failed["code"], failed["fatal"]) == ("unreachable", False)
        with camera("--port", str(port)):
            process.wait_for("rolling")
            process.stop()
    assert summary(tmp_path) == [(1, True, [])]


def test_a_page_that_is_no_stream_is_told_as_unreachable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, recorder() as process:
        process.start(f"http://127.0.0.1:{server.getsockname()[1]}/room.ts", tmp_path)
        client, _ = server.accept()
        with client:
            client.sendall(b"HTTP/1.1 404 Not Found\r\n\r\n")
            assert process.wait_for("failed")["text"] == "The camera does not answer (HTTP status 404)."
        server.close()
        assert process.stop() == 0


def test_a_full_disk_is_told_and_what_was_written_stays_readable(tmp_path: Path) -> None:
    """A file that may grow no further (EFBIG) is to the recorder what a full disk (ENOSPC) is."""
    with recorder(behind=("prlimit", "--fsize=20000")) as process, camera() as source:
        process.start(source.tcp, tmp_path)
        process.wait_for("disk_full")
        closed = process.wait_for("closed")
        assert process.stop() == 0
    assert closed["reason"] == "disk_full"
    (report,) = examine(tmp_path)
    assert (report.complete, report.problems) == (False, ())
    assert report.frames_indexed - report.frames_readable < 8
    assert report.frames_readable > 8


def test_where_a_volume_has_gone_nothing_is_recorded_into_the_place_that_it_left(tmp_path: Path) -> None:
    with recorder() as process:
        process.start("tcp://127.0.0.1:9", tmp_path, folder=str(tmp_path / "gone" / "room"))
        assert process.ended() == 2
        assert [(event["event"], event["fatal"]) for event in process.events] == [("failed", True)]
    assert list(tmp_path.iterdir()) == []


def test_an_accelerated_session_is_stamped_in_its_own_time_and_claims_no_sync(tmp_path: Path) -> None:
    with recorder() as process, camera() as source:
        origin_ns = process.start(source.tcp, tmp_path, speed=10.0)
        process.wait_for_frames(20)
        process.stop()
        real_ns = time.monotonic_ns() - origin_ns
    frames = list(read_index(tmp_path / "room" / "room.frames.csv"))
    (told,) = json.loads((tmp_path / "sync.json").read_text())["streams"]["room"]["segments"]
    assert (told["verdict"], told["method"], told["rate"]) == ("absent", "accelerated", 10.0)
    shown_s = (frames[19].pts - frames[0].pts) / 90_000
    assert round((frames[19].arrival_ns - frames[0].arrival_ns) / 1e9 / shown_s) == 10
    assert frames[-1].arrival_ns < 10 * real_ns


def test_a_killed_recorder_leaves_a_readable_video(tmp_path: Path) -> None:
    with recorder() as process, camera("--gop-s", "10") as source:
        process.start(source.tcp, tmp_path)
        process.wait_for_frames(30)
        process.kill()
    (report,) = examine(tmp_path)
    assert (report.complete, report.problems) == (False, ())
    assert report.frames_indexed - report.frames_readable <= 4
    assert not was_closed(tmp_path / "room" / "room.01.mp4")
    assert not (tmp_path / "sync.json").exists()


def test_a_recorder_whose_camera_sends_nothing_ends_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, recorder() as process:
        process.start(f"tcp://127.0.0.1:{server.getsockname()[1]}", tmp_path)
        client, _ = server.accept()
        with client:
            assert process.stop() == 0
            assert [event for event in process.events if event["event"] == "failed"] == []

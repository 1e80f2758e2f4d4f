"""Whoever closes a session whose process was killed ends its film before its folder is said to be closed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from nao_sessions.console.home.closing import close_in_a_child
from nao_sessions.record.manifest import Manifest
from nao_sessions.room.capture.hold import is_recorded
from tests.console.console_house import house_in, put_session
from tests.room.cameras import camera, film_of, recorder

SESSION = """\
import json, subprocess, sys, time

order = {"name": "room", "source": sys.argv[1], "folder": sys.argv[2], "ground": "test"}
command = [sys.executable, "-m", "nao_sessions.room.capture.recorder", "--orphan-s", "3600"]
film = int(sys.argv[3])
pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
recorder = subprocess.Popen(command, **pipes, pass_fds=(film,))
order |= {"cmd": "start", "film_fd": film, "origin_ns": time.monotonic_ns()}
print(json.dumps(order), file=recorder.stdin, flush=True)
for line in recorder.stdout:
    print(json.loads(line)["event"], flush=True)
"""
"""Holds a recorder as a session does, and is killed; the recorder would go on for an hour."""


def test_a_session_that_was_killed_is_filmed_no_more_once_it_is_closed(tmp_path: Path) -> None:
    name = "2026-11-26T090000Z_demo_op3n"
    folder = put_session(house_in(tmp_path), "fresh", name, state="open", outcome="")
    for sums in ("SHA256SUMS", "events.sums"):
        (folder / sums).unlink()
    frames = folder / "room" / "room.frames.csv"
    with camera() as source, film_of("room") as film:
        started = [sys.executable, "-c", SESSION, source.tcp, str(folder / "room"), str(film.fd)]
        with subprocess.Popen(started, stdout=subprocess.PIPE, text=True, pass_fds=(film.fd,)) as session:
            assert session.stdout is not None
            assert any(line.strip() == "rolling" for line in session.stdout)
            session.kill()
        assert is_recorded(folder / "room")  # the film goes on, for whoever takes the session up
        assert asyncio.run(close_in_a_child(folder)) is None
        assert not is_recorded(folder / "room")
        assert Manifest.read(folder / "session.json").state == "recovered"
        at_the_end = frames.read_bytes()
        assert len(at_the_end.splitlines()) > 10
        with recorder() as other:  # the camera goes on: as many pictures would have come
            other.start(source.tcp, tmp_path / "other")
            other.wait_for("rolling")
            other.wait_for_frames(30)
            other.stop()
        assert frames.read_bytes() == at_the_end

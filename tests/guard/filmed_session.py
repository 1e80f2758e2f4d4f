"""A session that is filmed, with a guard, in a process of its own: it talks on until it is told to end.

Run as a program it is that session; imported, it is what a test or a benchmark holds of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import timecode
from tests.room.cameras import ROOT, camera

PAGE = "http://127.0.0.1:8765"
DEADLINE_S = 120.0
TALK = """
commands: {finish: {next: fin}}
start: parle
steps:
  parle:
    do: [{say: "Je parle."}]
    buttons: [{label: "Suite", next: fin, main: true}]
  fin: {do: [{say: "Au revoir."}], end: completed}
"""


class FilmedSession:
    """What a test holds: the guard's address and token, the folder, the processes."""

    def __init__(self, parent: Path, sources: dict[str, str], *, guarded: bool = True) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.guard.filmed_session", str(parent), json.dumps(sources)]
            + ([] if guarded else ["--no-guard"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self.process.stdout is not None
        told = json.loads(self.process.stdout.readline())
        self.folder = Path(told["folder"])
        self.guard_url: str = told["url"]
        self.token: str = told["token"]
        self.origin_ns: int = told["origin_ns"]
        self.recorders: dict[str, int] = told["recorders"]

    def ask(self, command: str) -> Any:
        """Tell the session something, and return its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    @property
    def guard(self) -> int:
        """The process of the present guard, by what the system says."""
        return next(pid for pid in children(self.process.pid) if "live.guard" in command_of(pid))

    def press(self, **said: Any) -> int:
        """End the film as a page does at the guard; return the status."""
        body = json.dumps({"token": self.token, "session": self.folder.name, **said}).encode()
        request = urllib.request.Request(
            self.guard_url.removesuffix("/stop") + "/film", data=body, headers={"Origin": PAGE}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    def films(self, name: str = "room") -> int:
        """How many bytes of film there are."""
        return sum(path.stat().st_size for path in (self.folder / "room").glob(f"{name}.*.mp4"))

    def marks(self) -> list[dict[str, Any]]:
        """The lines of halts.jsonl."""
        path = self.folder / "halts.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def log(self) -> list[dict[str, Any]]:
        """The lines of the log."""
        return [json.loads(line) for line in (self.folder / "events.jsonl").read_text().splitlines()]

    def noted(self, kind: str) -> list[dict[str, Any]]:
        """The notes of a kind in the log."""
        return [line for line in self.log() if (line["dir"], line["kind"]) == ("note", kind)]

    def last_picture_ns(self, name: str = "room") -> int:
        """The instant at which the last picture on disk was taken, by the strip that it shows."""
        return last_picture_ns(self.folder, name)

    def close(self) -> None:
        """End the session, and all that it started."""
        mine = [pid for pid in children(self.process.pid) if pid not in (0, 1)]
        mine = [*{*mine, *self.recorders.values()}]
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.communicate()
        for pid in mine:
            if is_alive(pid) and "nao_sessions" in command_of(pid):
                os.kill(pid, signal.SIGKILL)


def last_picture_ns(folder: Path, name: str = "room") -> int:
    """Return the instant at which the last picture of a recording was taken, by the strip that it shows."""
    paths = sorted((folder / "room").glob(f"{name}.*.mp4"))
    return max(at for path in paths for _, at in timecode.frames_of(path) if at is not None)


def children(pid: int) -> list[int]:
    """Return the processes that a process started, as the system tells."""
    return [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in path.read_text().split()
    ]


def command_of(pid: int) -> str:
    """Return the command of a process; "" where there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def is_alive(pid: int) -> bool:
    """Return whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def until(holds: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    limit = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < limit, f"never: {what}"
        time.sleep(0.02)


@contextmanager
def filmed(parent: Path, *names: str, guarded: bool = True) -> Iterator[FilmedSession]:
    """Run a filmed session before a camera, which each of these recorders films."""
    names = names or ("room",)
    with camera("--viewers", str(len(names)), "--no-sound") as source:
        session = FilmedSession(parent, dict.fromkeys(names, source.tcp), guarded=guarded)
        try:
            for name in names:
                until(lambda name=name: session.films(name) > 20_000, f"film of {name}")
            yield session
        finally:
            session.close()


async def _session(parent: Path, sources: dict[str, str], *, guarded: bool) -> None:
    import nao_sessions.live.session
    from nao_sessions.launch.equipment import GuardEars
    from nao_sessions.live.guard_process import GuardProcess
    from nao_sessions.live.session import LiveSession
    from nao_sessions.robot.fake import FakeRobot, LoopSchedule
    from nao_sessions.robot.latch import HaltLatch
    from nao_sessions.robot.names import Pseudonyms
    from nao_sessions.room.capture.film_latch import FilmLatch
    from nao_sessions.room.capture.order import Order
    from tests.live.test_live_session import begin

    nao_sessions.live.session.ROLLING_WITHIN_S = DEADLINE_S  # a computer that does much else is no failure
    begun = begin(parent, TALK, speed=1.0)
    names = Pseudonyms((), {})
    latch, film, ears = HaltLatch.create(), FilmLatch.create(list(sources)), GuardEars(names)
    guard = GuardProcess(
        robot_url="tcp://127.0.0.1:9",  # a Nao that is away: the guard guards the film all the same
        latch=latch,
        clock=begun.clock,
        on_event=ears.hear,
        halts_file=begun.folder.halts,
        pages=(PAGE,),
        session=begun.folder.path.name,
        film=film,
    )
    if guarded:
        await guard.start()
    robot = FakeRobot(LoopSchedule(1.0), names=names)
    orders = [Order(name, source, begun.folder.room, begun.clock, "test") for name, source in sources.items()]
    session = LiveSession(begun, robot, orders, latch, film=film)
    ears.attach(session, lambda kind: None)
    running = asyncio.create_task(session.run())
    while not all(session.recorder_facts.get(name, {}).get("event") for name in sources):  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    recordings = {name: session.recording(name) for name in sources}
    told = {
        "folder": str(begun.folder.path),
        "url": guard.url,
        "token": guard.token,
        "origin_ns": begun.clock.origin_ns,
        "recorders": {name: one.pid for name, one in recordings.items() if one is not None},
    }
    print(json.dumps(told), flush=True)
    await _obey(session)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await guard.stop()
    session.begun.journal.state  # noqa: B018
    session.close()
    print(json.dumps("closed"), flush=True)


async def _obey(session: Any) -> None:
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().strip():
        what, _, name = line.partition(" ")
        match what:
            case "end_film":
                session.end_film("professional", "a-press")
                print(json.dumps(session.film_over_ns), flush=True)
            case "end_recording":
                session.end_recording(name, "withdrawn")
                print(json.dumps(None), flush=True)
            case "seen":
                print(json.dumps(session.film_over_ns), flush=True)
            case "close":
                return


if __name__ == "__main__":
    asyncio.run(_session(Path(sys.argv[1]), json.loads(sys.argv[2]), guarded="--no-guard" not in sys.argv))

"""A session with a guard, in a process of its own: it never stops talking, whatever happens to it.

Run as a program it is that session; imported, it is what a test holds of it.
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
from pathlib import Path
from typing import Any

PAGE = "http://127.0.0.1:8765"
LONG = "Je parle sans jamais m'arrêter, une phrase après l'autre, quoi qu'il arrive autour de moi."


class GuardedSession:
    """What a test holds: the guard's address and token, and the session's process."""

    def __init__(self, robot_url: str, folder: Path, origin_ns: int = 0) -> None:
        self.folder = folder
        self.halts_file = folder / "halts.jsonl"
        self.life_file = folder / "life.json"
        self.process = subprocess.Popen(
            [sys.executable, __file__, robot_url, str(folder), str(origin_ns)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        told = json.loads(self.process.stdout.readline())
        self.stop_url: str = told["url"]
        self.token: str = told["token"]
        self.guard_pid: int = told["guard"]

    def tell(self, command: str) -> str:
        """Tell the session something, and wait for its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def halts(self) -> list[dict[str, Any]]:
        """The lines of halts.jsonl."""
        if not self.halts_file.exists():
            return []
        return [json.loads(line) for line in self.halts_file.read_text().splitlines()]

    def press(self, **changes: Any) -> int:
        """Press stop as the page does; give the status. ``changes``: method, token, headers, path, body."""
        headers = {"X-Stop-Token": changes.get("token", self.token), "Origin": PAGE}
        headers.update(changes.get("headers", {}))
        request = urllib.request.Request(
            self.stop_url.removesuffix("/stop") + changes.get("path", "/stop"),
            data=changes.get("body", b""),
            method=changes.get("method", "POST"),
            headers={name: value for name, value in headers.items() if value is not None},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return int(response.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    def guard_lives(self) -> bool:
        """Tell whether the guard's process is there (a zombie is not)."""
        try:
            state = Path(f"/proc/{self.guard_pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return False
        return state != "Z"

    def close(self) -> None:
        """End the session as it likes to end, and see that nothing of it is left."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        limit = time.monotonic() + 20
        while self.guard_lives() and time.monotonic() < limit:
            time.sleep(0.02)
        if self.guard_lives():
            os.kill(self.guard_pid, signal.SIGKILL)
            raise AssertionError("the guard outlived its session")


async def _session(robot_url: str, folder: Path, origin_ns: int) -> None:
    from nao_sessions.core.clock import SessionClock
    from nao_sessions.engine.values import Action
    from nao_sessions.live.guard_process import GuardProcess
    from nao_sessions.robot.latch import HaltLatch
    from nao_sessions.robot.naoqi.robot import connect

    events: list[dict[str, Any]] = []
    latch = HaltLatch.create()
    guard = GuardProcess(
        robot_url=robot_url,
        latch=latch,
        clock=SessionClock(origin_ns),
        on_event=events.append,
        life_file=folder / "life.json",
        pages=(PAGE,),
    )
    await guard.start()
    await guard.set(halts_file=folder / "halts.jsonl")
    robot = await connect(robot_url, latch=latch, life_file=folder / "life.json")
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)

    async def chatter(verb: str, **data: Any) -> None:
        while not ended.is_set():
            done = await robot.do(Action("a1", verb, data))
            await asyncio.sleep(0 if done.how == "finished" else 0.02)

    chatters = [
        asyncio.create_task(chatter("say", text=LONG, language="fr")),
        asyncio.create_task(chatter("gesture", name="point_left")),
    ]
    print(json.dumps({"url": guard.url, "token": guard.token, "guard": guard.pid}), flush=True)
    commands = asyncio.create_task(_obey(latch, guard, events))
    await ended.wait()
    for task in (*chatters, commands):
        task.cancel()
    await asyncio.gather(*chatters, commands, return_exceptions=True)
    await robot.close()
    await guard.stop()


async def _obey(latch: Any, guard: Any, events: list[dict[str, Any]]) -> None:
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().strip():
        match line:
            case "resume":
                latch.open()
                print("resumed", flush=True)
            case "halt":
                await guard.halt("professional")
                print("asked", flush=True)
            case "events":
                print(json.dumps([event["event"] for event in events]), flush=True)
            case "guard":
                print(json.dumps([guard.pid, guard.url]), flush=True)
            case "sleep":
                print("sleeping", flush=True)
                time.sleep(1.5)  # noqa: ASYNC251  the loop is held up on purpose
            case "gil":
                print("computing", flush=True)
                str(pow(7, 300_000))  # C code that keeps the GIL for a second


if __name__ == "__main__":
    sys.set_int_max_str_digits(0)
    asyncio.run(_session(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))

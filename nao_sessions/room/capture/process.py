"""A recorder process as its parent sees it: started, heard, told, and ended.

Started with subprocess (never a fork of ours: qi has threads), in a group of its own, at nice 10.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator
from subprocess import DEVNULL, PIPE
from typing import Any

from nao_sessions.core import processes
from nao_sessions.room.capture.order import Order

NICENESS = 10
STOP_S = 10.0
"""A recorder has a few megabytes to write and its clocks to read; then it is told more firmly."""
TERM_S = 3.0

Event = dict[str, Any]


class RecorderProcess:
    """One recorder. ``start`` first; ``events`` by one task; ``stop`` by any, as often as one likes."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Return its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """Return how it ended (negative: by that signal); None while it runs."""
        assert self._process is not None
        return self._process.returncode

    async def start(self, order: Order, preview_fd: int | None = None) -> None:
        """Start it, and tell it what to record, and in which memory to show it (see ``preview.py``).

        Raises:
            UsageError: the order may not be recorded (no ground), or cannot be.
            OSError: no process can be started.
        """
        order.check()
        self._process = await processes.start(
            processes.python_command("nao_sessions.room.capture.recorder"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            process_group=0,
            pass_fds=() if preview_fd is None else (preview_fd,),
        )
        with contextlib.suppress(OSError):  # it may have died already: its end will tell
            os.setpriority(os.PRIO_PROCESS, self._process.pid, NICENESS)
        await self._tell({**order.to_command(), "preview_fd": preview_fd})

    async def events(self) -> AsyncIterator[Event]:
        """Yield each event as it is told, until the process has ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            with contextlib.suppress(ValueError):  # a torn last line
                event = json.loads(line)
                if isinstance(event, dict):
                    yield event
        await self._process.wait()

    async def mark(self, label: str) -> None:
        """Have it answer with a ``mark`` event: the frame that is being recorded now."""
        await self._tell({"cmd": "mark", "label": label})

    async def preview(self, on: bool) -> None:
        """Have it show its pictures, or show none any more."""
        await self._tell({"cmd": "preview", "on": on})

    async def stop(self, deadline_s: float = STOP_S) -> None:
        """Have it close and end; one that does not is told by SIGTERM, then by SIGKILL."""
        assert self._process is not None
        await self._tell({"cmd": "stop"})
        for wait_s, then in ((deadline_s, signal.SIGTERM), (TERM_S, signal.SIGKILL)):
            try:
                await asyncio.wait_for(self._process.wait(), wait_s)
            except TimeoutError:
                self.send_signal(then)
            else:
                return
        await self._process.wait()

    def send_signal(self, number: int) -> None:
        """Send it a signal; one that has ended does not mind."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)

    async def _tell(self, command: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):  # it died: its end will tell
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
            await self._process.stdin.drain()

"""What a camera sees now, for as long as somebody asks, while nothing is recorded.

Its process starts with the first question and ends when nobody has asked for a while.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from subprocess import DEVNULL, PIPE

from nao_sessions.room.preview import Preview, PreviewMemory, create_preview_memory

UNASKED_S = 8.0
"""How long a camera is still looked through after the last question."""
ENDS_WITHIN_S = 2.0


class CameraView:
    """Looks through one camera. Belongs to one event loop."""

    def __init__(self, source: str, login: str = "") -> None:
        """Prepare; ``login`` names who may see the camera. Nothing is started."""
        self._source, self._login = source, login
        self._descriptor: int | None = None
        self._memory: PreviewMemory | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._asked_s = 0.0
        self._watching: asyncio.Task[None] | None = None
        self._changing = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """Give the process that looks; None where none does."""
        process = self._process
        return None if process is None or process.returncode is not None else process.pid

    async def last_picture(self) -> Preview | None:
        """Give the newest picture; None while there is none. Raises: OSError, where no process starts."""
        self._asked_s = time.monotonic()
        async with self._changing:
            if self.pid is None:
                await self._start()
            return None if self._memory is None else self._memory.read()

    async def stop(self) -> None:
        """Look no more, and leave no picture behind; may be called twice."""
        async with self._changing:
            if self._watching is not None and self._watching is not asyncio.current_task():
                self._watching.cancel()
            self._watching = None
            if self._process is not None:
                await self._end(self._process)
            self._process = None
            if self._memory is not None and self._descriptor is not None:
                self._memory.close()
                os.close(self._descriptor)
            self._memory = self._descriptor = None

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), ENDS_WITHIN_S)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _start(self) -> None:
        if self._memory is None:
            self._descriptor = create_preview_memory()
            self._memory = PreviewMemory(self._descriptor)
        assert self._descriptor is not None
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "nao_sessions.room.viewer",
            stdin=PIPE,
            stdout=DEVNULL,
            stderr=DEVNULL,
            process_group=0,
            pass_fds=(self._descriptor,),
        )
        told = {"source": self._source, "login": self._login, "preview_fd": self._descriptor}
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):  # it died already: the next question starts another
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            await self._process.stdin.drain()
        if self._watching is None:
            self._watching = asyncio.create_task(self._end_unasked())

    async def _end_unasked(self) -> None:
        left_s = UNASKED_S
        while left_s > 0:
            await asyncio.sleep(left_s)
            left_s = self._asked_s + UNASKED_S - time.monotonic()
        await self.stop()

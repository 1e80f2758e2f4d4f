"""What a source sees and hears now, for as long as somebody asks for it, while nothing is recorded.

Its process starts with the first question and ends when nobody has asked for a while.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections import deque
from dataclasses import dataclass
from subprocess import DEVNULL, PIPE
from typing import Literal

from nao_sessions.core import processes
from nao_sessions.room.capture.looking import QUIET_DB
from nao_sessions.room.viewing.preview import Preview, PreviewMemory, create_preview_memory

UNASKED_S = 8.0
"""How long the process goes on reading its source after the last question."""
ENDS_WITHIN_S = 2.0
HEARD_S = 3.0
"""The time whose loudest sound decides whether anything is heard: speaking on demand takes a second."""
LEVELS_KEPT = 60

Hearing = Literal["unknown", "heard", "silent", "no_sound", "gone"]


@dataclass(frozen=True, slots=True)
class SoundState:
    """The sound of a source: whether anything is heard, and how loud it is now in dB (0 is the loudest)."""

    state: Hearing
    peak_db: float | None = None


class SourceView:
    """The view through one camera with its sound, or one microphone's sound. Belongs to one event loop."""

    def __init__(self, source: str, login: str = "", *, sound_only: bool = False) -> None:
        """Prepare; ``login`` names the login for the source. No process is started yet."""
        self._source, self._login, self._sound_only = source, login, sound_only
        self._listening: asyncio.Task[None] | None = None
        self._no_sound: Hearing = "unknown"
        self._levels: deque[tuple[float, float]] = deque(maxlen=LEVELS_KEPT)
        self._descriptor: int | None = None
        self._memory: PreviewMemory | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._asked_s = 0.0
        self._watching: asyncio.Task[None] | None = None
        self._changing = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """Return the id of the process that reads the source; None where none does."""
        process = self._process
        return None if process is None or process.returncode is not None else process.pid

    async def last_picture(self) -> Preview | None:
        """Return the newest picture; None while there is none. Raises: OSError, where no process starts."""
        async with self._changing:
            await self._start_or_keep()
            return None if self._memory is None else self._memory.read()

    async def heard(self) -> SoundState:
        """Return the state of the sound now. Raises: OSError, where no process starts."""
        async with self._changing:
            await self._start_or_keep()
        now_s = time.monotonic()
        lately = [peak_db for at_s, peak_db in self._levels if now_s - at_s <= HEARD_S]
        if self._no_sound != "unknown":
            return SoundState(self._no_sound)
        if not lately:
            return SoundState("silent" if self._levels else "unknown")
        return SoundState("heard" if max(lately) >= QUIET_DB else "silent", max(lately[-2:]))

    async def stop(self) -> None:
        """Stop the process that reads the source, and clear the picture; may be called twice."""
        async with self._changing:
            if self._watching is not None and self._watching is not asyncio.current_task():
                self._watching.cancel()
            self._watching = None
            if self._listening is not None:
                self._listening.cancel()
            self._listening = None
            self._levels.clear()
            self._no_sound = "unknown"
            if self._process is not None:
                await self._end(self._process)
            self._process = None
            if self._memory is not None and self._descriptor is not None:
                self._memory.close()
                os.close(self._descriptor)
            self._memory = self._descriptor = None

    async def _start_or_keep(self) -> None:
        """Start the process if none runs, and let it go on for ``UNASKED_S`` from now."""
        self._asked_s = time.monotonic()
        if self.pid is None:
            await self._start()

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
        self._process = await processes.start(
            processes.python_command("nao_sessions.room.viewing.viewer"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            process_group=0,
            pass_fds=(self._descriptor,),
        )
        settings = {
            "source": self._source,
            "login": self._login,
            "sound_only": self._sound_only,
            "preview_fd": self._descriptor,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self._listening is not None:
            self._listening.cancel()
        self._listening = asyncio.create_task(self._listen(self._process.stdout))
        with contextlib.suppress(ConnectionError):  # it died already: the next question starts another
            self._process.stdin.write(json.dumps(settings).encode() + b"\n")
            await self._process.stdin.drain()
        if self._watching is None:
            self._watching = asyncio.create_task(self._end_unasked())

    async def _listen(self, stdout: asyncio.StreamReader) -> None:
        """Read the events of the process until it ends."""
        while line := await stdout.readline():
            event = json.loads(line)
            if event["event"] == "level":
                self._no_sound = "unknown"
                self._levels.append((time.monotonic(), float(event["peak_db"])))
            else:
                self._no_sound = "gone" if event["event"] == "gone" else "no_sound"

    async def _end_unasked(self) -> None:
        left_s = UNASKED_S
        while left_s > 0:
            await asyncio.sleep(left_s)
            left_s = self._asked_s + UNASKED_S - time.monotonic()
        await self.stop()

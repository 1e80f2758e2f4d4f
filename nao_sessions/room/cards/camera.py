"""The cards that one camera of the room sees while they are looked for, through a reader process.

A reader that dies is started again; nobody waits for one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Callable
from subprocess import DEVNULL, PIPE
from typing import Any

from nao_sessions.core import processes
from nao_sessions.room.cards.reader import NICENESS

STOP_S = 2.0
RESTART_S = (0.2, 0.5, 1.0, 2.0, 5.0)

Event = dict[str, Any]


class CardCamera:
    """The search for cards through one camera. Its reader process starts with the first :meth:`look`."""

    def __init__(
        self,
        name: str,
        source: str,
        on_event: Callable[[str, Event], None],
        speed: float = 1.0,
        login: str = "",
    ) -> None:
        """Prepare; ``on_event`` is called on the loop with this camera's name and each event of its reader.

        The events: ``reading`` (pictures come), ``card`` (card, and as monotonic_ns the arrival of the first
        picture that shows it), ``failed`` (text), ``died`` (exit).
        """
        self.name = name
        self._start = {"cmd": "start", "source": source, "speed": speed, "login": login}
        self._on_event = on_event
        self._process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._looks = self._ending = False

    def look(self, looks: bool) -> None:
        """Start looking for cards, or stop if ``looks`` is False; return at once."""
        self._looks = looks
        if looks and self._keeping is None and not self._ending:
            self._keeping = asyncio.create_task(self._keep(), name=f"cards {self.name}")
        self._say({"cmd": "look" if looks else "rest"})

    async def stop(self) -> None:
        """End the reader process; may be called twice."""
        self._ending = True
        self._say({"cmd": "stop"})
        keeping = self._keeping
        if keeping is None:
            return
        _, late = await asyncio.wait({keeping}, timeout=STOP_S)
        if late:
            if self._process is not None:
                with contextlib.suppress(ProcessLookupError):
                    self._process.kill()
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _keep(self) -> None:
        """Run a reader, and start another one when it dies."""
        deaths = 0
        while not self._ending:
            try:
                process = self._process = await processes.start(
                    processes.python_command("nao_sessions.room.cards.reader"),
                    stdin=PIPE,
                    stdout=PIPE,
                    stderr=DEVNULL,
                    process_group=0,
                )
            except OSError as error:
                self._on_event(self.name, {"event": "failed", "text": str(error)})
                return
            with contextlib.suppress(OSError):  # it may have died already: its end will tell
                os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
            self._say(self._start)
            self._say({"cmd": "look" if self._looks else "rest"})
            if self._ending:
                self._say({"cmd": "stop"})
            if await self._hear(process):
                deaths = 0
            code = await process.wait()
            if self._ending:
                return
            self._on_event(self.name, {"event": "died", "exit": code})
            await asyncio.sleep(RESTART_S[min(deaths, len(RESTART_S) - 1)])
            deaths += 1

    async def _hear(self, process: asyncio.subprocess.Process) -> bool:
        """Hand over the events of a reader until it ends; return whether it had pictures."""
        assert process.stdout is not None
        read = False
        async for line in process.stdout:
            with contextlib.suppress(ValueError):  # a torn last line
                event = json.loads(line)
                if isinstance(event, dict):
                    read = read or event.get("event") == "reading"
                    self._on_event(self.name, event)
        return read

    def _say(self, command: Event) -> None:
        process = self._process
        if process is None or process.stdin is None or process.returncode is not None:
            return
        with contextlib.suppress(ConnectionError, RuntimeError):  # it died: its end will tell
            process.stdin.write(json.dumps(command).encode() + b"\n")

"""The session's side of the guard: starts it, reads its events, replaces it when it dies, and ends it last.

The guard never waits for the session, and the session never waits for the guard but at its start.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nao_sessions.core import processes
from nao_sessions.core.clock import SessionClock
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.live.guard_route import ByTls
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.room.capture.film_latch import FilmLatch
from nao_sessions.text.messages import msg

READY_DEADLINE_S = 15.0
END_DEADLINE_S = 15.0  # it may try for ten seconds to put back the settings of a Nao that is away
RESTART_AFTER_S = 0.3


GuardEvent = dict[str, Any]
"""One event of the guard. ``event`` is ready, network_refused, halted, quiet, still, cut_again, life,
life_not_put_back, gave_way, late_stop, film_over, recorder_killed, robot_lost, robot_back, died or failed.

``at`` is session time, where there is one; ``monotonic_ns`` is when the event was reported.
"""


class GuardProcess:
    """One guard after another, as long as the session lives. Belongs to one event loop."""

    def __init__(
        self,
        *,
        robot_url: str,
        latch: HaltLatch,
        clock: SessionClock,
        on_event: Callable[[GuardEvent], None],
        life_file: Path | None = None,
        halts_file: Path | None = None,
        pages: tuple[str, ...] = (),
        port: int = 0,
        network: ByTls | None = None,
        head_sign: bool = False,
        session: str = "",
        film: FilmLatch | None = None,
    ) -> None:
        """Prepare a guard.

        Args:
            robot_url: the robot to guard; the guard has a link of its own to it.
            latch: the byte of memory that the guard shuts, so that the session calls Nao no more.
            clock: the session's, for the times it writes.
            on_event: called on the loop with each event; what it raises goes to the loop's handler.
            life_file: where the robot's port keeps Nao's own settings.
            halts_file: ``halts.jsonl`` of the session's folder.
            pages: origins of our own pages, which a browser may press stop from.
            port: where the guard listens, so that a page's policy can name it; 0, or a taken one: a free one.
            network: where tablets press stop, by TLS at the same port; None: on this computer alone.
            session: the name of the session's folder, which a page's stop names.
            head_sign: whether holding Nao's head for two seconds stops it.
            film: the latch by which the guard ends the film of the session's recorders; None: there are none.
        """
        self.token = secrets.token_urlsafe(24)
        self.url = ""
        self._settings: dict[str, Any] = {
            "robot": robot_url,
            "latch_fd": latch.fd,
            "token": self.token,
            "port": port,
            "pages": list(pages),
            "origin_ns": clock.origin_ns,
            "speed": clock.speed,
            "life": None if life_file is None else str(life_file),
            "halts": None if halts_file is None else str(halts_file),
            "network": None if network is None else asdict(network),
            "head_sign": head_sign,
            "session": session,
            "film_fd": None if film is None else film.fd,
            "filmed": [] if film is None else list(film.names),
        }
        self._latch = latch
        self._shared = (latch.fd,) if film is None else (latch.fd, film.fd)
        self._on_event = on_event
        self._process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._ending = False
        self._listening = False
        self._owed: str | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id of the present guard; None where there is none."""
        return None if self._process is None else self._process.pid

    async def start(self) -> None:
        """Start the guard and wait until it can stop Nao; ``url`` is then where a page posts to.

        Raises:
            DeviceUnavailable: it does not become ready.
        """
        self._keeping = asyncio.create_task(self._keep())
        ready = asyncio.create_task(self._ready.wait())
        await asyncio.wait(
            {ready, self._keeping}, timeout=READY_DEADLINE_S, return_when=asyncio.FIRST_COMPLETED
        )
        if not self._ready.is_set():
            ready.cancel()
            await self.stop()
            raise DeviceUnavailable(
                msg("The guard of the stop does not start."),
                code="R010",
            )

    async def set(self, *, halts_file: Path | None = None, pages: tuple[str, ...] | None = None) -> None:
        """Set where halts are kept and which pages may stop Nao, for this guard and those after it."""
        changed: dict[str, Any] = {}
        if halts_file is not None:
            changed["halts"] = str(halts_file)
        if pages is not None:
            changed["pages"] = list(pages)
        self._settings.update(changed)
        await self._say({"cmd": "set", **changed})

    async def halt(self, why: str) -> None:
        """Halt Nao, for a stop that reaches the session itself.

        The latch is shut here, since the guard may have died a moment ago; the next one is asked again then.
        """
        self._latch.shut()
        self._owed = why
        if self._listening:
            await self._say({"cmd": "halt", "why": why})

    async def stop(self) -> None:
        """End the guard, without a halt; may be called twice."""
        self._ending = True
        await self._say({"cmd": "end"})
        process = self._process
        if process is not None and process.returncode is None:
            try:
                await asyncio.wait_for(process.wait(), END_DEADLINE_S)
            except TimeoutError:
                process.kill()
                await process.wait()
        if self._keeping is not None:
            await asyncio.gather(self._keeping, return_exceptions=True)

    async def _keep(self) -> None:
        """Run a guard, and another one whenever it dies, until :meth:`stop`."""
        while not self._ending:
            process = self._process = await processes.start(
                processes.python_command("nao_sessions.live.guard"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                pass_fds=self._shared,
                start_new_session=True,  # Ctrl-C in the terminal is not for it
            )
            self._listening = False
            await self._say(self._settings)
            if self._ending:  # asked to end while this one was being started
                await self._say({"cmd": "end"})
            assert process.stdout is not None
            async for line in process.stdout:
                self._hear(line)
            self._listening = False
            code = await process.wait()
            if self._ending:
                return
            self._tell({"event": "died", "code": code, "monotonic_ns": time.monotonic_ns()})
            if not self._ready.is_set():
                return
            await asyncio.sleep(RESTART_AFTER_S)

    def _hear(self, line: bytes) -> None:
        try:
            record = json.loads(line)
            event = str(record["event"])
        except (ValueError, KeyError, TypeError):
            return
        if event == "ready":
            self.url = str(record["url"])
            self._settings["port"] = int(record["port"])  # the next one takes the same, for the pages' sake
            self._ready.set()
            self._listening = True
            self._ask_again()
        elif event == "halted":
            self._owed = None
        self._tell(record)

    def _ask_again(self) -> None:
        """Ask a new guard for the halt that the last one did not report, unless a person resumed since."""
        if not self._latch.is_shut:
            self._owed = None
        if self._owed is not None:
            self._write({"cmd": "halt", "why": self._owed})

    def _tell(self, record: GuardEvent) -> None:
        asyncio.get_running_loop().call_soon(self._on_event, record)

    async def _say(self, record: Mapping[str, Any]) -> None:
        """Send a record to the present guard, and wait until it is on its way."""
        pipe = self._write(record)
        if pipe is not None:
            with contextlib.suppress(ConnectionError):
                await pipe.drain()

    def _write(self, record: Mapping[str, Any]) -> asyncio.StreamWriter | None:
        """Write a line to the present guard; return its pipe, or None where there is no guard."""
        process = self._process
        if process is None or process.stdin is None or process.returncode is not None:
            return None
        with contextlib.suppress(ConnectionError):
            process.stdin.write(json.dumps(record).encode() + b"\n")
        return process.stdin

"""The recording of one source for a whole session: its recorder is watched, and started again if it dies.

The session hears of everything and waits for nothing: a dead recorder is a marked gap, never a pause.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from subprocess import DEVNULL, PIPE
from typing import Any

from nao_sessions.core import processes
from nao_sessions.room.capture.film_latch import (
    BEAT_S,
    CLOSES_WITHIN_S,
    KILL_AFTER_S,
    LOOK_EVERY_S,
    FilmLatch,
)
from nao_sessions.room.capture.order import Order
from nao_sessions.room.files.index import index_path, last_frame, segments_of
from nao_sessions.room.viewing.preview import Preview, PreviewMemory, create_preview_memory

# A recorder process as its parent sees it: started, heard, told, and ended.
#
# Started with subprocess (never a fork of ours: qi has threads), in a group of its own, at nice 10.

NICENESS = 10
STOP_S = 10.0
"""The time to end after ``stop``, before SIGTERM: a few megabytes to write, and clocks to read."""
TERM_S = 3.0

Event = dict[str, Any]


class RecorderProcess:
    """One recorder process: ``start`` it first, read ``events`` in one task, ``stop`` it from any."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Return the process id of the recorder, which must have been started."""
        assert self._process is not None
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """Return the recorder's exit code (negative: the signal that ended it); None while it runs."""
        assert self._process is not None
        return self._process.returncode

    async def start(self, order: Order, film: FilmLatch, preview_fd: int | None = None) -> None:
        """Start the recorder, and send it its order and the memory for its pictures (see ``preview.py``).

        ``film`` is the latch by which its film is ended, with a place of the order's name.

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
            pass_fds=(film.fd,) if preview_fd is None else (film.fd, preview_fd),
        )
        with contextlib.suppress(OSError):  # it may have died already: its end will tell
            os.setpriority(os.PRIO_PROCESS, self._process.pid, NICENESS)
        memory = {
            "preview_fd": preview_fd,
            "film_fd": film.fd,
            "film_place": film.names.index(order.name),
        }
        await self._tell({**order.to_command(), **memory})

    async def events(self) -> AsyncIterator[Event]:
        """Yield the recorder's events as they arrive, until its process has ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            with contextlib.suppress(ValueError):  # a torn last line
                event = json.loads(line)
                if isinstance(event, dict):
                    yield event
        await self._process.wait()

    async def mark(self, label: str) -> None:
        """Ask the recorder for a ``mark`` event, which names the frame that is being recorded now."""
        await self._tell({"cmd": "mark", "label": label})

    async def preview(self, on: bool) -> None:
        """Ask the recorder to show its pictures, or to show none any more."""
        await self._tell({"cmd": "preview", "on": on})

    async def stop(self, deadline_s: float = STOP_S) -> None:
        """Ask the recorder to close its files and end; after the deadline send SIGTERM, then SIGKILL."""
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
        """Send a signal to the recorder; nothing happens if it has ended."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)

    async def _tell(self, command: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):  # it died: its end will tell
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
            await self._process.stdin.drain()


RESTART_S = (0.0, 0.2, 0.5, 1.0, 2.0)
"""The waits before a recorder that keeps dying is started again; with its start all stay under 3 s."""
HANG_S = 8.0
"""A recorder that rolls sends its status every second; one that is silent for this long hangs."""
REFUSED = 2
"""The exit code of a recorder that was asked for what cannot be done: asking again is of no use."""


class Recording:
    """The recording of one source until ``stop``; every event of its recorders is handed to ``on_event``.

    Besides the recorder's own events it hands on ``died`` (exit, segment) when a recorder ends by itself, and
    the ``gap`` that closes once its successor rolls. ``on_event`` is called on the loop and must not block.
    """

    def __init__(
        self, order: Order, on_event: Callable[[Event], None], film: FilmLatch, *, hang_s: float = HANG_S
    ) -> None:
        self._film = film
        self._place = film.names.index(order.name)
        self._order = order
        self._on_event = on_event
        self._hang_s = hang_s
        self._recorder = RecorderProcess()
        self._rolling = asyncio.Event()
        self._stopping = False
        self._expects_status = False
        self._gap_from: int | None = None
        self._task: asyncio.Task[None] | None = None
        self._preview: PreviewMemory | None = None
        self._preview_fd: int | None = None
        self._preview_on = False

    @property
    def pid(self) -> int:
        """Return the process id of the recorder that is working now."""
        return self._recorder.pid

    async def start(self) -> None:
        """Start recording; the first key frame is on disk only later (:meth:`rolling`).

        Raises:
            UsageError: there is no ground for recording, or the source is of an unknown kind.
            OSError: no process can be started.
        """
        if not self._order.sound_only:
            self._preview_fd = create_preview_memory()
            self._preview = PreviewMemory(self._preview_fd)
        try:
            await self._recorder.start(self._order, self._film, self._preview_fd)
        except BaseException:
            self._close_preview()
            raise
        self._task = asyncio.create_task(self._supervise(), name=f"recording {self._order.name}")

    async def rolling(self, deadline_s: float) -> bool:
        """Wait until the first key frame is on disk; return False if it is not within the deadline.

        Also where the film of this source was ended before.
        """
        if self.is_over:
            return False
        try:
            await asyncio.wait_for(self._rolling.wait(), deadline_s)
        except TimeoutError:
            return False
        return not self.is_over

    async def mark(self, label: str) -> None:
        """Ask for a ``mark`` event, which names the frame that is being recorded now."""
        await self._recorder.mark(label)

    async def preview(self, on: bool) -> None:
        """Show pictures, two a second at most, or none any more; only after :meth:`start`.

        A recorder that follows a dead one goes on as was asked last.
        """
        self._preview_on = on
        await self._recorder.preview(on)

    def last_picture(self) -> Preview | None:
        """Return the picture that was shown last; None while none is shown, and for a microphone."""
        if self._preview is None or not self._preview_on:
            return None
        return self._preview.read()

    async def stop(self, deadline_s: float = STOP_S) -> None:
        """Stop recording; returns when all events of the recorder have been handed over."""
        if self._task is None:
            return
        self._stopping = True
        if self._recorder.exit_code is None:
            await self._recorder.stop(deadline_s)
        await self._task
        self._close_preview()

    @property
    def is_over(self) -> bool:
        """Return whether the film of this source was ended for good."""
        return self._film.is_over(self._place)

    @property
    def _films(self) -> bool:
        """Return whether the recorder lives, and has not said that it writes nothing more."""
        return self._recorder.exit_code is None and not self._film.is_silent(self._place)

    async def end_film(self) -> None:
        """Wait until nothing of this source is filmed any more, for a film that the latch says is over.

        A recorder that does not answer is killed; nothing follows it.
        """
        self._rolling.set()  # whoever waits for it waits in vain
        if self._task is None:
            return
        self._stopping = True
        until_s = time.monotonic() + KILL_AFTER_S
        while self._films and time.monotonic() < until_s:  # noqa: ASYNC110  of memory
            await asyncio.sleep(LOOK_EVERY_S)
        if self._recorder.exit_code is None:
            if self._films:
                self._recorder.send_signal(signal.SIGKILL)
            await self._recorder.stop(CLOSES_WITHIN_S)
        await self._task
        self._close_preview()

    def _close_preview(self) -> None:
        if self._preview is not None and self._preview_fd is not None:
            self._preview.close()
            os.close(self._preview_fd)
        self._preview = self._preview_fd = None

    async def _supervise(self) -> None:
        deaths = 0
        while True:
            rolled = await self._hear()
            if self._stopping or self.is_over or self._recorder.exit_code == REFUSED:
                return
            deaths = 0 if rolled else deaths + 1
            self._tell_death()
            while not await self._start_again(RESTART_S[min(deaths, len(RESTART_S) - 1)]):
                deaths += 1
            if self._stopping or self.is_over:
                return

    async def _start_again(self, wait_s: float) -> bool:
        """Start a successor after a wait, unless stopping; return False if no process could be started."""
        await asyncio.sleep(wait_s)
        while self._film.unheard() and not self._stopping and not self.is_over:  # noqa: ASYNC110  of memory
            await asyncio.sleep(BEAT_S)
        if self._stopping or self.is_over:
            return True
        successor = RecorderProcess()
        try:
            numbers = segments_of(self._order.folder, self._order.name)
            order = self._order.from_segment(max([0, *numbers]) + 1)
            await successor.start(order, self._film, self._preview_fd)
        except OSError:
            return False
        self._recorder = successor
        if self._preview_on:
            await successor.preview(True)
        if self._stopping:  # while it was being started
            await successor.stop()
        return True

    async def _hear(self) -> bool:
        """Hand over the events of one recorder until it ends; return whether it ever rolled."""
        rolled = False
        events = self._recorder.events()
        while True:
            try:
                limit_s = self._hang_s if self._expects_status else None
                event = await asyncio.wait_for(anext(events), limit_s)
            except StopAsyncIteration:
                return rolled
            except TimeoutError:
                self._recorder.send_signal(signal.SIGKILL)
                return rolled
            rolled = rolled or event.get("event") == "rolling"
            self._take(event)

    def _take(self, event: Event) -> None:
        kind = event.get("event")
        if kind == "rolling":
            self._expects_status = True
            self._rolling.set()
            if self._gap_from is not None:
                at = event.get("at")
                gap = {
                    "event": "gap",
                    "reason": "restart",
                    "from": self._gap_from,
                    "to": event.get("from", at),
                }
                self._on_event({**gap, "segment": event.get("segment"), "name": self._order.name, "at": at})
                self._gap_from = None
        elif kind == "closed":
            self._expects_status = False
            self._rolling.clear()
        self._on_event(event)

    def _tell_death(self) -> None:
        self._expects_status = False
        self._rolling.clear()
        last = last_frame(index_path(self._order.folder, self._order.name))
        now = self._order.clock.now_ns()
        if self._gap_from is None:
            self._gap_from = now if last is None else last.arrival_ns
        self._on_event(
            {
                "event": "died",
                "exit": self._recorder.exit_code,
                "segment": last.segment if last is not None else None,
                "name": self._order.name,
                "at": now,
            }
        )

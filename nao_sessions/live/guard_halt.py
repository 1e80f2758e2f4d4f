"""A halt, from the press until Nao is quiet: latch first, then the cuts, repeated for as long as it moves.

As long as the latch is shut Nao is watched: a call that was already on its way is cut when it arrives.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS, SessionClock
from nao_sessions.core.errors import RecordError
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.qi_guarded import Cut, GuardedRobot
from nao_sessions.session.private import open_private

REPEAT_S = 0.1
WATCH_S = 0.25
QUIET_FOR_NS = 500 * MILLISECOND_NS
STILL_AFTER_NS = 5 * SECOND_NS
GIVE_UP_NS = 15 * SECOND_NS


class Note(Protocol):
    """Tells the session something."""

    def __call__(self, event: str, **data: Any) -> None:
        """Tell it."""
        ...


class Halting:
    """Carries halts out, and keeps a line of each in ``halts.jsonl``."""

    def __init__(self, latch: HaltLatch, robot: GuardedRobot, note: Note) -> None:
        self._latch = latch
        self._robot = robot
        self._note = note
        self._clock = SessionClock(0)
        self._file: Path | None = None
        self._unwritten: list[Mapping[str, Any]] = []
        self._task: asyncio.Task[None] | None = None
        self._quiet = asyncio.Event()

    def keep_in(self, file: Path | None, clock: SessionClock) -> None:
        """Say where the lines are kept, and in which time."""
        self._file = file
        self._clock = clock
        self._write()

    def begin(self, why: str, press: str = "") -> int:
        """Halt now, for a page's ``press`` where it is one; return the instant (CLOCK_MONOTONIC ns).

        Nothing here waits for anything.
        """
        at_ns = time.monotonic_ns()
        self._latch.shut()
        cut = self._robot.cut()
        stages = {"latch": at_ns, "sent": cut.sent_ns if cut.reached else None}
        self._see_through(why, cut, stages)
        self._keep("halted", why, at_ns, stages, **({"press": press} if press else {}))
        return at_ns

    def go_on(self, why: str) -> None:
        """Take up a halt that was begun before: the latch is shut already."""
        at_ns = time.monotonic_ns()
        cut = self._robot.cut()
        self._see_through(why, cut, {"latch": at_ns, "sent": cut.sent_ns if cut.reached else None})

    async def until_quiet(self) -> None:
        """Wait until the last halt is through."""
        limit_s = (GIVE_UP_NS + QUIET_FOR_NS) / SECOND_NS
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), limit_s)

    async def close(self) -> None:
        """Watch no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _see_through(self, why: str, cut: Cut, stages: Mapping[str, int | None]) -> None:
        if self._task is not None:
            self._task.cancel()
        self._quiet.clear()
        self._task = asyncio.create_task(self._until_quiet(why, cut, stages))

    async def _until_quiet(self, why: str, cut: Cut, stages: Mapping[str, int | None]) -> None:
        begun_ns = time.monotonic_ns()
        quiet_since_ns: int | None = None
        told = False
        answered = await cut.answered_ns()
        while self._latch.is_shut:
            doing = await self._robot.doing()
            if not self._latch.is_shut:
                break  # resumed meanwhile: what Nao does now is wanted
            now_ns = time.monotonic_ns()
            quiet_since_ns = (quiet_since_ns or now_ns) if doing == () else None
            if quiet_since_ns is not None and now_ns - quiet_since_ns >= QUIET_FOR_NS:
                self._keep("quiet", why, now_ns, {**stages, **answered, "quiet": quiet_since_ns})
                break
            if not told and now_ns - begun_ns > STILL_AFTER_NS:
                told = True
                self._keep("still", why, now_ns, {**stages, **answered}, doing=list(doing or ("no answer",)))
            if now_ns - begun_ns > GIVE_UP_NS:
                break
            self._robot.cut()
            await asyncio.sleep(REPEAT_S)
        self._quiet.set()
        await self._watch()

    async def _watch(self) -> None:
        """Cut whatever begins while the latch is shut."""
        while self._latch.is_shut:
            await asyncio.sleep(WATCH_S)
            if await self._robot.doing() and self._latch.is_shut:
                self._robot.cut()
                self._keep("cut_again", "moved while halted", time.monotonic_ns(), {})

    def _keep(self, event: str, why: str, at_ns: int, stages: Mapping[str, int | None], **more: Any) -> None:
        """Keep a line, in session time, and then tell the session: who was told finds it in the file."""
        record = {
            "at": self._clock.at_ns(at_ns),
            "why": why,
            "stages": {name: None if ns is None else self._clock.at_ns(ns) for name, ns in stages.items()},
            **more,
        }
        self._unwritten.append({"event": event, **record})
        self._write()
        self._note(event, **record)

    def _write(self) -> None:
        """Append what is not yet written; a folder that is not there yet gets its lines later."""
        if self._file is None or not self._unwritten:
            return
        lines = "".join(json.dumps(record) + "\n" for record in self._unwritten)
        with contextlib.suppress(OSError, RecordError):  # whatever the folder holds, a stop goes on
            descriptor = open_private(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            try:
                os.write(descriptor, lines.encode())
                self._unwritten.clear()
            finally:
                os.close(descriptor)

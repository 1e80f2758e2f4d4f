"""The person at the terminal of a session: signals and typed lines.

A person's stop is heard at every moment, from the first process that is started to the last.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable

from nao_sessions.cli.words import tell
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.launch import LaunchedSession
from nao_sessions.live.loop import Incoming
from nao_sessions.live.terminal import HELP, parse, read_lines
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_HANGUP = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
"""The signal of a terminal that goes: it closes the session, unless that was started with nohup."""

_CLOSING = (signal.SIGTERM, *_HANGUP)


class StoppedEarly(Exception):
    """When a person stops a session that has not begun: what was started is ended, nothing is kept."""


class Startup:
    """The signals that come while a session starts; :meth:`check` ends the start between two parts of it."""

    def __init__(self) -> None:
        self.stopped = False
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, *_CLOSING):
            loop.add_signal_handler(number, self._stop)

    def check(self) -> None:
        """Raise StoppedEarly if a person has stopped the start."""
        if self.stopped:
            raise StoppedEarly

    def _stop(self) -> None:
        self.stopped = True


async def until_stopped(work: Callable[[Startup], Awaitable[int]], language: Language) -> int:
    """Run a session and return its exit code; 0 if a person stops it before it begins."""
    startup = Startup()
    try:
        return await work(startup)
    except (StoppedEarly, DeviceUnavailable):
        if not startup.stopped:
            raise
        tell(msg("Stopped before the beginning."), language)
        return 0


def listen_to_person(launched: LaunchedSession, language: Language) -> None:
    """Take commands from stdin and Ctrl-C from now on: once stops Nao, twice closes the session."""
    session, empty_room, hide_names = launched.session, launched.empty_room, launched.names.hide
    halting: set[asyncio.Task[None]] = set()

    def give(incoming: Incoming) -> None:
        if incoming.data.get("name") == "stop":
            # The guard shuts the latch: whatever is still on its way to Nao moves nothing any more.
            task = asyncio.get_running_loop().create_task(launched.robot.halts.halt("professional"))
            halting.add(task)
            task.add_done_callback(halting.discard)
        session.loop.put(incoming)

    def line(text: str) -> None:
        if empty_room.take(text):
            return
        incoming = parse(text, session.begun.journal.view, hide_names)
        if incoming is not None:
            give(incoming)
        elif text.strip():
            tell(HELP, language)

    def command(name: str) -> None:
        empty_room.answer(False)  # whoever leads wants the session to be over
        give(Incoming("professional", "command", {"name": name}, time.monotonic_ns()))

    def interrupted() -> None:
        command("close" if session.begun.journal.state.paused == "stopped" else "stop")

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, interrupted)
    for number in _CLOSING:
        loop.add_signal_handler(number, command, "close")
    read_lines(sys.stdin.fileno(), line)

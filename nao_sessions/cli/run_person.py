"""The person at the terminal of a session: signals, typed lines, and what the guard tells meanwhile.

A person's stop is heard at every moment, from the first process that is started to the last.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from nao_sessions.cli.run_clap import EmptyRoom
from nao_sessions.cli.words import tell
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.live.guard_process import GuardEvent
from nao_sessions.live.loop import Incoming
from nao_sessions.live.session import LiveSession
from nao_sessions.live.terminal import HELP, parse, read_lines
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_HANGUP = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
"""A terminal that goes closes the session, unless it was started to outlive it (nohup)."""

_CLOSING = (signal.SIGTERM, *_HANGUP)
_NOT_KEPT = frozenset({"event", "at", "url", "port", "monotonic_ns"})


class StoppedEarly(Exception):
    """When a person stops a session that has not begun: what was started is ended, nothing is kept."""


class Stoppable(Protocol):
    """Something that a person may stop while it starts."""

    def check(self) -> None:
        """Go on to the next thing to start. Raises: StoppedEarly."""
        ...


class Startup:
    """Hears the signals while a session starts. Nothing is cut in the middle, so all can be ended."""

    def __init__(self) -> None:
        self.stopped = False
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, *_CLOSING):
            loop.add_signal_handler(number, self._stop)

    def check(self) -> None:
        """Go on to the next thing to start. Raises: StoppedEarly."""
        if self.stopped:
            raise StoppedEarly

    def _stop(self) -> None:
        self.stopped = True


async def until_stopped(work: Callable[[Startup], Awaitable[int]], language: Language) -> int:
    """Run a session; a person who stops it before it begins ends it without an error."""
    startup = Startup()
    try:
        return await work(startup)
    except (StoppedEarly, DeviceUnavailable):
        if not startup.stopped:
            raise
        tell(msg("Stopped before the beginning."), language)
        return 0


class Halts(Protocol):
    """What a person's stop goes to: the guard of a Nao, or whatever is in its place."""

    async def halt(self, why: str) -> None:
        """Stop at once, and let nothing begin until a person resumes."""
        ...


class GuardEars:
    """Takes up what the guard tells; what it tells before there is a session waits for it."""

    def __init__(self, names: Pseudonyms) -> None:
        self._names = names
        self._session: LiveSession | None = None
        self._told: Callable[[str], None] | None = None
        self._early: list[GuardEvent] = []

    def attach(self, session: LiveSession, told: Callable[[str], None]) -> None:
        """Hand over what was told so far, and from now on everything at once; ``told`` takes its kind."""
        self._session, self._told = session, told
        for event in self._early:
            self.hear(event)

    def hear(self, event: GuardEvent) -> None:
        """A halt pauses the session; all else is noted. No text of the robot's comes in with a name."""
        if self._session is None or self._told is None:
            self._early.append(event)
            return
        kind = str(event.get("event"))
        kept = {key: value for key, value in event.items() if key not in _NOT_KEPT}
        data = without_names(kept, self._names.hide)
        if kind == "halted":
            self._session.loop.put(Incoming("guard", "halted", data, event["monotonic_ns"]))
        else:
            self._session.loop.note("guard", kind, data)
            self._told(kind)


def without_names(value: Any, hide: Callable[[str], str]) -> Any:
    """Turn the first names back in every text of a record, however deep it lies."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {key: without_names(inner, hide) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_names(inner, hide) for inner in value]
    return value


def listen_to_person(
    session: LiveSession,
    guard: Halts,
    names: Pseudonyms,
    language: Language,
    empty_room: EmptyRoom | None = None,
) -> None:
    """Take lines from stdin, and Ctrl-C: once stops Nao, twice closes the session."""
    halting: set[asyncio.Task[None]] = set()

    def give(incoming: Incoming) -> None:
        if incoming.data.get("name") == "stop":
            # The guard shuts the latch: whatever is still on its way to Nao moves nothing any more.
            task = asyncio.get_running_loop().create_task(guard.halt("professional"))
            halting.add(task)
            task.add_done_callback(halting.discard)
        session.loop.put(incoming)

    def line(text: str) -> None:
        if empty_room is not None and empty_room.take(text):
            return
        incoming = parse(text, session.begun.journal.view, names.hide)
        if incoming is not None:
            give(incoming)
        elif text.strip():
            tell(HELP, language)

    def command(name: str) -> None:
        if empty_room is not None:
            empty_room.leave()
        give(Incoming("professional", "command", {"name": name}, time.monotonic_ns()))

    def interrupted() -> None:
        command("close" if session.begun.journal.state.paused == "stopped" else "stop")

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, interrupted)
    for number in _CLOSING:
        loop.add_signal_handler(number, command, "close")
    read_lines(sys.stdin.fileno(), line)

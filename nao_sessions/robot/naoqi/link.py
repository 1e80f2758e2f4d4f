"""A link to a Nao over qi that never blocks: calls with deadlines, a heartbeat, and a way back after a loss.

Nothing is sent while the halt latch is shut but what says ``anyway``; a robot that does not answer is lost
within a second, which qi itself would not notice for minutes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.text.messages import msg

HEARTBEAT_S = 0.2
LOST_AFTER_S = 0.65  # with a beat and two ticks before it: told within 0.95 s, and Wi-Fi spikes of 0.1 s pass
TICK_S = 0.05
CALL_DEADLINE_S = 3.0
CONNECT_DEADLINE_S = 5.0
RECONNECT_EVERY_S = 0.5
OUR_NAME = "nao_sessions"
"""The name under which this program subscribes to Nao's modules."""

HEART = "ALMemory"  # every NAOqi has it, and its ping() reads and moves nothing


class CallFailed(Exception):
    """Raised when the robot refuses a call; the text is the robot's own."""

    def __init__(self, text: str, monotonic_ns: int) -> None:
        super().__init__(text)
        self.monotonic_ns = monotonic_ns


class CallLate(Exception):
    """Raised when the robot has not answered a call within the call's deadline."""


class LinkLost(Exception):
    """Raised when the robot is gone, before a call or during it."""


class LatchShut(Exception):
    """Raised when a call was not sent, because the latch is shut."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The robot's answer; ``monotonic_ns`` is stamped on the qi thread that received it."""

    value: Any
    monotonic_ns: int


@dataclass(frozen=True, slots=True)
class Call:
    """A call on its way: await ``answer``; ``cancel`` asks the robot to drop it, where it can."""

    answer: asyncio.Future[Reply]
    cancel: Callable[[], None]


def qi_module() -> Any:
    """Return the qi module with its own log off: that would go to stdout, which carries our data.

    Raises:
        DeviceUnavailable: qi is not installed here (it has wheels for Linux on x86_64, Python up to 3.12).
    """
    os.environ.setdefault("QI_LOG_LEVEL", "0")
    try:
        import qi  # lazily: protocols are checked, and recordings replayed, where qi cannot be installed
    except ImportError as error:
        raise DeviceUnavailable(
            msg("The qi module is not installed here."),
            msg("Nao needs Linux on x86_64 and Python 3.11 or 3.12."),
            code="R001",
        ) from error
    return qi


class QiLink:
    """The connection to one robot, held until closed. All methods belong to the loop that started it."""

    def __init__(
        self,
        url: str,
        services: Sequence[str],
        *,
        latch: HaltLatch | None = None,
        on_lost: Callable[[str, int], None] = lambda why, at_ns: None,
        on_back: Callable[[], Awaitable[None]] | None = None,
        on_tick: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare a link to a robot, without connecting yet.

        Args:
            url: ``tcp://host:9559``, ``host:9559`` or ``host``.
            services: whose proxies are fetched at once, and again after each loss; a missing one is no error.
            on_lost: called with why and when (CLOCK_MONOTONIC ns), after every pending call has failed.
            on_back: awaited when the robot is there again, before the link counts as up.
            on_tick: called 20 times a second while the link lives.
        """
        self.url = url
        self.up = False
        self._connected = False
        self._services = tuple(services)
        self._latch = latch
        self._on_lost = on_lost
        self._on_back = on_back
        self._on_tick = on_tick
        self._session: Any = None
        self._proxies: dict[str, Any] = {}
        self._pending: set[asyncio.Future[Reply]] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._closed = False

    async def start(self, deadline_s: float = CONNECT_DEADLINE_S) -> None:
        """Connect, fetch the proxies and begin to listen to the heart.

        Raises:
            DeviceUnavailable: there is no robot at this address, or it does not answer.
        """
        self._loop = asyncio.get_running_loop()
        self._qi = qi_module()
        try:
            await self._connect(deadline_s)
        except (CallFailed, CallLate, LinkLost) as error:
            self._drop_session()
            raise DeviceUnavailable(
                msg("Nao does not answer at {url}.", url=self.url),
                msg("Is it on, and on the same network? (answer: {why})", why=one_line(str(error))),
                code="R002",
            ) from error
        self.up = True
        self._tasks.append(asyncio.create_task(self._listen_to_heart()))

    def has(self, service: str) -> bool:
        """Return whether this robot has a service."""
        return service in self._proxies

    def send(self, service: str, method: str, *arguments: Any, anyway: bool = False) -> Call:
        """Send a call and return it at once, without waiting for the answer.

        Args:
            anyway: send it although the latch is shut: it stops Nao, or listens to its heart.

        Raises:
            LatchShut: the latch is shut.
            LinkLost: the robot is gone.
            CallFailed: the robot has no such service.
        """
        if not self._connected:
            raise LinkLost("the robot is gone")
        if service not in self._proxies:
            raise CallFailed(f"no service {service}", time.monotonic_ns())
        if self._latch is not None and not anyway and self._latch.is_shut:
            raise LatchShut
        return self._call_of(lambda: self._proxies[service].call(method, *arguments, _async=True))

    async def call(
        self,
        service: str,
        method: str,
        *arguments: Any,
        deadline_s: float = CALL_DEADLINE_S,
        anyway: bool = False,
    ) -> Reply:
        """Send a call to Nao and wait for its answer.

        Raises:
            LatchShut, LinkLost, CallFailed: as in :meth:`send`.
            CallLate: no answer within the deadline.
        """
        return await self.answer_of(self.send(service, method, *arguments, anyway=anyway), deadline_s)

    async def value(self, service: str, method: str, *arguments: Any, default: Any = None) -> Any:
        """Return a value from Nao, even with the latch shut; ``default`` without one. Raises: LinkLost."""
        try:
            return (await self.call(service, method, *arguments, anyway=True)).value
        except (CallFailed, CallLate):
            return default

    async def wait(self, call: Callable[[], Any], deadline_s: float = CALL_DEADLINE_S) -> Any:
        """Wait for a qi future that ``call`` starts (subscriptions, signals). Raises: as :meth:`call`."""
        return (await self.answer_of(self._call_of(call), deadline_s)).value

    async def close(self) -> None:
        """Close the connection to the robot; pending calls are lost."""
        if self._closed:
            return
        self._closed = True
        self.up = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._fail_pending("closed")
        self._drop_session()

    # One connection.

    async def _connect(self, deadline_s: float) -> None:
        session = self._session = self._qi.Session()
        await self.answer_of(self._call_of(lambda: session.connect(self.url, _async=True)), deadline_s)
        self._proxies.clear()
        calls = {
            name: self._call_of(lambda name=name: session.service(name, _async=True))  # type: ignore[misc]
            for name in dict.fromkeys((HEART, *self._services))
        }
        for name, call in calls.items():
            with contextlib.suppress(CallFailed):
                self._proxies[name] = (await self.answer_of(call, CALL_DEADLINE_S)).value
        if HEART not in self._proxies:
            raise CallFailed(f"no {HEART} there: this is no Nao", time.monotonic_ns())
        self._connected = True
        await self.call(HEART, "ping", anyway=True)

    def _drop_session(self) -> None:
        """Drop the connection without waiting: closing a broken one may take qi a while."""
        session, self._session = self._session, None
        self._connected = False
        self._proxies.clear()
        if session is not None:
            with contextlib.suppress(Exception):
                session.close(_async=True)

    def _call_of(self, start: Callable[[], Any]) -> Call:
        answer: asyncio.Future[Reply] = self._loop.create_future()
        self._pending.add(answer)
        answer.add_done_callback(self._pending.discard)
        try:
            remote = start()
            remote.addCallback(lambda ended: self._ended(ended, answer))
        except Exception as error:  # qi raises RuntimeError and its own kinds when the socket has gone
            _settle(answer, LinkLost(str(error)))
            return Call(answer, lambda: None)
        return Call(answer, lambda: _cancel_remote(remote))

    def _ended(self, remote: Any, answer: asyncio.Future[Reply]) -> None:
        """Stamp the time of an answer, and pass it to the loop; called on a qi thread."""
        at_ns = time.monotonic_ns()
        outcome: Reply | Exception
        if remote.isCanceled():
            outcome = CallFailed("cancelled", at_ns)
        elif remote.hasError():
            text = str(remote.error())
            gone = text in ("Session closed", "Socket is not connected", "Session not connected.")
            outcome = LinkLost(text) if gone else CallFailed(text, at_ns)
        else:
            outcome = Reply(remote.value(), at_ns)
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(_settle, answer, outcome)

    async def answer_of(self, call: Call, deadline_s: float = CALL_DEADLINE_S) -> Reply:
        """Wait for the answer of a call. Raises: CallFailed, CallLate, LinkLost."""
        done, _ = await asyncio.wait({call.answer}, timeout=deadline_s)
        if not done:
            raise CallLate(f"no answer within {deadline_s:g} s")
        return call.answer.result()

    # The heart.

    async def _listen_to_heart(self) -> None:
        """Ping the robot, notice when it does not answer, and reconnect after a loss, until closed."""
        while True:
            why = await self._until_lost()
            self.up = False
            at_ns = time.monotonic_ns()
            self._fail_pending(why)
            self._drop_session()
            self._on_lost(why, at_ns)
            back = await self._come_back()
            while not back:
                await asyncio.sleep(RECONNECT_EVERY_S)
                back = await self._come_back()

    async def _until_lost(self) -> str:
        beat: Call | None = None
        silent_s = since_beat_s = 0.0
        last_ns = time.monotonic_ns()
        while True:
            await asyncio.sleep(TICK_S)
            now_ns = time.monotonic_ns()
            # A loop that was held up itself must not take its own absence for the robot's.
            passed_s = min((now_ns - last_ns) / SECOND_NS, 2 * TICK_S)
            last_ns = now_ns
            self._on_tick()
            since_beat_s += passed_s
            if beat is not None and beat.answer.done():
                error = beat.answer.exception()
                if isinstance(error, LinkLost):
                    return str(error)
                beat, silent_s = None, 0.0
            if beat is not None:
                silent_s += passed_s
                if silent_s >= LOST_AFTER_S:
                    return "no answer"
            elif since_beat_s >= HEARTBEAT_S:
                since_beat_s = 0.0
                beat = self.send(HEART, "ping", anyway=True)
            if not self._session.isConnected():
                return "disconnected"

    async def _come_back(self) -> bool:
        try:
            await self._connect(CONNECT_DEADLINE_S)
            if self._on_back is not None:
                await self._on_back()
        except (CallFailed, CallLate, LinkLost, LatchShut):
            self._drop_session()
            return False
        self.up = True
        return True

    def _fail_pending(self, why: str) -> None:
        for answer in tuple(self._pending):
            _settle(answer, LinkLost(why))


def one_line(text: str) -> str:
    """Return a robot's error text on one line, without the tabs of NAOqi."""
    return " ".join(text.split())


def _settle(answer: asyncio.Future[Reply], outcome: Reply | Exception) -> None:
    if answer.done():
        return
    if isinstance(outcome, Reply):
        answer.set_result(outcome)
    else:
        answer.set_exception(outcome)
        answer.exception()  # an answer that nobody awaits any more is no error of ours


def _cancel_remote(remote: Any) -> None:
    with contextlib.suppress(Exception):
        remote.cancel()

"""The loop of a live session: inputs are taken up one at a time, written, stepped, and then acted upon.

One task owns the journal. Everything else only puts inputs into its queue.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from nao_sessions.core.clock import SECOND_NS, Reading, SessionClock
from nao_sessions.core.events import Event
from nao_sessions.engine.values import Action, Done, View
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.journal import Journal
from nao_sessions.robot.hands import UNCOUNTED
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.port import Robot, Sensed

# Watch the host's clocks: a sleep of the computer is logged as a gap, and pauses the session.
#
# A reading is kept at the start, each minute and after a sleep (design, section 5).

LOOK_EVERY_S = 1.0
KEEP_EVERY_NS = 60 * SECOND_NS
SLEPT_NS = SECOND_NS // 2
"""The least difference of boot time and monotonic time that counts as a sleep of the computer."""

JUMPED_NS = SECOND_NS
"""The least step of UTC against the monotonic clock that is logged; NTP slews by far less in a second."""


async def watch_clocks(
    folder: SessionFolder,
    clock: SessionClock,
    loop: SessionLoop,
    take: Callable[[], Reading] = Reading.take,
) -> None:
    """Record readings of the clocks and report sleeps and jumps, until cancelled; a full disk is ignored."""

    def keep(reading: Reading) -> None:
        with contextlib.suppress(OSError):  # an error of the log itself is raised where it is written
            folder.add_clock_reading(reading, clock.at_ns(reading.monotonic_ns))

    last = recorded = take()
    keep(last)
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        reading = take()
        slept_ns = reading.slept_ns(last)
        jumped_ns = (
            (reading.realtime_ns - last.realtime_ns) - (reading.monotonic_ns - last.monotonic_ns) - slept_ns
        )
        if slept_ns > SLEPT_NS:
            loop.put(Incoming("clocks", "slept", {"seconds": round(slept_ns / SECOND_NS, 3)}))
        elif abs(jumped_ns) > JUMPED_NS:
            loop.note("clocks", "utc_jumped", {"seconds": round(jumped_ns / SECOND_NS, 3)})
        if slept_ns > SLEPT_NS or reading.monotonic_ns - recorded.monotonic_ns >= KEEP_EVERY_NS:
            keep(reading)
            recorded = reading
        last = reading


def clock_after_boot(origin: SessionClock, utc_ns: int, now: Reading) -> tuple[SessionClock, int]:
    """Return the clock of a session that goes on after another boot, and how far it may be off, in ns.

    Session time goes on by UTC, which was anchored to session time 0 at ``utc_ns``; a second covers what a
    laptop's UTC is usually worth without a network (no measurement was made: the log says *by UTC*).
    """
    passed_ns = now.realtime_ns - utc_ns
    return SessionClock(now.monotonic_ns - passed_ns, origin.speed), SECOND_NS


Watcher = Callable[[View, tuple[Event, ...]], None]


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that happened and waits to be taken up; ``monotonic_ns`` is when it happened, None: now.

    ``participant`` is the code of the child who did it, where that is known.
    """

    source: str
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    monotonic_ns: int | None = None
    source_t: float | None = None
    participant: str | None = None
    times_shut: int | None = None
    """How often the halt latch had been shut when a *resume* was pressed: a later halt keeps it shut."""


class SessionLoop:
    """The loop of one session: its inputs go through the journal, and the outputs to one robot."""

    def __init__(
        self,
        journal: Journal,
        clock: SessionClock,
        robot: Robot,
        latch: HaltLatch,
    ) -> None:
        self.journal = journal
        self._clock = clock
        self._robot = robot
        self._resumes_waiting = 0
        self.latch = latch
        if journal.resumes:  # taken up again: what was pressed before stays as late as it was
            self._count_resumes()
        self._queue: asyncio.PriorityQueue[tuple[int, int, Incoming]] = asyncio.PriorityQueue()
        self._arrivals = count()
        self._watchers: list[Watcher] = []
        self._doing: dict[str, asyncio.Task[None]] = {}
        self._halting: asyncio.Task[None] | None = None

    def put(self, incoming: Incoming) -> None:
        """Queue an input, in the event loop's thread; of those that wait, the most urgent comes first."""
        urgency = _urgency(incoming)
        if _resumes(incoming):
            self._resumes_waiting += 1
            if incoming.times_shut is None:
                incoming = replace(incoming, times_shut=self.latch.times_shut)
        elif urgency < _PAUSE and self._resumes_waiting:
            # A stop that overtook a resume would be undone by it; the latch is shut already.
            urgency = _COMMAND
        self._queue.put_nowait((urgency, next(self._arrivals), incoming))

    def take_up(self, incoming: Incoming) -> None:
        """Feed an input at once, before :meth:`run`, so that no timer comes before it."""
        self._feed(incoming, None)

    def watch(self, watcher: Watcher) -> None:
        """Add a watcher, which is called with the view and the outputs after every input."""
        self._watchers.append(watcher)

    def note(self, source: str, kind: str, data: Mapping[str, Any], at: int | None = None) -> None:
        """Write a line to the log that is neither an input nor an output.

        ``at`` is when it happened, where that is not now. A log that cannot be written is passed over.
        """
        with contextlib.suppress(OSError):  # an input or an output that cannot be written ends the session
            self.journal.note(self._clock.now_ns(), source, kind, data, t=at)

    async def run(self) -> str:
        """Feed inputs to the engine until the session ends; return its outcome.

        Raises:
            OSError: the log cannot be written any more.
        """
        sensing = asyncio.create_task(self._sense())
        try:
            while not self.journal.state.outcome:
                self._take(await self._next())
            await self._settle()
        finally:
            sensing.cancel()
            for task in self._doing.values():
                task.cancel()
        return self.journal.state.outcome

    async def _next(self) -> Incoming:
        """Wait for an input or for the deadline; of two at the same instant the input comes first."""
        deadline = self.journal.deadline
        if deadline is None:
            return (await self._queue.get())[2]
        if self._queue.empty():
            try:
                async with asyncio.timeout(self._clock.real_seconds_until(deadline)):
                    return (await self._queue.get())[2]
            except TimeoutError:
                return Incoming("engine", "timer")
        return self._queue.get_nowait()[2]

    def _take(self, incoming: Incoming) -> None:
        """Feed an input, after the timers that were due before it happened."""
        happened = None if incoming.monotonic_ns is None else self._clock.at_ns(incoming.monotonic_ns)
        self._resumes_waiting -= _resumes(incoming)
        if incoming.kind not in _BEFORE_TIMERS and _urgency(incoming) > _PAUSE:
            latest = self._clock.now_ns() if happened is None else happened
            while (deadline := self.journal.deadline) is not None and deadline < latest:
                self._feed(Incoming("engine", "timer"), None)
                if self.journal.state.outcome:
                    return
        self._feed(incoming, happened)

    def _feed(self, incoming: Incoming, happened: int | None) -> None:
        outputs = self.journal.feed(
            self._clock.now_ns(),
            incoming.source,
            incoming.kind,
            incoming.data,
            t=happened,
            source_t=incoming.source_t,
            participant=incoming.participant,
        )
        self.act(outputs, incoming.times_shut)

    def act(self, outputs: tuple[Event, ...], times_shut: int | None = None) -> None:
        """Carry out the engine's outputs, which are in the log by now, and call the watchers."""
        for output in outputs:
            if output.kind == "halt":
                self._halting = asyncio.create_task(self._halt(self._halting))
            elif output.kind == "continued" and output.data["by"] == "resume":
                self._count_resumes()
                self.latch.open(times_shut)
            elif output.kind == "do":
                data = dict(output.data)
                action = Action(data.pop("id"), data.pop("verb"), data)
                self._doing[action.id] = asyncio.create_task(self._do(action, self._halting))
        view = self.journal.view
        for watcher in self._watchers:
            try:
                watcher(view, outputs)
            except Exception as error:  # whoever looks on must never cost a session
                self.note("session", "watcher_failed", {"error": type(error).__name__})

    def _count_resumes(self) -> None:
        self.latch.count_resumes(self.journal.resumes, self._clock.monotonic_ns(self.journal.resumed_at))

    async def _do(self, action: Action, after: asyncio.Task[None] | None) -> None:
        if after is not None and not after.done():
            await asyncio.wait([after])
        done = await self._robot.do(action)
        self._doing.pop(action.id, None)
        self.put(_ended(done))

    async def _halt(self, earlier: asyncio.Task[None] | None) -> None:
        if earlier is not None and not earlier.done():
            await asyncio.wait([earlier])
        await self._robot.halt()

    async def _settle(self) -> None:
        """Wait up to 2 s for the last actions, which the engine asked for as it ended; feed their ends."""
        if self._halting is not None and not self._halting.done():
            await asyncio.wait([self._halting])
        if self._doing:
            await asyncio.wait(list(self._doing.values()), timeout=2)
        while not self._queue.empty():
            self._feed(self._queue.get_nowait()[2], None)

    async def _sense(self) -> None:
        async for sensed in self._robot.events():
            if sensed.kind == UNCOUNTED:  # nothing that the engine is to know of, and nothing to lose
                self.note("robot", sensed.kind, sensed.data, self._clock.at_ns(sensed.monotonic_ns))
            else:
                self.put(_sensed(sensed))


_PAUSE, _COMMAND = 1, 3
_BEFORE_TIMERS = frozenset({"timer", "lost", "slept", "fell"})
"""The kinds of input that are taken before timers that fell due: timers, and what pauses the session."""


def _urgency(incoming: Incoming) -> int:
    """Return the rank of a waiting input: stop, pause, ends, commands, buttons, events (language, part 3).

    The beginning comes before all: a stop that was pressed while the cameras started would else be refused.
    """
    if incoming.kind == "begin":
        return -1
    name = incoming.data.get("name") if incoming.kind == "command" else incoming.kind
    if name in ("stop", "close", "halted"):
        return 0
    if name == "pause":
        return 1
    return {"done": 2, "command": _COMMAND, "button": 4}.get(incoming.kind, 5)


def _resumes(incoming: Incoming) -> bool:
    return incoming.kind == "command" and incoming.data.get("name") == "resume"


def _ended(done: Done) -> Incoming:
    data = {"action": done.action, "how": done.how}
    if done.error:
        data["error"] = done.error
    return Incoming("robot", "done", data, done.monotonic_ns)


def _sensed(sensed: Sensed) -> Incoming:
    return Incoming("robot", sensed.kind, sensed.data, sensed.monotonic_ns, sensed.source_t)

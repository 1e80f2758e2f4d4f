"""Watch the host's clocks: a sleep of the computer is told as a gap, and pauses the session.

A reading is kept at the start, each minute and after a sleep (design, section 5).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from nao_sessions.core.clock import SECOND_NS, Reading, SessionClock
from nao_sessions.live.loop import Incoming, SessionLoop
from nao_sessions.record.folder import SessionFolder

LOOK_EVERY_S = 1.0
KEEP_EVERY_NS = 60 * SECOND_NS
SLEPT_NS = SECOND_NS // 2
"""A difference of the two clocks above this is a sleep: they are read within microseconds of each other."""

JUMPED_NS = SECOND_NS
"""A step of UTC against the monotonic clock above this is told; NTP slews by far less in a second."""


async def watch_clocks(
    folder: SessionFolder,
    clock: SessionClock,
    loop: SessionLoop,
    take: Callable[[], Reading] = Reading.take,
) -> None:
    """Keep readings and tell sleeps and jumps, until cancelled; a disk that keeps none ends nothing."""

    def keep(reading: Reading) -> None:
        with contextlib.suppress(OSError):  # what the log cannot do without is told by the log
            folder.add_clock_reading(reading, clock.at_ns(reading.monotonic_ns))

    last = kept = take()
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
        if slept_ns > SLEPT_NS or reading.monotonic_ns - kept.monotonic_ns >= KEEP_EVERY_NS:
            keep(reading)
            kept = reading
        last = reading


def clock_after_boot(origin: SessionClock, utc_ns: int, now: Reading) -> tuple[SessionClock, int]:
    """Return the clock of a session that goes on after another boot, and how far it may be off, in ns.

    Session time goes on by UTC, which was anchored to session time 0 at ``utc_ns``; a second covers what a
    laptop's UTC is usually worth without a network (no measurement was made: the log says *by UTC*).
    """
    passed_ns = now.realtime_ns - utc_ns
    return SessionClock(now.monotonic_ns - passed_ns, origin.speed), SECOND_NS

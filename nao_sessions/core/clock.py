"""The session clock: integer nanoseconds since the first line of a log.

The host's CLOCK_MONOTONIC is the only clock that a session lives by; UTC is written beside it, never used.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SECOND_NS = 1_000_000_000
MILLISECOND_NS = 1_000_000


@dataclass(frozen=True, slots=True)
class SessionClock:
    """The conversion of the host's CLOCK_MONOTONIC to session time and back.

    ``origin_ns`` is the monotonic time at which session time is 0, ``speed`` session seconds per real second.
    """

    origin_ns: int
    speed: float = 1.0

    def now_ns(self) -> int:
        """Return the current session time in nanoseconds."""
        return self.at_ns(time.monotonic_ns())

    def at_ns(self, monotonic_ns: int) -> int:
        """Return the session time of an instant of CLOCK_MONOTONIC, both in nanoseconds."""
        real = monotonic_ns - self.origin_ns
        return real if self.speed == 1.0 else round(real * self.speed)

    def monotonic_ns(self, at_ns: int) -> int:
        """Return the instant of CLOCK_MONOTONIC at a session time, both in nanoseconds."""
        return self.origin_ns + (at_ns if self.speed == 1.0 else round(at_ns / self.speed))

    def real_seconds_until(self, at_ns: int) -> float:
        """Return the number of real seconds from now until a session time; 0 if it is past."""
        return max(0, at_ns - self.now_ns()) / SECOND_NS / self.speed


@dataclass(frozen=True, slots=True)
class Reading:
    """The host's clocks, read one after the other at once; two readings show a sleep of the computer."""

    monotonic_ns: int
    boottime_ns: int
    realtime_ns: int
    boot_id: str

    @classmethod
    def take(cls) -> Reading:
        """Return a reading of the clocks now."""
        return cls(
            monotonic_ns=time.monotonic_ns(),
            boottime_ns=time.clock_gettime_ns(time.CLOCK_BOOTTIME),
            realtime_ns=time.time_ns(),
            boot_id=boot_id(),
        )

    def slept_ns(self, earlier: Reading) -> int:
        """Return how long the computer slept since an earlier reading in the same boot, in nanoseconds."""
        awake = self.monotonic_ns - earlier.monotonic_ns
        return max(0, (self.boottime_ns - earlier.boottime_ns) - awake)


def boot_id() -> str:
    """Return the id of this boot of the host (Linux); empty where the kernel has none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def utc_now() -> str:
    """Return the time of day as what is added to a session is dated: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Whether something keeps this computer's time: what the kernel says of its own clock (adjtimex(2)).

It is asked and never set. NTP, chrony and systemd-timesyncd all tell the kernel, whichever of them runs.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

UNSYNCHRONISED = 0x0040
"""STA_UNSYNC, linux/timex.h."""
NO_TIME = 5
"""TIME_ERROR: what adjtimex gives while the clock is not synchronised."""


class _Timex(ctypes.Structure):
    """struct timex up to its status (linux/timex.h), and room for the rest of it."""

    _fields_ = (
        ("modes", ctypes.c_int),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 256),
    )


@dataclass(frozen=True, slots=True)
class KernelClock:
    """Whether UTC is kept, and how far off it is at most, in seconds, by who keeps it."""

    synchronised: bool
    most_error_s: float


def read_kernel_clock() -> KernelClock | None:
    """Ask the kernel; None where it does not say."""
    told = _Timex()
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(told))
    except (OSError, AttributeError):
        return None
    if state < 0:
        return None
    return KernelClock(
        synchronised=state != NO_TIME and not told.status & UNSYNCHRONISED,
        most_error_s=told.maxerror / 1e6,
    )

"""Times as people and programs write them in tables, read exactly into nanoseconds.

A plain number is in seconds, unless its heading or its own unit says ms; nothing is guessed from its size.
"""

from __future__ import annotations

import re
from decimal import Decimal

from nao_sessions.text.messages import msg

MOST_NS = 10**17
"""Some three years: a larger number is a date, or milliseconds where seconds were meant."""

_NUMBER = re.compile(r"([+-]?)(\d+(?:[.,]\d*)?|[.,]\d+)(?:\s*(ms|s))?")
_CLOCK = re.compile(r"([+-]?)(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d*)?)")
_UNITS_NS = {"s": Decimal(10**9), "ms": Decimal(10**6)}

NOT_A_TIME = msg("this is no time")
HINT = msg("write seconds (12.5 or 12,5), or 0:01:02.500; milliseconds where the heading says 'ms'")


def time_ns(text: str, unit: str = "s") -> int | None:
    """Return a written time in nanoseconds; None where the text is no time.

    Args:
        text: ``12,5``, ``12.5 s``, ``12500 ms``, ``1:02.5`` or ``0:01:02,500``.
        unit: of a plain number, ``s`` or ``ms``.
    """
    text = text.strip().replace("\u2212", "-").replace("\u00a0", " ").replace("\u202f", " ")
    if number := _NUMBER.fullmatch(text):
        sign, digits, own = number.groups()
        value = _decimal(digits) * _UNITS_NS[own or unit]
    elif clock := _CLOCK.fullmatch(text):
        sign, hours, minutes, digits = clock.groups()
        seconds = _decimal(digits)
        if seconds >= 60 or (hours is not None and int(minutes) >= 60):
            return None
        value = (Decimal(hours or 0) * 3600 + Decimal(minutes) * 60 + seconds) * _UNITS_NS["s"]
    else:
        return None
    if value >= MOST_NS:
        return None
    found = round(value)
    return -found if sign == "-" else found


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))

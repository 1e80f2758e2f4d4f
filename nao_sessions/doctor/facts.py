"""How facts are stated: a number with its unit, in both languages; what could not be told says so.

Nothing here measures anything.
"""

from __future__ import annotations

from nao_sessions.doctor.result import Fact
from nao_sessions.text.formats import Number
from nao_sessions.text.messages import Text, msg, verbatim

UNKNOWN = msg("unknown")
_YES, _NO = msg("yes"), msg("no")


def number(value: float, digits: int = 0) -> Text:
    """Write a number with so many digits behind the point, or the comma."""
    told = f"{round(value, digits) + 0.0:.{digits}f}"  # + 0.0: no minus before a zero
    return Number(told)


def quantity(key: str, label: Text, value: float | None, unit: str | Text, digits: int = 0) -> Fact:
    """State a number with its unit; None is unknown."""
    if value is None:
        return Fact(key, None, label, UNKNOWN)
    shown = msg("{value} {unit}", value=number(value, digits), unit=unit)
    return Fact(key, round(value, max(digits, 3)), label, shown)


def bit_rate(key: str, label: Text, bits_per_s: float | None) -> Fact:
    """State a bit rate, for people in Mbit/s."""
    told = quantity(key, label, bits_per_s and bits_per_s / 1e6, "Mbit/s", 2)
    return Fact(key, bits_per_s and round(bits_per_s), label, told.shown)


def word(key: str, label: Text, value: str | None) -> Fact:
    """State a word that is the same in every language; None or nothing is unknown."""
    return Fact(key, value or None, label, verbatim(value) if value else UNKNOWN)


def answer(key: str, label: Text, value: bool | None, *, yes: Text = _YES, no: Text = _NO) -> Fact:
    """State yes or no, in words of its own where there are any; None is unknown."""
    return Fact(key, value, label, UNKNOWN if value is None else yes if value else no)

"""Ticks of one clock as ticks of another, in whole numbers.

Nothing is rounded twice. Fractions would say the same, at ten times the work: a packet needs it four times.
"""

from __future__ import annotations

from fractions import Fraction


class Ticks:
    """Tells times in ticks of ``to`` seconds, counted from ``base`` (seconds of the other clock)."""

    def __init__(self, to: Fraction, base: Fraction = Fraction(0)) -> None:
        self._to, self._base = to, base
        self._time_base: Fraction | None = None
        self._times, self._less, self._by = 1, 0, 1

    def of(self, ticks: int, time_base: Fraction) -> int:
        """Return the nearest tick to a time that another clock tells in ticks of ``time_base`` seconds."""
        if time_base != self._time_base:
            self._learn(time_base)
        return (ticks * self._times - self._less) // self._by

    def _learn(self, time_base: Fraction) -> None:
        """Work out ticks x time_base / to - base / to + 1/2 as one division of whole numbers."""
        step, start = time_base / self._to, self._base / self._to
        self._time_base = time_base
        self._times = 2 * step.numerator * start.denominator
        self._by = 2 * step.denominator * start.denominator
        self._less = 2 * start.numerator * step.denominator - self._by // 2

"""How long Nao's battery lasts: an estimate from its charge, said in minutes.

NAOqi tells no minutes; these are the maker's figures for a whole charge, and no measurement.
"""

from __future__ import annotations

MINUTES_A_CHARGE = 60
"""Of activity; 90 at rest."""


def minutes_left(percent: float) -> int:
    """Return the minutes of activity that a charge is good for."""
    return round(percent * MINUTES_A_CHARGE / 100)

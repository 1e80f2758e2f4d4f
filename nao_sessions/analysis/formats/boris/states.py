"""States as BORIS pairs them: of one behaviour, subject and modifiers each end follows the last beginning.

BORIS has no ids: beginnings and ends are paired in the order of time, so that two states that overlap would
be read as two others, with a hole between them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

_NEVER = float("inf")

State = tuple[Hashable, int, int | None]
"""What BORIS distinguishes states by, and the start and end of one (ns); None: its end was not coded."""


def paired_ends(states: Sequence[State]) -> list[int | None]:
    """Return the end of each state in BORIS, so that all states together fill the same time as here.

    One that overlaps the next ends where that begins, and the last of them where the last of all ends.
    """
    found: list[int | None] = [None] * len(states)
    last: dict[Hashable, tuple[int, float]] = {}
    for place in sorted(range(len(states)), key=lambda place: states[place][1]):
        key, start, stop = states[place]
        end = _NEVER if stop is None else stop
        before = last.get(key)
        if before is not None and start < before[1]:
            found[before[0]] = start
            end = max(end, before[1])
        found[place] = None if end == _NEVER else int(end)
        last[key] = place, end
    return found

"""How many frames of a copy at a constant rate have no picture of their own, by the index alone."""

from __future__ import annotations

from nao_sessions.analysis.tables.source import Film

RATE = 25
"""Frames a second of a copy."""


def slots_of(film: Film, rate: int = RATE) -> tuple[int, int]:
    """Return how many frames of a copy repeat the picture before, and how many pictures it leaves out."""
    shown = sorted(frame.pts for frame in film.frames)
    next_slot, repeated, left_out = 0, 0, 0
    for place, pts in enumerate(shown):
        slot = round(float((pts - shown[0]) * film.sync.time_base) * rate)
        if slot < next_slot:
            left_out += 1
            continue
        repeated += slot - next_slot if place else 0
        next_slot = slot + 1
    return repeated, left_out

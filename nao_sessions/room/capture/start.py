"""The start of a segment: what is held back until its first frame and its first sound are known.

A file begins with a key frame, and its time 0 is the earliest thing in it; both must be known before the
first byte is written, since an MP4 tells them at its head.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction

from nao_sessions.room.sources.port import Piece

SOUND_PATIENCE = Fraction(1)
"""Seconds of picture to wait for the first sound; then the segment has none, and sound begins the next."""
SOUND_LEAD = Fraction(50, 1000)
"""Sound of this long before the first picture is kept: two blocks of AAC, which decode only in a row."""
HELD_SOUNDS = 400
"""The most blocks of sound held back before the first key frame; the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class SegmentOpening:
    """The pieces a segment begins with, and the source's time that becomes 0 in its file."""

    pieces: tuple[Piece, ...]
    base: Fraction
    first_sound: bytes | None


def _time(piece: Piece) -> Fraction:
    time: Fraction = piece.packet.pts * piece.packet.time_base
    return time


class SegmentStart:
    """The pieces that are held back until a segment can begin; one without pictures begins at once."""

    def __init__(self, *, with_sound: bool, with_picture: bool = True) -> None:
        self._with_sound = with_sound
        self._with_picture = with_picture
        self._early_sound: deque[Piece] = deque(maxlen=HELD_SOUNDS)
        self._held: list[Piece] = []
        self._key_time: Fraction | None = None
        self._has_sound = False

    def add(self, piece: Piece) -> SegmentOpening | None:
        """Add one piece; return the opening of the segment once it is known, else None."""
        if not self._with_picture:
            self._held.append(piece)
            return self._beginning()
        if piece.is_picture:
            self._add_picture(piece)
        elif self._key_time is None:
            self._early_sound.append(piece)
        else:
            self._add_sound(piece)
        if self._key_time is None:
            return None
        waited = piece.is_picture and _time(piece) - self._key_time >= SOUND_PATIENCE
        if self._has_sound or not self._with_sound or waited:
            return self._beginning()
        return None

    def finish(self) -> SegmentOpening | None:
        """Return the opening from what is held when the stream ends; None if no key frame came."""
        return self._beginning() if self._key_time is not None else None

    def _add_picture(self, piece: Piece) -> None:
        if self._key_time is None:
            if not piece.packet.is_keyframe:
                return
            self._key_time = _time(piece)
            for sound in self._early_sound:
                self._add_sound(sound)
            self._early_sound.clear()
        self._held.append(piece)

    def _add_sound(self, piece: Piece) -> None:
        assert self._key_time is not None
        if _time(piece) >= self._key_time - SOUND_LEAD:
            self._held.append(piece)
            self._has_sound = True

    def _beginning(self) -> SegmentOpening:
        base = min(piece.packet.dts * piece.packet.time_base for piece in self._held)
        first_sound = next((piece for piece in self._held if not piece.is_picture), None)
        return SegmentOpening(
            pieces=tuple(self._held),
            base=base,
            first_sound=None if first_sound is None else bytes(first_sound.packet),
        )

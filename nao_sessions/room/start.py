"""The start of a segment: what is held back until its first frame and its first sound are known.

A file begins with a key frame, and its time 0 is the earliest thing in it; both must be known before the
first byte is written, since an MP4 tells them at its head.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

SOUND_PATIENCE = Fraction(1)
"""Seconds of picture to wait for the first sound; then the segment is silent, and sound starts the next."""
SOUND_LEAD = Fraction(50, 1000)
"""Sound of this long before the first picture is kept: two blocks of AAC, which decode only in a row."""
HELD_SOUNDS = 400


@dataclass(frozen=True, slots=True)
class Beginning:
    """The packets a segment begins with, and the source's time that becomes 0 in its file."""

    packets: tuple[Any, ...]
    base: Fraction
    first_sound: bytes | None


def _time(packet: Any) -> Fraction:
    time: Fraction = packet.pts * packet.time_base
    return time


class SegmentStart:
    """Takes packets until a segment can begin."""

    def __init__(self, *, with_sound: bool) -> None:
        self._with_sound = with_sound
        self._early_sound: deque[Any] = deque(maxlen=HELD_SOUNDS)
        self._held: list[Any] = []
        self._key_time: Fraction | None = None
        self._has_sound = False

    def add(self, packet: Any, *, is_video: bool) -> Beginning | None:
        """Take one packet; give the beginning once it is known."""
        if is_video:
            self._add_video(packet)
        elif self._key_time is None:
            self._early_sound.append(packet)
        else:
            self._add_sound(packet)
        if self._key_time is None:
            return None
        waited = is_video and _time(packet) - self._key_time >= SOUND_PATIENCE
        if self._has_sound or not self._with_sound or waited:
            return self._beginning()
        return None

    def finish(self) -> Beginning | None:
        """Give what is held when the stream ends; None if no key frame came."""
        return self._beginning() if self._key_time is not None else None

    def _add_video(self, packet: Any) -> None:
        if self._key_time is None:
            if not packet.is_keyframe:
                return
            self._key_time = _time(packet)
            for sound in self._early_sound:
                self._add_sound(sound)
            self._early_sound.clear()
        self._held.append(packet)

    def _add_sound(self, packet: Any) -> None:
        assert self._key_time is not None
        if _time(packet) >= self._key_time - SOUND_LEAD:
            self._held.append(packet)
            self._has_sound = True

    def _beginning(self) -> Beginning:
        base = min(packet.dts * packet.time_base for packet in self._held)
        sounds = (packet for packet in self._held if packet.stream.type == "audio")
        first_sound = next(sounds, None)
        return Beginning(
            packets=tuple(self._held),
            base=base,
            first_sound=None if first_sound is None else bytes(first_sound),
        )

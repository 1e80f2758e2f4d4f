"""What a recorder shows of its camera while somebody wants to see it: a small picture, now and then.

Only key frames are shown, at most two a second: for any other picture all those before it have to be decoded
too (9 % of a core at 1080p30). While nobody looks it costs nothing, and nothing is left to see.
"""

from __future__ import annotations

import threading
from fractions import Fraction
from typing import Any

import av

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.viewing.preview import PreviewMemory

SHOW_EVERY_NS = SECOND_NS // 2
"""Enough to aim a camera by, and to see that somebody moved."""
WIDEST_PX, HIGHEST_PX = 640, 360
JPEG_QUALITY = "4"
"""FFmpeg's scale, from 2 (best) to 31."""


class Showing:
    """The switch and writer of a preview: while on, it puts small pictures into memory that is shared.

    Without memory it is never on. May be used by any thread.
    """

    def __init__(self, memory: PreviewMemory | None) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._on = False

    @property
    def is_on(self) -> bool:
        """Return whether pictures are to be shown."""
        return self._on

    def switch(self, on: bool) -> None:
        """Start showing pictures, or stop and clear the last one."""
        with self._lock:
            self._on = on and self._memory is not None
            if self._memory is not None and not self._on:
                self._memory.clear()

    def show(self, frame: Any, at_ns: int) -> None:
        """Write a decoded picture into the shared memory, with its arrival (session time), if switched on."""
        if not self._on or self._memory is None:
            return
        width_px, height_px = fitted(frame.width, frame.height)
        jpeg = _jpeg(frame, width_px, height_px)
        with self._lock:
            if self._on:
                self._memory.write(at_ns, width_px, height_px, jpeg)


def fitted(width_px: int, height_px: int) -> tuple[int, int]:
    """Return the even size in px at which a picture is shown: the largest that fits, never enlarged."""
    scale = min(1.0, WIDEST_PX / width_px, HIGHEST_PX / height_px)
    return max(2, round(width_px * scale) & ~1), max(2, round(height_px * scale) & ~1)


def _jpeg(frame: Any, width_px: int, height_px: int) -> bytes:
    small = frame.reformat(width_px, height_px, "yuvj420p", interpolation="AREA", dst_color_range="JPEG")
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width_px, height_px, "yuvj420p"
    encoder.time_base = Fraction(1, 1)
    encoder.options = {"qmin": JPEG_QUALITY, "qmax": JPEG_QUALITY}
    small.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])

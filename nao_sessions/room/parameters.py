"""The parameters of a picture's stream: its size and form, which a camera may change while it sends.

An MP4 tells them once, at its head: what comes with others belongs to another file. Cameras send them before
each key frame (ITU-T H.264 annex B, H.265 annex B).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import av
from av.video.stream import VideoStream

_START = b"\0\0\1"
_KINDS = {"h264": 7, "hevc": 33}
"""The unit that tells size and form (SPS). The others (PPS, VPS) may change, and decoders follow them."""
_IS_CONFIGURED = 1
"""How extradata begins that is no annex B: such packets hold no parameters (ISO/IEC 14496-15)."""


class Parameters:
    """Notices that a stream's parameters have changed."""

    def __init__(self, stream: VideoStream) -> None:
        self._codec = stream.codec_context.name
        extradata = stream.codec_context.extradata
        self._is_annex_b = self._codec in _KINDS and not (extradata and extradata[0] == _IS_CONFIGURED)
        self._known: frozenset[bytes] = frozenset()
        self._opened: Any = None

    def changed(self, packet: Any) -> VideoStream | None:
        """Look at a key frame; give the stream as it is from now on, if it has changed.

        What was damaged on its way, and what cannot be understood, has not.
        """
        if not self._is_annex_b or packet.is_corrupt:
            return None
        data = bytes(packet)
        # Cameras send it once or twice, or leave it out: what counts is that none of them was there before.
        found = frozenset(parameters_in(data, self._codec))
        if not found or found & self._known:
            return None
        if not self._known:
            self._known = found
            return None
        try:
            opened = av.open(io.BytesIO(data), format=self._codec)
            stream = opened.streams.video[0]
        except (av.error.FFmpegError, OSError, IndexError):
            return None
        if not stream.codec_context.width:
            return None
        self._known = found
        self._opened = opened  # a stream goes with its container
        return stream


def parameters_in(data: bytes, codec: str) -> Iterator[bytes]:
    """Give the units that tell size and form, of those before the first slice of a frame."""
    place = data.find(_START)
    while 0 <= place < len(data) - len(_START):
        head = data[place + len(_START)]
        kind, is_slice = (head & 31, 1 <= head & 31 <= 5) if codec == "h264" else (head >> 1, head >> 1 < 32)
        if is_slice:
            return
        following = data.find(_START, place + len(_START))
        if kind == _KINDS[codec]:
            yield data[place : None if following < 0 else following].rstrip(b"\0")
        place = following

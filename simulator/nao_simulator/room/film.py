"""The thread that films: at each tick it draws the room as it will be at an instant, waits for it, and sends.

The picture, its strip and its pts are of that one instant, however long the drawing took; a tick that is
missed is left out, never made up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from nao_simulator.room import timecode
from nao_simulator.room.hub import Hub
from nao_simulator.room.transport import CLOCK_HZ, Transport

Picture = NDArray[np.uint8]
Draw = Callable[[int], Picture]

QUALITY_CRF = 24
AHEAD_NS = 20_000_000
"""How long before its instant a picture is begun: drawing takes about half of it, and adds no delay."""


@dataclass(frozen=True, slots=True)
class FilmSettings:
    """The size of pictures in px, pictures a second, and how many B frames stand between two others."""

    width_px: int = 1280
    height_px: int = 720
    fps: int = 25
    bframes: int = 0


@dataclass(slots=True)
class Lateness:
    """The times in ms that the last pictures took from their instant to their last byte."""

    last_ms: list[float]

    def note(self, value_ms: float) -> None:
        """Add one time; the last 1,000 are kept."""
        self.last_ms.append(value_ms)
        del self.last_ms[:-1000]


class Film:
    """The film: pictures from `draw(instant_ns)`, BGR of the set size, encoded and passed to the hub.

    `draw` is called ``AHEAD_NS`` before the instant.
    """

    def __init__(
        self, draw: Draw, settings: FilmSettings, transport: Transport, hub: Hub, origin_ns: int
    ) -> None:
        self._draw, self._settings, self._transport, self._hub = draw, settings, transport, hub
        self._origin_ns = origin_ns
        self._frozen = False
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="film", daemon=True)
        self.lateness = Lateness([])
        self.picture: Picture = np.zeros((settings.height_px, settings.width_px, 3), np.uint8)

    def start(self) -> None:
        """Begin to film."""
        self._thread.start()

    def freeze(self, frozen: bool) -> None:
        """Repeat the last picture with its strip, as a camera does that hangs, or go on; its times go on."""
        self._frozen = frozen

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        encoder = _encoder(self._settings)
        period_ns = 1_000_000_000 // self._settings.fps
        first_ns = time.monotonic_ns()
        tick = 0
        planes: Picture | None = None
        while not self._closed.is_set():
            instant_ns = time.monotonic_ns() + AHEAD_NS
            if planes is None or not self._frozen:
                planes = self._draw_planes(planes, instant_ns)
                timecode.stamp(planes, self._settings.height_px, self._settings.width_px, instant_ns)
            self._closed.wait(max(0.0, (instant_ns - time.monotonic_ns()) / 1e9))
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts = (instant_ns - self._origin_ns) * CLOCK_HZ // 1_000_000_000
            frame.time_base = Fraction(1, CLOCK_HZ)
            for packet in encoder.encode(frame):
                assert packet.pts is not None
                assert packet.dts is not None
                data = self._transport.video(bytes(packet), packet.pts, packet.dts, packet.is_keyframe)
                self._hub.picture(data, packet.pts, packet.is_keyframe)
            now_ns = time.monotonic_ns()
            self.lateness.note((now_ns - instant_ns) / 1e6)
            tick = max(tick + 1, (now_ns - first_ns) // period_ns)
            self._closed.wait(max(0.0, (first_ns + tick * period_ns - now_ns) / 1e9))

    def _draw_planes(self, before: Picture | None, instant_ns: int) -> Picture:
        """Return the room at an instant as yuv420p, one array of (height * 3 / 2) x width.

        The planes of the picture `before` are used again when the room looks the same.
        """
        picture = self._draw(instant_ns)
        planes: Picture
        if before is None or picture is not self.picture:
            planes = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
        else:
            planes = before
        self.picture = picture
        return planes


def _encoder(settings: FilmSettings) -> av.VideoCodecContext:
    """Return x264 that keeps no picture back but for the B frames asked for: a key picture each second."""
    encoder = av.VideoCodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = settings.width_px, settings.height_px, "yuv420p"
    encoder.time_base = Fraction(1, CLOCK_HZ)
    encoder.framerate = Fraction(settings.fps)
    encoder.thread_count = 1
    x264 = {
        "keyint": settings.fps,
        "min-keyint": settings.fps,
        "scenecut": 0,
        "rc-lookahead": 0,
        "sync-lookahead": 0,
        "mbtree": 0,
        "bframes": settings.bframes,
        "b-adapt": 0,
        "b-pyramid": "none",
        "threads": 1,
        "sliced-threads": 0,
        "repeat-headers": 1,
        "aud": 1,
        "open-gop": 0,
        # What cv2 converts to: BT.601, studio range; unsaid, a player takes 720 lines for BT.709.
        "colorprim": "smpte170m",
        "transfer": "smpte170m",
        "colormatrix": "smpte170m",
    }
    encoder.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "crf": str(QUALITY_CRF),
        "x264-params": ":".join(f"{name}={value}" for name, value in x264.items()),
    }
    return encoder

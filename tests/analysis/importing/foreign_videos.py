"""Videos that other programs could have made: every picture tells in its strip when it is shown.

Times are uneven, with a hole; containers, codecs, B frames and sound are what a test asks for.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.timecode import paint

WIDTH_PX, HEIGHT_PX = 832, 128
SOUND_RATE = 48_000


def shown_ms(count: int = 60) -> list[int]:
    """Give when pictures are shown: about 25 a second, uneven, with half a second missing in the middle."""
    return [n * 40 + n * 7 % 13 + (500 if n > count // 2 else 0) for n in range(count)]


def film(
    path: Path,
    *,
    codec: str = "libx264",
    b_frames: int = 2,
    sound: str | None = "aac",
    times_ms: list[int] | None = None,
    pixels: str = "yuv420p",
) -> list[int]:
    """Make a video; give when its pictures are shown, in ms of its own time, in the order of time."""
    times = shown_ms() if times_ms is None else times_ms
    with av.open(str(path), "w") as container:
        container.metadata["title"] = "Léa à la maison"
        video = container.add_stream(codec, rate=25)
        video.width, video.height, video.pix_fmt = WIDTH_PX, HEIGHT_PX, pixels
        video.codec_context.time_base = Fraction(1, 1000)
        if codec == "libx264":
            video.options = {"preset": "ultrafast", "bf": str(b_frames), "g": "20"}
        track = container.add_stream(sound, rate=SOUND_RATE, layout="mono") if sound else None
        for time_ms in times:
            frame = _picture(time_ms, pixels)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if track is not None:
            for block in range(SOUND_RATE * (times[-1] + 40) // 1000 // 1024):
                container.mux(track.encode(_tone(block)))
            container.mux(track.encode(None))
    return times


def strip_ms(strip_ns: int | None) -> int | None:
    """Give the time that a strip tells, in ms."""
    return None if strip_ns is None else round(strip_ns / 1e6)


def _picture(time_ms: int, pixels: str) -> av.VideoFrame:
    image = np.full((HEIGHT_PX * 3 // 2, WIDTH_PX), 128, dtype=np.uint8)
    image[40:80, 40 + time_ms // 10 % 600 :][:, :60] = 220
    paint(image[:HEIGHT_PX], time_ms * 1_000_000)
    frame = av.VideoFrame.from_ndarray(image, format="yuv420p").reformat(format=pixels)
    frame.pts, frame.time_base = time_ms, Fraction(1, 1000)
    return frame


def _tone(block: int) -> av.AudioFrame:
    wave = np.sin(np.arange(block * 1024, (block + 1) * 1024) * 2 * np.pi * 220 / SOUND_RATE) * 0.1
    frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None, :], format="fltp", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = SOUND_RATE, Fraction(1, SOUND_RATE), block * 1024
    return frame

"""Films for the doctor's tests: a picture and a sound of a kind that no test camera sends."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

HEIGHT_PX, WIDTH_PX, FPS = 96, 128, 25
SAMPLE_RATE, BLOCK = 48_000, 1024


def write_film(path: Path, seconds: float, *, codec: str, pixels: str, loudness: float) -> None:
    """Write pictures that move, and a tone that is cut at 1; ``loudness`` 0 is silence."""
    noise = np.random.default_rng(1).integers(40, 220, (HEIGHT_PX, 4 * WIDTH_PX, 3), dtype=np.uint8)
    with av.open(str(path), "w") as container:
        picture = container.add_stream(codec, rate=FPS)
        picture.width, picture.height, picture.pix_fmt = WIDTH_PX, HEIGHT_PX, pixels
        picture.gop_size = FPS
        sound = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        for number in range(round(seconds * FPS)):
            left = 3 * number % (3 * WIDTH_PX)
            shown = np.ascontiguousarray(noise[:, left : left + WIDTH_PX])
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            container.mux(picture.encode(frame.reformat(format=pixels)))
        at_s = np.arange(round(seconds * SAMPLE_RATE / BLOCK) * BLOCK) / SAMPLE_RATE
        wave = np.clip(loudness * np.sin(2 * np.pi * 440 * at_s), -1, 1).astype(np.float32)
        for first in range(0, len(wave), BLOCK):
            block = av.AudioFrame.from_ndarray(
                wave[None, first : first + BLOCK], format="fltp", layout="mono"
            )
            block.sample_rate, block.pts, block.time_base = SAMPLE_RATE, first, Fraction(1, SAMPLE_RATE)
            container.mux(sound.encode(block))
        container.mux(picture.encode(None))
        container.mux(sound.encode(None))

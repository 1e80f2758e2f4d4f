"""The strip of black and white squares that tells, in the picture itself, when the picture was taken.

The strip is the independent witness of every test of synchronisation: nothing here looks at a container's
times. 50 cells of 16x16 px along the bottom edge, from the left: white, black, 40 bits (most significant
first) of ``time.monotonic_ns() // 100_000``, 6 bits counting the ones among them, black, white.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

CELL_PX = 16
CELLS = 50
UNIT_NS = 100_000
WIDTH_PX = CELL_PX * CELLS
TIME_BITS = 40
SUM_BITS = 6
WHITE = 235
BLACK = 16

Luma = NDArray[np.uint8]


def _bits(value: int, count: int) -> list[int]:
    return [value >> (count - 1 - n) & 1 for n in range(count)]


def _number(bits: list[int]) -> int:
    return int("".join(map(str, bits)), 2)


def paint(luma: Luma, captured_ns: int) -> None:
    """Draw the strip of one instant (CLOCK_MONOTONIC ns) into a luma plane (height, width), in place."""
    units = captured_ns // UNIT_NS & (1 << TIME_BITS) - 1
    cells = [1, 0, *_bits(units, TIME_BITS), *_bits(units.bit_count() % 64, SUM_BITS), 0, 1]
    row = np.repeat(np.array(cells, dtype=np.uint8) * (WHITE - BLACK) + BLACK, CELL_PX)
    luma[-CELL_PX:, :WIDTH_PX] = row


def read(luma: Luma) -> int | None:
    """Give the instant of a luma plane's strip (CLOCK_MONOTONIC ns, to 0.1 ms); None if there is no strip."""
    margin = CELL_PX // 4
    strip = luma[-CELL_PX:, :WIDTH_PX].reshape(CELL_PX, CELLS, CELL_PX)
    means = strip[margin:-margin, :, margin:-margin].mean(axis=(0, 2))
    bits = [int(mean > (WHITE + BLACK) / 2) for mean in means]
    if bits[:2] != [1, 0] or bits[-2:] != [0, 1]:
        return None
    units = _number(bits[2 : 2 + TIME_BITS])
    if units.bit_count() % 64 != _number(bits[2 + TIME_BITS : -2]):
        return None
    return units * UNIT_NS


def frames_of(path: Path) -> Iterator[tuple[int, int | None]]:
    """Decode a recording and give, for every picture, its pts (ticks) and the instant of its strip.

    A torn end, as a killed recorder leaves it, ends the pictures.
    """
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_type = "NONE"
        decoded = container.decode(stream)
        while True:
            try:
                frame = next(decoded)
            except (StopIteration, av.error.FFmpegError):
                return
            assert frame.pts is not None
            plane = frame.planes[0]
            rows = np.frombuffer(plane, dtype=np.uint8).reshape(-1, plane.line_size)
            yield frame.pts, read(rows[: frame.height, : frame.width])

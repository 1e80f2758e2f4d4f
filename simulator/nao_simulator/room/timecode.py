"""The strip of squares that writes into the picture itself at which instant it was taken.

It is written into the luma plane after conversion, so that a decoder finds exactly 235 and 16: 50 cells of
16x16 px along the bottom edge from the left: white, black, 40 bits (most significant first) of the instant
in units of 0.1 ms, 6 bits counting the ones among them, black, white.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

CELL_PX = 16
CELLS = 50
STRIP_WIDTH_PX = CELL_PX * CELLS
UNIT_NS = 100_000
TIME_BITS = 40
COUNT_BITS = 6
WHITE_LUMA, BLACK_LUMA, GREY_CHROMA = 235, 16, 128


def cells(instant_ns: int) -> list[int]:
    """Return the 50 cells, 1 for white, for an instant of CLOCK_MONOTONIC in ns."""
    units = (instant_ns // UNIT_NS) & ((1 << TIME_BITS) - 1)
    ones = units.bit_count() % (1 << COUNT_BITS)
    return [1, 0, *_bits(units, TIME_BITS), *_bits(ones, COUNT_BITS), 0, 1]


def stamp(planes: Bytes, height_px: int, width_px: int, instant_ns: int) -> None:
    """Write the strip into a yuv420p picture held as one array of (height * 3 / 2) x width, in place."""
    row = np.where(np.repeat(cells(instant_ns), CELL_PX) == 1, WHITE_LUMA, BLACK_LUMA)
    planes[height_px - CELL_PX : height_px, :STRIP_WIDTH_PX] = row
    quarter = height_px * width_px // 4
    chroma = planes.reshape(-1)[height_px * width_px :]
    for plane in (chroma[:quarter], chroma[quarter:]):
        square = plane.reshape(height_px // 2, width_px // 2)
        square[-CELL_PX // 2 :, : STRIP_WIDTH_PX // 2] = GREY_CHROMA


def _bits(value: int, count: int) -> list[int]:
    return [value >> (count - 1 - n) & 1 for n in range(count)]

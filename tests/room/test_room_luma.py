"""The brightness of a picture is the same whatever its pixels are made of."""

from __future__ import annotations

import av
import numpy as np
import pytest

from nao_sessions.room.files.levels import luma_of

WIDE, HIGH = 70, 20
"""No row of such a picture ends where its memory does."""
WHITE, GREY, COLOURLESS = 235, 126, 128


def half_white_half_grey(pixels: str, bits: int) -> av.VideoFrame:
    """Paint a picture in planes of so many bits, each of them 8 or kept in 16."""
    frame = av.VideoFrame(WIDE, HIGH, pixels)
    kind = np.dtype(np.uint8 if bits == 8 else "<u2")
    for number, plane in enumerate(frame.planes):
        rows = np.full((plane.height, plane.line_size // kind.itemsize), COLOURLESS << (bits - 8), kind)
        if number == 0:
            rows[:, : WIDE // 2], rows[:, WIDE // 2 :] = WHITE << (bits - 8), GREY << (bits - 8)
        plane.update(rows.tobytes())
    return frame


@pytest.mark.parametrize(
    ("pixels", "bits", "white", "grey"),
    [
        ("yuv420p", 8, WHITE, GREY),
        ("yuv420p10le", 10, 255, 128),
        ("yuv422p10le", 10, 255, 128),
        ("gray", 8, WHITE, GREY),
    ],
)
def test_a_picture_is_as_bright_as_its_pixels_say(pixels: str, bits: int, white: int, grey: int) -> None:
    luma = luma_of(half_white_half_grey(pixels, bits))
    assert luma.shape == (HIGH, WIDE)
    assert np.abs(luma[:, : WIDE // 2].astype(int) - white).max() <= 2
    assert np.abs(luma[:, WIDE // 2 :].astype(int) - grey).max() <= 2

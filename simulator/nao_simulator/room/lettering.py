"""Letters in the picture: speech bubbles and captions, with the accents of French.

cv2's own outline font is used (Rubik, in the wheel since OpenCV 5): no file of the machine is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from nao_simulator.room.brush import Bgr, Picture, fill_hull, fill_polygon
from nao_simulator.room.kinematics import Floats

INK: Bgr = (58, 48, 44)
PAPER: Bgr = (252, 252, 252)
EDGE: Bgr = (120, 108, 100)
WEIGHT = 500
MAX_LINES = 4
PADDING_PX = 18
CORNER_PX = 16

_FACE = cv2.FontFace("sans")


@dataclass(frozen=True, slots=True)
class Lines:
    """A sentence cut into lines: the width of the widest, and the size of the letters, px."""

    texts: tuple[str, ...]
    width_px: int
    size_px: int


def width_of(text: str, size_px: int) -> int:
    """Return how wide `text` is drawn, px."""
    return int(cv2.getTextSize((0, 0), text, (0, 0), _FACE, size_px, WEIGHT)[2]) if text else 0


@lru_cache(maxsize=64)
def cut(text: str, size_px: int, widest_px: int) -> Lines:
    """Return a sentence cut at its spaces into lines of at most `widest_px`; too long, it ends in "…"."""
    lines: list[str] = []
    # A no-break space keeps a word and its mark together.
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size_px) <= widest_px:
            lines[-1] = longer
        else:
            lines.append(_shortened(word, size_px, widest_px))
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], _shortened(lines[MAX_LINES - 1] + " …", size_px, widest_px)]
    return Lines(tuple(lines), max(width_of(line, size_px) for line in lines), size_px)


def _shortened(text: str, size_px: int, widest_px: int) -> str:
    while width_of(text, size_px) > widest_px and len(text) > 2:
        text = text[:-2].rstrip() + "…"
    return text


def write(canvas: Picture, text: str, at: tuple[int, int], size_px: int, colour: Bgr = INK) -> None:
    """Write one line; `at` is the left end of its base line, px."""
    cv2.putText(canvas, text, at, colour, _FACE, size_px, WEIGHT)


def draw_bubble(
    canvas: Picture, text: str, box: tuple[int, int, int], mouth_px: Floats, size_px: int = 28
) -> None:
    """Draw a speech bubble; `box`: left and top edge, greatest width (px). Its tail points to the mouth."""
    left, top, widest = box
    lines = cut(text, size_px, widest - 2 * PADDING_PX)
    step = round(size_px * 1.28)
    wide, high = lines.width_px + 2 * PADDING_PX, step * len(lines.texts) + 2 * PADDING_PX - 8
    corners = np.array(
        [
            (x, y)
            for x in (left + CORNER_PX, left + wide - CORNER_PX)
            for y in (top + CORNER_PX, top + high - CORNER_PX)
        ],
        dtype=np.float64,
    )
    foot_x = float(np.clip(mouth_px[0], left + 60, left + wide - 60)) if wide > 130 else left + wide / 2
    foot = np.array((foot_x, top + high - 6.0))
    tip = foot + (mouth_px - foot) * 0.9
    aside = np.array((1.0, 0.0))
    tail = np.array((foot - aside * 17.0, foot + aside * 17.0, tip))
    outer = np.array((foot - aside * 20.0, foot + aside * 20.0, tip + (mouth_px - foot) * 0.012))
    radii = np.full(4, float(CORNER_PX))
    fill_polygon(canvas, outer, EDGE)
    fill_hull(canvas, corners, radii + 2.2, EDGE)
    fill_hull(canvas, corners, radii, PAPER)
    fill_polygon(canvas, tail, PAPER)
    for number, line in enumerate(lines.texts):
        base = top + PADDING_PX + step * number + round(size_px * 0.86)
        write(canvas, line, (left + PADDING_PX, base), size_px)

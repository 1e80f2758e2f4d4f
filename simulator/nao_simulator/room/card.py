"""A card that is held up: a printed sheet with an ArUco square (4 x 4, 1,000 numbers) and its number.

Drawn as it is printed, so that whoever looks for cards in the picture has to find it.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from nao_simulator.room.brush import Picture
from nao_simulator.room.kinematics import Floats
from nao_simulator.room.lettering import width_of, write
from nao_simulator.room.view import View

SQUARE_MM, WIDTH_MM, HEIGHT_MM = 100, 130, 165
_PX_A_MM = 3
_MARGIN_MM = (WIDTH_MM - SQUARE_MM) // 2
_PAPER, _INK = (250, 250, 250), (40, 36, 34)
_FIGURES_PX = 66
_OVERSIZE = 3


@lru_cache(maxsize=32)
def sheet(number: int) -> Picture:
    """Return the picture of a printed card, 3 px a mm, BGR."""
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)
    square = cv2.aruco.generateImageMarker(dictionary, number, SQUARE_MM * _PX_A_MM)
    paper: Picture = np.full((HEIGHT_MM * _PX_A_MM, WIDTH_MM * _PX_A_MM, 3), _PAPER[0], np.uint8)
    top = left = _MARGIN_MM * _PX_A_MM
    ink = np.where(square > 0, np.uint8(_PAPER[0]), np.uint8(18))
    paper[top : top + square.shape[0], left : left + square.shape[1]] = ink[..., None]
    figures = str(number)
    across = (paper.shape[1] - width_of(figures, _FIGURES_PX)) // 2
    write(paper, figures, (across, paper.shape[0] - 28), _FIGURES_PX, _INK)
    return paper


def draw_card(canvas: Picture, view: View, number: int, at: Floats, right: Floats, up: Floats) -> None:
    """Draw a card whose middle is `at` (m); `right` and `up` are unit vectors of the printed side."""
    half = np.array((WIDTH_MM, HEIGHT_MM)) / 2000.0
    corners = np.array(
        [at + right * half[0] * x + up * half[1] * y for x, y in ((-1, 1), (1, 1), (1, -1), (-1, -1))]
    )
    if float(np.cross(right, up) @ (view.eye - at)) <= 0.0:
        return  # seen from behind, where nothing is printed
    seen = view.project(corners)
    if seen[:, 2].min() < 0.1:
        return
    rim = seen[:, :2]
    low = np.maximum(np.floor(rim.min(axis=0)).astype(int) - 1, 0)
    high = np.minimum(np.ceil(rim.max(axis=0)).astype(int) + 2, (canvas.shape[1], canvas.shape[0]))
    wide, tall = (high - low).tolist()
    if wide <= 0 or tall <= 0:
        return
    paper = sheet(number)
    source = np.array(((0, 0), (paper.shape[1], 0), (paper.shape[1], paper.shape[0]), (0, paper.shape[0])))
    goal = (rim - low) * _OVERSIZE
    warp = cv2.getPerspectiveTransform(source.astype(np.float32), goal.astype(np.float32))
    size = (wide * _OVERSIZE, tall * _OVERSIZE)
    printed = cv2.resize(cv2.warpPerspective(paper, warp, size), (wide, tall), interpolation=cv2.INTER_AREA)
    white = np.full(paper.shape[:2], 255, np.uint8)
    cover = cv2.resize(cv2.warpPerspective(white, warp, size), (wide, tall), interpolation=cv2.INTER_AREA)
    part = canvas[low[1] : high[1], low[0] : high[0]]
    # What was warped is dark already where the sheet covers a pixel in part.
    left = cv2.multiply(part, cv2.merge([255 - cover] * 3), scale=1.0 / 255.0)
    part[:] = cv2.add(left, printed)

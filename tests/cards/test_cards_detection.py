"""Finding cards in pictures that are small, turned, dim and noisy; and none in pictures without."""

from __future__ import annotations

import subprocess
import sys

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nao_sessions.cards.sightings import CARDS, CardDetector
from nao_sessions.protocol.keys.values import CARDS as WRITTEN

WALL = 150
Grey = NDArray[np.uint8]


def card(number: int, side_px: int) -> Grey:
    """A printed card: the square, and the white paper around it."""
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)
    square = cv2.aruco.generateImageMarker(dictionary, number, 6 * 20)
    paper = cv2.copyMakeBorder(square, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=255)
    size = round(side_px * paper.shape[0] / 120)
    return np.asarray(cv2.resize(paper, (size, size), interpolation=cv2.INTER_AREA), np.uint8)


def picture(number: int, side_px: int, turn_deg: float = 0.0, light: float = 1.0, noise: float = 3.0) -> Grey:
    """A VGA picture of a card before a wall, seed and all."""
    paper = card(number, side_px)
    canvas = np.full((480, 640), WALL, np.uint8)
    middle = (paper.shape[1] / 2, paper.shape[0] / 2)
    move = cv2.getRotationMatrix2D(middle, turn_deg, 1.0)
    move[:, 2] += (320 - middle[0], 240 - middle[1])
    cv2.warpAffine(paper, move, (640, 480), canvas, borderMode=cv2.BORDER_TRANSPARENT)
    draws = np.random.default_rng(number)
    lit = cv2.GaussianBlur(canvas, (0, 0), 0.7) * light + draws.normal(0.0, noise, canvas.shape)
    return np.clip(lit, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("number", [0, 1, 12, 250, CARDS - 1])
@pytest.mark.parametrize(("side_px", "turn_deg", "light"), [(110, 0, 1.0), (60, 30, 0.6), (36, 200, 0.9)])
def test_a_card_is_found_whatever_its_place(number: int, side_px: int, turn_deg: float, light: float) -> None:
    assert CardDetector().find(picture(number, side_px, turn_deg, light)) == (number,)


def test_a_picture_without_a_card_has_none() -> None:
    draws = np.random.default_rng(1)
    detector = CardDetector()
    for _ in range(10):
        clutter = np.full((480, 640), 200, np.uint8)
        for x, y, width, height, turn, grey in draws.uniform(
            (0, 0, 8, 8, 0, 0), (640, 480, 120, 120, 90, 255), (60, 6)
        ):
            box = cv2.boxPoints(((x, y), (width, height), turn)).astype(np.int32)
            cv2.fillPoly(clutter, [box], int(grey))
        assert detector.find(clutter) == ()


def test_the_library_of_pictures_is_loaded_only_when_a_detector_is_made() -> None:
    script = (
        "import sys, nao_sessions.cards.sightings, nao_sessions.cards.sightings; print('cv2' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_a_protocol_may_name_every_card_that_can_be_found_and_no_other() -> None:
    assert WRITTEN == CARDS

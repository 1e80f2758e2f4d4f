"""What is printed on a card is what the readers look for; the distance that is printed follows from both."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from nao_sessions.cards.paper import (
    FIELDS,
    NAO_CAMERA,
    ROOM_CAMERA,
    SIDE_MM,
    SMALLEST_SIDE_PX,
    CameraView,
    fields,
)
from nao_sessions.cards.sightings import CARDS, CardDetector


@pytest.mark.parametrize("number", [*range(0, CARDS, 83), CARDS - 1])
def test_the_fields_of_a_card_are_its_square(number: int) -> None:
    square = np.array(fields(number))
    assert square.shape == (FIELDS, FIELDS)
    border = np.concatenate((square[0], square[-1], square[:, 0], square[:, -1]))
    assert border.all()
    paper = np.kron(np.where(np.pad(~square, 1, constant_values=True), 255, 0), np.ones((9, 9)))
    assert CardDetector().find(paper.astype(np.uint8)) == (number,)


@pytest.mark.parametrize("camera", [ROOM_CAMERA, NAO_CAMERA], ids=["room", "nao"])
def test_at_the_distance_that_is_printed_the_square_is_as_large_as_it_has_to_be(camera: CameraView) -> None:
    reach_m = camera.reach_m(SIDE_MM)
    side_px = camera.focal_px * SIDE_MM / 1000 / reach_m
    assert side_px >= SMALLEST_SIDE_PX
    assert camera.focal_px * SIDE_MM / 1000 / (reach_m + 0.1) < SMALLEST_SIDE_PX
    assert camera.reach_m(2 * SIDE_MM) >= 2 * reach_m


def test_the_library_of_pictures_is_loaded_only_when_a_square_is_asked_for() -> None:
    script = "import sys, nao_sessions.cards.paper, nao_sessions.cards.paper; print('cv2' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"

"""How far from a camera the reader still finds a printed card, on pictures drawn for it: tilted, dim, noisy.

Each picture shows one card at a distance, somewhere before a grey wall, turned in the hand by up to 180
degrees and away from the camera by up to 30, its black not black and its white not white, out of focus and
moved a little, with a sensor's noise, and packed as JPEG of quality 60, which is worse than what a camera of
the room sends. A distance counts while at least 19 of 20 pictures up to it give the card.

Run: python benchmarks/card_reach.py [--pictures 100]
"""

from __future__ import annotations

import argparse
import math

import cv2
import numpy as np
from numpy.typing import NDArray

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

Grey = NDArray[np.uint8]
WANTED = 0.95
HEIGHTS = {1280: 720, 640: 480}
PX_A_FIELD = 24
QUIET_FIELDS = 1
MOST_TILT_DEG, BLUR_PX, MOVED_PX, NOISE, QUALITY = 30.0, 0.8, 2, 4.0, 60


def paper(number: int) -> Grey:
    """Print a card's square with the white around it."""
    square = np.array(fields(number))
    white = np.pad(~square, QUIET_FIELDS, constant_values=True)
    return np.kron(np.where(white, 215, 35), np.ones((PX_A_FIELD, PX_A_FIELD))).astype(np.uint8)


def picture(number: int, distance_m: float, camera: CameraView, draws: np.random.Generator) -> Grey:
    """Draw what a camera sees of a card."""
    width_px, height_px = camera.width_px, HEIGHTS[camera.width_px]
    card = paper(number)
    half_m = SIDE_MM / 2000 * (FIELDS + 2 * QUIET_FIELDS) / FIELDS
    roll, yaw = draws.uniform(-math.pi, math.pi), math.radians(draws.uniform(-MOST_TILT_DEG, MOST_TILT_DEG))
    corners = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1))) * half_m
    turned = corners @ np.array(((math.cos(roll), math.sin(roll)), (-math.sin(roll), math.cos(roll))))
    depth = distance_m + turned[:, 0] * math.sin(yaw)
    seen = camera.focal_px * np.stack((turned[:, 0] * math.cos(yaw), turned[:, 1]), axis=1) / depth[:, None]
    seen += (width_px * draws.uniform(0.3, 0.7), height_px * draws.uniform(0.35, 0.65))
    # Drawn twice as fine and shrunk, as a sensor sums up the light that falls on one of its points.
    source = np.array(((0, 0), (card.shape[1], 0), (card.shape[1], card.shape[0]), (0, card.shape[0])))
    warp = cv2.getPerspectiveTransform(source.astype(np.float32), (seen * 3).astype(np.float32))
    canvas = np.full((height_px * 3, width_px * 3), 140, np.uint8)
    cv2.warpPerspective(card, warp, canvas.shape[::-1], canvas, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    taken = cv2.resize(canvas, (width_px, height_px), interpolation=cv2.INTER_AREA)
    taken = cv2.blur(cv2.GaussianBlur(taken, (0, 0), BLUR_PX), (MOVED_PX, 1))
    lit = taken * draws.uniform(0.5, 1.0) + draws.normal(0.0, NOISE, taken.shape)
    _, packed = cv2.imencode(
        ".jpg", np.clip(lit, 0, 255).astype(np.uint8), (cv2.IMWRITE_JPEG_QUALITY, QUALITY)
    )
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def shares(camera: CameraView, pictures: int) -> list[tuple[float, float]]:
    """Give the share of pictures in which the card is found, by distance."""
    detector, draws = CardDetector(), np.random.default_rng(1)
    found: list[tuple[float, float]] = []
    for step in range(2, 80):
        distance_m = step * 0.1
        numbers = draws.integers(0, CARDS, pictures)
        seen = sum(
            detector.find(picture(int(number), distance_m, camera, draws)) == (int(number),)
            for number in numbers
        )
        found.append((distance_m, seen / pictures))
        if seen / pictures < 0.3:
            break
    return found


def main() -> None:
    """Measure both cameras, and print the distances beside the one that is printed on cards."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pictures", type=int, default=100, help="Of each distance.")
    pictures = parser.parse_args().pictures
    for camera in (ROOM_CAMERA, NAO_CAMERA):
        found = shares(camera, pictures)
        reach_m = 0.0
        for distance_m, share in found:
            if share < WANTED:
                break
            reach_m = distance_m
        side_px = camera.focal_px * SIDE_MM / 1000 / reach_m if reach_m else math.inf
        print(f"{camera.name.en}: {SIDE_MM} mm found to {reach_m:.1f} m (side {side_px:.1f} px); "
              f"printed: {camera.reach_m(SIDE_MM):.1f} m ({SMALLEST_SIDE_PX} px)")  # fmt: skip
        print("  " + "  ".join(f"{distance_m:.1f}: {share:.0%}" for distance_m, share in found))


if __name__ == "__main__":
    main()

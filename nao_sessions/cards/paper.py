"""The cards of a protocol as pages to print: their squares, their size, and from how far they are read.

The distance follows from the side that the square has in the picture; the smallest that is read was measured
on drawn pictures (``benchmarks/card_reach.py``), not in a room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from nao_sessions.cards.sightings import square_dictionary
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.sheet.cards import CardPrinting, cards_of, cards_sheet
from nao_sessions.protocol.wording import plain
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg


def cards_paper(protocol: Protocol, language: Language) -> str | None:
    """Return the cards of a protocol as HTML; None where no card is shown in it."""
    cards = cards_of(protocol, language)
    return cards_sheet(protocol, cards, CardPrinting(SIDE_MM, fields, reach()), language) if cards else None


SIDE_MM = 60
"""Side of the printed square: four cards a page, and a child's hands hold one without covering it."""

SMALLEST_SIDE_PX = 24
"""Side of the square, in a picture, from which on 19 of 20 pictures are read (benchmarks/card_reach.py)."""


@dataclass(frozen=True, slots=True)
class CameraView:
    """A camera as far as cards are concerned: the width of its pictures, and the angle that they show."""

    name: Text
    width_px: int
    angle_deg: float

    @property
    def focal_px(self) -> float:
        """Return the focal length in pixels: the width of the image of a thing as wide as it is far away."""
        return self.width_px / 2 / math.tan(math.radians(self.angle_deg) / 2)

    def reach_m(self, side_mm: float) -> float:
        """Return how far off, in metres, a square of a side is read, rounded down to a tenth."""
        return math.floor(self.focal_px * side_mm / 1000 / SMALLEST_SIDE_PX * 10) / 10


_ROOM = msg("camera of the room, 720p, 60° wide")
ROOM_CAMERA = CameraView(_ROOM, 1280, 60.0)
NAO_CAMERA = CameraView(msg("Nao's camera, 640 × 480"), 640, 60.97)
"""Nao's upper camera: 60.97 degrees across in a V5 (Aldebaran); a V6 sees 56.3, and a card further off."""

FIELDS = 6
"""Fields of a side: four that spell the number, and the black border around them."""


def fields(number: int) -> tuple[tuple[bool, ...], ...]:
    """Return the fields of a card's printed square, by the card's number, row by row; True is black."""
    import cv2  # lazily, as in sightings

    square = cv2.aruco.generateImageMarker(square_dictionary(), number, FIELDS)
    return tuple(tuple(bool(value == 0) for value in row) for row in square)


def reach() -> Text:
    """Return in words how far off printed cards are read, by the room's camera and by Nao's."""
    distances = [
        msg("{far} m ({name})", far=plain(camera.reach_m(SIDE_MM)), name=camera.name)
        for camera in (ROOM_CAMERA, NAO_CAMERA)
    ]
    return msg("read up to {room}, {nao}", room=distances[0], nao=distances[1])

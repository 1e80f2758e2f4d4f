"""The square that is printed on a card: its fields, from the dictionary that the readers look in.

OpenCV is imported when the first square is asked for, as by the readers.
"""

from __future__ import annotations

from nao_sessions.cards.detect import dictionary

FIELDS = 6
"""Fields of a side: four that spell the number, and the black border around them."""


def fields(number: int) -> tuple[tuple[bool, ...], ...]:
    """Return the fields of a card's square, row by row; True is black."""
    import cv2  # lazily, as in detect

    square = cv2.aruco.generateImageMarker(dictionary(), number, FIELDS)
    return tuple(tuple(bool(value == 0) for value in row) for row in square)

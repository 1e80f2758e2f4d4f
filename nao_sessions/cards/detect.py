"""Finding cards in a picture: ArUco squares of 4 x 4 fields, the dictionary of 1,000.

OpenCV is imported when the first detector is made: checking a protocol never loads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CARDS = 1000
"""How many cards the dictionary has: numbers 0 to 999."""

BORDER_ERRORS = 0.1
"""Share of the black border's 20 fields that may be read as white: two, where the library allows seven.

Any square with a dark rim whose 16 fields happen to spell a number would else be a card: 1 in 16 does.
"""


def dictionary() -> Any:
    """Return OpenCV's dictionary of the squares, for printing them and for finding them."""
    import cv2  # lazily: 0.2 s, and needed only while cards are watched or printed

    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)


class CardDetector:
    """A detector of cards in pictures, for one thread at a time."""

    def __init__(self) -> None:
        import cv2  # lazily: 0.2 s, and needed only while cards are watched

        cv2.setNumThreads(1)  # a pool of threads would take the cores from those who speak and record
        parameters = cv2.aruco.DetectorParameters()
        parameters.maxErroneousBitsInBorderRate = BORDER_ERRORS
        self._detector: Any = cv2.aruco.ArucoDetector(dictionary(), parameters)

    def find(self, grey: NDArray[np.uint8]) -> tuple[int, ...]:
        """Return the numbers of the cards in a grey picture (rows x columns, 0 to 255), ascending."""
        _, found, _ = self._detector.detectMarkers(grey)
        return () if found is None else tuple(sorted({int(number) for number in found.flatten()}))

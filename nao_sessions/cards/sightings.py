"""Cards in pictures: finding their squares, and saying which are newly seen, each once while it is held up.

Nothing here reads a clock: the times are those of the pictures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nao_sessions.core.clock import SECOND_NS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


CARDS = 1000
"""How many cards the dictionary has: numbers 0 to 999."""

BORDER_ERRORS = 0.1
"""Share of the black border's 20 fields that may be read as white: two, where the library allows seven.

Any square with a dark rim whose 16 fields happen to spell a number would else be a card: 1 in 16 does.
"""


def square_dictionary() -> Any:
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
        self._detector: Any = cv2.aruco.ArucoDetector(square_dictionary(), parameters)

    def find(self, grey: NDArray[np.uint8]) -> tuple[int, ...]:
        """Return the numbers of the cards in a grey picture (rows x columns, 0 to 255), ascending."""
        _, found, _ = self._detector.detectMarkers(grey)
        return () if found is None else tuple(sorted({int(number) for number in found.flatten()}))


AWAY_NS = SECOND_NS
"""A card that was out of sight for less than this was never away: a hand, a blur, a turn of the wrist.

Nor was one that no picture missed: where a computer was too busy to look, nobody knows that it was gone.
"""

CONFIRMED_WITHIN = 2
"""A card counts once another of so many next pictures shows it too.

With 4 x 4 squares and 1,000 cards, a shadow in one picture can look like a card.
"""


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card that is newly seen; ``at_ns`` is the time of the first picture that shows it."""

    card: str
    at_ns: int


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A picture that showed a card: when it was taken, and its number."""

    at_ns: int
    picture: int


class CardsSeen:
    """The cards that one camera has seen. Times are the pictures', on any clock that does not go back."""

    def __init__(self, away_ns: int = AWAY_NS) -> None:
        self._away_ns = away_ns
        self._pictures = 0
        self._present: dict[int, _Sighting] = {}
        self._candidates: dict[int, _Sighting] = {}
        self._before_rest: frozenset[int] = frozenset()

    def look(self, cards: Iterable[int], at_ns: int) -> tuple[NewCard, ...]:
        """Return those of the cards in a picture that are newly seen, in the order of their numbers."""
        shown = sorted(set(cards))
        self._pictures += 1
        now = _Sighting(at_ns, self._pictures)
        self._forget(now, shown)
        new: list[NewCard] = []
        for card in shown:
            if card in self._present or card in self._before_rest:
                self._present[card] = now
                continue
            candidate = self._candidates.get(card)
            if candidate is None:
                self._candidates[card] = now
                continue
            del self._candidates[card]
            self._present[card] = now
            new.append(NewCard(str(card), candidate.at_ns))
        self._before_rest = frozenset()
        return tuple(new)

    def rest(self) -> None:
        """Stop looking for a while: a card that is still there in the next picture is not newly seen."""
        self._before_rest |= frozenset(self._present)
        self._present.clear()
        self._candidates.clear()

    def _forget(self, now: _Sighting, shown: Collection[int]) -> None:
        """Drop cards that were out of sight too long, and candidates that were not confirmed in time."""
        self._present = {
            card: last
            for card, last in self._present.items()
            if now.at_ns - last.at_ns <= self._away_ns or (card in shown and now.picture == last.picture + 1)
        }
        self._candidates = {
            card: candidate
            for card, candidate in self._candidates.items()
            if now.picture - candidate.picture <= CONFIRMED_WITHIN
        }

"""Every position where an author's text may stand."""

from __future__ import annotations

from tests.protocol.french.french_forms import Position
from tests.protocol.french.french_texts import HEAD_POSITIONS, SENTENCE_POSITIONS
from tests.protocol.french.french_words import ANSWERED_POSITIONS, ITEM_POSITIONS, WORD_POSITIONS

POSITIONS: tuple[Position, ...] = (
    *SENTENCE_POSITIONS,
    *HEAD_POSITIONS,
    *ITEM_POSITIONS,
    *WORD_POSITIONS,
    *ANSWERED_POSITIONS,
)

"""Every position where an author's text may stand."""

from __future__ import annotations

from french_forms import Position
from french_texts import HEAD_POSITIONS, SENTENCE_POSITIONS
from french_words import ANSWERED_POSITIONS, ITEM_POSITIONS, WORD_POSITIONS

POSITIONS: tuple[Position, ...] = (
    *SENTENCE_POSITIONS,
    *HEAD_POSITIONS,
    *ITEM_POSITIONS,
    *WORD_POSITIONS,
    *ANSWERED_POSITIONS,
)

"""The words that the checks on sentences know: instructions, idioms, judgements, first names.

``french`` and ``english``: words and patterns of each language, to be read, questioned and extended;
``names``: first names, and what a lexicon holds. A language without a lexicon is not checked by them.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.checks.lexicon.names import ENGLISH, FRENCH, Lexicon, plain

LEXICONS: Mapping[str, Lexicon] = {"fr": FRENCH, "en": ENGLISH}

__all__ = ["LEXICONS", "Lexicon", "plain"]

"""The words that the checks on sentences know: instructions, idioms, judgements, first names.

Data of two languages, stated here so that they can be read, questioned and extended. A language without a
lexicon is not checked by them.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.checks.lexicon.english import ENGLISH
from nao_sessions.protocol.checks.lexicon.french import FRENCH
from nao_sessions.protocol.checks.lexicon.names import Lexicon, plain

LEXICONS: Mapping[str, Lexicon] = {"fr": FRENCH, "en": ENGLISH}

__all__ = ["LEXICONS", "Lexicon", "plain"]

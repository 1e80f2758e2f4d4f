"""How a page writes its sentences: in one language, with the spaces that must not break.

An error is shown with its code, its sentence and its hint; never as a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError, ProtocolRefused
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, msg


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a page shows it, ``code`` and ``hint`` perhaps empty."""

    code: str
    sentence: str
    hint: str


def told(text: Text, language: Language) -> str:
    """Return a sentence in one language, typeset."""
    return typeset(text.in_language(language), language)


def words_in(words: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Return the words of a page in one language, typeset."""
    return {name: told(text, language) for name, text in words.items()}


def problem_of(error: NaoSessionsError, language: Language) -> Problem:
    """Return an error as pages show it; for a refused protocol, its first finding that is an error."""
    if isinstance(error, ProtocolRefused):
        worst = next((one for one in error.findings if one.severity == "error"), None)
        if worst is not None:
            place = replace(worst.place, file=Path(worst.place.file).name)
            sentence = msg("{place}: {sentence}", place=place, sentence=worst.sentence)
            return Problem(
                worst.code, told(sentence, language), "" if worst.hint is None else told(worst.hint, language)
            )
    hint = "" if error.hint is None else told(error.hint, language)
    return Problem(error.code, told(error.sentence, language), hint)

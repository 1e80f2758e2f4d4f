"""Sentences for people, in French and in English, side by side.

Both languages stand in one value, so that neither can be forgotten: a missing one is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from nao_sessions.text.languages import Language as Language
from nao_sessions.text.languages import unbroken as unbroken
from nao_sessions.text.languages import user_language as user_language


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages, with ``{name}`` places filled by :meth:`format`."""

    fr: str
    en: str

    def __str__(self) -> str:
        raise TypeError(f"{self!r} is rendered by in_language(), not by str() or an f-string")

    def __format__(self, spec: str) -> str:
        return str(self)

    def format(self, **values: object) -> Text:
        """Fill the places; a value that is a Text itself is given in each language."""
        french = {k: v.fr if isinstance(v, Text) else v for k, v in values.items()}
        english = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(fr=self.fr.format(**french), en=self.en.format(**english))

    def in_language(self, language: Language) -> str:
        """Give the sentence in one language."""
        return self.fr if language == "fr" else self.en

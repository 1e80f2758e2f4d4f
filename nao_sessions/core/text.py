"""Sentences for people, in French and in English, side by side.

Both languages stand in one value, so that neither can be forgotten: a missing one is a type error.
"""

from __future__ import annotations

import locale
import os
import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "en"]

_BEFORE_SIGN = re.compile(r"(?<=\S) (?=[?!:;»%])")
_AFTER_QUOTE = re.compile(r"« ")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages, with ``{name}`` places filled by :meth:`format`."""

    fr: str
    en: str

    def format(self, **values: object) -> Text:
        """Fill the places; a value that is a Text itself is given in each language."""
        french = {k: v.fr if isinstance(v, Text) else v for k, v in values.items()}
        english = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(fr=self.fr.format(**french), en=self.en.format(**english))

    def in_language(self, language: Language) -> str:
        """Give the sentence in one language."""
        return self.fr if language == "fr" else self.en


def unbroken(text: str) -> str:
    """Keep French signs with their word, as print wants it, also where somebody typed an ordinary space."""
    return _AFTER_QUOTE.sub("«\u00a0", _BEFORE_SIGN.sub("\u00a0", text))


def user_language() -> Language:
    """Tell the language of the user's locale: French when it says so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        value = os.environ.get(name)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    code = locale.getlocale()[0]
    return "fr" if code is not None and code.lower().startswith("fr") else "en"

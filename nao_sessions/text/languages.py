"""The languages that sentences are shown in, each with a profile of how it is written.

A language is a profile here and a catalogue of sentences. Nothing here knows a sentence.
"""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "en"]

_BEFORE_SIGN = re.compile(r"(?<=\S) (?=[?!:;»%])")
_AFTER_QUOTE = re.compile(r"« ")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:ms|s|min|h|dB|°C)\b)")


def unbroken(text: str) -> str:
    """Return *text* with the non-breaking spaces of French typography, whatever spaces were typed."""
    return _AFTER_QUOTE.sub("«\u00a0", _BEFORE_SIGN.sub("\u00a0", text))


@dataclass(frozen=True, slots=True)
class LanguageProfile:
    """How a language is written, beside what its catalogue says.

    Attributes:
        locale: Its name in Babel's tables, by which numbers, dates and lists are written.
        plurals: Which of a sentence's forms a number takes, as the head of its catalogue says it (gettext).
        cells: What separates the cells of a CSV table that its spreadsheets open.
        unbroken: Puts non-breaking spaces where its typography wants them, whatever space was typed.
    """

    locale: str
    plurals: str = "nplurals=2; plural=(n != 1);"
    cells: str = ","
    unbroken: Callable[[str], str] = str


PROFILES: Mapping[Language, LanguageProfile] = {
    "fr": LanguageProfile("fr_FR", "nplurals=2; plural=(n > 1);", cells=";", unbroken=unbroken),
    "en": LanguageProfile("en_GB"),
}
LANGUAGES = tuple(PROFILES)


def typeset(text: str, language: Language) -> str:
    """Return *text* for a page, with non-breaking spaces: before units, and where its language wants them."""
    return PROFILES[language].unbroken(_BEFORE_UNIT.sub("\u00a0", text))


def user_language() -> Language:
    """Return the language of the user's locale where sentences are shown in it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        value = os.environ.get(name)
        if value:
            return _beginning(value)
    return _beginning(locale.getlocale()[0] or "")


def _beginning(code: str) -> Language:
    return next((one for one in LANGUAGES if code.lower().startswith(one)), "en")

"""The languages that sentences are shown in, and the typography of French.

Nothing here knows a sentence.
"""

from __future__ import annotations

import locale
import os
import re
from typing import Literal, get_args

Language = Literal["fr", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)

_BEFORE_SIGN = re.compile(r"(?<=\S) (?=[?!:;»%])")
_AFTER_QUOTE = re.compile(r"« ")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:ms|s|min|h|dB|°C)\b)")


def unbroken(text: str) -> str:
    """Return *text* with non-breaking spaces where French typography wants them, whatever space was typed."""
    return _AFTER_QUOTE.sub("«\u00a0", _BEFORE_SIGN.sub("\u00a0", text))


def typeset(text: str, language: Language) -> str:
    """Return *text* for a page, with non-breaking spaces: before units, and where French wants them."""
    text = _BEFORE_UNIT.sub("\u00a0", text)
    return unbroken(text) if language == "fr" else text


def user_language() -> Language:
    """Return the language of the user's locale: French when it says so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        value = os.environ.get(name)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    code = locale.getlocale()[0]
    return "fr" if code is not None and code.lower().startswith("fr") else "en"

"""The translations of sentences, as gettext keeps them: compiled catalogues beside their sources.

A catalogue is read once, when a sentence is first rendered in its language. English needs none: its sentences
are the keys of the others.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

from nao_sessions.text.languages import Language

DOMAIN = "nao_sessions"
LOCALE = Path(__file__).resolve().parent / "locale"
STRICT = "NAO_SESSIONS_STRICT_WORDS"
"""While this variable is set, a sentence without a translation raises LookupError (the tests set it);
otherwise it is shown in English."""


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return the translations into *language*.

    Raises:
        RuntimeError: The catalogue is not compiled.
        LookupError: From a look-up in what is returned, when STRICT is set and a translation is missing.
    """
    if language == "en":
        return gettext.NullTranslations()
    try:
        found = gettext.translation(DOMAIN, LOCALE, [language])
    except FileNotFoundError as error:
        raise RuntimeError(  # no OSError: callers take those for files of the user
            f"{LOCALE / language}: the catalogue is not compiled; run: python tools/catalogues.py compile"
        ) from error
    if os.environ.get(STRICT):
        found.add_fallback(_Missing(language))
    return found


class _Missing(gettext.NullTranslations):
    """The catalogue that is asked last, for what the real one lacks: it raises LookupError."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def gettext(self, message: str) -> str:
        raise LookupError(f"{message!r} is not in the catalogue of {self._language!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(f"{context}\x04{message}")

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(f"{context}\x04{msgid1}")

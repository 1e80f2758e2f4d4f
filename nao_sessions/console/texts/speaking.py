"""How long Nao takes to say a text that is being typed, in words: « environ 3,2 s ».

The one timing model says it (protocol/timing); what an item will put into a sentence is not known here.
"""

from __future__ import annotations

import re

from nao_sessions.console.texts.sites import Path
from nao_sessions.console.texts.words import WORDS
from nao_sessions.protocol.timing import speech_ms
from nao_sessions.text.formats import number
from nao_sessions.text.languages import Language, typeset

_PLACE = re.compile(r"\{(?!participants?\})[^{}]*\}")


def estimate(path: Path, text: str, spoken: str, language: Language) -> str:
    """Say how long a text lasts; empty where Nao does not say it, or where it is one word of a table.

    Args:
        path: of the value.
        text: as it is typed now.
        spoken: the language it is said in.
        language: of the page.
    """
    said = "say" in path[-2:] or (path[0] in ("items", "tables") and " " in text.strip())
    rest = _PLACE.sub(" ", text)
    ms = speech_ms(rest, spoken) if said else 0
    if ms == 0:
        return ""
    words = WORDS["about_item" if rest != text else "about"].format(seconds=number(ms / 1000, 1))
    return typeset(words.in_language(language), language)

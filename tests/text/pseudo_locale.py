"""A language made by machine: each sentence of the program accented, some 30 % longer, between brackets.

On a page in it, what stands outside of brackets was written into the code or is data; and what does not fit
has no room for the languages to come.
"""

from __future__ import annotations

import gettext
import re

from nao_sessions.text.messages import PLACE

OPENS, CLOSES = "⟦", "⟧"
_ACCENTS = str.maketrans("aceinouyACEINOUY", "àçéîñôûÿÀÇÉÎÑÔÛŸ")
_LONGER = 0.3


def pseudo(sentence: str) -> str:
    """Return a sentence as it reads in this language; its places, and the braces of examples, are kept."""
    kept = [*re.finditer(rf"{PLACE.pattern}|<[^>]*>|`[^`]*`", sentence)]
    parts, at = [], 0
    for one in kept:
        parts += [sentence[at : one.start()].translate(_ACCENTS), one[0]]
        at = one.end()
    parts.append(sentence[at:].translate(_ACCENTS))
    longer = (" ~~~~~~" * len(sentence))[: round(_LONGER * len(sentence))].strip()
    between = " " if " " in sentence else ""  # a word alone becomes a longer word
    return f"{OPENS}{''.join(parts)}{between}{longer}{CLOSES}"


class PseudoLocale(gettext.NullTranslations):
    """The catalogue of this language, without a file."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


def outside(text: str) -> str:
    """Return what of a text stands outside of all brackets."""
    depth, found = 0, []
    for sign in text:
        depth += (sign == OPENS) - (sign == CLOSES)
        if not depth and sign != CLOSES:
            found.append(sign)
    return "".join(found)

"""When a text may stand without quotes: what YAML would cut or split is reported, never guessed.

Words may stand plain anywhere (``[fruit, un légume]``); a sentence between braces or brackets may not, since
a comma or a colon cuts it and what is left looks like words.
"""

from __future__ import annotations

import re

from nao_sessions.core.errors import Place
from nao_sessions.protocol.findings import Findings, quoted
from nao_sessions.protocol.reading.nodes import Node, Scalar
from nao_sessions.protocol.reading.yaml_errors import QUOTE_HINT
from nao_sessions.text.messages import Text, msg

LONGEST_LABEL = 6
"""Words of a label; more are a sentence, and may hold a comma that YAML would cut at."""

PATH_LIKE = re.compile(r"(?:item|settings|data|results|participant|trials?|event)\.[a-z][a-z0-9_.]*")

_SIGNS_OF_A_SENTENCE = re.compile("[;?!…«»“”\"#\u00a0\u202f]|:(?:\\s|$)|\\s:|\\.(?:\\W|$)|['’]$")

_CODE = re.compile("[A-Z]{1,3}[0-9]+")
"""P07: a child's code, no beginning of a sentence."""

VALUE_HINT = msg(
    "write a value; a sentence that holds ':', '#', { } or [ ] goes between double quotes: \"…\""
)

_NO_BACKSLASH = msg("write / or nothing: Nao's voice would take '\\' for a command")


def word_like(text: str) -> bool:
    """Return whether a plain text is words, not a sentence: it begins small and has no punctuation."""
    first = text[:1]
    if first in "+-" and text[1:2].isdigit():
        first = "0"
    small = first.islower() or first.isdigit() or len(text) == 1 or _CODE.fullmatch(text) is not None
    return small and len(text.split()) <= LONGEST_LABEL and not has_sentence_sign(text)


def has_sentence_sign(text: str) -> bool:
    """Return whether a text has the punctuation of a sentence: a full stop, a colon, a question mark."""
    return _SIGNS_OF_A_SENTENCE.search(text) is not None


def check_word(scalar: Scalar, findings: Findings) -> None:
    """Report a word that YAML made of a sentence, by cutting it at a ``#`` or a comma between brackets.

    A computed value is no sentence: what is cut off it is a comment, and its own reading reports the rest.
    """
    if scalar.plain and scalar.text.startswith("="):
        return
    if not scalar.plain and not scalar.text.strip():
        findings.add("P103", scalar.place, msg("this text is empty"), VALUE_HINT)
    elif scalar.cut_in_word or (scalar.cut and not word_like(scalar.text)):
        tell_cut(scalar, findings)
    elif scalar.plain and scalar.listed and not scalar.empty:
        check_unquoted(scalar, findings)


def check_unquoted(scalar: Scalar, findings: Findings) -> None:
    """Report a plain text in braces or brackets that may be a piece of a sentence."""
    if scalar.plain and scalar.in_braces and not word_like(scalar.text):
        tell_unquoted(scalar.place, findings)


def path_without_sign(scalar: Scalar, findings: Findings) -> None:
    """Report a plain value that looks like a path, as it would be taken for a word."""
    if scalar.plain and PATH_LIKE.fullmatch(scalar.text):
        findings.add(
            "P116",
            scalar.place,
            msg("'{text}' would be taken for a word", text=quoted(scalar.text)),
            msg("write '= {text}' for its value", text=scalar.text),
        )


def is_label(scalar: Scalar) -> bool:
    """Return whether a plain text may be a label without quotes, as it is a few words."""
    return scalar.plain and not scalar.cut and word_like(scalar.text)


def check_sentence(scalar: Scalar, findings: Findings) -> None:
    """Report mistakes in how a text for people is written: an ``=``, a backslash, missing quotes, a cut."""
    if scalar.text.startswith("=") or (scalar.plain and PATH_LIKE.fullmatch(scalar.text)):
        _tell_computed(scalar, findings)
    check_backslash(scalar, findings)
    if not scalar.plain:
        if not scalar.text.strip():
            findings.add("P103", scalar.place, msg("this text is empty"), VALUE_HINT)
        return
    if scalar.in_braces:
        tell_unquoted(scalar.place, findings)
    elif scalar.cut:
        tell_cut(scalar, findings)


def _tell_computed(scalar: Scalar, findings: Findings) -> None:
    path = scalar.text.lstrip("= ")
    hint = msg("begin the text with another sign than =")
    if PATH_LIKE.fullmatch(path):
        hint = msg('write "{{path}}"', path=path)
    findings.add(
        "P116",
        scalar.place,
        msg("a text is not computed: Nao would say this as it stands"),
        hint,
    )


def check_backslash(scalar: Scalar, findings: Findings) -> None:
    """Report a backslash in what Nao may say: its speech engine would read it as a tag."""
    at = scalar.text.find("\\")
    if at >= 0:
        findings.add(
            "P131",
            scalar.place_at(at),
            msg("'\\' is not in the language inside a text"),
            _NO_BACKSLASH,
        )


def check_uncomputed(scalar: Scalar, findings: Findings, hint: Text) -> bool:
    """Report a value that begins with ``=`` where nothing is computed; return whether it does."""
    if not scalar.text.startswith("="):
        return False
    findings.add(
        "P116",
        scalar.place,
        msg("this is not computed: the = sign would stay as it stands"),
        hint,
    )
    return True


def tell_cut(scalar: Scalar, findings: Findings) -> None:
    """Report a text that YAML cuts at a ``#``."""
    findings.add(
        "P111",
        scalar.place,
        msg("YAML cuts this text at the # sign: '{text}' is left", text=quoted(scalar.text)),
        QUOTE_HINT,
    )


def tell_unquoted(place: Place, findings: Findings) -> None:
    """Report a sentence without quotes in braces, where a comma or a colon cuts it."""
    findings.add(
        "P110",
        place,
        msg("a sentence inside braces or brackets needs quotes"),
        QUOTE_HINT,
    )


def tell_scrap(value: Node, before: Node | None, in_braces: bool, findings: Findings) -> bool:
    """Report a key that is a scrap of a text in braces (``{say: Bravo, c'est ça}``); return if it is one."""
    scrap = in_braces and isinstance(value, Scalar) and value.empty
    if not scrap or not isinstance(before, Scalar):
        return False
    tell_unquoted(before.place, findings)
    return True

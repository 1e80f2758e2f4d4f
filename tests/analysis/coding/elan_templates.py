"""ELAN templates of a few words: vocabularies in French, and whatever else stands beside them."""

from __future__ import annotations

from collections.abc import Iterable

END = "</ANNOTATION_DOCUMENT>"


def vocabulary(name: str, words: Iterable[str], told: str = "d") -> str:
    """Give a controlled vocabulary; the ids of its entries are made of its name and their places."""
    entries = "".join(
        f'<CV_ENTRY_ML CVE_ID="c{name}{number}"><CVE_VALUE LANG_REF="fra">{word}</CVE_VALUE></CV_ENTRY_ML>'
        for number, word in enumerate(words)
    )
    described = f'<DESCRIPTION LANG_REF="fra">{told}</DESCRIPTION>'
    return f'<CONTROLLED_VOCABULARY CV_ID="{name}">{described}{entries}</CONTROLLED_VOCABULARY>'


def template(*parts: str) -> bytes:
    """Give a template that holds these elements."""
    head = '<HEADER TIME_UNITS="milliseconds"/><TIME_ORDER/>'
    return f'<ANNOTATION_DOCUMENT FORMAT="3.0">{head}{"".join(parts)}{END}'.encode()

"""Reading of what a child says and hears, by language: words, or one name for a thing.

A value without languages is in the protocol's own, under ``""``, as a sentence is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationInfo

from nao_sessions.core.errors import Place
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.quoting import VALUE_HINT
from nao_sessions.protocol.reading.scalars import (
    LANGUAGE,
    Reader,
    Texts,
    context_findings,
    tell_language,
    wrong_type,
)
from nao_sessions.protocol.reading.shape import as_items_or_one
from nao_sessions.text.messages import msg

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class WordsRead:
    """Words as they were written: by language, or under ``""`` in the protocol's own."""

    place: Place
    by_language: tuple[tuple[str, tuple[Scalar, ...]], ...]


def read_words_by_language(word: Reader) -> Reader:
    """Return a reader of a list of words, or of one list for each language."""

    def listed(node: Node, info: ValidationInfo) -> tuple[Scalar, ...]:
        return tuple(word(element, info) for element in as_items_or_one(node, info))

    def read(node: Node, info: ValidationInfo) -> WordsRead:
        return WordsRead(node.place, _by_language(node, info, listed))

    return read


def read_name_by_language(name: Reader) -> Reader:
    """Return a reader of one value, or of one value for each language."""

    def read(node: Node, info: ValidationInfo) -> Texts:
        return Texts(node.place, _by_language(node, info, name))

    return read


def _by_language(
    node: Node, info: ValidationInfo, read: Callable[[Node, ValidationInfo], Read]
) -> tuple[tuple[str, Read], ...]:
    """Read a value, or a map of values by language; a key that is no language is reported."""
    if not isinstance(node, Fields):
        return (("", read(node, info)),)
    findings = context_findings(info)
    if not node:
        wrong_type(node, msg("at least one language"), findings, VALUE_HINT)
    found = []
    for language, value in node.items():
        if LANGUAGE.fullmatch(language):
            found.append((language, read(value, info)))
        else:
            tell_language(language, node.places[language], findings)
    return tuple(found)

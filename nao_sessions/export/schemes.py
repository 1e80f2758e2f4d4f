"""The schemes by which coders coded, as files for other programs need them: lists of words, and an ethogram.

Schemes are read elsewhere; nothing here knows what one looks like as a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.text import Language, Text
from nao_sessions.session.annotations import Annotation


@dataclass(frozen=True, slots=True)
class Stream:
    """What is coded on one tier: its words with what they mean; ``more`` tells whether any has modifiers."""

    name: str
    words: tuple[tuple[str, Text], ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class ExportedScheme:
    """A scheme: ``ethogram`` are BORIS's behaviours in each language, ``subjects`` whom it is about."""

    scheme: str
    title: Text
    streams: tuple[Stream, ...]
    ethogram: Mapping[Language, tuple[Mapping[str, Any], ...]]
    subjects: tuple[str, ...]
    file: str = ""
    """The name of its copy beside the annotations."""


def by_scheme(
    coded: Iterable[Annotation], schemes: Iterable[ExportedScheme]
) -> list[tuple[ExportedScheme | None, list[Annotation]]]:
    """Give what was coded by each scheme, also nothing; last what is by none that is known."""
    known = {one.scheme: one for one in schemes}
    found: dict[str, list[Annotation]] = {name: [] for name in known}
    for one in coded:
        by = known.get(one.scheme)
        words = {word for stream in by.streams for word, _ in stream.words} if by is not None else set()
        found.setdefault(one.scheme if one.behaviour in words else "", []).append(one)
    return [(known.get(name), ones) for name, ones in found.items()]

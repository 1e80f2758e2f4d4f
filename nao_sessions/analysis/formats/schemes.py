"""The schemes by which coders coded, as files for other programs need them: vocabularies, and an ethogram.

Schemes are read elsewhere; nothing here knows what one looks like as a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary
from nao_sessions.analysis.formats.words import Words
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class Stream:
    """What is coded on one tier: the words by their codes; ``more``: any has modifiers."""

    name: str
    words: Mapping[str, str]
    vocabulary: Mapping[Language, Vocabulary]
    more: bool = False


@dataclass(frozen=True, slots=True)
class ExportedScheme:
    """A scheme: ``ethogram`` are BORIS's behaviours in each language, ``subjects`` whom it is about.

    ``meanings`` are what its codes mean, for whoever reads these; ``words`` are what BORIS says for them;
    ``languages`` are those of ELAN's words, beside that of the file, ``external`` what they refer to.
    """

    scheme: str
    title: Text
    streams: tuple[Stream, ...]
    ethogram: Mapping[Language, tuple[Mapping[str, Any], ...]]
    subjects: tuple[str, ...]
    meanings: Mapping[str, Text]
    words: Words
    languages: Mapping[str, Mapping[str, str]]
    external: Mapping[str, Mapping[str, str]]
    file: str = ""
    """The name of its copy beside the annotations."""


def by_scheme(
    coded: Iterable[Annotation], schemes: Iterable[ExportedScheme]
) -> list[tuple[ExportedScheme | None, list[Annotation]]]:
    """Return what was coded by each scheme, also nothing; last what is by none that is known."""
    known = {one.scheme: one for one in schemes}
    found: dict[str, list[Annotation]] = {name: [] for name in known}
    for one in coded:
        by = known.get(one.scheme)
        codes = {code for stream in by.streams for code in stream.words} if by is not None else set()
        found.setdefault(one.scheme if one.behaviour in codes else "", []).append(one)
    return [(known.get(name), ones) for name, ones in found.items()]

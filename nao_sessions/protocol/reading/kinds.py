"""What the keys of the table take, as data: one value, a list, names with values, a map of keys.

The readers turn text into values; a kind says what text a reader takes, so that the editor's schema and the
reference page follow from the table. Nothing is read or judged here. Kinds are equal when they are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from nao_sessions.text.messages import Text

if TYPE_CHECKING:
    from nao_sessions.protocol.reading.shape import Shape

Numbers = Literal["none", "whole", "any"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ValueKind:
    """The kind of a single value: what it is called, its pattern or its words, an example.

    YAML gives an editor typed values where the language takes the source text: ``numbers`` and ``truth`` say
    which of them stand for a text here (``version: 1.10`` is a text, ``wait: 10`` is not a duration).
    """

    name: Text
    """What it is called: « une durée »."""
    example: str = ""
    """One such value as authors write it, quotes included."""
    pattern: str = ""
    """The regular expression that the whole text matches, in the syntax that Python and editors share."""
    words: Mapping[str, Text] = field(default_factory=dict)
    """The words that it may be, each described; empty: it is not one of a list."""
    numbers: Numbers = "none"
    truth: bool = False
    least: int | None = None
    most: int | None = None
    computed: bool = False
    """Whether ``= expression`` may stand for it."""
    offered: tuple[str, ...] = ()
    """Words that an editor proposes though others may stand there."""
    named_by_words: bool = False
    """Whether its words follow its name, which ends before them: « un mot parmi »."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SentenceKind:
    """The kind of a text for people, one or one for each language. Editors' snippets put quotes around it."""

    name: Text
    example: str
    barred: str = ""
    """A sign that may not stand in it."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Keys:
    """The kind of a map of keys, those of a shape.

    ``without`` are keys of it that may not stand here, with the reason; ``needed`` those that must, here.
    """

    shape: type[Shape]
    without: Mapping[str, Text] = field(default_factory=dict)
    needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListOf:
    """The kind of a list of at least ``least`` elements; ``or_one``: one may stand without its dash."""

    element: Kind
    or_one: bool = False
    least: int = 1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NamesOf:
    """The kind of a map of names or words that the author gives, each with what it holds.

    ``names`` says what they look like, None: any text. ``least`` there are at least. ``but`` may not be among
    them. ``known`` are those that mean something to the language.
    """

    value: Kind
    names: ValueKind | None = None
    least: int = 0
    but: tuple[str, ...] = ()
    known: Mapping[str, NamedColumn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NamedColumn:
    """A name that means something to the language: what it takes, and what it is for."""

    kind: Kind
    description: Text


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Either:
    """The kind of what may be of one of several kinds."""

    kinds: tuple[Kind, ...]


Kind = ValueKind | SentenceKind | Keys | ListOf | NamesOf | Either


def words_of(
    words: Mapping[str, Text],
    name: Text,
    example: str = "",
    *,
    computed: bool = False,
    named_by_words: bool = False,
) -> ValueKind:
    """Return the kind of a word from a list, with the meaning of each word."""
    return ValueKind(
        name, example or next(iter(words)), words=words, computed=computed, named_by_words=named_by_words
    )


def shared_syntax(pattern: re.Pattern[str], space: str = " ") -> str:
    """Return a Python pattern in the syntax that editors read, too: without named groups.

    Args:
        pattern: of Python's ``re``, with nothing in it but literals, classes, groups and repetitions.
        space: what a space in it stands for.
    """
    return re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern).replace(" ", space)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Narrowing:
    """Stands beside a shape in an annotation: what is more to it in this place than in others."""

    without: Mapping[str, Text] = field(default_factory=dict)
    needed: tuple[str, ...] = ()

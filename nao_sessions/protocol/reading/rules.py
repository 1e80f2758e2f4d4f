"""What holds between the keys of one map, as data: which need another, which exclude each other.

What is told to an author is decided where the flow is built; a rule says the same to her editor while she
writes, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.protocol.reading.kinds import Kind
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OneOf:
    """At least one of some keys stands there, unless something unknown does: it may be meant."""

    keys: tuple[str, ...]
    sentence: Text


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Alone:
    """Beside a key, none of some others may stand: each of these is told.

    ``itself``: the key is told instead. ``as_map``: only where it holds a map of keys. ``without``: only
    where another key is not written.
    """

    key: str
    others: tuple[str, ...]
    sentence: Text
    itself: bool = False
    as_map: bool = False
    without: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Needs:
    """A key means something only beside another; ``word``: only where the key has this word."""

    key: str
    other: str
    sentence: Text
    word: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Says:
    """Beside a key, another one has this word."""

    key: str
    other: str
    word: str
    sentence: Text


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AtMost:
    """A list has at most so many elements; ``beside``: only where another key stands there."""

    key: str
    count: int
    sentence: Text
    beside: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Follows:
    """The word of one key decides what others take; None: they may not stand there."""

    key: str
    others: tuple[str, ...]
    kinds: Mapping[str, Kind | None]
    sentence: Text


Rule = OneOf | Alone | Needs | Says | AtMost | Follows

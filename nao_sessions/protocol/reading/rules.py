"""What holds between the keys of one map, declared once: which need another, which exclude each other.

A rule is executed on every map of keys that is read (``Shape``), and exported to the schema that an editor
reads and to the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from nao_sessions.core.errors import Place
from nao_sessions.protocol.reading.kinds import Kind
from nao_sessions.text.messages import Text, msg


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WrittenMap:
    """A map of keys as its author wrote it.

    ``place``: where the map begins; ``named_at``: where its own name stands; ``places``: where each of its
    keys stands, in the order in which they were written. ``stray``: something unknown stands there too, which
    may be meant for what seems to be missing.
    """

    place: Place
    named_at: Place
    places: Mapping[str, Place]
    stray: bool
    values: Mapping[str, object]
    """What was read, by the names of the attributes."""
    attributes: Mapping[str, str]
    """Attributes by the keys that have another name."""

    def get(self, name: str) -> object:
        """Return the value of a key; None where the key is not written, or its value is false."""
        value = self.values[self.attributes.get(name, name)] if name in self.places else None
        return None if value is False else value


Breaches = Iterator[tuple[Place, Mapping[str, object]]]
"""Where a rule is broken, with what fills the places of its sentence."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OneOf:
    """At least one of some keys stands there. ``named``: a breach is reported at the map's own name."""

    keys: tuple[str, ...]
    named: bool = False

    def breaches(self, keys: WrittenMap) -> Breaches:
        """Yield the place of the map, if none of the keys is written."""
        if not keys.stray and all(keys.get(name) is None for name in self.keys):
            yield keys.named_at if self.named else keys.place, {}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Alone:
    """Beside a key, none of some others may stand: each of these is reported, with ``{key}`` and ``{other}``.

    ``itself``: the key is reported instead. ``as_map``: only where it holds a map of keys. ``without``: only
    where another key is not written.
    """

    key: str
    others: tuple[str, ...]
    itself: bool = False
    as_map: bool = False
    without: str = ""

    def breaches(self, keys: WrittenMap) -> Breaches:
        """Yield the places of the keys written beside the one that must stand alone, or its own place."""
        value = keys.get(self.key)
        if value is None or (self.as_map and not isinstance(value, BaseModel)) or self.without in keys.places:
            return
        beside = [other for other in keys.places if other in self.others]
        for other in beside[:1] if self.itself else beside:
            yield keys.places[self.key if self.itself else other], {"key": self.key, "other": other}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AtMostOne:
    """At most one of some keys stands there: each further one is reported, ``{other}`` beside ``{key}``.

    ``needed``: one of them must stand there too, and whatever is wrong is reported once, of the map.
    ``without``: only where another key is not written.
    """

    keys: tuple[str, ...]
    needed: bool = False
    without: str = ""

    def breaches(self, keys: WrittenMap) -> Breaches:
        """Yield the places of the keys after the first one written, or the place of the map."""
        found = [name for name in keys.places if name in self.keys]
        if self.needed and len(found) != 1 and not keys.stray:
            yield keys.place, {}
        elif not self.needed and self.without not in keys.places:
            for other in found[1:]:
                yield keys.places[other], {"key": found[0], "other": other}

    def pairs(self) -> Iterator[Alone]:
        """Yield the rule for each key against all the keys after it."""
        for at, key in enumerate(self.keys[:-1], 1):
            yield Alone(key, self.keys[at:], without=self.without)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Needs:
    """A key means something only beside another.

    ``word``: only where the key has this word. ``named``: reported at the map's own name, not at the key.
    """

    key: str
    other: str
    word: str = ""
    named: bool = False

    def breaches(self, keys: WrittenMap) -> Breaches:
        """Yield the place of the key, if the key that it needs is not written."""
        value = keys.get(self.key)
        if value is not None and keys.get(self.other) is None and (not self.word or value == self.word):
            at = keys.named_at if self.named else keys.places[self.key]
            yield at, {"key": self.key, "other": self.other}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Says:
    """Where one key is written, another one must have a certain word."""

    key: str
    other: str
    word: str

    def breaches(self, keys: WrittenMap) -> Breaches:
        """Yield the place of the key, if another key does not have the value that it needs."""
        if keys.get(self.key) is not None and keys.get(self.other) != self.word:
            yield keys.places[self.key], {}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AtMost:
    """A list has at most so many elements: ``{most}``, and ``{count}`` that it has.

    ``beside``: only where another key is written; ``without``: only where another is not.
    """

    key: str
    most: int
    beside: str = ""
    without: str = ""

    def breaches(self, keys: WrittenMap) -> Breaches:
        """Yield the place of the first element that is too many."""
        found = keys.get(self.key)
        if not isinstance(found, list) or len(found) <= self.most or self.without in keys.places:
            return
        if not self.beside or self.beside in keys.places:
            yield found[self.most].place, {"count": len(found), "most": self.most}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Follows:
    """The word of one key decides what kind of value others take; None: they may not stand there."""

    key: str
    others: tuple[str, ...]
    kinds: Mapping[str, Kind | None]

    def breaches(self, keys: WrittenMap) -> Breaches:
        """Yield nothing: a breach is reported where the value is read by its type."""
        yield from ()


Condition = OneOf | Alone | AtMostOne | Needs | Says | AtMost | Follows


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule:
    """One rule, and the finding where it is broken; without a code, an editor alone reports it."""

    condition: Condition
    sentence: Text
    code: str = ""
    hint: Text | None = None

    def message(self, key: str = "", other: str = "") -> Text:
        """Return the rule's sentence and hint in one text, for an editor."""
        sentence = self.sentence.format(key=key, other=other)
        return (
            sentence if self.hint is None else msg("{sentence} ({hint})", sentence=sentence, hint=self.hint)
        )

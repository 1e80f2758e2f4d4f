"""The base of the key table: models whose fields are the keys that an author may write, and their rules.

A key has a name, a type and a description; the parser reads them here, and so does what is generated from the
table. A rule says what holds between the keys of one map; it is executed on every map that is read. Reading
collects findings and always returns a model. Words by language are read here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)
from pydantic.fields import FieldInfo

from nao_sessions.core.errors import Place
from nao_sessions.protocol.findings import Findings, did_you_mean, nearest, quoted
from nao_sessions.protocol.reading.kinds import Kind
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Nothing, Scalar
from nao_sessions.protocol.reading.scalars import (
    LANGUAGE,
    RESERVED_NAMES,
    Reader,
    Texts,
    check_name,
    context_findings,
    tell_language,
    wrong_type,
)
from nao_sessions.protocol.reading.yaml_traps import VALUE_HINT, check_uncomputed, tell_scrap, tell_unquoted
from nao_sessions.text.messages import Text, msg

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
class AtLeastOne:
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


Condition = AtLeastOne | Alone | AtMostOne | Needs | Says | AtMost | Follows


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


_REQUIRED: Any = ...


def key(text: Text, *, default: Any = None, name: str | None = None, example: str = "") -> Any:
    """Declare a key that may be left out.

    Args:
        text: its description.
        default: its value where it is left out.
        name: its name, where Python has that word for itself.
        example: what may stand after it, where its type alone does not show that.
    """
    extra: dict[str, Any] = {"text": text, "example": example}
    return Field(default=default, alias=name, json_schema_extra=extra)


def needed(text: Text, *, name: str | None = None, example: str = "") -> Any:
    """Declare an obligatory key."""
    return key(text, default=_REQUIRED, name=name, example=example)


class Shape(BaseModel):
    """A map of keys in a protocol. ``place`` is where it begins, ``at(key)`` where a key stands."""

    # Built when first read: each shape once, inside the whole table (saves 70 ms of a cold start).
    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True, defer_build=True)

    called: ClassVar[Text] = msg("keys")
    """What people call such a map: « un bouton »."""

    elsewhere: ClassVar[Mapping[str, Text]] = {}
    """Keys that authors look for here though they belong elsewhere, with the hint."""

    rules: ClassVar[tuple[Rule, ...]] = ()
    """What holds between its keys."""

    _place: Place = PrivateAttr()
    _named_at: Place = PrivateAttr()
    _stray: bool = PrivateAttr(default=False)
    _places: dict[str, Place] = PrivateAttr(default_factory=dict)

    @property
    def place(self) -> Place:
        """Return the place where the map begins."""
        return self._place

    @property
    def named_at(self) -> Place:
        """Return the place of the map's own name, such as that of a step or setting."""
        return self._named_at

    @property
    def stray(self) -> bool:
        """Return whether the map has an unknown key: a key that seems missing may only be misspelt."""
        return self._stray

    @property
    def written(self) -> tuple[str, ...]:
        """Return the keys that the author wrote, in that order."""
        return tuple(self._places)

    def at(self, name: str) -> Place:
        """Return the place of a key; the map's own place where the key is not written."""
        return self._places.get(name, self._place)

    @classmethod
    def keys(cls) -> Mapping[str, FieldInfo]:
        """Return the keys by the name that authors write."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}

    @classmethod
    @cache
    def _attributes(cls) -> Mapping[str, str]:
        """Return the attributes whose names differ from their keys, by key."""
        return {field.alias: name for name, field in cls.model_fields.items() if field.alias}

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, node: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        findings = context_findings(info)
        known = cls.keys()
        if isinstance(node, Fields):
            meant = _tell_unknown(cls, known, node, findings)
            fields = node.only(set(known))
            stray = len(fields) < len(node)
        else:
            listed = ", ".join(list(known)[:6])
            hint = msg("for example: {listed}", listed=listed)
            wrong_type(node, msg("keys with their values"), findings, hint)
            meant, fields, stray = set(known), Fields(node.place, node.key), True
        for name, field in known.items():
            if field.is_required() and name not in fields:
                if name not in meant:
                    findings.add(
                        "P105",
                        node.place,
                        msg("the key '{name}' is missing", name=name),
                        description_of(field),
                    )
                fields[name] = Nothing(node.place, name)
        model = handler(fields)
        model._place = node.place
        model._named_at = fields.named_at
        model._stray = stray
        model._places = {name: fields.places[name] for name in fields if name in fields.places}
        if cls.rules:
            written = WrittenMap(
                node.place, fields.named_at, model._places, stray, model.__dict__, cls._attributes()
            )
            for rule in cls.rules:
                for place, values in rule.condition.breaches(written) if rule.code else ():
                    findings.add(rule.code, place, rule.sentence.format(**values), rule.hint)
        return model


def description_of(field: FieldInfo) -> Text:
    """Return the description of a key that was declared by :func:`key` or :func:`needed`."""
    extra: Any = field.json_schema_extra
    assert isinstance(extra, dict), "every key is declared by key() or needed()"
    text = extra["text"]
    assert isinstance(text, Text)
    return text


def _tell_unknown(
    shape: type[Shape], known: Mapping[str, FieldInfo], node: Fields, findings: Findings
) -> set[str]:
    """Report every unknown key of a map; return the known keys that were probably meant.

    A scrap of an unquoted sentence (``{say: Bravo, c'est ça}``) is reported as such.
    """
    before: Node | None = None
    meant: set[str] = set()
    for name, value in node.items():
        if name not in known and not tell_scrap(value, before, node.in_braces, findings):
            close = nearest(name, known)
            if close is not None:
                meant.add(close)
            hint = None if close else shape.elsewhere.get(name)
            findings.add(
                "P101",
                node.places[name],
                msg("unknown key '{name}'", name=quoted(name)),
                hint or did_you_mean(name, known),
            )
        before = value
    return meant


def as_items(node: Node, info: ValidationInfo) -> list[Node]:
    """Return the elements of a list; report anything else."""
    if isinstance(node, Items):
        if not node:
            wrong_type(node, msg("at least one element"), context_findings(info))
        return node
    hint = msg("each element begins with a dash")
    wrong_type(node, msg("a list"), context_findings(info), hint)
    return []


def as_items_or_one(node: Node, info: ValidationInfo) -> list[Node]:
    """Return the elements of a list, or one element written without a dash."""
    if isinstance(node, Items):
        return as_items(node, info)
    return [] if isinstance(node, Nothing) else [node]


def as_named(node: Node, info: ValidationInfo) -> dict[str, Node]:
    """Return the values of a map whose keys are names chosen by the author; report malformed names."""
    findings = context_findings(info)
    if not isinstance(node, Fields):
        wrong_type(node, msg("names with what they hold"), findings)
        return {}
    for name in node:
        place = node.places[name]
        if name in RESERVED_NAMES:
            findings.add(
                "P114",
                place,
                msg("'{name}' is a word of the language", name=name),
            )
        else:
            check_name(name, place, findings)
    return node


def as_map(node: Node, info: ValidationInfo) -> dict[str, Node]:
    """Return the values of a map whose keys are any text; report what a comma cut off a key in braces."""
    findings = context_findings(info)
    if not isinstance(node, Fields):
        wrong_type(node, msg("words with what they hold"), findings, VALUE_HINT)
        return {}
    names = set(node)
    for name, value in node.items():
        place = node.places[name]
        if node.in_braces and isinstance(value, Scalar) and value.empty:
            tell_unquoted(place, findings)
            names.discard(name)
        check_uncomputed(Scalar(name, place, name), findings, msg("write the word"))
    if not node:
        wrong_type(
            node,
            msg("at least one word with what it holds"),
            findings,
        )
    return node.only(names)


def as_values(node: Node, info: ValidationInfo) -> Fields:
    """Return a map from names to single values; report anything else."""
    findings = context_findings(info)
    if not isinstance(node, Fields):
        wrong_type(node, msg("names with their values"), findings)
        return Fields(node.place, node.key)
    if not node:
        wrong_type(node, msg("at least one name with its value"), findings)
    before: Node | None = None
    wrong = set()
    for name, value in node.items():
        if not isinstance(value, Scalar) or value.empty:
            wrong.add(name)
            if not tell_scrap(value, before, node.in_braces, findings):
                wrong_type(value, msg("one value"), findings, VALUE_HINT)
        before = value
    return node.only(set(node) - wrong)

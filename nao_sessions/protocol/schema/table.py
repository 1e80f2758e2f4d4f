"""The key table as it is walked: every map of keys, every key with what it takes, and where it may stand.

Nothing is known here that the table does not say: a reader whose kind is not declared is an error of the
program, not of a protocol.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BeforeValidator, PlainValidator
from pydantic.fields import FieldInfo

from nao_sessions.protocol.keys.types import ListRead, MapOr, Taking
from nao_sessions.protocol.keys.values import NAMES, READERS, whole
from nao_sessions.protocol.reading.kinds import (
    Either,
    Keys,
    Kind,
    ListOf,
    NamesOf,
    Narrowing,
    words_of,
)
from nao_sessions.protocol.reading.scalars import OneOf, Whole
from nao_sessions.protocol.reading.shape import (
    Shape,
    as_items,
    as_items_or_one,
    as_map,
    as_named,
    description_of,
)
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg


@dataclass(frozen=True, slots=True)
class SchemaKey:
    """One key of a map: ``default`` is None where leaving it out means that there is none."""

    name: str
    kind: Kind
    required: bool
    default: object
    description: Text
    example: str


def keys_of(shape: type[Shape]) -> tuple[SchemaKey, ...]:
    """Return the keys of a map, in the order of the table."""
    shape.model_rebuild()
    return tuple(_key(name, field) for name, field in shape.keys().items())


def shapes_from(root: type[Shape]) -> tuple[type[Shape], ...]:
    """Return every map that may be written in a file, the file itself first."""
    found: dict[type[Shape], None] = {root: None}
    for shape in _growing(found):
        for key in keys_of(shape):
            found.update(dict.fromkeys(_shapes_in(key.kind)))
    return tuple(found)


def places_of(root: type[Shape]) -> dict[type[Shape], list[tuple[type[Shape], str]]]:
    """Return where each map may be written: in which map, after which key."""
    places: dict[type[Shape], list[tuple[type[Shape], str]]] = {}
    for shape in shapes_from(root):
        for key in keys_of(shape):
            for inner in dict.fromkeys(_shapes_in(key.kind)):
                places.setdefault(inner, []).append((shape, key.name))
    return places


def _shapes_in(kind: Kind) -> Iterator[type[Shape]]:
    """Yield the maps of keys that a kind holds."""
    match kind:
        case Keys():
            yield kind.shape
        case ListOf():
            yield from _shapes_in(kind.element)
        case NamesOf():
            yield from _shapes_in(kind.value)
            for column in kind.known.values():
                yield from _shapes_in(column.kind)
        case Either():
            for one in kind.kinds:
                yield from _shapes_in(one)


def _growing(found: dict[type[Shape], None]) -> Iterator[type[Shape]]:
    """Yield the keys of a dictionary, including those added while it is iterated."""
    done = 0
    while done < len(found):
        yield list(found)[done]
        done += 1


def _key(name: str, field: FieldInfo) -> SchemaKey:
    extra = field.json_schema_extra
    assert isinstance(extra, dict), f"the key {name} is not declared by key() or needed()"
    return SchemaKey(
        name=name,
        kind=_kind(field.annotation, field.metadata),
        required=field.is_required(),
        default=None if field.is_required() else field.default,
        description=description_of(field),
        example=str(extra["example"]),
    )


def _kind(annotation: Any, metadata: list[Any]) -> Kind:
    """Return the kind of an annotation and its metadata."""
    for one in metadata:
        if isinstance(one, PlainValidator):
            return _read_by(one.func)
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        (inner,) = (one for one in get_args(annotation) if one is not type(None))
        return _kind(inner, metadata)
    if origin is Annotated:
        inner, *beside = get_args(annotation)
        return _kind(inner, [*beside, *metadata])
    kind = _bare(annotation, metadata)
    for one in metadata:
        if isinstance(one, BeforeValidator):
            kind = _prepared(kind, one.func)
    return kind


def _bare(annotation: Any, metadata: list[Any]) -> Kind:
    """Return the kind of a map, a list or names by its annotation alone, without metadata."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list:
        return _kind(arguments[0], [])
    if origin is dict:
        return NamesOf(_kind(arguments[1], []))
    assert isinstance(annotation, type), f"{annotation} has no kind"
    assert issubclass(annotation, Shape), f"{annotation} has no kind"
    narrowed = next((one for one in metadata if isinstance(one, Narrowing)), Narrowing())
    return Keys(annotation, narrowed.without, narrowed.needed)


def _prepared(kind: Kind, reader: object) -> Kind:
    """Return the kind of what is written, where a reader changes the node before it is read."""
    if isinstance(reader, Taking):
        return Either((reader.kind, kind))
    if reader is as_items:
        return ListOf(kind)
    if reader is as_items_or_one:
        return ListOf(kind, or_one=True)
    if reader is as_map or reader is as_named:
        assert isinstance(kind, NamesOf)
        return NamesOf(kind.value, NAMES) if reader is as_named else NamesOf(kind.value, None, least=1)
    raise TypeError(f"{reader} has no kind")


def _read_by(reader: Any) -> Kind:
    """Return the kind that a reader reads."""
    match reader:
        case Taking():
            return reader.kind
        case MapOr():
            return Either((Keys(reader.shape), _read_by(reader.otherwise)))
        case ListRead():
            return Either((ListOf(_read_by(reader.item)), _read_by(reader.otherwise)))
        case OneOf():
            words = dict.fromkeys(reader.words, EMPTY_TEXT)
            return words_of(words, msg("one word of"))
        case Whole():
            return whole(reader.least, most=reader.most)
        case _:
            return READERS[reader]

"""The kinds of value that keys take, as annotations that the key table is written with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    Texts,
    read_duration,
    read_labels,
    read_name,
    read_scalar,
    read_text,
    read_texts,
    read_truth,
    read_word,
)
from nao_sessions.protocol.reading.shape import Shape, as_items_or_one, as_values

Sentence = Annotated[Texts, PlainValidator(read_texts)]
Label = Annotated[Texts, PlainValidator(read_labels)]
PlainText = Annotated[str, PlainValidator(read_text)]
Word = Annotated[Scalar, PlainValidator(read_word)]
Any_ = Annotated[Scalar, PlainValidator(read_scalar)]
Name = Annotated[Scalar, PlainValidator(read_name)]
Truth = Annotated[bool, PlainValidator(read_truth)]
FixedDuration = Annotated[int, PlainValidator(read_duration)]
Values = Annotated[Fields, PlainValidator(as_values)]
PlainTexts = Annotated[list[PlainText], BeforeValidator(as_items_or_one)]
Labels = Annotated[list[Label], BeforeValidator(as_items_or_one)]
Words = Annotated[list[Word], BeforeValidator(as_items_or_one)]

Reader = Callable[[Node, ValidationInfo], Any]


def either(shape: type[Shape], otherwise: Reader) -> Reader:
    """Make a reader that takes a map of keys, or else what another reader takes."""

    def read(node: Node, info: ValidationInfo) -> Any:
        if isinstance(node, Fields):
            return shape.model_validate(node, context=info.context)
        return otherwise(node, info)

    return read


def listed(item: Reader, otherwise: Reader) -> Reader:
    """Make a reader that takes a list, each element by one reader, or else what another reader takes."""

    def read(node: Node, info: ValidationInfo) -> Any:
        if isinstance(node, Items):
            return [item(element, info) for element in node]
        return otherwise(node, info)

    return read


def keep(node: Node, info: ValidationInfo) -> Node:
    """Take whatever stands there, to be read where its columns are known."""
    return node

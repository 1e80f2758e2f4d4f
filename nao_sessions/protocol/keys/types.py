"""The kinds of value that keys take, as annotations that the key table is written with.

An annotation says how a key is read and, by its reader, what may stand there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol.keys import values
from nao_sessions.protocol.reading.kinds import Kind
from nao_sessions.protocol.reading.languages import (
    WordsRead,
    read_name_by_language,
    read_words_by_language,
)
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    Reader,
    Texts,
    read_duration,
    read_element,
    read_labels,
    read_name,
    read_prose,
    read_scalar,
    read_text,
    read_texts,
    read_truth,
    read_word,
)
from nao_sessions.protocol.reading.shape import Shape, as_items, as_items_or_one, as_values


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Taking:
    """A reader with the kind of value that it takes, for readers that are used for several kinds."""

    read: Reader
    kind: Kind

    def __call__(self, node: Node, info: ValidationInfo) -> Any:
        """Read a node with the wrapped reader."""
        return self.read(node, info)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MapOr:
    """A reader that takes a map of keys, or else what another reader takes."""

    shape: type[Shape]
    otherwise: Reader

    def __call__(self, node: Node, info: ValidationInfo) -> Any:
        """Read a node as a map of keys, or else with the other reader."""
        if isinstance(node, Fields):
            return self.shape.model_validate(node, context=info.context)
        return self.otherwise(node, info)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListRead:
    """A reader that takes a list, each element by one reader, or else what another reader takes."""

    item: Reader
    otherwise: Reader

    def __call__(self, node: Node, info: ValidationInfo) -> Any:
        """Read a node as a list, or else with the other reader."""
        if isinstance(node, Items):
            return [self.item(element, info) for element in as_items(node, info)]
        return self.otherwise(node, info)


def keep(node: Node, info: ValidationInfo) -> Node:
    """Return the node unread, to be read where its columns are known."""
    return node


read_a_literal = Taking(read_word, values.LITERAL)
read_a_duration = Taking(read_word, values.DURATION)
read_a_pose = Taking(read_word, values.POSE)
read_a_touch = Taking(read_word, values.TOUCH)
read_a_plain_word = Taking(read_word, values.PLAIN_WORD)
read_an_element = Taking(read_element, values.PLAIN_WORD)
read_a_card = Taking(read_word, values.CARD)

Sentence = Annotated[Texts, PlainValidator(read_texts)]
Label = Annotated[Texts, PlainValidator(read_labels)]
PlainText = Annotated[str, PlainValidator(read_text)]
Prose = Annotated[str, PlainValidator(read_prose)]
Word = Annotated[Scalar, PlainValidator(read_word)]
Any_ = Annotated[Scalar, PlainValidator(read_scalar)]
Name = Annotated[Scalar, PlainValidator(read_name)]
Truth = Annotated[bool, PlainValidator(read_truth)]
FixedDuration = Annotated[int, PlainValidator(read_duration)]
Values = Annotated[Fields, PlainValidator(as_values)]
PlainTexts = Annotated[list[PlainText], BeforeValidator(as_items_or_one)]
Proses = Annotated[list[Prose], BeforeValidator(as_items_or_one)]
Labels = Annotated[list[Label], BeforeValidator(as_items_or_one)]

PlainLiteral = Annotated[Scalar, PlainValidator(read_a_literal)]
Condition = Annotated[Scalar, PlainValidator(Taking(read_scalar, values.CONDITION))]
Duration = Annotated[Scalar, PlainValidator(read_a_duration)]
PlainDuration = Annotated[Scalar, PlainValidator(Taking(read_word, values.PLAIN_DURATION))]
Count = Annotated[Scalar, PlainValidator(Taking(read_word, values.COUNT))]
Reversals = Annotated[Scalar, PlainValidator(Taking(read_word, values.REVERSALS))]
Gesture = Annotated[Scalar, PlainValidator(Taking(read_word, values.GESTURE))]
Pose = Annotated[Scalar, PlainValidator(read_a_pose)]
Posture = Annotated[Scalar, PlainValidator(Taking(read_word, values.POSTURE))]
Look = Annotated[Scalar, PlainValidator(Taking(read_word, values.LOOK))]
Colour = Annotated[Scalar, PlainValidator(Taking(read_word, values.COLOUR))]
Sound = Annotated[Scalar, PlainValidator(Taking(read_word, values.SOUND))]
Picture = Annotated[Scalar, PlainValidator(Taking(read_word, values.PICTURE))]
PictureFile = Annotated[Scalar, PlainValidator(Taking(read_word, values.FILE))]
BoardFile = Annotated[Scalar, PlainValidator(Taking(read_word, values.BOARD))]
ProtocolFile = Annotated[Scalar, PlainValidator(Taking(read_word, values.PROTOCOL))]

LiteralByLanguage = Annotated[
    Texts, PlainValidator(Taking(read_name_by_language(read_a_literal), values.LITERAL_BY_LANGUAGE))
]
LiteralsByLanguage = Annotated[
    WordsRead, PlainValidator(Taking(read_words_by_language(read_a_literal), values.LITERALS_BY_LANGUAGE))
]
WordsByLanguage = Annotated[
    WordsRead, PlainValidator(Taking(read_words_by_language(read_a_plain_word), values.WORDS_BY_LANGUAGE))
]
Poses = Annotated[list[Pose], BeforeValidator(as_items_or_one)]
Touches = Annotated[list[Annotated[Scalar, PlainValidator(read_a_touch)]], BeforeValidator(as_items_or_one)]
PlainWords = Annotated[
    list[Annotated[Scalar, PlainValidator(read_a_plain_word)]], BeforeValidator(as_items_or_one)
]
Cards = Annotated[list[Annotated[Scalar, PlainValidator(read_a_card)]], BeforeValidator(as_items_or_one)]

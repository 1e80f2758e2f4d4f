"""The kinds of value that keys take, as annotations of the key table; the closed lists of words.

An annotation says how a key is read and, by its reader, what may stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol import wording
from nao_sessions.protocol.keys import values
from nao_sessions.protocol.reading.kinds import Kind, words_of
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    OneOf,
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
from nao_sessions.protocol.reading.shape import (
    Shape,
    WordsRead,
    as_items,
    as_items_or_one,
    as_values,
    read_name_by_language,
    read_words_by_language,
)
from nao_sessions.protocol.trials import HELPS, SENSES
from nao_sessions.text.messages import Text, msg, msgc

THERAPIST = "therapist"
"""Another word for the professional, as a way to give an answer."""


SETTING_TYPES = ("integer", "number", "text", "boolean", "duration", "choice")


DATUM_TYPES = ("integer", "number", "text", "boolean", "duration")


COMPREHENSION = ("words", "short_sentences", "sentences", "stories")
"""What a child has to understand: single words; sentences of a few words; sentences; stories."""


def a_word_of(meanings: Mapping[str, Text], words: Iterable[str] = ()) -> Taking:
    """Return a reader of one of some words: those given, else all whose meaning is known."""
    taken = {word: meanings[word] for word in words or meanings}
    return Taking(OneOf(tuple(taken)), words_of(taken, msg("one word of"), named_by_words=True))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Taking:
    """A reader with the kind of value that it takes, for readers that are used for several kinds."""

    read: Reader
    kind: Kind

    def __call__(self, node: Node, info: ValidationInfo) -> Any:
        """Read a node with the wrapped reader."""
        return self.read(node, info)


read_a_setting_type = a_word_of(wording.VALUE_TYPES, SETTING_TYPES)


read_a_datum_type = a_word_of(wording.VALUE_TYPES, DATUM_TYPES)


read_a_status = a_word_of(wording.STATUSES, ("draft", "review", "approved", "retired"))


read_an_outcome = a_word_of(wording.OUTCOMES, ("completed", "refused", "distress", "technical", "time"))


read_a_help = a_word_of(wording.HELPS_EXPLAINED, HELPS)


read_a_sense = a_word_of(
    {**wording.SENSES, THERAPIST: msg("the same as 'professional'")},
    (*SENSES, THERAPIST),
)


read_a_procedure = a_word_of(
    wording.PROCEDURES,
    ("least_to_most", "most_to_least", "simultaneous", "constant_delay", "progressive_delay"),
)


read_an_order = a_word_of(
    {
        **wording.ORDERS,
        "adaptive": msg("by the child's level: see adapt"),
    }
)


read_a_prompt_cause = a_word_of(
    {
        "silence": msg("the child has not answered"),
        "wrong": msg("the answer is not the right one"),
    }
)


read_a_correction = a_word_of(wording.CORRECTIONS)


read_what_is_said_again = a_word_of(
    {
        "question": msg("the question of the step"),
        "sentence": msg("the last sentence"),
    }
)


read_what_opens = a_word_of({"answers": msg("answers count from now on")})


read_what_it_ends_on = a_word_of({"success": msgc("a verb", "ends with the first right answer")})


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

"""The keys of what a child does that is there or gone: one word is written after them.

Which word that is stands with the other facts of the sense, and what it means in the glossary.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainValidator

from nao_sessions.protocol.keys.types import Taking
from nao_sessions.protocol.keys.values import this_word
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import read_word
from nao_sessions.protocol.reading.shape import Shape, key
from nao_sessions.protocol.trials import SENSE_FACTS, Sense
from nao_sessions.text.glossary import SENSES
from nao_sessions.text.messages import Text, msg


def _event(sense: Sense) -> Text:
    event = SENSES[sense].event
    assert event is not None, f"no sentence says what {sense} takes up"
    return event


def _word_of(sense: Sense) -> PlainValidator:
    return PlainValidator(Taking(read_word, this_word(SENSE_FACTS[sense].word, _event(sense))))


def _key_of(sense: Sense) -> Any:
    return key(msg("{word}: {what}", word=SENSE_FACTS[sense].word, what=_event(sense)))


class ThereOrGoneKeys(Shape):
    """What a step, a moment and a question wait for alike; it stands after the signs of each."""

    gaze: Annotated[Scalar, _word_of("gaze")] | None = _key_of("gaze")
    face: Annotated[Scalar, _word_of("face")] | None = _key_of("face")
    speech: Annotated[Scalar, _word_of("speech")] | None = _key_of("speech")

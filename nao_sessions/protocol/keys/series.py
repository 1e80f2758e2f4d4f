"""The keys of a series: which children, which phases, how many sessions of which protocol, what is measured.

A series is a file of its own; it names protocols and runs none.
"""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol.keys.head import ApprovalKeys, PopulationKeys
from nao_sessions.protocol.keys.types import (
    Labels,
    MapOr,
    Name,
    PlainText,
    PlainTexts,
    Sentence,
    Taking,
    Values,
    a_word_of,
    read_a_status,
)
from nao_sessions.protocol.keys.values import VERSION
from nao_sessions.protocol.reading.kinds import Either, NamesOf
from nao_sessions.protocol.reading.kinds import ValueKind as Kind
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    Whole,
    read_id,
    read_language,
    read_path,
    read_scalar,
    read_word,
)
from nao_sessions.protocol.reading.shape import (
    Shape,
    as_items_or_one,
    as_named,
    as_values,
    key,
    needed,
)
from nao_sessions.protocol.series import CODE
from nao_sessions.protocol.wording import COUNTERBALANCINGS, PHASES
from nao_sessions.text.messages import msg, msgc

DAYS = re.compile(r"(\d{1,4}) (?:days?|weeks?)")
"""How far apart sessions are: whole days, or whole weeks."""

_CODE_KIND = Kind(msg("a code, never a name"), "P07", pattern=CODE.pattern)
_DAYS_KIND = Kind(
    msg("a number of days or weeks"),
    "2 days",
    pattern=DAYS.pattern,
    offered=("1 day", "2 days", "1 week", "2 weeks", "4 weeks"),
)
_COUNT_KIND = Kind(msg("a number, 1 or more"), "3", numbers="whole", least=1)
_LEAST_KIND = Kind(msg("a number"), "0.8", numbers="any")

Code = Annotated[Scalar, PlainValidator(Taking(read_scalar, _CODE_KIND))]
Days = Annotated[Scalar, PlainValidator(Taking(read_word, _DAYS_KIND))]


def _read_sessions(node: Node, info: ValidationInfo) -> Fields | Scalar:
    """Read one number of sessions, or one for each participant's code."""
    return as_values(node, info) if isinstance(node, Fields) else read_word(node, info)


read_sessions = Taking(_read_sessions, Either((_COUNT_KIND, NamesOf(_COUNT_KIND, _CODE_KIND, least=1))))


_EACH_SESSION = {
    "one": msg("one protocol a session"),
    "all": msg("all of them, one after the other"),
}
_LISTED = {"listed": msg("as in the list")}


class PlannedKeys(Shape):
    """One protocol that is played in a phase."""

    called: ClassVar = msg("a protocol that is played")

    protocol: PlainText = needed(msg("the protocol's file: emotions.yaml"))
    version: PlainText = needed(msg('its version: "1.0.0"'))
    given: Values | None = key(
        msg("the settings given to it"),
        name="with",
        example="{situations: false}",
    )


class SpacingKeys(Shape):
    """How far apart the sessions of a phase are."""

    called: ClassVar = msg("the spacing of sessions")

    least: Days | None = key(msg("at least: 2 days"))
    most: Days | None = key(msg("at most: 1 week"))


class CounterbalancingKeys(Shape):
    """Orders that are spread over the children by a square."""

    called: ClassVar = msg("a counterbalancing")

    counterbalanced: Annotated[str, PlainValidator(a_word_of(COUNTERBALANCINGS))] = needed(
        msg("latin_square: every position once; williams: every succession of two as well"),
    )
    seed: Annotated[int, PlainValidator(Whole(0, 999_999_999_999))] = needed(
        msg("the seed of the lot: a number, written down once and for all"),
    )


class MasteryKeys(Shape):
    """When a child has reached what a phase is for."""

    called: ClassVar = msg("a mastery criterion")

    measure: Name = needed(msg("the measure"))
    least: Annotated[Scalar, PlainValidator(Taking(read_word, _LEAST_KIND))] = needed(
        msg("the value to reach: 0.8")
    )
    sessions: Annotated[int, PlainValidator(Whole(1))] = key(msg("in how many sessions in a row"), default=1)


class PhaseKeys(Shape):
    """One phase of a series."""

    called: ClassVar = msg("a phase")

    kind: Annotated[str, PlainValidator(a_word_of(PHASES))] = needed(
        msg("baseline, intervention, probe or follow_up")
    )
    title: Sentence | None = key(msg("its name"))
    protocols: Annotated[list[PlannedKeys], BeforeValidator(as_items_or_one)] = needed(
        msg("the protocols that are played")
    )
    sessions: Annotated[Fields | Scalar, PlainValidator(read_sessions)] = needed(
        msg("the number of sessions; or one for each code: {P07: 3, P09: 5}"),
    )
    each_session: Annotated[str, PlainValidator(a_word_of(_EACH_SESSION))] = key(
        msg("one: a protocol a session; all: all of them, one after the other"),
        default="one",
    )
    order: Annotated[
        CounterbalancingKeys | str, PlainValidator(MapOr(CounterbalancingKeys, a_word_of(_LISTED)))
    ] = key(
        msg("listed, or {counterbalanced: latin_square, seed: 7}"),
        default="listed",
    )
    spacing: SpacingKeys | None = key(msg("how far apart two sessions are"))
    after: Days | None = key(msg("the time left since the phase before: 4 weeks"))
    mastery: MasteryKeys | None = key(msg("the criterion that ends the phase for a child"))


class MeasureKeys(Shape):
    """One value that is read from every session."""

    called: ClassVar = msg("a measure")

    label: Sentence = needed(msg("what it says"))
    value: Annotated[Scalar, PlainValidator(read_path)] = needed(
        msg("the value read at the end: results.tri.rate")
    )


class SeriesKeys(Shape):
    """A series as a whole."""

    called: ClassVar = msg("a series")

    elsewhere: ClassVar = {
        "steps": msg("a series names protocols; the steps are in their files"),
    }

    series: Annotated[int, PlainValidator(Taking(Whole(1), VERSION))] = needed(
        msg("the version of the language of series: 1")
    )
    id: Annotated[str, PlainValidator(read_id)] = needed(msg("the id"))
    version: PlainText = needed(msg('the version of the series: "1.0.0"'))
    title: Sentence = needed(msg("the title"))
    language: Annotated[str, PlainValidator(read_language)] = needed(msg("the language of the texts: fr"))
    status: Annotated[str, PlainValidator(read_a_status)] = key(
        msg("draft, review, approved or retired"),
        default="draft",
    )
    approved: Annotated[list[ApprovalKeys], BeforeValidator(as_items_or_one)] | None = key(
        msgc("feminine", "who approved it")
    )
    authors: PlainTexts | None = key(msgc("feminine", "who wrote it"))
    goals: Labels | None = key(msg("the goals"))
    population: PopulationKeys | None = key(msgc("feminine", "whom it is for"))
    sources: PlainTexts | None = key(msg("the sources"))
    participants: Annotated[list[Code], BeforeValidator(as_items_or_one)] = needed(
        msg("the children, by code: [P07, P09]")
    )
    phases: Annotated[dict[str, PhaseKeys], BeforeValidator(as_named)] = needed(
        msg("the phases, in their order")
    )
    measures: Annotated[dict[str, MeasureKeys], BeforeValidator(as_named)] | None = key(
        msg("what is measured in every session")
    )
    stopping: Labels | None = key(
        msg("when the series stops for a child, or for all"),
    )

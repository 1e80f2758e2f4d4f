"""The keys of a series: which children, which phases, how many sessions of which protocol, what is measured.

A series is a file of its own; it names protocols and runs none.
"""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.core.text import Text
from nao_sessions.protocol.keys.head import ApprovalKeys, PopulationKeys
from nao_sessions.protocol.keys.types import (
    Labels,
    Name,
    PlainText,
    PlainTexts,
    Sentence,
    Taking,
    Values,
    either,
)
from nao_sessions.protocol.keys.values import VERSION
from nao_sessions.protocol.keys.words import a_word_of, read_a_status
from nao_sessions.protocol.reading.kinds import Either, Named
from nao_sessions.protocol.reading.kinds import Value as Kind
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    read_id,
    read_language,
    read_path,
    read_scalar,
    read_word,
    whole,
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

DAYS = re.compile(r"(\d{1,4}) (?:days?|weeks?)")
"""How far apart sessions are: whole days, or whole weeks."""

_CODE_KIND = Kind(Text(fr="un code, jamais un nom", en="a code, never a name"), "P07", pattern=CODE.pattern)
_DAYS_KIND = Kind(
    Text(fr="un nombre de jours ou de semaines", en="a number of days or weeks"),
    "2 days",
    pattern=DAYS.pattern,
    offered=("1 day", "2 days", "1 week", "2 weeks", "4 weeks"),
)
_COUNT_KIND = Kind(Text(fr="un nombre, 1 ou plus", en="a number, 1 or more"), "3", numbers="whole", least=1)
_LEAST_KIND = Kind(Text(fr="un nombre", en="a number"), "0.8", numbers="any")

Code = Annotated[Scalar, PlainValidator(Taking(read_scalar, _CODE_KIND))]
Days = Annotated[Scalar, PlainValidator(Taking(read_word, _DAYS_KIND))]


def _read_sessions(node: Node, info: ValidationInfo) -> Fields | Scalar:
    """Take one number of sessions, or one for each code."""
    return as_values(node, info) if isinstance(node, Fields) else read_word(node, info)


read_sessions = Taking(_read_sessions, Either((_COUNT_KIND, Named(_COUNT_KIND, _CODE_KIND, least=1))))


_EACH_SESSION = {
    "one": Text(fr="un protocole par séance", en="one protocol a session"),
    "all": Text(fr="tous, l'un après l'autre", en="all of them, one after the other"),
}
_LISTED = {"listed": Text(fr="dans l'ordre de la liste", en="as in the list")}


class PlannedKeys(Shape):
    """One protocol that is played in a phase."""

    called: ClassVar = Text(fr="un protocole joué", en="a protocol that is played")

    protocol: PlainText = needed(
        Text(fr="le fichier du protocole : emotions.yaml", en="the protocol's file: emotions.yaml")
    )
    version: PlainText = needed(Text(fr='sa version : "1.0.0"', en='its version: "1.0.0"'))
    given: Values | None = key(
        Text(fr="les réglages qu'on lui donne", en="the settings given to it"),
        name="with",
        example="{situations: false}",
    )


class SpacingKeys(Shape):
    """How far apart the sessions of a phase are."""

    called: ClassVar = Text(fr="l'écart entre séances", en="the spacing of sessions")

    least: Days | None = key(Text(fr="au moins : 2 days", en="at least: 2 days"))
    most: Days | None = key(Text(fr="au plus : 1 week", en="at most: 1 week"))


class CounterbalancingKeys(Shape):
    """Orders that are spread over the children by a square."""

    called: ClassVar = Text(fr="un contrebalancement", en="a counterbalancing")

    counterbalanced: Annotated[str, PlainValidator(a_word_of(COUNTERBALANCINGS))] = needed(
        Text(
            fr="latin_square : chaque place une fois ; williams : chaque suite de deux aussi",
            en="latin_square: every position once; williams: every succession of two as well",
        ),
    )
    seed: Annotated[int, PlainValidator(whole(0, 999_999_999_999))] = needed(
        Text(
            fr="la graine du tirage : un nombre, noté une fois pour toutes",
            en="the seed of the lot: a number, written down once and for all",
        ),
    )


class MasteryKeys(Shape):
    """When a child has reached what a phase is for."""

    called: ClassVar = Text(fr="un critère de réussite", en="a mastery criterion")

    measure: Name = needed(Text(fr="la mesure", en="the measure"))
    least: Annotated[Scalar, PlainValidator(Taking(read_word, _LEAST_KIND))] = needed(
        Text(fr="la valeur à atteindre : 0.8", en="the value to reach: 0.8")
    )
    sessions: Annotated[int, PlainValidator(whole(1))] = key(
        Text(fr="sur combien de séances de suite", en="in how many sessions in a row"), default=1
    )


class PhaseKeys(Shape):
    """One phase of a series."""

    called: ClassVar = Text(fr="une phase", en="a phase")

    kind: Annotated[str, PlainValidator(a_word_of(PHASES))] = needed(
        Text(fr="baseline, intervention, probe ou follow_up", en="baseline, intervention, probe or follow_up")
    )
    title: Sentence | None = key(Text(fr="son nom", en="its name"))
    protocols: Annotated[list[PlannedKeys], BeforeValidator(as_items_or_one)] = needed(
        Text(fr="les protocoles joués", en="the protocols that are played")
    )
    sessions: Annotated[Fields | Scalar, PlainValidator(read_sessions)] = needed(
        Text(
            fr="le nombre de séances ; ou un nombre par code : {P07: 3, P09: 5}",
            en="the number of sessions; or one for each code: {P07: 3, P09: 5}",
        ),
    )
    each_session: Annotated[str, PlainValidator(a_word_of(_EACH_SESSION))] = key(
        Text(
            fr="one : un protocole par séance ; all : tous, l'un après l'autre",
            en="one: a protocol a session; all: all of them, one after the other",
        ),
        default="one",
    )
    order: Annotated[
        CounterbalancingKeys | str, PlainValidator(either(CounterbalancingKeys, a_word_of(_LISTED)))
    ] = key(
        Text(
            fr="listed, ou {counterbalanced: latin_square, seed: 7}",
            en="listed, or {counterbalanced: latin_square, seed: 7}",
        ),
        default="listed",
    )
    spacing: SpacingKeys | None = key(
        Text(fr="l'écart entre deux séances", en="how far apart two sessions are")
    )
    after: Days | None = key(
        Text(
            fr="le temps laissé depuis la phase d'avant : 4 weeks",
            en="the time left since the phase before: 4 weeks",
        )
    )
    mastery: MasteryKeys | None = key(
        Text(
            fr="le critère qui finit la phase pour un enfant",
            en="the criterion that ends the phase for a child",
        )
    )


class MeasureKeys(Shape):
    """One value that is read from every session."""

    called: ClassVar = Text(fr="une mesure", en="a measure")

    label: Sentence = needed(Text(fr="ce qu'elle dit", en="what it says"))
    value: Annotated[Scalar, PlainValidator(read_path)] = needed(
        Text(
            fr="la valeur lue en fin de séance : results.tri.rate",
            en="the value read at the end: results.tri.rate",
        )
    )


class SeriesKeys(Shape):
    """A series as a whole."""

    called: ClassVar = Text(fr="une série", en="a series")

    elsewhere: ClassVar = {
        "steps": Text(
            fr="une série nomme des protocoles ; les étapes sont dans leurs fichiers",
            en="a series names protocols; the steps are in their files",
        ),
    }

    series: Annotated[int, PlainValidator(Taking(whole(1), VERSION))] = needed(
        Text(fr="la version du langage des séries : 1", en="the version of the language of series: 1")
    )
    id: Annotated[str, PlainValidator(read_id)] = needed(Text(fr="l'identifiant", en="the id"))
    version: PlainText = needed(
        Text(fr='la version de la série : "1.0.0"', en='the version of the series: "1.0.0"')
    )
    title: Sentence = needed(Text(fr="le titre", en="the title"))
    language: Annotated[str, PlainValidator(read_language)] = needed(
        Text(fr="la langue des textes : fr", en="the language of the texts: fr")
    )
    status: Annotated[str, PlainValidator(read_a_status)] = key(
        Text(fr="draft, review, approved ou retired", en="draft, review, approved or retired"),
        default="draft",
    )
    approved: Annotated[list[ApprovalKeys], BeforeValidator(as_items_or_one)] | None = key(
        Text(fr="qui l'a approuvée", en="who approved it")
    )
    authors: PlainTexts | None = key(Text(fr="qui l'a écrite", en="who wrote it"))
    goals: Labels | None = key(Text(fr="les objectifs", en="the goals"))
    population: PopulationKeys | None = key(Text(fr="à qui elle s'adresse", en="whom it is for"))
    sources: PlainTexts | None = key(Text(fr="les sources", en="the sources"))
    participants: Annotated[list[Code], BeforeValidator(as_items_or_one)] = needed(
        Text(fr="les enfants, par leurs codes : [P07, P09]", en="the children, by code: [P07, P09]")
    )
    phases: Annotated[dict[str, PhaseKeys], BeforeValidator(as_named)] = needed(
        Text(fr="les phases, dans leur ordre", en="the phases, in their order")
    )
    measures: Annotated[dict[str, MeasureKeys], BeforeValidator(as_named)] | None = key(
        Text(fr="ce qui est mesuré à chaque séance", en="what is measured in every session")
    )
    stopping: Labels | None = key(
        Text(
            fr="quand la série s'arrête pour un enfant, ou pour tous",
            en="when the series stops for a child, or for all",
        ),
    )

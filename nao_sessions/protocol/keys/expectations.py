"""The keys of an expectations file: what rehearsals of the protocol beside it are expected to come to.

It says nothing about real children, and runs nothing: the words of virtual children and professionals stand
here so that an editor knows them, and a test holds them to those that there are.
"""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol.expectations import Bound
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.keys.types import MapOr, Taking, Values, a_word_of
from nao_sessions.protocol.keys.values import REASON, VERSION
from nao_sessions.protocol.reading.kinds import NamesOf
from nao_sessions.protocol.reading.kinds import ValueKind as Kind
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    Whole,
    context_findings,
    duration_hint,
    parse_duration,
    read_scalar,
    read_word,
    wrong_type,
)
from nao_sessions.protocol.reading.shape import (
    Shape,
    as_items,
    as_items_or_one,
    as_named,
    as_values,
    key,
    needed,
)
from nao_sessions.protocol.reading.yaml_traps import check_sentence
from nao_sessions.protocol.wording import OUTCOMES
from nao_sessions.text.messages import EMPTY_TEXT, msg

# The kinds of value that expectations take: shares, lengths, what is to be reached, sentences, reasons.
#
# A bound is written as it is said: ``at least 90 %``, ``at most 20 min``. What is wrong is reported, and
# nothing stands in its place.

FULL = "full"
_SHARE = re.compile(r"(?P<bound>at least|at most) (?P<number>\d{1,3}(?:\.\d)?) ?%", re.ASCII)
_TIME = re.compile(r"(?P<bound>at least|at most) (?P<length>.+)")
_SHARE_PATTERN = r"\d{1,3}(?:\.\d)?[ \u00a0\u202f]?%"
SHARE = Kind(
    msg("a share of the sessions, with its bound"),
    "at least 90 %",
    pattern=rf"at (?:least|most) {_SHARE_PATTERN}",
    offered=("at least 90 %", "at most 10 %"),
)
REACHED = Kind(
    msg("full, or the share to reach"),
    FULL,
    pattern=rf"full|at least {_SHARE_PATTERN}",
    offered=(FULL, "at least 90 %"),
)
LENGTH = Kind(
    msg("a duration, with its bound"),
    "at most 20 min",
    pattern=r"at (?:least|most) \s*\d.*",
    offered=("at most 20 min", "at least 5 min"),
)
SPOKEN = Kind(
    msg("a sentence of Nao's"),
    '"Au revoir !"',
    pattern=r"[\s\S]*\S[\s\S]*",
    numbers="any",
    truth=True,
)
_REASONS = NamesOf(REASON, least=1)


def _spaced(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def read_share(node: Node, info: ValidationInfo) -> Bound | None:
    """Read a bound such as ``at least 90 %``; None where it is empty, or wrong, which is reported."""
    scalar = read_word(node, info)
    if scalar.empty:
        return None
    match = _SHARE.fullmatch(_spaced(scalar.text))
    if match is None:
        number = re.search(r"\d{1,3}", scalar.text)
        guess = f"{_bound_meant(scalar.text)} {number.group() if number else 90} %"
        hint = msg("for example: {guess}", guess=guess)
        wrong_type(scalar, SHARE.name, context_findings(info), hint)
        return None
    share = float(match["number"])
    if share > 100:
        shown = quoted(scalar.text)
        context_findings(info).add(
            "P119",
            scalar.place,
            msg("100 % at most, not '{shown}'", shown=shown),
        )
    return Bound(match["bound"] == "at least", min(share, 100.0) / 100, scalar.place)


def read_reached(node: Node, info: ValidationInfo) -> Bound | None:
    """Read the part to be reached: ``full`` or ``at least 95 %``; None where it is empty, or wrong."""
    scalar = read_word(node, info)
    if scalar.text == FULL:
        return Bound(True, 1.0, scalar.place)
    bound = read_share(scalar, info)
    if bound is None or bound.least:
        return bound
    hint = msg("full, or for example: at least 90 %")
    wrong_type(scalar, REACHED.name, context_findings(info), hint)
    return None


def read_length(node: Node, info: ValidationInfo) -> Bound | None:
    """Read a bound such as ``at most 20 min``, in ms; None where it is empty, or wrong, which is reported."""
    scalar = read_word(node, info)
    if scalar.empty:
        return None
    match = _TIME.fullmatch(_spaced(scalar.text))
    ms = None if match is None else parse_duration(match["length"])
    if match is None or ms is None:
        if match is not None:
            hint = duration_hint(match["length"])
        else:
            length = re.search(r"\d.*", scalar.text)
            meant = length.group() if length and parse_duration(length.group()) is not None else "20 min"
            bound = "at least" if re.search(r"moins|least|>", scalar.text) else "at most"
            hint = msg("for example: {bound} {meant}", bound=bound, meant=meant)
        wrong_type(scalar, LENGTH.name, context_findings(info), hint)
        return None
    return Bound(match["bound"] == "at least", float(ms), scalar.place)


def _bound_meant(text: str) -> str:
    return "at most" if re.search(r"plus|most|<", text) else "at least"


def read_reasons(node: Node, info: ValidationInfo) -> Fields:
    """Read names, each with a reason; report a reason of fewer than two words."""
    fields = as_values(node, info)
    for value in fields.values():
        if isinstance(value, Scalar) and len(value.text.split()) < 2:
            example = msg("for example: {example}", example=REASON.example)
            wrong_type(value, REASON.name, context_findings(info), example)
    return fields


def read_spoken(node: Node, info: ValidationInfo) -> Scalar:
    """Read a sentence as the protocol writes it; report one without quotes that YAML would damage."""
    scalar = read_scalar(node, info)
    if not scalar.empty:
        check_sentence(scalar, context_findings(info))
    return scalar


Share = Annotated[Bound | None, PlainValidator(Taking(read_share, SHARE))]
Reached = Annotated[Bound | None, PlainValidator(Taking(read_reached, REACHED))]
Length = Annotated[Bound | None, PlainValidator(Taking(read_length, LENGTH))]
Spoken = Annotated[
    list[Annotated[Scalar, PlainValidator(Taking(read_spoken, SPOKEN))]], BeforeValidator(as_items_or_one)
]
Reasons = Annotated[Fields, PlainValidator(Taking(read_reasons, _REASONS))]


PROFILES = (
    "declines", "early_answers", "leaves", "long_latency", "often_wrong", "repeats", "silent", "steady",
    "tiring", "touches_everything", "uneven",
)  # fmt: skip
"""The behaviours of virtual children that come with the program."""

POLICIES = {
    "confirms": msg("confirms what Nao has understood, and mostly presses the main button"),
    "helps": msg("confirms, and helps after each silence"),
    "presses_everything": msg("presses everything, again and again"),
    "presses_nothing": msg("presses nothing"),
}
SCRIPTS = {
    "demo": msg("touches, speaks, is silent, in turn"),
    "silent": msg("does nothing"),
    "touches": msg("touches Nao every time"),
}
"""The scripted children that act on the simulator."""

MOST_SESSIONS = 10_000

_UNSAID = dict.fromkeys(PROFILES, EMPTY_TEXT)
"""A behaviour's name says what it is; its file says how."""
ProfileName = Annotated[str, PlainValidator(a_word_of(_UNSAID))]
Profiles = Annotated[list[ProfileName], BeforeValidator(as_items_or_one)]
read_an_end = a_word_of(OUTCOMES)


class SharesKeys(Shape):
    """How many sessions end in which way."""

    called: ClassVar = msg("ends and their shares")

    completed: Share = key(msg("the share that is completed"))
    refused: Share = key(msg("the share ended by a refusal"))
    distress: Share = key(msg("the share ended by distress"))
    technical: Share = key(msg("the share ended by a technical cause"))
    time: Share = key(msg("the share ended because time is up"))


class LengthsKeys(Shape):
    """How long sessions last."""

    called: ClassVar = msg("durations of sessions")

    p5: Length = key(msg("what 5 % of sessions stay below"))
    p50: Length = key(msg("the median duration"))
    p95: Length = key(msg("what 5 % of sessions go beyond"))
    longest: Length = key(msg("the longest session"))


class SentencesKeys(Shape):
    """What Nao says, or never says."""

    called: ClassVar = msg("sentences of Nao's")

    every_session: Spoken | None = key(
        msg("said in every session, as the protocol writes them"),
        example='["Au revoir {participant} !"]',
    )
    some_session: Spoken | None = key(
        msg("said in one session at least; … stands for any words"),
        example='["C\'est un {item.answer}."]',
    )
    no_session: Spoken | None = key(
        msg("said in none of these sessions"),
        example='["On fait une pause."]',
    )


class ExpectedKeys(Shape):
    """What is expected of some sessions."""

    called: ClassVar = msg("what is expected of sessions")

    outcome: Annotated[SharesKeys | str, PlainValidator(MapOr(SharesKeys, read_an_end))] | None = key(
        msg("how all of them end: completed; or shares"),
        example="{completed: at least 90 %}",
    )
    duration: LengthsKeys | None = key(msg("how long they last"), example="{p95: at most 20 min}")
    sentences: SentencesKeys | None = key(msg("what Nao says in them"))


class CoverageKeys(Shape):
    """What all behaviours and professionals together reach of the protocol."""

    called: ClassVar = msg("what rehearsals reach")

    steps: Reached = key(msg("the steps"))
    transitions: Reached = key(msg("the ways from step to step"))
    prompts: Reached = key(msg("the helps"))
    feedback: Reached = key(msg("what Nao says after an answer"))
    sessions: Annotated[int, PlainValidator(Whole(1, MOST_SESSIONS))] = key(
        msg("how many sessions at most; it ends when all is reached"),
        default=2_000,
    )
    variants: Annotated[list[Values], BeforeValidator(as_items)] | None = key(
        msg("other settings, tried in turn with those of the other sessions"),
        name="with",
        example="[{raconter: false}]",
    )
    excepted: Reasons | None = key(
        msg("what nobody reaches, with the reason"),
        name="except",
        example='{detresse: "l\'adulte seul en décide"}',
    )


class WireCoverageKeys(Shape):
    """What a session on the simulator reaches of the protocol."""

    called: ClassVar = msg("what a simulated session reaches")

    steps: Reached = key(msg("the steps"))
    transitions: Reached = key(msg("the ways from step to step"))
    prompts: Reached = key(msg("the helps"))
    feedback: Reached = key(msg("what Nao says after an answer"))


class SimulatorKeys(Shape):
    """What is expected of a session on the simulator."""

    called: ClassVar = msg("what is expected on the simulator")

    child: Annotated[str, PlainValidator(a_word_of({**_UNSAID, **SCRIPTS}))] = key(
        msg("the scripted child; or a behaviour, which a virtual professional accompanies"),
        default="demo",
    )
    outcome: Annotated[str, PlainValidator(read_an_end)] | None = key(msg("how the session ends"))
    coverage: WireCoverageKeys | None = key(msg("what it reaches"))


class ExpectationsKeys(Shape):
    """An expectations file as a whole."""

    called: ClassVar = msg("expectations")

    elsewhere: ClassVar = {
        "steps": msg("the steps are in the protocol"),
        "outcome": msg("under expect, then all"),
        "duration": msg("under expect, then all"),
        "sentences": msg("under expect, then all"),
    }

    expectations: Annotated[int, PlainValidator(Taking(Whole(1), VERSION))] = needed(
        msg("the version of the language of expectations: 1")
    )
    sessions: Annotated[int, PlainValidator(Whole(1, MOST_SESSIONS))] = key(
        msg("how many sessions for each behaviour"), default=20
    )
    seed: Annotated[int, PlainValidator(Whole(0, 999_999_999_999))] = key(
        msg("the seed of the first session"), default=1
    )
    profiles: Profiles | None = key(
        msg("the behaviours that are rehearsed; all if nothing is said"),
        example="[steady, silent]",
    )
    groups: Annotated[dict[str, Profiles], BeforeValidator(as_named)] | None = key(
        msg("groups of children: a name, and their behaviours in turn"),
        example="{contrastes: [steady, silent]}",
    )
    professional: Annotated[str, PlainValidator(a_word_of(POLICIES))] = key(
        msg("what the virtual professional does"), default="confirms"
    )
    settings: Values | None = key(
        msg("settings other than the defaults"),
        example="{patience: 20 s}",
    )
    expect: Annotated[dict[str, ExpectedKeys], BeforeValidator(as_named)] | None = key(
        msg("under all: of all sessions; under a behaviour or a group: of its own"),
        example="{all: {outcome: completed}}",
    )
    coverage: CoverageKeys | None = key(msg("what all together reach of the protocol"))
    simulator: SimulatorKeys | None = key(
        msg("what is expected of a session on the simulator (--nao-simulator)"),
    )

"""The keys of an expectations file: what rehearsals of the protocol beside it are expected to come to.

It says nothing about real children, and runs nothing: the words of virtual children and professionals stand
here so that an editor knows them, and a test holds them to those that there are.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator

from nao_sessions.protocol.keys.bounds import Length, Reached, Reasons, Share, Spoken
from nao_sessions.protocol.keys.types import Taking, Values, either
from nao_sessions.protocol.keys.values import VERSION
from nao_sessions.protocol.keys.words import a_word_of
from nao_sessions.protocol.reading.scalars import whole
from nao_sessions.protocol.reading.shape import Shape, as_items, as_items_or_one, as_named, key, needed
from nao_sessions.protocol.wording import OUTCOMES
from nao_sessions.text.messages import EMPTY_TEXT, msg

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

    outcome: Annotated[SharesKeys | str, PlainValidator(either(SharesKeys, read_an_end))] | None = key(
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
    sessions: Annotated[int, PlainValidator(whole(1, MOST_SESSIONS))] = key(
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

    expectations: Annotated[int, PlainValidator(Taking(whole(1), VERSION))] = needed(
        msg("the version of the language of expectations: 1")
    )
    sessions: Annotated[int, PlainValidator(whole(1, MOST_SESSIONS))] = key(
        msg("how many sessions for each behaviour"), default=20
    )
    seed: Annotated[int, PlainValidator(whole(0, 999_999_999_999))] = key(
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

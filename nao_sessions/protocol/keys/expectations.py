"""The keys of an expectations file: what rehearsals of the protocol beside it are expected to come to.

It says nothing about real children, and runs nothing: the words of virtual children and professionals stand
here so that an editor knows them, and a test holds them to those that there are.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator

from nao_sessions.core.text import Text
from nao_sessions.protocol.keys.bounds import Length, Reached, Reasons, Share, Spoken
from nao_sessions.protocol.keys.types import Taking, Values, either
from nao_sessions.protocol.keys.values import VERSION
from nao_sessions.protocol.keys.words import a_word_of
from nao_sessions.protocol.reading.scalars import whole
from nao_sessions.protocol.reading.shape import Shape, as_items, as_items_or_one, as_named, key, needed
from nao_sessions.protocol.wording import OUTCOMES

PROFILES = (
    "declines", "early_answers", "leaves", "long_latency", "often_wrong", "repeats", "silent", "steady",
    "tiring", "touches_everything", "uneven",
)  # fmt: skip
"""The behaviours of virtual children that come with the program."""

POLICIES = {
    "confirms": Text(
        fr="confirme ce que Nao a compris, et appuie le plus souvent sur le bouton principal",
        en="confirms what Nao has understood, and mostly presses the main button",
    ),
    "helps": Text(fr="confirme, et aide après chaque silence", en="confirms, and helps after each silence"),
    "presses_everything": Text(fr="appuie sur tout, sans cesse", en="presses everything, again and again"),
    "presses_nothing": Text(fr="n'appuie sur rien", en="presses nothing"),
}
SCRIPTS = {
    "demo": Text(fr="touche, parle, se tait, tour à tour", en="touches, speaks, is silent, in turn"),
    "silent": Text(fr="ne fait rien", en="does nothing"),
    "touches": Text(fr="touche Nao chaque fois", en="touches Nao every time"),
}
"""The scripted children that act on the simulator."""

MOST_SESSIONS = 10_000

_UNSAID = {name: Text(fr="", en="") for name in PROFILES}
"""A behaviour's name says what it is; its file says how."""
ProfileName = Annotated[str, PlainValidator(a_word_of(_UNSAID))]
Profiles = Annotated[list[ProfileName], BeforeValidator(as_items_or_one)]
read_an_end = a_word_of(OUTCOMES)


class SharesKeys(Shape):
    """How many sessions end in which way."""

    called: ClassVar = Text(fr="des fins et leurs parts", en="ends and their shares")

    completed: Share = key(Text(fr="la part menée à son terme", en="the share that is completed"))
    refused: Share = key(Text(fr="la part arrêtée par un refus", en="the share ended by a refusal"))
    distress: Share = key(Text(fr="la part arrêtée par la détresse", en="the share ended by distress"))
    technical: Share = key(
        Text(fr="la part arrêtée pour une cause technique", en="the share ended by a technical cause")
    )
    time: Share = key(Text(fr="la part arrêtée par la durée", en="the share ended because time is up"))


class LengthsKeys(Shape):
    """How long sessions last."""

    called: ClassVar = Text(fr="des durées de séance", en="durations of sessions")

    p5: Length = key(
        Text(fr="la durée que 5 % des séances n'atteignent pas", en="what 5 % of sessions stay below")
    )
    p50: Length = key(Text(fr="la durée médiane", en="the median duration"))
    p95: Length = key(Text(fr="la durée que 5 % des séances dépassent", en="what 5 % of sessions go beyond"))
    longest: Length = key(Text(fr="la séance la plus longue", en="the longest session"))


class SentencesKeys(Shape):
    """What Nao says, or never says."""

    called: ClassVar = Text(fr="des phrases de Nao", en="sentences of Nao's")

    every_session: Spoken | None = key(
        Text(
            fr="dites dans chaque séance, telles que le protocole les écrit",
            en="said in every session, as the protocol writes them",
        ),
        example='["Au revoir {participant} !"]',
    )
    some_session: Spoken | None = key(
        Text(
            fr="dites dans une séance au moins ; … tient lieu de n'importe quels mots",
            en="said in one session at least; … stands for any words",
        ),
        example='["C\'est un {item.answer}."]',
    )
    no_session: Spoken | None = key(
        Text(fr="dites dans aucune de ces séances", en="said in none of these sessions"),
        example='["On fait une pause."]',
    )


class ExpectedKeys(Shape):
    """What is expected of some sessions."""

    called: ClassVar = Text(fr="ce qui est attendu de séances", en="what is expected of sessions")

    outcome: Annotated[SharesKeys | str, PlainValidator(either(SharesKeys, read_an_end))] | None = key(
        Text(
            fr="comment elles finissent toutes : completed ; ou des parts",
            en="how all of them end: completed; or shares",
        ),
        example="{completed: at least 90 %}",
    )
    duration: LengthsKeys | None = key(
        Text(fr="combien de temps elles durent", en="how long they last"), example="{p95: at most 20 min}"
    )
    sentences: SentencesKeys | None = key(Text(fr="ce que Nao y dit", en="what Nao says in them"))


class CoverageKeys(Shape):
    """What all behaviours and professionals together reach of the protocol."""

    called: ClassVar = Text(fr="ce que les répétitions atteignent", en="what rehearsals reach")

    steps: Reached = key(Text(fr="les étapes", en="the steps"))
    transitions: Reached = key(Text(fr="les passages d'une étape à l'autre", en="the ways from step to step"))
    prompts: Reached = key(Text(fr="les aides", en="the helps"))
    feedback: Reached = key(Text(fr="ce que Nao dit après une réponse", en="what Nao says after an answer"))
    sessions: Annotated[int, PlainValidator(whole(1, MOST_SESSIONS))] = key(
        Text(
            fr="combien de séances au plus ; on s'arrête quand tout est atteint",
            en="how many sessions at most; it ends when all is reached",
        ),
        default=2_000,
    )
    variants: Annotated[list[Values], BeforeValidator(as_items)] | None = key(
        Text(
            fr="d'autres réglages, essayés tour à tour avec ceux des autres séances",
            en="other settings, tried in turn with those of the other sessions",
        ),
        name="with",
        example="[{raconter: false}]",
    )
    excepted: Reasons | None = key(
        Text(fr="ce que personne n'atteint, avec la raison", en="what nobody reaches, with the reason"),
        name="except",
        example='{detresse: "l\'adulte seul en décide"}',
    )


class WireCoverageKeys(Shape):
    """What a session on the simulator reaches of the protocol."""

    called: ClassVar = Text(
        fr="ce qu'une séance au simulateur atteint", en="what a simulated session reaches"
    )

    steps: Reached = key(Text(fr="les étapes", en="the steps"))
    transitions: Reached = key(Text(fr="les passages d'une étape à l'autre", en="the ways from step to step"))
    prompts: Reached = key(Text(fr="les aides", en="the helps"))
    feedback: Reached = key(Text(fr="ce que Nao dit après une réponse", en="what Nao says after an answer"))


class SimulatorKeys(Shape):
    """What is expected of a session on the simulator."""

    called: ClassVar = Text(fr="ce qui est attendu au simulateur", en="what is expected on the simulator")

    child: Annotated[str, PlainValidator(a_word_of({**_UNSAID, **SCRIPTS}))] = key(
        Text(
            fr="l'enfant scénarisé ; ou un comportement, qu'un adulte simulé accompagne",
            en="the scripted child; or a behaviour, which a virtual professional accompanies",
        ),
        default="demo",
    )
    outcome: Annotated[str, PlainValidator(read_an_end)] | None = key(
        Text(fr="comment la séance finit", en="how the session ends")
    )
    coverage: WireCoverageKeys | None = key(Text(fr="ce qu'elle atteint", en="what it reaches"))


class ExpectationsKeys(Shape):
    """An expectations file as a whole."""

    called: ClassVar = Text(fr="des attentes", en="expectations")

    elsewhere: ClassVar = {
        "steps": Text(fr="les étapes sont dans le protocole", en="the steps are in the protocol"),
        "outcome": Text(fr="sous expect, puis all", en="under expect, then all"),
        "duration": Text(fr="sous expect, puis all", en="under expect, then all"),
        "sentences": Text(fr="sous expect, puis all", en="under expect, then all"),
    }

    expectations: Annotated[int, PlainValidator(Taking(whole(1), VERSION))] = needed(
        Text(fr="la version du langage des attentes : 1", en="the version of the language of expectations: 1")
    )
    sessions: Annotated[int, PlainValidator(whole(1, MOST_SESSIONS))] = key(
        Text(fr="combien de séances par comportement", en="how many sessions for each behaviour"), default=20
    )
    seed: Annotated[int, PlainValidator(whole(0, 999_999_999_999))] = key(
        Text(fr="la graine de la première séance", en="the seed of the first session"), default=1
    )
    profiles: Profiles | None = key(
        Text(
            fr="les comportements répétés ; tous si rien n'est dit",
            en="the behaviours that are rehearsed; all if nothing is said",
        ),
        example="[steady, silent]",
    )
    groups: Annotated[dict[str, Profiles], BeforeValidator(as_named)] | None = key(
        Text(
            fr="des groupes d'enfants : un nom, et leurs comportements tour à tour",
            en="groups of children: a name, and their behaviours in turn",
        ),
        example="{contrastes: [steady, silent]}",
    )
    professional: Annotated[str, PlainValidator(a_word_of(POLICIES))] = key(
        Text(fr="ce que fait l'adulte simulé", en="what the virtual professional does"), default="confirms"
    )
    settings: Values | None = key(
        Text(fr="des réglages autres que ceux de départ", en="settings other than the defaults"),
        example="{patience: 20 s}",
    )
    expect: Annotated[dict[str, ExpectedKeys], BeforeValidator(as_named)] | None = key(
        Text(
            fr="sous all : de toutes les séances ; sous un comportement ou un groupe : des siennes",
            en="under all: of all sessions; under a behaviour or a group: of its own",
        ),
        example="{all: {outcome: completed}}",
    )
    coverage: CoverageKeys | None = key(
        Text(fr="ce que tous ensemble atteignent du protocole", en="what all together reach of the protocol")
    )
    simulator: SimulatorKeys | None = key(
        Text(
            fr="ce qui est attendu d'une séance au simulateur (--nao-simulator)",
            en="what is expected of a session on the simulator (--nao-simulator)",
        ),
    )

"""The flow of a protocol: what the loader gives and the engine runs, as frozen values.

Every name is resolved here and every text parsed; nothing in these values depends on YAML, on a robot or on
a clock. Durations are integer milliseconds, or an expression that gives seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.expression import Expression, Template, Value

Verb = Literal["say", "sound", "gesture", "posture", "look", "eyes", "wait", "set", "note", "adult"]
ROBOT_VERBS: frozenset[str] = frozenset({"say", "sound", "gesture", "posture", "look", "eyes"})
Outcome = Literal["completed", "refused", "distress", "technical", "time"]
Sense = Literal["touch", "word"]

Duration = int | Expression
"""Milliseconds, or an expression whose value is a number of seconds."""

BACK = "back"
DONE = "done"


@dataclass(frozen=True, slots=True)
class Speech:
    """A text, in the protocol's language first; ``{participant}`` places stay for the robot's edge."""

    by_language: tuple[tuple[str, Template], ...]

    def template(self, language: str) -> Template:
        """Give the text in a language, or in the protocol's own."""
        return dict(self.by_language).get(language, self.by_language[0][1])


@dataclass(frozen=True, slots=True)
class Act:
    """One key of a moment.

    ``argument`` is, by verb: say, note, adult: Speech; sound: str; gesture, posture, look, eyes: a word or an
    Expression giving one; wait: Duration; set: tuple of (name, value or Expression).
    """

    verb: Verb
    argument: Speech | str | int | Expression | tuple[tuple[str, Value | Expression], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Moment:
    """One dash: its acts begin together, and it is over when all are."""

    acts: tuple[Act, ...]
    condition: Expression | None
    place: Place


@dataclass(frozen=True, slots=True)
class Branch:
    """One way on: an absolute (dotted) step name, ``back`` or ``done``, taken when its condition holds."""

    target: str
    condition: Expression | None
    place: Place


@dataclass(frozen=True, slots=True)
class Stimulus:
    """What a ``when`` waits for: any of ``values`` by one sense (touch: parts; word: ways to say it)."""

    sense: Sense
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``buttons``, ``when`` or ``after``; ``id`` (``accueil/buttons.0``) is unique in a protocol.

    ``block`` names its ``do`` in ``Protocol.blocks`` (always there, perhaps empty). Without ``next`` it comes
    back to what it interrupted.
    """

    id: str
    kind: Literal["button", "when", "after"]
    place: Place
    block: str
    condition: Expression | None = None
    assignments: tuple[tuple[str, Value | Expression], ...] = ()
    next: tuple[Branch, ...] = ()
    label: Speech | None = None
    main: bool = False
    stimuli: tuple[Stimulus, ...] = ()
    cut: bool = False
    wait: Duration | None = None
    limit: Duration | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The entries that are live somewhere: in a step, in a group, or everywhere (``always``)."""

    buttons: tuple[Entry, ...] = ()
    when: tuple[Entry, ...] = ()
    after: tuple[Entry, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        """Give all entries, in the order of their priority."""
        return self.buttons + self.when + self.after


@dataclass(frozen=True, slots=True)
class Step:
    """One step. A group has ``children`` and a ``start`` among them; its exits follow its content.

    Exactly one of: ``end``; ``next``; entries to wait for (in ``level``).
    """

    name: str
    place: Place
    block: str
    level: Level
    title: Speech | None = None
    parent: str | None = None
    children: tuple[str, ...] = ()
    start: str | None = None
    next: tuple[Branch, ...] = ()
    end: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """What the author gave to a built-in command: words (``block``) and a way on."""

    name: str
    place: Place
    block: str
    next: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the professional may tune before a session. A duration's value is a number of seconds."""

    name: str
    type: str
    default: Value
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    label: Speech | None = None


@dataclass(frozen=True, slots=True)
class Datum:
    """A value that the session keeps and changes by ``set``."""

    name: str
    type: str
    default: Value


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that runs: its name, and the SHA-256 of its bytes as they were read."""

    name: str
    sha256: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Protocol:
    """A whole protocol, checked and resolved."""

    id: str
    version: str
    title: Speech
    language: str
    status: str
    start: str
    steps: Mapping[str, Step]
    blocks: Mapping[str, tuple[Moment, ...]]
    commands: Mapping[str, Command]
    always: Level
    settings: tuple[Setting, ...]
    data: tuple[Datum, ...]
    sources: tuple[SourceFile, ...]
    participants_min: int = 0
    participants_max: int = 1
    expected_ms: int | None = None
    limit_ms: int | None = None

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Give the groups around a step, the innermost first."""
        found: list[str] = []
        parent = self.steps[name].parent
        while parent is not None:
            found.append(parent)
            parent = self.steps[parent].parent
        return tuple(found)

    def levels(self, name: str) -> tuple[Level, ...]:
        """Give the levels that are live in a step: its own, its groups' from inside out, ``always``."""
        return (
            self.steps[name].level,
            *(self.steps[group].level for group in self.ancestors(name)),
            self.always,
        )

"""A protocol made ready for the engine: its machine, its entries by id, what is heard by step.

Computed once, from the flow alone; nothing here changes during a session.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nao_sessions.engine.lookup import look_up
from nao_sessions.engine.machine import FlowMachine, returning_steps
from nao_sessions.engine.state import Draft, Frame
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Lookup, Path, Value
from nao_sessions.protocol.flow import Branch, Duration, Entry, Level, Moment, Protocol, Speech
from nao_sessions.protocol.trials import Item

SECOND_NS = 1_000_000_000
EVERYWHERE = ""
"""The name under which the session's beginning is kept, from which the limits of `always` count."""

MILLISECOND_NS = 1_000_000


@dataclass(frozen=True, slots=True)
class Heard:
    """What the reactions of a step take up: words, and by which senses."""

    words: tuple[str, ...]
    senses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """A reaction to time that is live in a step: whose it is, and whether that is the step itself."""

    entry: Entry
    owner: str
    own: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the engine needs beside the state."""

    protocol: Protocol
    machine: FlowMachine
    entries: dict[str, Entry] = field(repr=False)
    items: dict[str, dict[str, Item]] = field(repr=False)
    heard: dict[str, Heard] = field(repr=False)
    levels: dict[str, tuple[Level, ...]] = field(repr=False)
    timed: dict[str, tuple[Timed, ...]] = field(repr=False)
    returning: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, protocol: Protocol) -> Compiled:
        """Compile a protocol."""
        levels = [step.level for step in protocol.steps.values()] + [protocol.always]
        return cls(
            protocol=protocol,
            machine=FlowMachine(protocol),
            entries={entry.id: entry for level in levels for entry in level.entries()},
            items={name: {item.id: item for item in deck.items} for name, deck in protocol.decks.items()},
            heard={name: _heard(protocol, name) for name in protocol.steps},
            levels={name: protocol.levels(name) for name in protocol.steps},
            timed={name: _timed(protocol, name) for name in protocol.steps},
            returning=returning_steps(protocol),
        )

    def moments(self, frame: Frame) -> tuple[Moment, ...]:
        """Give the moments of a frame; an improvisation stands in no block and has none."""
        return self.protocol.blocks[frame.block] if frame.improvised is None else ()


class Scope:
    """What expressions and texts may read in one place; what fails is told as an output, never raised."""

    __slots__ = ("_compiled", "_draft", "_value")

    def __init__(self, draft: Draft, compiled: Compiled, value: Value = None) -> None:
        self._draft = draft
        self._compiled = compiled
        self._value = value

    def lookup(self, path: Path) -> Value:
        """Give the value of a path. Raises: ExpressionFailed."""
        return look_up(path, self._draft, self._compiled.protocol, self._compiled.items, self._value)

    def value(self, value: Value | Expression, otherwise: Value = None) -> Value:
        """Compute a value; one that fails gives ``otherwise``."""
        if not isinstance(value, Expression):
            return value
        try:
            return value.evaluate(self.lookup)
        except ExpressionFailed as error:
            self._failed(value.source, str(value.place), error)
            return otherwise

    def holds(self, condition: Expression | None) -> bool:
        """Tell whether a condition holds; one that fails counts as false."""
        return condition is None or bool(self.value(condition, False))

    def guard(self, branch: Branch) -> bool:
        """Tell whether a branch is open."""
        return self.holds(branch.condition)

    def text(self, speech: Speech) -> str:
        """Fill a text in the session's language; a place that fails stays as it is written."""
        template = speech.template(self._draft.language)
        lookup: Lookup = self.lookup
        try:
            return template.render(lookup)
        except ExpressionFailed as error:
            self._failed(template.source, "", error)
            return template.source

    def nanoseconds(self, duration: Duration) -> int:
        """Give a duration; one that fails, or is negative, is no time at all."""
        if isinstance(duration, int):
            return duration * MILLISECOND_NS
        seconds = self.value(duration, 0)
        if not isinstance(seconds, (int, float)):
            return 0
        return max(0, round(seconds * SECOND_NS))

    def _failed(self, source: str, place: str, error: Exception) -> None:
        self._draft.out("error", code="expression", source=source, place=place, text=str(error))


def _timed(protocol: Protocol, name: str) -> tuple[Timed, ...]:
    owners = (name, *protocol.ancestors(name), EVERYWHERE)
    return tuple(
        Timed(entry, owner, owner == name)
        for owner, level in zip(owners, protocol.levels(name), strict=True)
        for entry in level.after
    )


def _heard(protocol: Protocol, name: str) -> Heard:
    words: dict[str, None] = {}
    senses: dict[str, None] = {}
    for level in protocol.levels(name):
        for entry in level.when:
            for stimulus in entry.stimuli:
                senses[stimulus.sense] = None
                if stimulus.sense == "word":
                    words.update(dict.fromkeys(stimulus.values))
    return Heard(tuple(words), tuple(senses))

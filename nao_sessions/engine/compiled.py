"""A protocol made ready for the engine: its machine, its entries by id, the reactions of each step.

Computed once, from the flow alone; nothing here changes during a session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.engine.lookup import look_up
from nao_sessions.engine.machine import FlowMachine, returning_steps
from nao_sessions.engine.signs import Signs, fixed_signs, right_by_item, signs_of
from nao_sessions.engine.state import Draft, Frame
from nao_sessions.engine.values import Choice, Zone
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Lookup, Path, Value
from nao_sessions.protocol.flow import Branch, Duration, Entry, Level, Moment, Protocol, Speech
from nao_sessions.protocol.trials import WATCHED, Item

EVERYWHERE = ""
"""The name under which the session's beginning is kept, from which the limits of `always` count."""

Trace = Callable[[str], object]
"""A function called with the name of each part of the protocol that is done: a step, a way on, a moment..."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The words and the senses that the robot must be asked for, for the reactions of a step."""

    words: tuple[str, ...]
    watched: tuple[str, ...]

    def with_more(self, words: Iterable[str], senses: Iterable[str]) -> Heard:
        """Return the words and senses listened for, with more words and senses added."""
        watched = WATCHED.intersection((*self.watched, *senses))
        return Heard(tuple(dict.fromkeys((*self.words, *words))), tuple(sorted(watched)))


@dataclass(frozen=True, slots=True)
class Live:
    """The reactions of a step: its buttons, each with its zone, its entries, what they react to, by sense.

    ``hears`` is None where conditions decide that: they are computed then, entry by entry.
    """

    buttons: tuple[tuple[Entry, Zone], ...]
    reactions: tuple[Entry, ...]
    hears: Mapping[str, tuple[str, ...]] | None


@dataclass(frozen=True, slots=True)
class Timed:
    """A reaction to time that counts in a step: the step or group that has it; ``own``: the step itself."""

    entry: Entry
    owner: str
    own: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """A protocol, with all that the engine works out of it once: what it needs beside the state.

    ``positions``: those of a table's items, each as often as its share. ``trace``: called with what is done,
    or None; nothing depends on it. ``coming_back``: the entries and commands that lead nowhere else.
    """

    protocol: Protocol
    machine: FlowMachine
    entries: dict[str, Entry] = field(repr=False)
    items: dict[str, dict[str, Item]] = field(repr=False)
    positions: dict[str, tuple[int, ...]] = field(repr=False)
    heard: dict[str, Heard] = field(repr=False)
    levels: dict[str, tuple[Level, ...]] = field(repr=False)
    live: dict[str, Live] = field(repr=False)
    timed: dict[str, tuple[Timed, ...]] = field(repr=False)
    signs: dict[str, Signs] = field(repr=False)
    right: dict[str, dict[str, tuple[str, ...]]] = field(repr=False)
    choices: dict[str, Choice] = field(repr=False)
    around: dict[str, tuple[str, ...]] = field(repr=False)
    returning: frozenset[str] = field(repr=False)
    coming_back: frozenset[str] = field(repr=False)
    trace: Trace | None = field(default=None, repr=False)

    @classmethod
    def of(cls, protocol: Protocol) -> Compiled:
        """Return a protocol, compiled."""
        levels = [step.level for step in protocol.steps.values()] + [protocol.always]
        return cls(
            protocol=protocol,
            machine=FlowMachine(protocol),
            entries={entry.id: entry for level in levels for entry in level.entries()},
            items={name: {item.id: item for item in deck.items} for name, deck in protocol.decks.items()},
            positions={
                name: tuple(place for place, item in enumerate(deck.items) for _ in range(item.share))
                for name, deck in protocol.decks.items()
            },
            heard={name: _heard(protocol, name) for name in protocol.steps},
            levels={name: protocol.levels(name) for name in protocol.steps},
            live={name: _live(protocol, name) for name in protocol.steps},
            timed={name: _timed(protocol, name) for name in protocol.steps},
            signs=fixed_signs(protocol),
            right=right_by_item(protocol),
            choices={
                word: Choice(
                    word, element.picture, element.say, background=element.background, border=element.border
                )
                for word, element in protocol.elements.items()
            },
            around={name: (EVERYWHERE, *reversed(protocol.ancestors(name))) for name in protocol.steps},
            returning=returning_steps(protocol),
            coming_back=frozenset(_coming_back(protocol)),
        )

    def moments(self, frame: Frame) -> tuple[Moment, ...]:
        """Return the moments of a frame; none for an improvisation, which is in no block."""
        return self.protocol.blocks[frame.block] if frame.improvised is None else ()


class Scope:
    """What expressions and texts may read in one place; a failure becomes an output, and is never raised."""

    __slots__ = ("_compiled", "_draft", "_value")

    def __init__(self, draft: Draft, compiled: Compiled, value: Value = None) -> None:
        self._draft = draft
        self._compiled = compiled
        self._value = value

    def lookup(self, path: Path) -> Value:
        """Return the value of a path in this state. Raises: ExpressionFailed."""
        return look_up(path, self._draft, self._compiled.protocol, self._compiled.items, self._value)

    def value(self, value: Value | Expression, otherwise: Value = None) -> Value:
        """Return a value, computed if it is an expression; ``otherwise`` where that fails."""
        if not isinstance(value, Expression):
            return value
        try:
            return value.evaluate(self.lookup)
        except ExpressionFailed as error:
            self._failed(value.source, str(value.place), error)
            return otherwise

    def holds(self, condition: Expression | None) -> bool:
        """Return whether a condition holds: True for None, False if it cannot be computed."""
        return condition is None or bool(self.value(condition, False))

    def guard(self, branch: Branch) -> bool:
        """Return whether a branch may be taken."""
        return self.holds(branch.condition)

    def text(self, speech: Speech) -> str:
        """Return a text in the session's language, its places filled; a place that fails stays as written."""
        template = speech.template(self._draft.language)
        lookup: Lookup = self.lookup
        try:
            return template.render(lookup)
        except ExpressionFailed as error:
            self._failed(template.source, "", error)
            return template.source

    def nanoseconds(self, duration: Duration) -> int:
        """Return a duration in nanoseconds; 0 if it cannot be computed, or is negative."""
        if isinstance(duration, int):
            return duration * MILLISECOND_NS
        seconds = self.value(duration, 0)
        if not isinstance(seconds, (int, float)):
            return 0
        return max(0, round(seconds * SECOND_NS))

    def _failed(self, source: str, place: str, error: Exception) -> None:
        self._draft.out("error", code="expression", source=source, place=place, text=str(error))


def _coming_back(protocol: Protocol) -> Iterator[str]:
    for level in protocol.all_levels():
        yield from (entry.id for entry in level.entries() if not entry.next)
    yield from (f"commands/{name}" for name, command in protocol.commands.items() if not command.next)


def _live(protocol: Protocol, name: str) -> Live:
    levels = protocol.levels(name)
    last = len(levels) - 1
    reactions = tuple(entry for level in levels for entry in level.when)
    varies = any(entry.condition is not None for entry in reactions)
    return Live(
        buttons=tuple(
            (entry, "step" if position == 0 else "always" if position == last else "group")
            for position, level in enumerate(levels)
            for entry in level.buttons
        ),
        reactions=reactions,
        hears=None if varies else hears(reactions),
    )


def hears(reactions: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return what some reactions react to, by sense."""
    stimuli = [stimulus for entry in reactions for stimulus in entry.stimuli]
    return signs_of(tuple(("", stimulus.sense, stimulus.values) for stimulus in stimuli))


def _timed(protocol: Protocol, name: str) -> tuple[Timed, ...]:
    owners = (name, *protocol.ancestors(name), EVERYWHERE)
    return tuple(
        Timed(entry, owner, owner == name)
        for owner, level in zip(owners, protocol.levels(name), strict=True)
        for entry in level.after
    )


def _heard(protocol: Protocol, name: str) -> Heard:
    taken = hears(entry for level in protocol.levels(name) for entry in level.when)
    return Heard((), ()).with_more(taken.get("word", ()), taken)

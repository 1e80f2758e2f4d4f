"""A protocol made ready for the engine: machine, entries, reactions of each step, signs of answers.

Computed once, from the flow alone; nothing in it changes during a session. ``ReadingScope`` and ``look_up``
are what its expressions and texts read in a session, now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.engine.machine import FlowMachine, returning_steps
from nao_sessions.engine.records import Score, Tally, known
from nao_sessions.engine.scores import field_of
from nao_sessions.engine.state import Draft, StackFrame
from nao_sessions.engine.values import Choice, Zone
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Lookup, Path, Value, as_words
from nao_sessions.protocol.flow import Branch, Duration, Entry, Level, Moment, Protocol, Speech
from nao_sessions.protocol.trials import WATCHED, AnswersFrom, Element, Item, Trials, values_of

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

    def moments(self, frame: StackFrame) -> tuple[Moment, ...]:
        """Return the moments of a frame; none for an improvisation, which is in no block."""
        return self.protocol.blocks[frame.block] if frame.improvised is None else ()


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


Way = tuple[str, str, tuple[str, ...]]
"""An answer, a sense, and what stands for the answer by that sense."""

Ways = tuple[Way, ...]


class Signs(NamedTuple):
    """The answers of a block of trials, how each can be given, and all that can be given by each sense."""

    answers: tuple[str, ...]
    ways: Ways
    by_sense: Mapping[str, tuple[str, ...]]


def fixed_signs(protocol: Protocol) -> dict[str, Signs]:
    """Return what counts as each answer (words, cards... by sense), by the block of the trials' question.

    Trials whose answers differ from item to item are left out.
    """
    found: dict[str, Signs] = {}
    for step in protocol.steps.values():
        answers = None if step.trials is None else _fixed(step.trials)
        if step.trials is not None and answers is not None:
            ways = ways_of(step.trials, answers, protocol.elements)
            found[step.trials.ask] = Signs(answers, ways, signs_of(ways))
    return found


def right_by_item(protocol: Protocol) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the right answers by item, for the blocks of trials where the item alone decides them.

    By the block of their question. An item where they cannot be computed is left out: the session tells why.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for step in protocol.steps.values():
        trials = step.trials
        if trials is None or trials.deck is None or not isinstance(trials.correct, Expression):
            continue
        if any(path[0] != "item" for path in trials.correct.paths):
            continue
        by_item = found.setdefault(trials.ask, {})
        for item in protocol.decks[trials.deck].items:
            with suppress(ExpressionFailed):
                by_item[item.id] = as_words(trials.correct.evaluate(values_of(item)))
    return found


def ways_of(trials: Trials, answers: tuple[str, ...], elements: Mapping[str, Element]) -> Ways:
    """Return how each of these answers can be given: (answer, sense, signs)."""
    if isinstance(trials.answers, AnswersFrom):
        return tuple(
            (word, sense, _signs(elements, word, sense)) for word in answers for sense in trials.answers.by
        )
    return tuple((answer.value, way.sense, way.values) for answer in trials.answers for way in answer.ways)


def signs_of(ways: Ways) -> dict[str, tuple[str, ...]]:
    """Return, by sense, every sign that counts as an answer."""
    found: dict[str, dict[str, None]] = {}
    for _, sense, signs in ways:
        found.setdefault(sense, {}).update(dict.fromkeys(signs))
    return {sense: tuple(signs) for sense, signs in found.items()}


def _fixed(trials: Trials) -> tuple[str, ...] | None:
    """Return the answers if they are the same for every item, else None."""
    if not isinstance(trials.answers, AnswersFrom):
        return tuple(answer.value for answer in trials.answers)
    elements = trials.answers.elements
    return None if isinstance(elements, Expression) else elements


def _signs(elements: Mapping[str, Element], word: str, sense: str) -> tuple[str, ...]:
    """Return what means an element by one sense: its words, its card's number; on the board, the word."""
    element = elements.get(word)
    if sense == "word":
        return (word,) if element is None else element.heard()
    if sense == "card":
        return () if element is None or element.card is None else (element.card,)
    return (word,) if sense == "board" else ()


class ReadingScope:
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


Items = Mapping[str, Mapping[str, Item]]
"""The items of every table, by the table's name and the item's id."""

_TEXTS = frozenset({"answer", "judgement", "item", "help"})
_LONGEST = frozenset({"streak", "errors_in_row"})


def look_up(path: Path, draft: Draft, protocol: Protocol, items: Items, event: Value) -> Value:
    """Return the value of a path in a state. Raises: ExpressionFailed."""
    match path[0]:
        case "settings":
            return _named(draft.settings, path)
        case "item":
            item = item_in_hand(draft, protocol, items)
            if item is None:
                raise ExpressionFailed("no item is in hand")
            return item.values.get(path[1])
        case "data":
            return _named(draft.data, path)
        case "participant":
            return draft.recall(draft.turn or "", path[1])
        case "trial":
            return _trial(draft, path[1])
        case "trials":
            return _result(draft, draft.block.step if draft.block else draft.step, path[1], total=False)
        case "results":
            step, total, name = path[1], path[2] == "total", path[-1]
            if name == "end" and not total:
                return dict(draft.ends).get(step, "")
            return _result(draft, step, name, total=total)
        case "event":
            return event
    raise ExpressionFailed(f"no value for {'.'.join(path)}")


def item_in_hand(draft: Draft, protocol: Protocol, items: Items) -> Item | None:
    """Return the item of the current trial, else of the group whose turns are items; None without one."""
    block = draft.block
    if block is not None and block.question is not None and block.question.item:
        trials = protocol.steps[block.step].trials
        if trials is not None and trials.deck is not None:
            return items[trials.deck][block.question.item]
    for turn in reversed(draft.turns):
        each = protocol.steps[turn.group].each
        if not turn.children and each is not None:
            return items[each.over][turn.current]
    return None


def score_of(draft: Draft, step: str, child: str) -> Score:
    """Return the counts of a step for a child; zeros where there are none yet."""
    return known(draft.scores, step, child) or Score(step, child)


def _named(pairs: Iterable[tuple[str, Value]], path: Path) -> Value:
    for key, value in pairs:
        if key == path[1]:
            return value
    raise ExpressionFailed(f"no value for {'.'.join(path)}")


def _trial(draft: Draft, name: str) -> Value:
    question = None if draft.block is None else draft.block.question
    if question is None:
        raise ExpressionFailed("no trial is in hand")
    last = question.attempts[-1] if question.attempts else None
    match name:
        case "number":
            return question.number
        case "item":
            return question.item
        case "help":
            return question.strongest
        case "prompts":
            return len(question.helps)
        case "attempts":
            return len(question.attempts)
        case "answer":
            return "" if last is None else last.answer
        case "latency":
            if last is None or question.opened_at is None:
                return 0
            return max(0, last.t - question.opened_at) / SECOND_NS
    if name == "judgement":
        ended = draft.block.last if draft.block is not None else None
        judged = ended is not None and ended.trial.number == question.number
        return str(ended.trial.judgement or "") if ended is not None and judged else ""
    raise ExpressionFailed(f"a trial has no {name}")


def _result(draft: Draft, step: str, name: str, *, total: bool) -> Value:
    """Return a count of a step: for the child whose turn it is; outside turns, for all children together."""
    if name in ("level", "reversals"):
        return _stairs(draft, step, name)
    child = draft.child
    scores = [score for score in draft.scores if score.step == step]
    own = [score for score in scores if score.child == child] if child else scores
    tallies = [score.total if total else score.visit for score in own]
    return field_of(tallies[0] if len(tallies) == 1 else _together(tallies), name)


def _stairs(draft: Draft, step: str, name: str) -> Value:
    stair = known(draft.stairs, step, draft.child)
    if stair is None:
        return 0
    return stair.reversals if name == "reversals" else stair.level


def _together(tallies: list[Tally]) -> Tally:
    merged: dict[str, Any] = {}
    for name in Tally._fields if tallies else ():
        values = [getattr(tally, name) for tally in tallies]
        if name in _TEXTS or name == "latency_ns":
            merged[name] = values[-1]
        else:
            merged[name] = max(values) if name in _LONGEST else sum(values)
    return Tally()._replace(**merged)

"""Every place of a flow where something is computed, and every text that somebody hears or reads.

Each with where it stands and what it is for. A text that holds values of items is given once for each item,
as it will be said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.expression import Expression, Path, Template, Value
from nao_sessions.protocol.flow import (
    Act,
    Assignments,
    Await,
    Branch,
    Choose,
    Entry,
    Level,
    Protocol,
    Show,
    Speech,
    Step,
)
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.trials import AnswersFrom, Deck, Item, Trials

Kind = Literal["branch", "entry", "moment", "prompt", "stop", "value", "text"]
CONDITIONS: frozenset[Kind] = frozenset({"branch", "entry", "moment", "prompt", "stop"})


@dataclass(frozen=True, slots=True)
class ComputedPlace:
    """One computed thing: what for, where, in which step, in reaction to which entry, of which table."""

    kind: Kind
    paths: tuple[Path, ...]
    place: Place
    expression: Expression | None = None
    step: str | None = None
    entry: Entry | None = None
    deck: Deck | None = None


def sites_of(protocol: Protocol) -> Iterator[ComputedPlace]:
    """Yield every site of a protocol: every place where something is computed."""
    entries: dict[str, Entry] = {}
    levels: list[tuple[str | None, Level]] = [(None, protocol.always)]
    levels += [(name, step.level) for name, step in protocol.steps.items()]
    for name, level in levels:
        deck = None if name is None else protocol.deck_of(name)
        for entry in level.entries():
            entries[entry.block] = entry
            yield from _Around(name, entry, deck).entry_sites(entry)
    for name, step in protocol.steps.items():
        yield from _Around(name, None, protocol.deck_around(name)).step_sites(step)
        if step.trials is not None:
            yield from _Around(name, None, protocol.deck_of(name)).trials_sites(step.trials)
    for command in protocol.commands.values():
        yield from _Around().branches(command.next)
    for block, moments in protocol.blocks.items():
        around = _Around(owner(protocol, block), entries.get(block), deck_of_block(protocol, block))
        for moment in moments:
            yield from around.condition("moment", moment.condition)
            for act in moment.acts:
                yield from around.act_sites(act)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is around some sites: in which step they are, in reaction to which entry, of which table."""

    step: str | None = None
    entry: Entry | None = None
    deck: Deck | None = None

    def entry_sites(self, entry: Entry) -> Iterator[ComputedPlace]:
        yield from self.condition("entry", entry.condition)
        yield from self.branches(entry.next)
        yield from self.values([entry.wait, entry.limit], entry.place)
        yield from self.assigned(entry.assignments, entry.place)
        if entry.label is not None:
            yield from self.text(entry.label, entry.place)

    def step_sites(self, step: Step) -> Iterator[ComputedPlace]:
        yield from self.branches(step.next)
        if step.title is not None:
            yield from self.text(step.title, step.place)
        if step.each is not None:
            yield from self.values([step.each.rounds], step.place)
        if step.use is not None:
            yield from self.assigned(step.use.begin, step.place)

    def trials_sites(self, trials: Trials) -> Iterator[ComputedPlace]:
        values = [trials.count, trials.correct, trials.patience, trials.pause, trials.prompting.delay]
        if isinstance(trials.answers, AnswersFrom):
            values.append(trials.answers.elements)
        yield from self.values(values, trials.place)
        for prompt in trials.prompts:
            yield from self.values([prompt.after], prompt.place)
            yield from self.condition("prompt", prompt.condition)
        yield from self.condition("stop", trials.stop_when)

    def act_sites(self, act: Act) -> Iterator[ComputedPlace]:
        argument = act.argument
        match argument:
            case Expression():
                yield self._site("value", argument, act.place)
            case Speech():
                yield from self.text(argument, act.place)
            case Show():
                yield from self.values([argument.picture, argument.choices], act.place)
                if argument.text is not None:
                    yield from self.text(argument.text, act.place)
            case Await():
                yield from self.values([argument.hold, argument.limit], act.place)
            case tuple():
                yield from self.assigned(argument, act.place)

    def branches(self, branches: Iterable[Branch]) -> Iterator[ComputedPlace]:
        for branch in branches:
            yield from self.condition("branch", branch.condition)

    def condition(self, kind: Kind, condition: Expression | None) -> Iterator[ComputedPlace]:
        if condition is not None:
            yield self._site(kind, condition, condition.place)

    def assigned(self, assignments: Assignments, place: Place) -> Iterator[ComputedPlace]:
        yield from self.values([value for _, value in assignments], place)

    def values(self, values: Iterable[Value | Expression], place: Place) -> Iterator[ComputedPlace]:
        for value in values:
            if isinstance(value, Expression):
                yield self._site("value", value, value.place or place)

    def text(self, speech: Speech, place: Place) -> Iterator[ComputedPlace]:
        for _, template in speech.by_language:
            paths = tuple(part for part in template.parts if isinstance(part, tuple))
            if paths:
                yield ComputedPlace("text", paths, place, None, self.step, self.entry, self.deck)

    def _site(self, kind: Kind, expression: Expression, place: Place) -> ComputedPlace:
        return ComputedPlace(kind, expression.paths, place, expression, self.step, self.entry, self.deck)


Use = Literal["say", "adult", "note", "board", "label", "title", "head"]

MOST_ITEMS_READ = 300
"""Items whose texts are read one by one; a longer table is a word list, and read in part."""

MOST_FILLED = 5_000
"""Texts of items that are read one by one in one file: keeps a file of tables within a second."""


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A text in one language.

    ``text`` is what is heard or read, an everyday word where a value is not known, ``{participant}`` as
    written. ``step`` is the step that it belongs to, ``block`` its block of moments, ``item`` the item that
    it was filled with.
    """

    use: Use
    text: str
    language: str
    place: Place
    step: str | None = None
    block: str = ""
    item: Item | None = None

    @property
    def feedback(self) -> bool:
        """Return whether the text is said as feedback, after an answer."""
        return "/feedback/" in self.block

    @property
    def helps(self) -> bool:
        """Return whether the text is said in a prompt."""
        return "/prompts." in self.block


def texts_of(protocol: Protocol, known: KnownValues) -> Iterator[SpokenText]:
    """Yield the texts of a protocol: title, blocks, labels, titles of steps.

    Those with a place for an item are filled with each item, after MOST_FILLED of them with one alone.
    """
    for language, template in protocol.title.by_language:
        yield SpokenText("title", template.source, language, Place(protocol.sources[0].name, 1, 1))
    filled = 0
    for written in _all_texts(protocol):
        for said in _filled(*written, known, MOST_ITEMS_READ if filled < MOST_FILLED else 1):
            filled += said.item is not None
            yield said


def _all_texts(
    protocol: Protocol,
) -> Iterator[tuple[Use, Speech, Place, str | None, str, Deck | None]]:
    for block, moments in protocol.blocks.items():
        step = owner(protocol, block)
        deck = deck_of_block(protocol, block)
        for moment in moments:
            for act in moment.acts:
                for use, speech in _speeches(act):
                    yield use, speech, act.place, step, block, deck
    levels = [(None, protocol.always), *((step.name, step.level) for step in protocol.steps.values())]
    for name, level in levels:
        for entry in level.buttons:
            if entry.label is not None:
                yield "label", entry.label, entry.place, name, "", None
    for named in protocol.steps.values():
        if named.title is not None:
            yield "title", named.title, named.place, named.name, "", None


def owner(protocol: Protocol, block: str) -> str | None:
    """Return the name of the step that a block belongs to; None for routines, commands and ``always``."""
    name = block.split("/", 1)[0]
    return name if name in protocol.steps else None


def deck_of_block(protocol: Protocol, block: str) -> Deck | None:
    """Return the table that ``item`` refers to in a block: its step's own in trials, else its group's.

    None where there is no such table, and for blocks outside steps.
    """
    step = owner(protocol, block)
    if step is None:
        return None
    in_trials = block.partition("/")[2].startswith(("ask", "prompts.", "feedback/"))
    return protocol.deck_of(step) if in_trials else protocol.deck_around(step)


def inner_blocks(act: Act) -> tuple[str, ...]:
    """Return the blocks inside an act: a routine, or the options of a choice."""
    if isinstance(act.argument, Choose):
        return tuple(block for block, _ in act.argument.options)
    return (act.argument,) if act.verb == "routine" and isinstance(act.argument, str) else ()


def _speeches(act: Act) -> Iterator[tuple[Use, Speech]]:
    argument = act.argument
    if isinstance(argument, Speech):
        if act.verb in ("say", "adult", "note"):
            yield act.verb, argument
    elif isinstance(argument, Show) and argument.text is not None:
        yield "board", argument.text


def _filled(
    use: Use,
    speech: Speech,
    place: Place,
    step: str | None,
    block: str,
    deck: Deck | None,
    known: KnownValues,
    most_items: int,
) -> Iterator[SpokenText]:
    for language, template in speech.by_language:
        if deck is None or not _of_item(template):
            yield SpokenText(use, known.filled(template), language, place, step, block)
            continue
        texts: set[str] = set()
        for item in deck.items[:most_items]:
            text = known.filled(template, item)
            if text not in texts:
                texts.add(text)
                yield SpokenText(use, text, language, item.place, step, block, item)


def _of_item(template: Template) -> bool:
    return any(isinstance(part, tuple) and part[0] == "item" for part in template.parts)

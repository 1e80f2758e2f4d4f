"""Every place of a flow where something is computed: conditions, values, durations, places in texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.texts import deck_around, deck_of_block, owner
from nao_sessions.protocol.expression import Expression, Path, Template, Value
from nao_sessions.protocol.flow import (
    Act,
    Assignments,
    Await,
    Branch,
    Entry,
    Level,
    Protocol,
    Show,
    Speech,
    Step,
)
from nao_sessions.protocol.trials import AnswersFrom, Deck, Trials

Kind = Literal["branch", "entry", "moment", "prompt", "stop", "value", "text"]
CONDITIONS: frozenset[Kind] = frozenset({"branch", "entry", "moment", "prompt", "stop"})


@dataclass(frozen=True, slots=True)
class Site:
    """One computed thing: what for, where, in which step, in reaction to which entry, of which table."""

    kind: Kind
    paths: tuple[Path, ...]
    place: Place
    expression: Expression | None = None
    step: str | None = None
    entry: Entry | None = None
    deck: Deck | None = None


def sites_of(protocol: Protocol) -> Iterator[Site]:
    """Give all sites of a protocol."""
    entries: dict[str, Entry] = {}
    levels: list[tuple[Step | None, Level]] = [(None, protocol.always)]
    levels += [(step, step.level) for step in protocol.steps.values()]
    for step, level in levels:
        for entry in level.entries():
            entries[entry.block] = entry
            yield from _of_entry(protocol, step, entry)
    for step in protocol.steps.values():
        yield from _of_step(protocol, step)
    for command in protocol.commands.values():
        yield from _branches(command.next, None, None, None)
    for block, moments in protocol.blocks.items():
        name = owner(protocol, block)
        deck = deck_of_block(protocol, block, name)
        found = entries.get(block)
        for moment in moments:
            if moment.condition is not None:
                yield _site("moment", moment.condition, moment.condition.place, name, found, deck)
            for act in moment.acts:
                yield from _of_act(act, name, found, deck)


def _site(
    kind: Kind,
    expression: Expression,
    place: Place,
    step: str | None,
    entry: Entry | None = None,
    deck: Deck | None = None,
) -> Site:
    return Site(kind, expression.paths, place, expression, step, entry, deck)


def _of_entry(protocol: Protocol, step: Step | None, entry: Entry) -> Iterator[Site]:
    name = None if step is None else step.name
    deck = None if step is None else _own_deck(protocol, step)
    if entry.condition is not None:
        yield _site("entry", entry.condition, entry.condition.place, name, entry, deck)
    yield from _branches(entry.next, name, entry, deck)
    yield from _values([entry.wait, entry.limit], entry.place, name, entry, deck)
    yield from _assigned(entry.assignments, entry.place, name, entry, deck)
    if entry.label is not None:
        yield from _text(entry.label, entry.place, name, entry, deck)


def _of_step(protocol: Protocol, step: Step) -> Iterator[Site]:
    deck = deck_around(protocol, step)
    yield from _branches(step.next, step.name, None, deck)
    if step.title is not None:
        yield from _text(step.title, step.place, step.name, None, deck)
    if step.each is not None:
        yield from _values([step.each.rounds], step.place, step.name, None, deck)
    if step.use is not None:
        yield from _assigned(step.use.begin, step.place, step.name, None, deck)
    if step.trials is not None:
        own = _own_deck(protocol, step)
        yield from _of_trials(step.trials, step.name, own)


def _of_trials(trials: Trials, step: str, deck: Deck | None) -> Iterator[Site]:
    values = [trials.count, trials.correct, trials.patience, trials.pause, trials.prompting.delay]
    if isinstance(trials.answers, AnswersFrom):
        values.append(trials.answers.elements)
    yield from _values(values, trials.place, step, None, deck)
    for prompt in trials.prompts:
        yield from _values([prompt.after], prompt.place, step, None, deck)
        if prompt.condition is not None:
            yield _site("prompt", prompt.condition, prompt.condition.place, step, None, deck)
    if trials.stop_when is not None:
        yield _site("stop", trials.stop_when, trials.stop_when.place, step, None, deck)


def _branches(
    branches: Iterable[Branch], step: str | None, entry: Entry | None, deck: Deck | None
) -> Iterator[Site]:
    for branch in branches:
        if branch.condition is not None:
            yield _site("branch", branch.condition, branch.condition.place, step, entry, deck)


def _of_act(act: Act, step: str | None, entry: Entry | None, deck: Deck | None) -> Iterator[Site]:
    argument = act.argument
    match argument:
        case Expression():
            yield _site("value", argument, act.place, step, entry, deck)
        case Speech():
            yield from _text(argument, act.place, step, entry, deck)
        case Show():
            yield from _values([argument.picture, argument.choices], act.place, step, entry, deck)
            if argument.text is not None:
                yield from _text(argument.text, act.place, step, entry, deck)
        case Await():
            yield from _values([argument.hold, argument.limit], act.place, step, entry, deck)
        case tuple():
            yield from _assigned(argument, act.place, step, entry, deck)


def _assigned(
    assignments: Assignments, place: Place, step: str | None, entry: Entry | None, deck: Deck | None
) -> Iterator[Site]:
    yield from _values([value for _, value in assignments], place, step, entry, deck)


def _values(
    values: Iterable[Value | Expression],
    place: Place,
    step: str | None,
    entry: Entry | None,
    deck: Deck | None,
) -> Iterator[Site]:
    for value in values:
        if isinstance(value, Expression):
            yield _site("value", value, value.place or place, step, entry, deck)


def _text(
    speech: Speech, place: Place, step: str | None, entry: Entry | None, deck: Deck | None
) -> Iterator[Site]:
    for _, template in speech.by_language:
        paths = paths_in(template)
        if paths:
            yield Site("text", paths, place, None, step, entry, deck)


def paths_in(template: Template) -> tuple[Path, ...]:
    """Give the paths whose values a text holds."""
    return tuple(part for part in template.parts if isinstance(part, tuple))


def _own_deck(protocol: Protocol, step: Step) -> Deck | None:
    if step.trials is not None and step.trials.deck is not None:
        return protocol.decks.get(step.trials.deck)
    return deck_around(protocol, step)

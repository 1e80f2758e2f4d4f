"""Every place of a flow where something is computed: conditions, values, durations, places in texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.texts import deck_of_block, owner
from nao_sessions.protocol.expression import Expression, Path, Value
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

    def entry_sites(self, entry: Entry) -> Iterator[Site]:
        yield from self.condition("entry", entry.condition)
        yield from self.branches(entry.next)
        yield from self.values([entry.wait, entry.limit], entry.place)
        yield from self.assigned(entry.assignments, entry.place)
        if entry.label is not None:
            yield from self.text(entry.label, entry.place)

    def step_sites(self, step: Step) -> Iterator[Site]:
        yield from self.branches(step.next)
        if step.title is not None:
            yield from self.text(step.title, step.place)
        if step.each is not None:
            yield from self.values([step.each.rounds], step.place)
        if step.use is not None:
            yield from self.assigned(step.use.begin, step.place)

    def trials_sites(self, trials: Trials) -> Iterator[Site]:
        values = [trials.count, trials.correct, trials.patience, trials.pause, trials.prompting.delay]
        if isinstance(trials.answers, AnswersFrom):
            values.append(trials.answers.elements)
        yield from self.values(values, trials.place)
        for prompt in trials.prompts:
            yield from self.values([prompt.after], prompt.place)
            yield from self.condition("prompt", prompt.condition)
        yield from self.condition("stop", trials.stop_when)

    def act_sites(self, act: Act) -> Iterator[Site]:
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

    def branches(self, branches: Iterable[Branch]) -> Iterator[Site]:
        for branch in branches:
            yield from self.condition("branch", branch.condition)

    def condition(self, kind: Kind, condition: Expression | None) -> Iterator[Site]:
        if condition is not None:
            yield self._site(kind, condition, condition.place)

    def assigned(self, assignments: Assignments, place: Place) -> Iterator[Site]:
        yield from self.values([value for _, value in assignments], place)

    def values(self, values: Iterable[Value | Expression], place: Place) -> Iterator[Site]:
        for value in values:
            if isinstance(value, Expression):
                yield self._site("value", value, value.place or place)

    def text(self, speech: Speech, place: Place) -> Iterator[Site]:
        for _, template in speech.by_language:
            paths = tuple(part for part in template.parts if isinstance(part, tuple))
            if paths:
                yield Site("text", paths, place, None, self.step, self.entry, self.deck)

    def _site(self, kind: Kind, expression: Expression, place: Place) -> Site:
        return Site(kind, expression.paths, place, expression, self.step, self.entry, self.deck)

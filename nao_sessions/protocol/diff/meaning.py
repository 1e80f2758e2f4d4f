"""What a value of a flow means, as a plain tuple: equal when two protocols do the same, however written.

Places, ids and the order of keys are no meaning. Names that were changed everywhere at once are no meaning
either: the names of one side are read as those of the other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.expression import Expression, Path, Template
from nao_sessions.protocol.flow import (
    EACH_CHILD,
    Act,
    Branch,
    Choose,
    Each,
    Moment,
    Protocol,
    Show,
    Speech,
    Step,
    Use,
)
from nao_sessions.protocol.trials import Adapt, Answer, AnswersFrom, Element, GiveUp, Stimulus, Trials

Kind = Literal["step", "settings", "data", "participant", "items", "routine"]
Meaning = Any
"""Nested tuples of texts and numbers: hashable, and equal when the values mean the same."""

_NAMED = re.compile(r"\b(settings|data|participant|results)\.([a-z][a-z0-9_]*)")

NO_MEANING = frozenset({"place", "correct_at", "id", "name", "children", "parent"})
"""Fields that say where a value stands or what it is called; what a name stands for is compared by itself."""

BLOCKS = frozenset({"block", "ask"})
"""Fields that name a block: what is in it is the meaning."""


@dataclass(frozen=True, slots=True)
class SideNames:
    """The names of one side, by kind, as the other side calls the same things."""

    renamed: Mapping[tuple[Kind, str], str] = field(default_factory=dict)

    def of(self, kind: Kind, name: str) -> str:
        """Return the other protocol's name for a thing of a kind."""
        return self.renamed.get((kind, name), name)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two protocols that are compared, and what the other one calls its things."""

    protocol: Protocol
    names: SideNames = SideNames()

    def meaning(self, value: object) -> Meaning:
        """Return the meaning of a value: equal for values that do the same in a session."""
        known = _MEANINGS.get(type(value))
        if known is not None:
            return known(self, value)
        if isinstance(value, tuple | list):
            return tuple(self.meaning(one) for one in value)
        if isinstance(value, frozenset):
            return tuple(sorted(value))
        if isinstance(value, Mapping):
            return tuple(sorted((str(key), self.meaning(one)) for key, one in value.items()))
        if is_dataclass(value) and not isinstance(value, type):
            return (type(value).__name__, *self.parts(value).items())
        return (type(value).__name__, value)

    def parts(self, value: Any) -> dict[str, Meaning]:
        """Return the meaning of each field of a value, for fields that have one."""
        found: dict[str, Meaning] = {}
        for member in fields(value):
            if member.name not in NO_MEANING:
                content = getattr(value, member.name)
                if member.name in BLOCKS:
                    found[member.name] = self.block(content)
                elif member.name == "assignments":
                    found[member.name] = _assignments(self, content)
                else:
                    found[member.name] = self.meaning(content)
        return found

    def block(self, name: str) -> Meaning:
        """Return the meaning of a block: that of its moments."""
        return tuple(self.meaning(moment) for moment in self.protocol.blocks[name])

    def source(self, expression: Expression) -> str:
        """Return an expression in a normal form, with the names of the other protocol."""
        steps = {path[1].rpartition(".")[2]: path[1] for path in expression.paths if path[0] == "results"}

        def other(match: re.Match[str]) -> str:
            room, name = match.groups()
            if room == "results":
                named = self.names.of("step", steps.get(name, name)).rpartition(".")[2]
            else:
                named = self.names.of(room, name)  # type: ignore[arg-type]
            return f"{room}.{named}"

        return ast.unparse(ast.parse(_NAMED.sub(other, expression.source), mode="eval"))

    def path(self, path: Path) -> Path:
        """Return a path with the names of the other protocol."""
        if path[0] == "results" and len(path) > 2:
            return ("results", self.names.of("step", path[1]), *path[2:])
        if path[0] in ("settings", "data", "participant"):
            return (path[0], self.datum(path[0], path[1]))  # type: ignore[arg-type]
        return path

    def datum(self, kind: Kind, name: str) -> str:
        """Return the other protocol's name for a datum; for a used file's, with its step before a colon."""
        step, colon, own = name.rpartition(":")
        return f"{self.names.of('step', step)}:{own}" if colon else self.names.of(kind, name)


def _template(side: Side, value: Template) -> Meaning:
    return tuple(part if isinstance(part, str) else side.path(part) for part in value.parts)


def _speech(side: Side, value: Speech) -> Meaning:
    return tuple(sorted((language, _template(side, one)) for language, one in value.by_language))


def _act(side: Side, value: Act) -> Meaning:
    argument = value.argument
    if value.verb == "routine" and isinstance(argument, str):
        return ("routine", side.names.of("routine", argument))
    if isinstance(argument, tuple):
        return (value.verb, _assignments(side, argument))
    return (value.verb, side.meaning(argument))


def _assignments(side: Side, values: tuple[Any, ...]) -> Meaning:
    """Return the meaning of assignments, in any order unless one uses a datum that another sets."""
    meanings = [(_assigned(side, name), side.meaning(value)) for name, value in values]
    names = {name for name, _ in values}
    chained = any(
        isinstance(value, Expression) and any(path[-1] in names - {name} for path in value.paths)
        for name, value in values
    )
    return tuple(meanings if chained else sorted(meanings))


def _assigned(side: Side, name: str) -> str:
    room, dot, own = name.partition(".")
    if dot and room == "participant":
        return f"participant.{side.names.of('participant', own)}"
    return side.datum("data", name)


def _moment(side: Side, value: Moment) -> Meaning:
    return (side.meaning(value.condition), *sorted(_act(side, act) for act in value.acts))


def _choose(side: Side, value: Choose) -> Meaning:
    return tuple((side.block(block), weight) for block, weight in value.options)


def _show(side: Side, value: Show) -> Meaning:
    page = None if value.page is None else side.protocol.pages[value.page].cells
    return (side.meaning(value.picture), _elements(side, value.choices), side.meaning(value.text), page)


def _elements(side: Side, words: tuple[str, ...] | Expression) -> Meaning:
    """Return the meaning of words to choose from, each with its picture and sound."""
    if isinstance(words, Expression):
        return side.meaning(words)
    return tuple(side.meaning(side.protocol.elements.get(word, Element(word))) for word in words)


def _branch(side: Side, value: Branch) -> Meaning:
    return (side.names.of("step", value.target), side.meaning(value.condition))


def _give_up(side: Side, value: GiveUp) -> Meaning:
    return (value.errors_in_row, side.names.of("step", value.target))


def _answers_from(side: Side, value: AnswersFrom) -> Meaning:
    return ("from", _elements(side, value.elements), tuple(sorted(value.by)))


def _stimulus(side: Side, value: Stimulus) -> Meaning:
    elsewhere = sorted((language, tuple(sorted(words))) for language, words in value.elsewhere)
    return (value.sense, tuple(sorted(value.values)), tuple(elsewhere))


def _answer(side: Side, value: Answer) -> Meaning:
    return (value.value, tuple(sorted(_stimulus(side, way) for way in value.ways)))


def answers(side: Side, value: tuple[Answer, ...]) -> Meaning:
    """Return the meaning of answers, in any order unless one stimulus gives two of them."""
    ways = [(way.sense, sign) for answer in value for way in answer.ways for sign in way.values]
    meanings = [_answer(side, answer) for answer in value]
    return tuple(meanings if len(set(ways)) < len(ways) else sorted(meanings))


def _each(side: Side, value: Each) -> Meaning:
    over = value.over if value.over == EACH_CHILD else side.names.of("items", value.over)
    return (over, side.meaning(value.rounds))


def _use(side: Side, value: Use) -> Meaning:
    begin = sorted((name.rpartition(":")[2], side.meaning(one)) for name, one in value.begin)
    return (value.file, tuple(begin))


def _adapt(side: Side, value: Adapt) -> Meaning:
    level = side.names.of("participant", value.level)
    return (level, value.up, value.down, value.stop_after, value.minimum, value.maximum)


def trial_parts(side: Side, value: Trials) -> dict[str, Meaning]:
    """Return the meaning of each field of a block of trials."""
    parts = side.parts(value)
    parts["deck"] = None if value.deck is None else side.names.of("items", value.deck)
    if not isinstance(value.answers, AnswersFrom):
        parts["answers"] = answers(side, value.answers)
    parts["feedback"] = tuple(sorted((key, side.block(block)) for key, block in value.feedback))
    if isinstance(value.correct, tuple):
        parts["correct"] = ("any of", *sorted(value.correct))
    return parts


def step_parts(side: Side, value: Step) -> dict[str, Meaning]:
    """Return the meaning of each field of a step."""
    parts = side.parts(value)
    parts["start"] = None if value.start is None else side.names.of("step", value.start)
    parts["parent"] = None if value.parent is None else side.names.of("step", value.parent)
    return parts


_MEANINGS: Mapping[type, Callable[[Side, Any], Meaning]] = {
    Place: lambda side, value: None,
    Expression: lambda side, value: ("=", side.source(value)),
    Template: _template,
    Speech: _speech,
    Act: _act,
    Moment: _moment,
    Choose: _choose,
    Show: _show,
    Branch: _branch,
    GiveUp: _give_up,
    AnswersFrom: _answers_from,
    Stimulus: _stimulus,
    Answer: _answer,
    Each: _each,
    Use: _use,
    Adapt: _adapt,
    Trials: lambda side, value: tuple(trial_parts(side, value).items()),
    Step: lambda side, value: tuple(step_parts(side, value).items()),
}

"""The values that a path can have in any session, where they can be listed; and what that decides.

A list may hold values that never come together: what holds for none of them holds for none that come, and
what holds for all of them always holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from nao_sessions.protocol.checks.places import ComputedPlace
from nao_sessions.protocol.expression import ExpressionFailed, Path, Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.timing.blocks import count_of
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.trials import HELPS, JUDGEMENTS, SCORED, THERE_OR_GONE, AnswersFrom, Item, Trials

MOST_CASES = 500
"""Combinations of values that are tried; beyond, a condition is not decided."""

MOST_NUMBERS = 100
"""Numbers between two bounds that are listed."""

_COUNTED = frozenset(
    {"count", *SCORED, "streak", "errors_in_row", "hits", "misses", "false_alarms", "correct_rejections"}
)

Domain = tuple[Value, ...]


class Domains:
    """The values that the paths of one protocol can have in any session, computed on first need."""

    def __init__(self, protocol: Protocol, known: KnownValues) -> None:
        self._protocol = protocol
        self._known = known
        self._settings = {one.name: one for one in protocol.settings}
        self._data = _data_values(protocol)
        self._remembered = {one.name: one for one in protocol.remembered}
        self._found: dict[Path, Domain | None] = {}

    def decided(self, site: ComputedPlace) -> bool | None:
        """Return True where a condition always holds, False where it never does, None where that is open."""
        expression = site.expression
        assert expression is not None
        own: tuple[Item | None, ...] = (None,)
        if any(path[0] == "item" for path in expression.paths):
            if site.deck is None:
                return None
            own = site.deck.items
        listed = {path: self.of(path, site) for path in expression.paths if path[0] != "item"}
        known = {path: domain for path, domain in listed.items() if domain is not None}
        if prod(len(domain) for domain in known.values()) * len(own) > MOST_CASES:
            return None
        outcomes: set[bool] = set()
        for item in own:
            for values in product(*known.values()):
                look = _Case(dict(zip(known, values, strict=True)), item)
                try:
                    outcomes.add(bool(expression.evaluate(look)))
                except ExpressionFailed:
                    return None
                if len(outcomes) > 1:
                    return None
        return next(iter(outcomes), None)

    def of(self, path: Path, site: ComputedPlace) -> Domain | None:
        """Return the values that a path can have at a site; None where they cannot be listed."""
        match path:
            case ("event", "value"):
                return _event_values(site)
            case ("trials" | "trial", name):
                return None if site.step is None else self._result(site.step, name, total=False)
        if path not in self._found:
            self._found[path] = self._anywhere(path)
        return self._found[path]

    def _anywhere(self, path: Path) -> Domain | None:
        match path:
            case ("settings", name) if name in self._settings:
                setting = self._settings[name]
                if setting.type == "boolean":
                    return (True, False)
                if setting.type == "choice":
                    return setting.choices
                if setting.type == "integer" and setting.minimum is not None and setting.maximum is not None:
                    return _numbers(int(setting.minimum), int(setting.maximum))
            case ("data", name):
                return self._data.get(name)
            case ("participant", name) if name in self._remembered:
                return (True, False) if self._remembered[name].type == "boolean" else None
            case ("results", step, "end"):
                return self._ends(step)
            case ("results", step, "total", name):
                return self._result(step, name, total=True)
            case ("results", step, name):
                return self._result(step, name, total=False)
        return None

    def _result(self, step: str, name: str, *, total: bool) -> Domain | None:
        trials = self._protocol.steps[step].trials if step in self._protocol.steps else None
        if trials is None:
            return None
        match name:
            case "judgement":
                return ("", *JUDGEMENTS)
            case "help":
                return ("", *HELPS)
            case "item" if trials.deck is not None:
                return ("", *(item.id for item in self._protocol.decks[trials.deck].items))
            case "answer":
                return self._answers(trials)
        repeated = any(self._protocol.steps[group].each for group in self._protocol.ancestors(step))
        if (
            name in _COUNTED
            and not total
            and not repeated
            and (trials.count is None or isinstance(trials.count, int))
        ):
            return _numbers(0, count_of(self._protocol, trials, self._known))
        return None

    def _answers(self, trials: Trials) -> Domain | None:
        if not isinstance(trials.answers, AnswersFrom):
            return ("", *(answer.value for answer in trials.answers))
        elements = trials.answers.elements
        if isinstance(elements, tuple):
            return ("", *elements)
        if trials.deck is None:
            return None
        found: dict[Value, None] = {"": None}
        for item in self._protocol.decks[trials.deck].items:
            value = self._known.value(elements, None, item)
            if value is None:
                return None
            found.update(dict.fromkeys(value if isinstance(value, tuple) else (value,)))
        return tuple(found)

    def _ends(self, step: str) -> Domain | None:
        inside = f"{step}."
        ends = {one.end for name, one in self._protocol.steps.items() if name.startswith(inside) and one.end}
        return ("", *sorted(ends))


class _Case:
    """One case: a value for each path that is listed; what is not listed stops the computing."""

    __slots__ = ("_item", "_values")

    def __init__(self, values: Mapping[Path, Value], item: Item | None) -> None:
        self._values = values
        self._item = item

    def __call__(self, path: Path) -> Value:
        if path[0] == "item" and self._item is not None:
            return self._item.values.get(path[1])
        if path not in self._values:
            raise ExpressionFailed(f"{'.'.join(path)} can be anything")
        return self._values[path]


def _numbers(low: int, high: int) -> Domain | None:
    return tuple(range(low, high + 1)) if 0 <= high - low <= MOST_NUMBERS else None


def _event_values(site: ComputedPlace) -> Domain | None:
    entry = site.entry
    if entry is None or not entry.stimuli or any(one.sense in THERE_OR_GONE for one in entry.stimuli):
        return None
    return tuple(value for stimulus in entry.stimuli for value in stimulus.in_any_language())


def _data_values(protocol: Protocol) -> dict[str, Domain | None]:
    """Return the possible values of data by name: both booleans, or constants; None where one is computed."""
    values: dict[str, dict[Value, None] | None] = {one.name: {one.default: None} for one in protocol.data}
    booleans = {one.name for one in protocol.data if one.type == "boolean"}
    for name, value in protocol.all_assignments():
        if not isinstance(value, bool | int | float | str):
            values[name] = None
            continue
        constants = values.setdefault(name, {})
        if constants is not None:
            constants[value] = None
    passed = {name for step in protocol.steps.values() if step.use for name, _ in step.use.begin}
    return {
        name: (True, False) if name in booleans else None if found is None else tuple(found)
        for name, found in values.items()
        if name not in passed  # what a file is used with is its user's choice, and another user's is another
    }

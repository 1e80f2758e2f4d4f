"""What stands for an answer, by each sense, and which is right: worked out once where no session changes it.

From the flow alone; nothing here knows a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from nao_sessions.protocol.expression import Expression, ExpressionFailed, Lookup, as_words
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import AnswersFrom, Element, Item, Trials

Way = tuple[str, str, tuple[str, ...]]
"""An answer, a sense, and what stands for the answer by that sense."""

Ways = tuple[Way, ...]


class Signs(NamedTuple):
    """The answers of a block of trials, how each can be given, and all that can be given by each sense."""

    answers: tuple[str, ...]
    ways: Ways
    by_sense: Mapping[str, tuple[str, ...]]


def fixed_signs(protocol: Protocol) -> dict[str, Signs]:
    """Return the signs of trials whose answers are the same for all items, by the block of their question."""
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
                by_item[item.id] = as_words(trials.correct.evaluate(_column_of(item)))
    return found


def _column_of(item: Item) -> Lookup:
    return lambda path: item.values.get(path[1])


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

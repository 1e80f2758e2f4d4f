"""The checks on blocks of trials that need every item of the table: is the right answer there to be given?

With the helpers that others need: what is right, and what can be answered, for an item.
"""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.expression import (
    Expression,
    ExpressionFailed,
    Value,
    as_words,
)
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Protocol, Step
from nao_sessions.protocol.trials import ANY, NOTHING, AnswersFrom, Item, Trials
from nao_sessions.text.messages import msg


def check_trials(subject: Subject) -> None:
    """Report right answers that cannot be given."""
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _right_answers(subject, step, step.trials)


def right_for(trials: Trials, item: Item | None) -> tuple[str, ...] | None:
    """Return the right answers to an item; None where nothing is judged or it depends on the session."""
    known, right = for_item(trials.correct, item)
    return as_words(right) if known and trials.correct is not None else None


def items_of(protocol: Protocol, step: Step) -> tuple[Item | None, ...]:
    """Return the items that a step's trials, or its group, go through; (None,) without a table."""
    deck = protocol.deck_of(step.name)
    return (None,) if deck is None else deck.items


def for_item(value: Value | Expression, item: Item | None) -> tuple[bool, Value]:
    """Compute a value for one item: (True, value), or (False, None) where it depends on the session."""
    if not isinstance(value, Expression):
        return True, value
    if item is None or any(path[0] != "item" for path in value.paths):
        return False, None
    try:
        return True, value.evaluate(lambda path: item.values.get(path[1]))
    except ExpressionFailed:
        return False, None


def answers_for(trials: Trials, item: Item | None) -> tuple[str, ...] | None:
    """Return the answers that can be given to an item; None where they depend on the session."""
    if not isinstance(trials.answers, AnswersFrom):
        return tuple(answer.value for answer in trials.answers)
    if isinstance(trials.answers.elements, tuple):
        return trials.answers.elements
    known, elements = for_item(trials.answers.elements, item)
    if not known:
        return None
    return as_words(elements)


def _right_answers(subject: Subject, step: Step, trials: Trials) -> None:
    if trials.correct is None or not trials.answers:
        return
    for item, right, answers in judged(subject.protocol, step, trials):
        for word in right:
            if word in (ANY, NOTHING) or word in answers:
                continue
            words = msg("the right answer, '{word}', is not among the answers", word=quoted(word))
            if item is not None:
                words = msg(
                    "the right answer of the item '{item}', '{word}', is not among the answers",
                    item=quoted(item.id),
                    word=quoted(word),
                )
            place = trials.correct_at or trials.place
            subject.findings.add(
                "P124",
                place if item is None else item.place,
                words,
                did_you_mean(word, answers) or msg("add it to 'answers'"),
            )
            break


def judged(
    protocol: Protocol, step: Step, trials: Trials
) -> Iterator[tuple[Item | None, tuple[str, ...], tuple[str, ...]]]:
    """Yield (item, right answers, all answers) for every item where both are known."""
    for item in items_of(protocol, step):
        right, answers = right_for(trials, item), answers_for(trials, item)
        if right is not None and answers is not None:
            yield item, right, answers

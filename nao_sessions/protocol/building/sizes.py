"""Bounds of a whole protocol: what each item of each question costs is multiplied by how many there are.

The checks look at every item in every question that asks it. A library's longest protocol has some hundreds.
"""

from __future__ import annotations

from nao_sessions.protocol.findings import Findings, TooManyFindings
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import AnswersFrom, Trials
from nao_sessions.text.messages import msg

MOST_QUESTIONS = 20_000
"""Items of all questions together: sixty questions over three hundred items."""

MOST_ANSWERS = 200_000
"""Items times answers, of all questions together: two thousand items with a hundred answers each."""

MOST_STEPS = 4_000
"""Steps, those of used files included."""


def check_sizes(protocol: Protocol, findings: Findings) -> None:
    """Tell a protocol that is too large to be checked.

    Raises:
        TooManyFindings: it is; reading on would take minutes.
    """
    asked = [
        (step.trials, _items(protocol, name))
        for name, step in protocol.steps.items()
        if step.trials is not None
    ]
    bounds = (
        (len(protocol.steps), MOST_STEPS, msg("more than {most} steps")),
        (
            sum(items for _, items in asked),
            MOST_QUESTIONS,
            msg("more than {most} items in all questions together"),
        ),
        (
            sum(items * _answers(trials) for trials, items in asked),
            MOST_ANSWERS,
            msg("more than {most} answers to all items"),
        ),
    )
    for count, most, words in bounds:
        if count > most:
            hint = msg("make several protocols of it")
            findings.add(
                "P106",
                protocol.steps[protocol.start].place,
                words.format(most=most),
                hint,
            )
            raise TooManyFindings


def _answers(trials: Trials) -> int:
    """Return how many answers are written out; those that an item brings are as many as its line holds."""
    if isinstance(trials.answers, AnswersFrom):
        return len(trials.answers.elements) if isinstance(trials.answers.elements, tuple) else 1
    return len(trials.answers)


def _items(protocol: Protocol, name: str) -> int:
    """Return how many items the question of a step is asked for."""
    deck = protocol.deck_of(name)
    return 1 if deck is None else len(deck.items)

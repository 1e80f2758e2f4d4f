"""Trials counted in words, for one and for several: « 1 essai », « 3 réussis avec aide »."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nao_sessions.record.results.counts import COUNTED, JUDGED, TrialCounts
from nao_sessions.record.results.trials import BY_ADULT, BY_NOBODY, BY_OTHER
from nao_sessions.text import glossary
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgn

_OTHERS: Mapping[str, Callable[[int], Text]] = {
    BY_ADULT: lambda n: msgn("{n} that the adult answered", "{n} that the adult answered", n),
    BY_OTHER: lambda n: msgn("{n} that another child answered", "{n} that another child answered", n),
    BY_NOBODY: lambda n: msgn(
        "{n} of which nobody knows who answered", "{n} of which nobody knows who answered", n
    ),
    "responses": lambda n: msgn("{n} response", "{n} responses", n),
    "silences": lambda n: msgn(
        "{n} step that went on without a response", "{n} steps that went on without a response", n
    ),
    "questions": lambda n: msgn("{n} question", "{n} questions", n),
    "trials": lambda n: msgn("{n} trial", "{n} trials", n),
    "others": lambda n: msgn("{n} other", "{n} others", n),
    "interruptions": lambda n: msgn("{n} interruption", "{n} interruptions", n),
}
"""What is counted beside judgements, by key: a number with its noun."""


def counted(what: str, n: int) -> Text:
    """Return a number with its noun: « 1 essai », « 3 essais »; *what* is a judgement or a key of _OTHERS."""
    return glossary.JUDGEMENTS[what].counted(n) if what in glossary.JUDGEMENTS else _OTHERS[what](n)


def told_counts(counts: TrialCounts) -> Text:
    """Return how many trials there were and how each was judged: « 3 essais : 2 réussis, 1 refus. »"""
    known = [(one if one in COUNTED else "others", n) for one, n in counts.judged]
    each = [_with_errors(judgement, n, counts.errors_before_silence) for judgement, n in known]
    sentence = _COUNTS.format(total=counted("trials", counts.total), each=joined(each, ", "))
    return joined([sentence, _EASY.format(n=counts.easy)], " ") if counts.easy else sentence


def _with_errors(judgement: str, n: int, errors: int) -> Text:
    """Return how many trials had a judgement; without a response, also how many had wrong answers first."""
    told = counted(judgement, n)
    if judgement != "no_response" or not errors:
        return told
    if n == 1:
        return msg("{told} (with at least one wrong answer before the last help)", told=told)
    return msg(
        "{told} ({errors} of them with at least one wrong answer before the last help)",
        told=told,
        errors=errors,
    )


def unjudged(counts: TrialCounts) -> tuple[Text, ...]:
    """Return a sentence for each sort of trial without a judgement of the child that occurred."""
    found = [one for one in COUNTED if one not in JUDGED and counts.by_judgement.get(one)]
    return tuple(_UNJUDGED[one] if one in _UNJUDGED else glossary.JUDGEMENTS[one].definition for one in found)


_UNJUDGED: Mapping[str, Text] = {
    "void": msg(
        "Not scored: a trial that was cut short or set aside, by the child's own word or leaving, too."
    ),
    BY_ADULT: msg("The adult answered: such a trial says nothing of how the child did."),
    BY_OTHER: msg("Another child answered: such a trial says nothing of how the child did."),
    BY_NOBODY: msg("Nobody knows who answered: such a trial says nothing of how the child did."),
    "unscored": msg(
        "Not judged: nothing in it is right or wrong, nobody confirmed the answer, or none came."
    ),
}
_COUNTS = msg("{total}: {each}.")
_EASY = msgn(
    "One of them was an easy one, asked again before the end since it had succeeded then, alone or with "
    "help.",
    "{n} of them were easy ones, asked again before the end since they had succeeded then, alone or with "
    "help.",
)

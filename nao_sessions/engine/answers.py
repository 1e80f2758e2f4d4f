"""What counts as an answer: which one was given, by which sense, whether it decides or only proposes.

What is certain decides, what is doubtful proposes, the professional has the last word (language, section 5).
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.engine.compiled import Compiled, ReadingScope, Ways, signs_of, ways_of
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.expression import as_words
from nao_sessions.protocol.trials import ANY, NOTHING, PROPOSING, WHOEVER, AnswersFrom, Trials

UNKNOWN = "unknown"
PROFESSIONAL = "professional"


def possible(draft: Draft, compiled: Compiled, trials: Trials) -> tuple[str, ...]:
    """Return the answers that can be given to the current question."""
    known = compiled.signs.get(trials.ask)
    if known is not None:
        return known.answers
    assert isinstance(trials.answers, AnswersFrom)
    return as_words(ReadingScope(draft, compiled).value(trials.answers.elements, ()))


def ways(draft: Draft, compiled: Compiled, trials: Trials) -> Ways:
    """Return how each answer can be given in this state, by which sense and sign."""
    known = compiled.signs.get(trials.ask)
    if known is not None:
        return known.ways
    return ways_of(trials, possible(draft, compiled, trials), compiled.protocol.elements)


def given(draft: Draft, compiled: Compiled, trials: Trials, sense: str, value: str) -> str | None:
    """Return the answer that a value means by a sense (or said by the professional); None if it is none."""
    if sense == PROFESSIONAL:
        return value if value in possible(draft, compiled, trials) else None
    found = (word for word, by, signs in ways(draft, compiled, trials) if by == sense and value in signs)
    return next(found, None)


def signs_by_sense(draft: Draft, compiled: Compiled, trials: Trials) -> Mapping[str, tuple[str, ...]]:
    """Return, by sense, every sign that would count as an answer now."""
    known = compiled.signs.get(trials.ask)
    return signs_of(ways(draft, compiled, trials)) if known is None else known.by_sense


def right_answers(draft: Draft, compiled: Compiled, trials: Trials) -> tuple[str, ...] | None:
    """Return the right answers to the current question; None where nothing is judged.

    Of a trial that is over they are those that it was judged by: what is computed from counts is now the
    next question's.
    """
    if trials.correct is None:
        return None
    block = draft.block
    if block is not None and block.last is not None and block.phase not in ("ask", "open"):
        return block.last.trial.correct
    by_item = compiled.right.get(trials.ask)
    if by_item and block is not None and block.question is not None:
        known = by_item.get(block.question.item)
        if known is not None:
            return known
    return as_words(ReadingScope(draft, compiled).value(trials.correct))


def is_right(answer: str, right: tuple[str, ...] | None) -> bool | None:
    """Return whether an answer is right; None where nothing is judged."""
    if right is None:
        return None
    return NOTHING not in right and (ANY in right or answer in right)


def decides(draft: Draft, sense: str, by: str) -> bool:
    """Return whether an answer by this sense and person counts without the professional confirming it."""
    if sense == PROFESSIONAL:
        return True
    if sense in PROPOSING:
        return False
    alone = len(draft.present) == 1 or not draft.participants
    return alone or sense in WHOEVER or by == draft.turn or (draft.turn is None and by != UNKNOWN)


def out_of_turn(draft: Draft, by: str) -> bool:
    """Return whether the answer came from another child than the one whose turn it is."""
    return draft.turn is not None and by not in (UNKNOWN, PROFESSIONAL, draft.turn)

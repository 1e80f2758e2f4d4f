"""What counts as an answer: which one was given, by which sense, whether it decides or only proposes.

What is certain decides, what is doubtful proposes, the professional has the last word (language, section 5).
"""

from __future__ import annotations

from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.expression import Expression, as_words
from nao_sessions.protocol.trials import ANY, NOTHING, PROPOSING, AnswersFrom, Trials

UNKNOWN = "unknown"
PROFESSIONAL = "professional"

Way = tuple[str, str, tuple[str, ...]]
"""An answer, a sense, and what stands for the answer by that sense."""


def possible(draft: Draft, compiled: Compiled, trials: Trials) -> tuple[str, ...]:
    """Give the answers that can be given now."""
    if not isinstance(trials.answers, AnswersFrom):
        return tuple(answer.value for answer in trials.answers)
    elements = trials.answers.elements
    if isinstance(elements, Expression):
        return as_words(Scope(draft, compiled).value(elements, ()))
    return elements


def ways(draft: Draft, compiled: Compiled, trials: Trials) -> tuple[Way, ...]:
    """Give how each answer can be given now."""
    if isinstance(trials.answers, AnswersFrom):
        return tuple(
            (word, sense, _signs(compiled, word, sense))
            for word in possible(draft, compiled, trials)
            for sense in trials.answers.by
        )
    return tuple((answer.value, way.sense, way.values) for answer in trials.answers for way in answer.ways)


def given(draft: Draft, compiled: Compiled, trials: Trials, sense: str, value: str) -> str | None:
    """Tell which answer a touch, a word, a card means; None when it is none of them."""
    if sense == PROFESSIONAL:
        return value if value in possible(draft, compiled, trials) else None
    found = (word for word, by, signs in ways(draft, compiled, trials) if by == sense and value in signs)
    return next(found, None)


def signs_by_sense(draft: Draft, compiled: Compiled, trials: Trials) -> dict[str, tuple[str, ...]]:
    """Give everything that would be taken for an answer now, by sense."""
    found: dict[str, dict[str, None]] = {}
    for _, sense, signs in ways(draft, compiled, trials):
        found.setdefault(sense, {}).update(dict.fromkeys(signs))
    return {sense: tuple(signs) for sense, signs in found.items()}


def right_answers(draft: Draft, compiled: Compiled, trials: Trials) -> tuple[str, ...] | None:
    """Give the right answers now; None where nothing is judged."""
    if trials.correct is None:
        return None
    return as_words(Scope(draft, compiled).value(trials.correct))


def is_right(answer: str, right: tuple[str, ...] | None) -> bool | None:
    """Tell whether an answer is right; None where nothing is judged."""
    if right is None:
        return None
    return NOTHING not in right and (ANY in right or answer in right)


def decides(draft: Draft, sense: str, by: str) -> bool:
    """Tell whether an answer by this sense, of this person, counts without the professional's press."""
    if sense == PROFESSIONAL:
        return True
    if sense in PROPOSING:
        return False
    alone = len(draft.present) <= 1
    return alone or sense == "card" or by == draft.turn or (draft.turn is None and by != UNKNOWN)


def out_of_turn(draft: Draft, by: str) -> bool:
    """Tell whether somebody else answered than the child whose turn it is."""
    return draft.turn is not None and by not in (UNKNOWN, PROFESSIONAL, draft.turn)


def _signs(compiled: Compiled, word: str, sense: str) -> tuple[str, ...]:
    """Give what stands for an element by one sense: its words, its card; on the board, itself."""
    element = compiled.protocol.elements.get(word)
    if sense == "word":
        return (word,) if element is None else element.heard()
    if sense == "card":
        return () if element is None or element.card is None else (element.card,)
    return (word,) if sense == "board" else ()

"""What counts as an answer: which one was given, by which sense, whether it decides or only proposes.

What is certain decides, what is doubtful proposes, the professional has the last word (language, section 5).
"""

from __future__ import annotations

from nao_sessions.engine.acts import words_of
from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.trials import ANY, NOTHING, AnswersFrom, Trials

UNKNOWN = "unknown"
PROFESSIONAL = "professional"

DOUBTFUL = frozenset({"word", "gaze", "face", "speech"})
"""Senses that never decide: what they take up is often not what was meant."""


def possible(draft: Draft, compiled: Compiled, trials: Trials) -> tuple[str, ...]:
    """Give the answers that can be given now."""
    if not isinstance(trials.answers, AnswersFrom):
        return tuple(answer.value for answer in trials.answers)
    elements = trials.answers.elements
    if isinstance(elements, Expression):
        return words_of(Scope(draft, compiled).value(elements, ()))
    return elements


def given(draft: Draft, compiled: Compiled, trials: Trials, sense: str, value: str) -> str | None:
    """Tell which answer a touch, a word, a card means; None when it is none of them."""
    if sense == PROFESSIONAL:
        return value if value in possible(draft, compiled, trials) else None
    if not isinstance(trials.answers, AnswersFrom):
        for answer in trials.answers:
            for way in answer.ways:
                if way.sense == sense and value in way.values:
                    return answer.value
        return None
    if sense not in trials.answers.by:
        return None
    for word in possible(draft, compiled, trials):
        if value in _signs(compiled, word, sense):
            return word
    return None


def words_and_senses(
    draft: Draft, compiled: Compiled, trials: Trials
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what has to be heard and watched for: the words of all answers, the senses of all ways."""
    if isinstance(trials.answers, AnswersFrom):
        words: list[str] = []
        if "word" in trials.answers.by:
            for word in possible(draft, compiled, trials):
                words += _signs(compiled, word, "word")
        return tuple(dict.fromkeys(words)), trials.answers.by
    ways = [way for answer in trials.answers for way in answer.ways]
    heard = [value for way in ways if way.sense == "word" for value in way.values]
    return tuple(dict.fromkeys(heard)), tuple(dict.fromkeys(way.sense for way in ways))


def signs(draft: Draft, compiled: Compiled, trials: Trials, sense: str) -> tuple[str, ...]:
    """Give everything that would be taken for an answer by one sense now."""
    if isinstance(trials.answers, AnswersFrom):
        if sense not in trials.answers.by:
            return ()
        found = [sign for word in possible(draft, compiled, trials) for sign in _signs(compiled, word, sense)]
        return tuple(dict.fromkeys(found))
    ways = [way for answer in trials.answers for way in answer.ways if way.sense == sense]
    return tuple(dict.fromkeys(value for way in ways for value in way.values))


def ways(draft: Draft, compiled: Compiled, trials: Trials) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Give how each answer can be given now: (answer, sense, what stands for it by that sense)."""
    if isinstance(trials.answers, AnswersFrom):
        return tuple(
            (word, sense, tuple(_signs(compiled, word, sense)))
            for word in possible(draft, compiled, trials)
            for sense in trials.answers.by
        )
    return tuple((answer.value, way.sense, way.values) for answer in trials.answers for way in answer.ways)


def right_answers(draft: Draft, compiled: Compiled, trials: Trials) -> tuple[str, ...] | None:
    """Give the right answers now; None where nothing is judged."""
    if trials.correct is None:
        return None
    return words_of(Scope(draft, compiled).value(trials.correct))


def is_right(answer: str, right: tuple[str, ...] | None) -> bool | None:
    """Tell whether an answer is right; None where nothing is judged."""
    if right is None:
        return None
    return NOTHING not in right and (ANY in right or answer in right)


def decides(draft: Draft, sense: str, by: str) -> bool:
    """Tell whether an answer by this sense, of this person, counts without the professional's press."""
    if sense == PROFESSIONAL:
        return True
    if sense in DOUBTFUL:
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

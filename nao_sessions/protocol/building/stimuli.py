"""From the keys that say what is waited for to stimuli: touches, words, cards, looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.catalogue import TOUCH_GROUPS, TOUCH_PARTS
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.keys.moments import AwaitKeys
from nao_sessions.protocol.keys.steps import WhenKeys
from nao_sessions.protocol.keys.trials import WayKeys
from nao_sessions.protocol.keys.values import CARDS
from nao_sessions.protocol.reading.languages import WordsRead
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.quoting import check_uncomputed
from nao_sessions.protocol.reading.scalars import parse_integer, wrong_type
from nao_sessions.protocol.trials import SENSE_FACTS, THERE_OR_GONE, Stimulus
from nao_sessions.text.messages import msg

_PARTS: Mapping[str, tuple[str, ...]] = {**{part: (part,) for part in TOUCH_PARTS}, **TOUCH_GROUPS}


def build_stimuli(keys: AwaitKeys | WhenKeys | WayKeys, building: Building) -> tuple[Stimulus, ...]:
    """Build the stimuli that a step or reaction waits for: one for each sense, in a fixed order."""
    built: list[Stimulus] = []
    if keys.touch:
        built.append(Stimulus("touch", _parts(keys.touch, building)))
    if keys.word:
        built.append(_word_stimulus(keys.word, building))
    if keys.board:
        built.append(Stimulus("board", _words(keys.board, building)))
    if keys.card:
        built.append(Stimulus("card", tuple(card_number(word, building) for word in keys.card)))
    for sense in THERE_OR_GONE:
        scalar, word = getattr(keys, sense), SENSE_FACTS[sense].word
        if scalar is not None:
            if scalar.text != word and not scalar.empty:
                wrong_type(scalar, msg("the word {word}", word=word), building.findings)
            built.append(Stimulus(sense, (word,)))
    return tuple(built)


def card_number(scalar: Scalar, building: Building) -> str:
    """Return the number of a card as the author wrote it; report one that no card has."""
    number = parse_integer(scalar.text)
    if (number is None or not 0 <= number < CARDS) and not scalar.empty:
        wrong_type(
            scalar,
            msg("a card's number, 0 to {cards}", cards=CARDS - 1),
            building.findings,
        )
    return scalar.text


def _word_stimulus(words: WordsRead, building: Building) -> Stimulus:
    for _, scalars in words.by_language:
        _words(scalars, building)
    lists = building.words(words)
    return Stimulus("word", lists[0][1] if lists else (), lists[1:])


def _words(words: Sequence[Scalar], building: Building) -> tuple[str, ...]:
    for word in words:
        check_uncomputed(word, building.findings, msg("write the words themselves"))
    return tuple(dict.fromkeys(word.text for word in words))


def _parts(words: Sequence[Scalar], building: Building) -> tuple[str, ...]:
    parts: dict[str, None] = {}
    for word in words:
        found = _PARTS.get(word.text)
        if found is not None:
            parts.update(dict.fromkeys(found))
        elif not word.empty:
            building.findings.add(
                "P117",
                word.place,
                msg("unknown part of the body '{text}'", text=quoted(word.text)),
                did_you_mean(word.text, frozenset(_PARTS)),
            )
    return tuple(parts)

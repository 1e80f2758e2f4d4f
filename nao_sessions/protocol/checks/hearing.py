"""The checks on the words that Nao listens for: said by Nao itself (P303), too short (P304), too much alike
(P305), too many (P306), not to be recognised (P313).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.sounds import distance, sounds
from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.checks.trials import answers_for, items_of
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Speech, Step
from nao_sessions.protocol.trials import AnswersFrom, Item, Trials
from nao_sessions.text.messages import msg

FEWEST_SOUNDS = 2
"""Sounds of a word that a recogniser tells from a noise or a cough."""

MOST_WORDS = 30
"""Words at once: the more there are, the more often a wrong one is taken; a convention of this project."""

SHORT_SOUNDS = 3
"""Up to so many sounds, two words that differ in one are alike (main, bain; pont, bon)."""

MOST_COMPARED = 40
"""Words of one vocabulary that are compared with each other; with more, that is what is told."""

MOST_ITEMS_HEARD = 100
"""Items whose words are looked at."""

_SAYABLE = re.compile(r"[^\W\d_](?:[^\W_]|[ '’.-])*")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that are listened for at one time, each with what it leads to."""

    place: Place
    meanings: Mapping[str, str]


def check_hearing(subject: Subject) -> None:
    """Tell words that will be misheard, in each language."""
    for heard in subject.in_each_language:
        _in_one_language(heard)


def _in_one_language(subject: Subject) -> None:
    told: set[str] = set()
    for vocabulary in _vocabularies(subject):
        for word in vocabulary.meanings:
            if word not in told:
                told.add(word)
                _one_word(subject, vocabulary.place, word)
        _alike(subject, vocabulary)
        if len(vocabulary.meanings) > MOST_WORDS:
            subject.tell(
                "P306",
                vocabulary.place,
                msg(
                    "{count} words to recognise at once, more than {most_words}",
                    count=len(vocabulary.meanings),
                    most_words=MOST_WORDS,
                ),
                msg("keep the words that children say, and leave the rest to the adult"),
            )
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _said_by_nao(subject, step, step.trials)


def _vocabularies(subject: Subject) -> Iterator[Vocabulary]:
    """Yield what is listened for in each step, by itself and with each item."""
    for step in subject.protocol.steps.values():
        meanings: dict[str, str] = {}
        place = step.place
        for level in subject.protocol.levels(step.name):
            for entry in level.when:
                for stimulus in entry.stimuli:
                    if stimulus.sense == "word":
                        place = entry.place if level is step.level else place
                        meanings.update({word: entry.id for word in stimulus.values if word not in meanings})
        if step.trials is None:
            if meanings and any(one.sense == "word" for entry in step.level.when for one in entry.stimuli):
                yield Vocabulary(place, meanings)
            continue
        for item in items_of(subject.protocol, step)[:MOST_ITEMS_HEARD]:
            own = dict(_answer_words(subject, step.trials, item))
            if own:
                yield Vocabulary(step.trials.place if item is None else item.place, {**meanings, **own})
                if not isinstance(step.trials.answers, AnswersFrom):
                    break


def _answer_words(subject: Subject, trials: Trials, item: Item | None) -> Iterator[tuple[str, str]]:
    if not isinstance(trials.answers, AnswersFrom):
        for answer in trials.answers:
            for way in answer.ways:
                if way.sense == "word":
                    yield from ((word, answer.value) for word in way.values)
        return
    if "word" in trials.answers.by:
        for word in answers_for(trials, item) or ():
            element = subject.protocol.elements.get(word)
            yield from ((heard, word) for heard in ((word,) if element is None else element.heard()))


def _one_word(subject: Subject, place: Place, word: str) -> None:
    if not _SAYABLE.fullmatch(word):
        subject.tell(
            "P313",
            place,
            msg("'{word}' is not a word that can be heard", word=quoted(word)),
            msg("write it in letters, without digits or signs: three, not 3"),
        )
    elif len(sounds(word, subject.protocol.language)) < FEWEST_SOUNDS:
        subject.tell(
            "P304",
            place,
            msg("'{word}' is too short: Nao will take a noise for it", word=quoted(word)),
            msg("wait for a longer word, or several: 'an apple'"),
        )


def _alike(subject: Subject, vocabulary: Vocabulary) -> None:
    """Tell words with different meanings that sound alike."""
    language = subject.protocol.language
    heard = [(word, meaning, sounds(word, language)) for word, meaning in vocabulary.meanings.items()]
    for (one, means, first), (other, means_other, second) in combinations(heard[:MOST_COMPARED], 2):
        if means == means_other or not first or not second:
            continue
        shortest = min(len(first), len(second))
        differ = distance(first, second)
        if differ == 0 or (differ == 1 and shortest <= SHORT_SOUNDS):
            subject.tell(
                "P305",
                vocabulary.place,
                msg(
                    "'{one}' and '{other}' are too much alike to be told apart",
                    one=quoted(one),
                    other=quoted(other),
                ),
                msg("lengthen one of them, or let the board decide"),
            )
            return


def _said_by_nao(subject: Subject, step: Step, trials: Trials) -> None:
    """Tell an answer that Nao says while answers already count: a child who speaks then is not heard."""
    words = {
        word.casefold() for word, _ in _answer_words(subject, trials, items_of(subject.protocol, step)[0])
    }
    opened = False
    for moment in subject.protocol.blocks.get(trials.ask, ()):
        for act in moment.acts:
            if act.verb == "open":
                opened = True
            elif opened and act.verb == "say" and isinstance(act.argument, Speech):
                text = act.argument.template(subject.protocol.language).source
                said = {one.casefold() for one in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)}
                both = sorted(word for word in words if word in said)
                if both:
                    subject.tell(
                        "P303",
                        act.place,
                        msg("Nao says '{both}' while this answer is waited for", both=quoted(both[0])),
                        msg("open the answers after the sentence: - open: answers, last"),
                    )

"""The check on languages: what Nao says or listens for in one of them and not in another (P315).

One sentence that is not there would be said in the wrong language; words that are not there cannot be said.
"""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.checks.trials import answers_for, items_of
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.spoken import languages_of, sentences_of, stimuli_of
from nao_sessions.protocol.trials import AnswersFrom, Element
from nao_sessions.text.messages import msg


def check_languages(subject: Subject) -> None:
    """Tell the sentences and words that one of the protocol's languages lacks."""
    protocol = subject.protocol
    sentences = tuple(sentences_of(protocol))
    for language in languages_of(protocol)[1:]:
        lacking = [place for place, speech in sentences if language not in dict(speech.by_language)]
        if lacking:
            subject.tell(
                "P315",
                lacking[0],
                msg(
                    "{count} of Nao's {count2} sentences are missing in one of its "
                    "languages "
                    "({language}); the first is here",
                    count=len(lacking),
                    count2=len(sentences),
                    language=quoted(language),
                ),
                msg('write both: say: {fr: "Bonjour !", en: "Hello!"}'),
            )
        for place in _words_lacking(subject, language):
            subject.tell(
                "P315",
                place,
                msg(
                    "words that are waited for here are missing in one of the protocol's languages "
                    "({language}): nobody could say them",
                    language=quoted(language),
                ),
                msg("write them by language: {fr: [oui, d'accord], en: [yes, okay]}"),
            )


def _words_lacking(subject: Subject, language: str) -> Iterator[Place]:
    """Yield where words are waited for that a language lacks."""
    for place, stimulus in stimuli_of(subject.protocol):
        if stimulus.sense == "word" and language not in dict(stimulus.elsewhere):
            yield place
    elements = subject.protocol.elements
    heard = dict(_said_answers(subject))
    for word, place in heard.items():
        if language not in dict(elements.get(word, Element(word)).words_elsewhere):
            yield elements[word].place if word in elements else place
    for element in elements.values():
        if element.say is not None and language not in dict(element.say_elsewhere):
            yield element.place


def _said_answers(subject: Subject) -> Iterator[tuple[str, Place]]:
    """Yield the answers of items that are given by being said, with where they are answers."""
    for step in subject.protocol.steps.values():
        if step.trials is None or not isinstance(step.trials.answers, AnswersFrom):
            continue
        if "word" in step.trials.answers.by:
            for item in items_of(subject.protocol, step):
                yield from ((word, step.trials.place) for word in answers_for(step.trials, item) or ())

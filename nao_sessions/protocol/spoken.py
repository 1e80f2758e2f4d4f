"""A protocol as it is heard and spoken in one language: the words that are listened for, the names of things.

Sentences carry all their languages with them; words and names are chosen here, once, so that whoever runs a
session, or looks at one, finds one language. A protocol that knows no other comes back as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nao_sessions.core.errors import Place
from nao_sessions.protocol.flow import Act, Await, Entry, Level, Moment, Protocol, Speech, Step
from nao_sessions.protocol.trials import Answer, AnswersFrom, Stimulus, Trials


def sentences_of(protocol: Protocol) -> Iterator[tuple[Place, Speech]]:
    """Yield every sentence that Nao says, with its place."""
    for act in protocol.all_acts():
        if act.verb == "say" and isinstance(act.argument, Speech):
            yield act.place, act.argument


def stimuli_of(protocol: Protocol) -> Iterator[tuple[Place, Stimulus]]:
    """Yield every stimulus that reactions, moments or answers wait for, with the place of what waits."""
    for level in protocol.all_levels():
        for entry in level.when:
            yield from ((entry.place, stimulus) for stimulus in entry.stimuli)
    for step in protocol.steps.values():
        if step.trials is not None and not isinstance(step.trials.answers, AnswersFrom):
            for answer in step.trials.answers:
                yield from ((step.trials.place, way) for way in answer.ways)
    for act in protocol.all_acts():
        if isinstance(act.argument, Await):
            yield act.place, act.argument.stimulus


def languages_of(protocol: Protocol) -> tuple[str, ...]:
    """Return the languages in which a session can be held, the protocol's own first.

    Those in which Nao says or listens for something in the protocol's own file: a language that only a used
    file has is of no use. Titles and goals are for adults, and count for nothing here.
    """
    first = protocol.sources[0].name
    said = [(place, speech.by_language) for place, speech in sentences_of(protocol)]
    awaited = [(place, stimulus.elsewhere) for place, stimulus in stimuli_of(protocol)]
    named = [(one.place, (*one.say_elsewhere, *one.words_elsewhere)) for one in protocol.elements.values()]
    found = {protocol.language: None}
    for place, written in (*said, *awaited, *named):
        if place.file == first:
            found.update((language, None) for language, _ in written)
    return tuple(found)


def languages_heard(protocol: Protocol) -> tuple[str, ...]:
    """Return the languages in which some words or names are written, the protocol's own first."""
    found = {protocol.language: None}
    for _, stimulus in stimuli_of(protocol):
        found.update((language, None) for language, _ in stimulus.elsewhere)
    for element in protocol.elements.values():
        elsewhere = (*element.say_elsewhere, *element.words_elsewhere)
        found.update((language, None) for language, _ in elsewhere)
    return tuple(found)


def spoken_in(protocol: Protocol, language: str) -> Protocol:
    """Return the protocol with the words of one language; a list without them keeps the protocol's own."""
    if languages_heard(protocol) == (protocol.language,):
        return protocol
    return replace(
        protocol,
        steps={name: _step(step, language) for name, step in protocol.steps.items()},
        blocks={
            name: tuple(_moment(moment, language) for moment in block)
            for name, block in protocol.blocks.items()
        },
        always=_level(protocol.always, language),
        elements={word: element.in_language(language) for word, element in protocol.elements.items()},
    )


def _step(step: Step, language: str) -> Step:
    trials = None if step.trials is None else _trials(step.trials, language)
    return replace(step, level=_level(step.level, language), trials=trials)


def _level(level: Level, language: str) -> Level:
    return replace(level, when=tuple(_entry(entry, language) for entry in level.when))


def _entry(entry: Entry, language: str) -> Entry:
    return replace(entry, stimuli=tuple(one.in_language(language) for one in entry.stimuli))


def _trials(trials: Trials, language: str) -> Trials:
    if isinstance(trials.answers, AnswersFrom):
        return trials
    return replace(trials, answers=tuple(_answer(answer, language) for answer in trials.answers))


def _answer(answer: Answer, language: str) -> Answer:
    return replace(answer, ways=tuple(way.in_language(language) for way in answer.ways))


def _moment(moment: Moment, language: str) -> Moment:
    if not any(isinstance(act.argument, Await) for act in moment.acts):
        return moment
    return replace(moment, acts=tuple(_act(act, language) for act in moment.acts))


def _act(act: Act, language: str) -> Act:
    if not isinstance(act.argument, Await):
        return act
    return replace(act, argument=replace(act.argument, stimulus=act.argument.stimulus.in_language(language)))

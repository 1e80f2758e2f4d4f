"""A session in one of a protocol's languages: its words are listened for, its labels stay what they are."""

from __future__ import annotations

import pytest

from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.spoken import languages_of, spoken_in
from tests.course import Course, protocol_of

BOTH = """
commands: {finish: {next: fin}}
always:
  when:
    - {word: {fr: [arrête], en: [stop it]}, next: fin}
start: accueil
steps:
  accueil:
    do: [{say: {fr: "Tu es prêt ?", en: "Are you ready?"}}]
    when: [{word: {fr: [oui, d'accord], en: [yes, okay]}, next: question}]
    after: {wait: 20 s, next: fin}
  question:
    trials:
      ask: [{say: {fr: "Fruit ou légume ?", en: "Fruit or vegetable?"}}]
      answers:
        fruit: [{word: {fr: [un fruit], en: [a fruit]}}, {professional: true}]
        légume: [{word: {fr: [un légume], en: [a vegetable]}}, {professional: true}]
      correct: fruit
      patience: 20 s
    next: image
  image:
    trials:
      ask:
        - show:
            choices:
              - word: pomme
                say: {fr: une pomme, en: an apple}
                words: {fr: [pomme, une pomme], en: [apple, an apple]}
              - word: prune
          say: {fr: "Qu'est-ce que c'est ?", en: "What is it?"}
      answers: {from: [pomme, prune], by: [board, word]}
      correct: pomme
      patience: 20 s
    next: attente
  attente:
    do: [{wait: {word: {fr: fini, en: [done now]}, limit: 20 s}}]
    next: fin
  fin:
    do: [{say: {fr: "Au revoir.", en: "Goodbye."}}]
    end: completed
"""

PLAIN = """
commands: {finish: {next: fin}}
start: accueil
steps:
  accueil:
    title: {fr: "Accueil", en: "Welcome"}
    do: [{say: "Tu es prêt ?"}]
    when: [{word: oui, next: fin}]
    after: {wait: 20 s, next: fin}
  fin: {end: completed}
"""


@pytest.fixture(scope="module")
def both() -> Protocol:
    return protocol_of(BOTH)


def at_question(protocol: Protocol, language: str) -> Course:
    """Go on to the first question, by the word of a language."""
    course = Course(protocol, language=language)
    course.done()
    course.word("okay" if language == "en" else "d'accord", after_s=1)
    course.done()
    assert course.state.step == "question"
    return course


def listened(course: Course) -> dict[str, object]:
    """What the robot was last asked to listen for."""
    return dict(next(e.data for e in reversed(course.lines) if e.data.get("verb") == "listen"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ["oui", "d'accord", "arrête"]), ("en", ["yes", "okay", "stop it"])],
)
def test_the_robot_listens_for_the_words_of_the_sessions_language(
    both: Protocol, language: str, words: list[str]
) -> None:
    course = Course(both, language=language)
    course.done()
    told = listened(course)
    assert (told["words"], told["language"]) == (words, language)
    assert sorted(course.view.hears_words) == sorted(words)


def test_a_word_of_another_language_leads_nowhere(both: Protocol) -> None:
    course = Course(both, language="en")
    course.done()
    course.word("oui", after_s=1)
    assert course.state.step == "accueil"
    course.word("yes", after_s=1)
    assert course.state.step == "question"


@pytest.mark.parametrize(("language", "word"), [("fr", "un fruit"), ("en", "a fruit")])
def test_the_label_of_an_answer_is_the_same_in_every_language(
    both: Protocol, language: str, word: str
) -> None:
    course = at_question(both, language)
    course.word(word, after_s=1)
    trial = course.view.trial
    assert trial is not None
    assert (trial.proposed, trial.answers) == ("fruit", ("fruit", "légume"))


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [("fr", "une pomme", ("pomme", "une pomme")), ("en", "an apple", ("apple", "an apple"))],
)
def test_a_thing_to_choose_is_named_and_heard_in_the_sessions_language(
    both: Protocol, language: str, said: str, words: tuple[str, ...]
) -> None:
    course = at_question(both, language)
    course.command("judge", answer="fruit", after_s=1)
    course.done()
    assert course.state.step == "image"
    board, trial = course.view.board, course.view.trial
    assert board is not None
    assert trial is not None
    assert [(one.word, one.say) for one in board.choices] == [("pomme", said), ("prune", None)]
    assert ("pomme", "word", words) in trial.ways


def test_a_list_that_lacks_a_language_is_heard_in_the_protocols_own(both: Protocol) -> None:
    course = Course(both, language="de")
    course.done()
    assert set(course.view.hears_words) == {"oui", "d'accord", "arrête"}


def test_a_wait_for_a_word_takes_the_sessions_language(both: Protocol) -> None:
    waits = [
        act.argument.stimulus.values
        for language in ("fr", "en")
        for moments in spoken_in(both, language).blocks.values()
        for moment in moments
        for act in moment.acts
        if act.verb == "wait"
    ]
    assert waits == [("fini",), ("done now",)]


def test_a_protocol_has_the_languages_in_which_nao_speaks_or_listens(both: Protocol) -> None:
    assert languages_of(both) == ("fr", "en")
    plain = protocol_of(PLAIN)
    assert languages_of(plain) == ("fr",)
    assert spoken_in(plain, "en") is plain

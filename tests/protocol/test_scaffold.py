"""A first protocol is valid whatever was answered, leaves nothing but what is to be filled in, and runs."""

from __future__ import annotations

import re
from itertools import product

import pytest

from nao_sessions.core.errors import ProtocolRefused, UsageError
from nao_sessions.protocol import load_files
from nao_sessions.protocol.loading import check_files
from nao_sessions.protocol.scaffold import QUESTIONS, Wishes, fitted, wishes_from, wishes_of
from nao_sessions.protocol.scaffold.page import MOST_TRIALS, written
from nao_sessions.protocol.scaffold.wishes import HELPERS, LEVELS, METHODS, ORDERS, Level, Method
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Localized
from tests.played import Played

TO_FILL_IN = {"P310", "P511", "P513", "P517"}
"""A picture that is not drawn yet; for whom, after what, by whom."""

LANGUAGES: tuple[Language, ...] = ("fr", "en")


def wishes(method: Method, **other: object) -> Wishes:
    """Give wishes, those of a usual workshop where nothing else is said."""
    usual = {"objective": "attendre son tour", "children": 1, "comprehension": "short_sentences",
             "helper": "both", "order": "least_to_most", "minutes": 15}  # fmt: skip
    return Wishes(method=method, **{**usual, **other})  # type: ignore[arg-type]


def codes(text: str) -> set[str]:
    return {one.code for one in check_files({"essai.yaml": text.encode()}, "essai.yaml")}


@pytest.mark.long
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", METHODS)
def test_every_combination_is_clean_but_for_what_is_to_be_filled_in(method: Method, level: Level) -> None:
    for children, helper, order, language in product((1, 2, 4), HELPERS, ORDERS, LANGUAGES):
        wished = wishes(
            method, children=children, comprehension=level, helper=helper, order=order, language=language
        )
        assert codes(written(wished, "essai", 4)) <= TO_FILL_IN, wished


@pytest.mark.parametrize("method", METHODS)
def test_there_are_as_many_trials_as_the_time_allows(method: Method) -> None:
    for children, minutes in product((1, 4), (5, 15, 45)):
        text = fitted(wishes(method, children=children, minutes=minutes), "essai")
        count = int(re.search(r"essais:\n    type: integer\n    default: (\d+)", text)[1])  # type: ignore[index]
        assert 1 <= count <= MOST_TRIALS
        assert codes(text) <= TO_FILL_IN
        assert f"  expected: {minutes} min\n" in text


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("children", [1, 2])
@pytest.mark.parametrize("method", METHODS)
def test_it_runs_to_its_end_when_nobody_does_anything(
    method: Method, children: int, language: Language
) -> None:
    text = written(wishes(method, children=children, language=language, helper="both"), "essai", 2)
    participants = ["P07", "P09"][:children]
    played = Played(load_files({"essai.yaml": text.encode()}, "essai.yaml"), participants=participants)
    played.settle()
    for _ in range(80):
        if played.state.outcome:
            break
        played.silence()
    assert played.state.outcome == "completed"
    assert len(played.trials) == 2 * children


@pytest.mark.parametrize("method", METHODS)
def test_a_right_answer_is_praised(method: Method) -> None:
    played = Played(load_files({"essai.yaml": written(wishes(method), "essai", 1).encode()}, "essai.yaml"))
    played.settle()
    played.presses("On commence")
    played.judges("correct")
    assert played.judgements == ["correct"]
    assert any(sentence.startswith("Oui") for sentence in played.said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_as_the_language_asks(language: Language) -> None:
    text = fitted(wishes("emotions", language=language, children=2), "essai")
    said = [line for line in text.splitlines() if re.match(r"\s*(- )?(say|label|title|adult): ", line)]
    assert all(re.fullmatch(r'\s*(- )?\w+: ".*"', line) for line in said)
    braces = [line for line in text.splitlines() if "{" in re.sub(r'"[^"]*"', "", line)]
    assert all(line.lstrip().startswith("- {id:") for line in braces)
    assert sum(line.lstrip().startswith("#") for line in text.splitlines()) >= 15


@pytest.mark.parametrize(
    "objective",
    ['dire "oui" ou "non"', "l'école : # 1, « chut »", "a: b, c", "- un", "'simple'", "100 %", "été\u00a0!"],
)
def test_an_objective_stands_in_the_file_as_it_was_typed(objective: str) -> None:
    answers = {"objective": objective, "method": "story"}
    protocol = load_files({"e.yaml": fitted(wishes_of(answers, "fr"), "essai").encode()}, "e.yaml")
    assert protocol.about.goals[0].by_language[0][1].source == objective


@pytest.mark.parametrize("objective", ["", "{participant}", "C:\\nao", "= 2", "x" * 121])
def test_an_objective_that_cannot_stand_in_a_file_is_refused(objective: str) -> None:
    with pytest.raises(UsageError) as caught:
        wishes_of({"objective": objective, "method": "story"}, "fr")
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    ("key", "answer", "kept"),
    [
        ("children", "2", 2),
        ("children", " 3 enfants", 3),
        ("children", "", 1),
        ("comprehension", "1", "words"),
        ("comprehension", "des phrases courtes", "short_sentences"),
        ("comprehension", "STORIES", "stories"),
        ("comprehension", "Phrases", "sentences"),
        ("comprehension", "6 à 10 ans", "short_sentences"),
        ("method", "3", "sorting"),
        ("method", "Imiter des poses de Nao", "imitation"),
        ("helper", "4", "nobody"),
        ("help_order", "", "least_to_most"),
        ("minutes", "20 min", 20),
    ],
)
def test_an_answer_may_be_a_number_a_word_or_a_sentence(key: str, answer: str, kept: object) -> None:
    made = wishes_of({"objective": "un", "method": "story", key: answer}, "fr")
    assert getattr(made, "order" if key == "help_order" else key) == kept


def test_ages_are_kept_for_the_population() -> None:
    made = wishes_of({"objective": "un", "method": "story", "comprehension": "6-10"}, "fr")
    protocol = load_files({"e.yaml": fitted(made, "essai").encode()}, "e.yaml")
    assert protocol.about.inclusion[0].by_language[0][1].source == "enfants de 6 à 10 ans"


@pytest.mark.parametrize(
    ("key", "answer"),
    [("children", "5"), ("children", "deux"), ("children", "0"), ("minutes", "60"), ("minutes", "0x10"),
     ("method", "9"), ("method", "couture"), ("method", ""), ("helper", "le chat"), ("comprehension", "0")],
)  # fmt: skip
def test_an_answer_that_means_nothing_is_told(key: str, answer: str) -> None:
    with pytest.raises(UsageError):
        wishes_of({"objective": "un", "method": "story", key: answer}, "fr")


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("objective: un\nmethode: story\n", "P101", 2),
        ("objective: un\nmethod: [story]\n", "P103", 2),
        ("- un\n", "P103", 1),
        ("objective: !!python/name:os.system x\n", "P113", 1),
        ("objective: Dire: oui\n", "P100", 1),
        ("objective: \n", "P103", 1),
    ],
)
def test_what_is_wrong_in_a_file_of_answers_is_told_at_its_place(content: str, code: str, line: int) -> None:
    with pytest.raises(ProtocolRefused) as caught:
        wishes_from(content.encode(), "reponses.yaml", "fr")
    first = caught.value.findings[0]
    assert (first.code, first.place.file, first.place.line) == (code, "reponses.yaml", line)


def test_every_question_has_a_key_and_stands_in_both_languages() -> None:
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS) == 7
    assert all(question.asked.fr and question.asked.en for question in QUESTIONS)


def test_an_empty_answer_where_one_is_needed_says_which_numbers_there_are() -> None:
    question = next(question for question in QUESTIONS if question.choices and not question.default)
    with pytest.raises(UsageError) as refused:
        question.taken("  ")
    assert refused.value.sentence.en == "An answer is needed here."
    assert refused.value.hint == Localized(
        fr=f"répondez par un numéro, de 1 à {len(question.choices)}",
        en=f"answer with a number, from 1 to {len(question.choices)}",
    )

"""The words of a sheet: right French, right English, and no key of the language outside of code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from nao_sessions.protocol import load, load_files
from nao_sessions.protocol.catalogue import GESTURES, POSES, POSTURES
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.protocol.sheet import protocol_sheet, series_sheet
from nao_sessions.protocol.trials import RESULT_FIELDS
from nao_sessions.protocol.wording import plain
from nao_sessions.text.languages import Language
from tests.protocol.sheet.reading import Page

HERE = Path(__file__).parent
EVERYTHING = HERE.parent / "everything" / "everything.yaml"
LIBRARY = HERE.parents[2] / "protocols"
EXAMPLES = sorted((HERE.parent / "examples").glob("*.yaml"))
SERIES = sorted((LIBRARY / "series").glob("*.yaml"))
PROTOCOLS = [path for path in sorted(LIBRARY.glob("*.yaml")) if path.suffixes == [".yaml"]]
FILES = [EVERYTHING, *EXAMPLES, *PROTOCOLS, *SERIES]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

KEYS = frozenset(
    name
    for name in (*RESULT_FIELDS, *GESTURES, *POSTURES, *POSES, "stop_signs", "non_inclusion")
    if "_" in name
)
"""Words of the language that nobody would write in a sentence."""

PATH = re.compile(r"\b(?:item|settings|data|participant|trials|results|event)\.[a-z]")

NOT_FRENCH = re.compile(r"(?<=\S) [?!:;»]|« ")


@cache
def sheet(path: Path, language: Language) -> str:
    if path.parent.name == "series":
        return series_sheet(load_series(path), language)
    return protocol_sheet(load(path), language)


def without(page: str, element: str) -> str:
    """Give a page without the elements that a pattern names."""
    return re.sub(rf"<{element}>.*?</\w+>", "", page, flags=re.DOTALL)


def words(page: str) -> str:
    """Give the text of a page with the spaces that it has."""
    return "\n".join(re.findall(r">([^<]+)<", page[page.index("<body") :]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_french_signs_are_never_parted_from_their_word(path: Path) -> None:
    assert NOT_FRENCH.findall(words(sheet(path, "fr"))) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_key_and_no_path_of_the_language_stands_in_a_sentence(path: Path, language: Language) -> None:
    told = words(without(sheet(path, language), r"code[^>]*"))
    assert [word for word in re.findall(r"\w+", told) if word in KEYS] == []
    assert PATH.findall(told) == []


def test_the_english_of_a_list_has_no_french_colon() -> None:
    told = words(sheet(EVERYTHING, "en"))
    assert "– pomme, tomate: points to its own left" in told
    assert "in random order" in told


def read(change: tuple[str, str]) -> Protocol:
    text = EVERYTHING.read_text(encoding="utf-8")
    assert change[0] in text
    beside = {one.name: one.content for one in load(EVERYTHING).sources[1:]}
    return load_files({**beside, EVERYTHING.name: text.replace(*change, 1).encode()}, EVERYTHING.name)


def test_two_values_that_end_alike_keep_their_own_names() -> None:
    protocol = read(("results.rimes.rate > 0.5", "results.rimes.rate > results.libre.rate"))
    told = Page(protocol_sheet(protocol, "fr")).text
    rate = "part d'essais réussis sans aide"
    assert f"{rate} de « rimes » > {rate} de « libre »" in told


@pytest.mark.parametrize(
    ("condition", "french", "english"),
    [
        ("results.bonjour.end == 'refused'", "issue de « bonjour » = refus de l'enfant",
         "outcome of “bonjour” = the child refused"),
        ("results.rimes.judgement == 'no_response'", "dernier jugement de « rimes » = pas de réponse",
         "last judgement of “rimes” = no response"),
        ("results.rimes.answer == ''", "dernière réponse de « rimes » = rien",
         "last answer of “rimes” = nothing"),
        ("max(data.essais, 2) * 1.5 >= 3", "le plus grand de (essais, 2) × 1,5 ≥ 3",
         "the largest of (essais, 2) × 1.5 ≥ 3"),
    ],
)  # fmt: skip
def test_what_a_condition_compares_with_is_a_word_of_people(
    condition: str, french: str, english: str
) -> None:
    protocol = read(("results.rimes.rate > 0.5", f'"{condition}"'))
    assert french in Page(protocol_sheet(protocol, "fr")).text
    assert english in Page(protocol_sheet(protocol, "en")).text


def test_a_gesture_in_a_table_of_items_has_its_name() -> None:
    page = Page(sheet(EVERYTHING, "fr"))
    row = page.text[page.text.index("\npoireau\nun poireau") :].splitlines()
    assert "montre sa droite (côté gauche de l'enfant en face)" in row[:8]


def test_one_of_something_is_no_plural() -> None:
    for path in FILES:
        for language in LANGUAGES:
            assert "(s)" not in words(sheet(path, language)), path


def test_a_command_without_a_way_on_says_that_the_session_goes_on() -> None:
    text = Page(sheet(EVERYTHING, "fr")).text
    commands = text[text.index("Les commandes de l'adulte") : text.index("Les réglages d'avant séance")]
    assert commands.count("↩ on reprend ce qui était en cours") >= 2


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (2.5, "2,5", "2.5"),
        (True, "oui", "yes"),
        (1_500_000, "1500000", "1500000"),
        ((0.5, "a"), "0,5, a", "0.5, a"),
    ],
)
def test_a_value_is_written_as_the_sheets_language_does(value: Value, french: str, english: str) -> None:
    assert (plain(value).fr, plain(value).en) == (french, english)

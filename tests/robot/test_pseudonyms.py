"""First names go in last and come out first, in every form that a text may hold them in."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nao_sessions.core.errors import UsageError
from nao_sessions.robot.names import Pseudonyms

THREE = Pseudonyms(("P07", "P12", "P31"), {"P07": "Léa", "P12": "Jean-Paul", "P31": "Zoé"})
ONE = Pseudonyms(("P07",), {"P07": "Léa"})
NOBODY = Pseudonyms(("P07",))


@pytest.mark.parametrize(
    ("text", "language", "spoken"),
    [
        ("Bonjour {participants} !", "fr", "Bonjour Léa, Jean-Paul et Zoé !"),
        ("Hello {participants}!", "en", "Hello Léa, Jean-Paul and Zoé!"),
        ("Bravo {P31} !", "fr", "Bravo Zoé !"),
        ("Rien à remplir.", "fr", "Rien à remplir."),
    ],
)
def test_names_are_put_in_as_a_person_would_say_them(text: str, language: str, spoken: str) -> None:
    assert THREE.fill(text, language) == spoken


def test_the_participant_of_a_turn_is_named() -> None:
    assert THREE.fill("{participant}, c'est à toi.", participant="P12") == "Jean-Paul, c'est à toi."


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Bonjour {participant} !", "Bonjour !"),
        ("{participant}, c'est à toi.", "C'est à toi."),
        ("Bravo, {participant} !", "Bravo !"),
        ("Oui. {participant}, viens.", "Oui. Viens."),
        ("À toi, {participant}.", "À toi."),
    ],
)
def test_a_child_without_a_name_is_not_named(text: str, spoken: str) -> None:
    assert NOBODY.fill(text) == spoken


def test_children_of_whom_one_has_no_name_are_children() -> None:
    two = Pseudonyms(("P07", "P12"), {"P07": "Léa"})
    assert two.fill("Bonjour {participants} !") == "Bonjour les enfants !"


@pytest.mark.parametrize(
    "text",
    [
        "Léa",
        "LÉA",
        "lea",
        unicodedata.normalize("NFD", "Léa"),
        "L\u00e9\u00ada",
        "LÃ©a",
        r"L\xc3\xa9a",
        r"L\xe9a",
        r"L\u00e9a",
        "L%C3%A9a",
    ],
)
def test_a_name_is_turned_back_in_whatever_form_it_comes(text: str) -> None:
    assert ONE.hide(f"cannot say '{text}' today") == "cannot say '{participant}' today"
    assert ONE.hide(text) == "{participant}"
    assert ONE.hide(f"_{text}7") == "_{participant}7"


def test_with_several_children_each_name_becomes_its_code() -> None:
    assert THREE.hide("Zoé et jean paul, puis LEA") == "{P31} et {P12}, puis {P07}"
    assert THREE.fill(THREE.hide("Bravo Zoé !")) == "Bravo Zoé !"


def test_a_name_inside_another_word_is_left_alone() -> None:
    assert ONE.hide("Leana a un galéalisme") == "Leana a un galéalisme"


@example(before="", after="\U0001ec71", name="Léa")  # a number that is neither letter nor digit
@given(
    before=st.text(st.characters(exclude_categories=["L", "Mn", "Cf", "Cs"]), max_size=8),
    after=st.text(st.characters(exclude_categories=["L", "Mn", "Cf", "Cs"]), max_size=8),
    name=st.sampled_from(["Léa", "LEA", "Lea\u0301", "léà"]),
)
def test_a_name_never_survives_between_signs(before: str, after: str, name: str) -> None:
    if "%" in before + after or "\\" in before + after:
        return
    assert ONE.hide(before + name + after) == before + "{participant}" + after


@given(st.text("aàbeéè {}'-œß\u0301\u00ad…%", max_size=30))
def test_a_text_without_a_name_comes_back_as_it_was(text: str) -> None:
    assert THREE.hide(text) == text


def test_nothing_that_shows_the_object_shows_a_name() -> None:
    shown = f"{THREE} {THREE!r} {[THREE]}"
    assert "P07" in shown
    assert not any(name in shown for name in ("Léa", "Jean", "Zoé"))
    with pytest.raises(TypeError):
        pickle.dumps(THREE)


def test_names_are_read_from_lines() -> None:
    lines = ["\ufeff# les prénoms\n", "\n", "P07 Léa\n", "P12: Jean-Paul\n", "P31=Zoé"]
    read = Pseudonyms.from_lines(("P07", "P12", "P31"), lines)
    assert read.fill("{participants}") == "Léa, Jean-Paul et Zoé"


def test_names_are_asked_for_and_may_be_left_out() -> None:
    asked = Pseudonyms.asked(("P07", "P12"), {"P07": " Léa ", "P12": ""}.__getitem__)
    assert asked.fill("{P07}{P12}") == "Léa"


@pytest.mark.parametrize("line", ["Zébulon", "P07 R2D2", "P99 Zébulon", "P07 Z", "P07 " + "z" * 41])
def test_a_line_that_is_wrong_is_refused_without_repeating_a_name(line: str) -> None:
    with pytest.raises(UsageError) as refused:
        Pseudonyms.from_lines(("P07",), [line])
    texts = [one for one in (refused.value.sentence, refused.value.hint) if one is not None]
    told = " ".join(one.in_language(language) for one in texts for language in ("fr", "en"))
    assert line.split()[-1] not in told

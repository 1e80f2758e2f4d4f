"""Messages and texts in two languages, against a catalogue that the test writes itself."""

from __future__ import annotations

import io
import multiprocessing
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import mofile, pofile
from jinja2 import Environment

from nao_sessions.text import catalogues
from nao_sessions.text.languages import typeset, unbroken, user_language
from nao_sessions.text.messages import EMPTY_TEXT, Localized, Text, msg, msgc, msgn

FRENCH = r"""
msgid ""
msgstr ""
"Language: fr\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "Nao no longer answers"
msgstr "Nao ne répond plus"

msgid "{what} is missing."
msgstr "Il manque {what}."

msgid "a step"
msgstr "une étape"

msgid "none"
msgstr "aucun"

msgctxt "feminine"
msgid "none"
msgstr "aucune"

msgid "{n} correct"
msgid_plural "{n} correct"
msgstr[0] "{n} réussi"
msgstr[1] "{n} réussis"

msgid "when: {touch: head}"
msgstr "when: {touch: tête}"
"""


@pytest.fixture(autouse=True)
def _catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read the French of this file instead of the program's own."""
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "nao_sessions.mo").open("wb") as compiled:
        mofile.write_mo(compiled, pofile.read_po(io.BytesIO(FRENCH.encode()), locale="fr"))
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    catalogues.catalogue.cache_clear()
    yield
    catalogues.catalogue.cache_clear()


def test_a_message_is_rendered_in_the_language_that_is_asked_for() -> None:
    assert msg("Nao no longer answers").in_language("en") == "Nao no longer answers"
    assert msg("Nao no longer answers").in_language("fr") == "Nao ne répond plus"


def test_a_place_filled_with_a_text_is_filled_in_each_language() -> None:
    sentence = msg("{what} is missing.", what=msg("a step"))
    assert (sentence.fr, sentence.en) == ("Il manque une étape.", "a step is missing.")
    named = msg("{what} is missing.").format(what=Localized(fr="l'accueil", en="the welcome"))
    assert (named.fr, named.en) == ("Il manque l'accueil.", "the welcome is missing.")


def test_a_message_holds_the_value_that_there_was_when_it_was_made() -> None:
    names = ["P01"]
    sentence = msg("{what} is missing.", what=names)
    names.append("P02")
    assert sentence.en == "['P01'] is missing."


def test_the_braces_of_an_example_are_no_places_beside_places_either() -> None:
    assert msg("when: {touch: head}").fr == "when: {touch: tête}"
    assert msg("add {when: [{word: {word}, next: ...}]}", word="stop").en == (
        "add {when: [{word: stop, next: ...}]}"
    )
    assert msg("write {{name}}", name="child").en == "write {child}"
    assert msg("write {participant}", participant="{participant}").en == "write {participant}"


def test_a_number_is_written_as_its_place_asks() -> None:
    assert msg("{seconds:.1f} s, {number:02}", seconds=2.25, number=7).en == "2.2 s, 07"


def test_a_place_that_nothing_fills_raises_under_test_and_is_shown_to_a_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outer = msg("{what} is missing.", what=msg("step {n}")).format(n=3)
    monkeypatch.setenv(catalogues.STRICT, "1")
    with pytest.raises(LookupError, match=r"nothing fills \{n\} of 'step \{n\}'"):
        _ = outer.en
    with pytest.raises(LookupError, match=r"nothing fills \{of\}"):
        _ = msg("{n} of {of}", n=1).en
    monkeypatch.delenv(catalogues.STRICT)
    assert outer.en == "step {n} is missing."


def test_a_message_without_values_keeps_its_places_for_who_fills_them_in_the_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(catalogues.STRICT, "1")
    assert msg("trial {n}").en == "trial {n}"


def test_a_context_chooses_among_translations() -> None:
    assert [msg("none").fr, msgc("feminine", "none").fr] == ["aucun", "aucune"]


@pytest.mark.parametrize(
    ("number", "french"), [(0, "0 réussi"), (1, "1 réussi"), (2, "2 réussis"), (1_000_000, "1000000 réussis")]
)
def test_a_number_chooses_the_plural_of_the_language(number: int, french: str) -> None:
    assert msgn("{n} correct", "{n} correct", number).fr == french


def test_a_number_may_be_given_later() -> None:
    sentence = msgn("{n} correct", "{n} correct")
    assert [sentence.format(n=n).fr for n in (1, 2)] == ["1 réussi", "2 réussis"]
    assert msgn("{n} right in a row", "{n} right in a row").format(n=msg("none")).en == "none right in a row"


def test_english_needs_no_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "nowhere")
    assert msgn("{n} file", "{n} files", 2).en == "2 files"
    assert msgc("feminine", "none").en == "none"


def test_a_catalogue_that_is_not_compiled_says_how_to_compile_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "nowhere")
    with pytest.raises(RuntimeError, match=r"tools/catalogues\.py compile"):
        _ = msg("a step").fr


@pytest.mark.parametrize(
    "message", [msg("a stage"), msgc("masculine", "none"), msgn("{n} stage", "{n} stages", 2)]
)
def test_missing_french_raises_under_test_and_is_english_for_a_user(
    message: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(catalogues.STRICT, "1")
    with pytest.raises(LookupError, match="is not in the catalogue of 'fr'"):
        _ = message.fr
    catalogues.catalogue.cache_clear()
    monkeypatch.delenv(catalogues.STRICT)
    assert message.fr == message.en


def test_texts_that_read_the_same_are_equal_and_have_one_hash() -> None:
    message = msg("{what} is missing.", what=msg("a step"))
    data = Localized(fr="Il manque une étape.", en="a step is missing.")
    assert message == data
    assert data == message
    assert hash(message) == hash(data)
    assert {message, data} == {data}
    assert msg("none") != msgc("feminine", "none")
    assert msg("a step") != "a step"
    assert Localized(fr="", en="") == EMPTY_TEXT


@pytest.mark.parametrize("text", [msg("a step"), Localized(fr="une étape", en="a step")])
def test_a_text_is_never_taken_for_a_string(text: Text) -> None:
    with pytest.raises(TypeError, match="in_language"):
        str(text)
    with pytest.raises(TypeError, match="in_language"):
        f"{text}"
    with pytest.raises(TypeError, match="in_language"):
        "{}".format(text)  # noqa: UP032 - the method, as a template of a page would call it
    with pytest.raises(TypeError, match="in_language"):
        Environment(autoescape=True).from_string("{{ text }}").render(text=text)
    assert "a step" in repr(text)


def test_a_message_reaches_another_process_and_is_rendered_there() -> None:
    message = msg("{what} is missing.", what=msgc("feminine", "none"))
    assert pickle.loads(pickle.dumps(message)) == message
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_english, (message,)) == "none is missing."


def _english(text: Text) -> str:
    return text.en


@pytest.mark.parametrize(("value", "language"), [("fr_FR.UTF-8", "fr"), ("de_DE", "en"), ("C", "en")])
def test_the_locale_decides_the_language(value: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)
    assert user_language() == language


def test_french_signs_stay_with_their_word() -> None:
    assert unbroken("« Oui ! » : vrai ? 8 % ; non") == (
        "«\u00a0Oui\u00a0!\u00a0»\u00a0: vrai\u00a0? 8\u00a0%\u00a0; non"
    )
    assert unbroken("http://exemple.fr, 10:30") == "http://exemple.fr, 10:30"


def test_a_unit_stays_with_its_number_on_every_page() -> None:
    assert typeset("after 2.5 s: 8 %", "en") == "after 2.5\u00a0s: 8 %"
    assert typeset("après 2,5 s : 8 %", "fr") == "après 2,5\u00a0s\u00a0: 8\u00a0%"

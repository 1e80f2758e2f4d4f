"""Words by language: what may be written, what the checks find in each language, who shows which."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.protocol import load_files
from nao_sessions.protocol.diagram import svg
from nao_sessions.protocol.diff import compare
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.sheet import protocol_sheet
from nao_sessions.protocol.trials import Stimulus
from tests.protocol.small_protocols import GOOD, check_text, with_steps, with_trials

SAID = 'say: {fr: "Tu es prêt ?", en: "Are you ready?"}'
GOODBYE = '{fr: "Au revoir.", en: "Goodbye."}'


def waiting_for(word: str, said: str = SAID) -> str:
    """A protocol in French and English that waits for a word."""
    steps = (
        "accueil:\n"
        f"  do: [{{{said}}}]\n"
        f"  when: [{{word: {word}, next: fin}}]\n"
        "  after: {wait: 10 s, next: fin}\n"
    )
    return with_steps(steps).replace('"Fin."', GOODBYE)


def choosing(element: str) -> str:
    """A protocol in French and English with one word to choose, said or touched."""
    trials = with_trials(
        f"ask: [{{show: {{choices: [{element}]}}, {SAID}}}]\n"
        "answers: {from: [pomme], by: [board, word]}\n"
        'prompts: [{help: verbal, do: [{say: {fr: "Regarde.", en: "Look."}}]}]\n'
    )
    return trials.replace('"Fin."', GOODBYE)


def codes(text: str, folder: Path) -> list[str]:
    """What the check finds."""
    return [one.code for one in check_text(text, folder)]


def read(text: str) -> Protocol:
    return load_files({"essai.yaml": text.encode()}, "essai.yaml")


def test_words_may_be_one_a_list_or_either_for_each_language() -> None:
    for written, own, elsewhere in (
        ("oui", ("oui",), ()),
        ("[oui, d'accord]", ("oui", "d'accord"), ()),
        ("{fr: oui, en: [yes, okay]}", ("oui",), (("en", ("yes", "okay")),)),
        ("{en: yes, fr: [oui, oui]}", ("oui",), (("en", ("yes",)),)),
    ):
        (entry,) = read(waiting_for(written)).steps["accueil"].level.when
        assert entry.stimuli == (Stimulus("word", own, elsewhere),)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{en: [yes]}", "P128"),
        ("{fr: [oui], english: [yes]}", "P128"),
        ("{fr: [oui], en: []}", "P103"),
        ("{fr: [oui], en: }", "P103"),
        ("{fr: [oui], en: {say: yes}}", "P103"),
        ("{}", "P103"),
        ("[oui, {en: yes}]", "P103"),
        ("{fr: [oui], en: [= item.word]}", "P116"),
    ],
)
def test_what_is_no_list_of_words_in_a_language_is_told(written: str, code: str, tmp_path: Path) -> None:
    assert code in codes(waiting_for(written), tmp_path)


def test_a_list_without_a_language_that_nao_speaks_is_told_where_it_stands(tmp_path: Path) -> None:
    assert "P315" not in codes(waiting_for("{fr: [oui, d'accord], en: [yes, okay]}"), tmp_path)
    (found,) = [one for one in check_text(waiting_for("[oui, d'accord]"), tmp_path) if one.code == "P315"]
    lines = waiting_for("[oui, d'accord]").splitlines()
    assert (lines[found.place.line - 1].strip()[:7], found.severity) == ("when: [", "warning")


def test_sentences_without_a_language_of_the_words_are_counted_at_the_first(tmp_path: Path) -> None:
    text = waiting_for("{fr: [oui], en: [yes]}", 'say: "Tu es prêt ?"').replace(GOODBYE, '"Fin."')
    (found,) = [one for one in check_text(text, tmp_path) if one.code == "P315"]
    assert found.sentence.en.startswith("2 of Nao's 2 sentences are missing in one of its languages (en)")


def test_titles_and_lines_for_adults_make_no_language_of_naos(tmp_path: Path) -> None:
    text = GOOD.replace('title: "Essai"', 'title: {fr: "Essai", en: "Trial"}')
    assert "P315" not in codes(text, tmp_path)


def test_a_thing_that_is_said_needs_its_words_and_its_name_in_each_language(tmp_path: Path) -> None:
    whole = "{word: pomme, say: {fr: une pomme, en: an apple}, words: {fr: [pomme], en: [apple]}}"
    assert "P315" not in codes(choosing(whole), tmp_path)
    for element in (
        "pomme",
        "{word: pomme, words: [pomme]}",
        "{word: pomme, say: une pomme, words: {fr: [pomme], en: [apple]}}",
    ):
        assert "P315" in codes(choosing(element), tmp_path)


def test_words_are_judged_in_each_language(tmp_path: Path) -> None:
    assert "P304" in codes(waiting_for("{fr: [bonjour], en: [a]}"), tmp_path)
    assert "P313" in codes(waiting_for("{fr: [trois], en: ['3']}"), tmp_path)
    alike = (
        "accueil:\n"
        f"  do: [{{{SAID}}}]\n"
        "  when:\n"
        "    - {word: {fr: [bateau], en: [boat]}, next: fin}\n"
        "    - {word: {fr: [maison], en: [boat]}, next: accueil}\n"
        "  after: {wait: 10 s, next: fin}\n"
    )
    found = codes(with_steps(alike).replace('"Fin."', GOODBYE), tmp_path)
    assert "P228" in found


def test_an_answer_that_nao_says_itself_is_found_in_the_language_it_is_said_in(tmp_path: Path) -> None:
    text = with_trials(
        'ask: [{open: answers}, {say: {fr: "C\'est quoi ?", en: "Apple or plum?"}}]\n'
        "answers: {pomme: [{word: {fr: [pomme], en: [apple]}}, {board: pomme}], "
        "prune: [{touch: hand.left}]}\n"
    )
    assert "P303" in codes(text, tmp_path)
    assert "P303" not in codes(text.replace("Apple or plum?", "What is it?"), tmp_path)


def test_two_answers_by_one_word_are_found_in_any_language(tmp_path: Path) -> None:
    text = with_trials(
        "answers: {pomme: [{word: {fr: [pomme], en: [fruit]}}, {board: pomme}], "
        "prune: [{word: {fr: [prune], en: [fruit]}}, {touch: hand.left}]}\n"
    )
    assert "P226" in codes(text, tmp_path)
    assert "P226" not in codes(text.replace("prune], en: [fruit]", "prune], en: [plum]"), tmp_path)


def test_a_language_without_a_voice_is_told(tmp_path: Path) -> None:
    assert "P302" in codes(waiting_for("{fr: [oui], br: [ya]}"), tmp_path)


def test_event_value_may_be_a_word_of_any_language(tmp_path: Path) -> None:
    steps = (
        "accueil:\n"
        f"  do: [{{{SAID}}}]\n"
        "  when:\n"
        "    - word: {fr: [oui], en: [yes]}\n"
        '      do: [{say: {fr: "Bien.", en: "Good."}, if: "event.value == \'yes\'"}]\n'
        "      next: fin\n"
        "  after: {wait: 10 s, next: fin}\n"
    )
    assert "P217" not in codes(with_steps(steps), tmp_path)
    assert "P217" in codes(with_steps(steps.replace("'yes'", "'no'")), tmp_path)


def test_the_diagram_and_the_sheet_show_the_words_of_their_own_language() -> None:
    protocol = read(waiting_for("{fr: [oui, d'accord], en: [yes, okay]}"))
    for page in (svg, protocol_sheet):
        french, english = page(protocol, "fr"), page(protocol, "en")
        assert "okay" in english
        assert "okay" not in french
        assert "d'accord" in french.replace("’", "'").replace("&#x27;", "'")


def test_the_sheet_names_a_thing_in_its_own_language() -> None:
    element = "{word: pomme, say: {fr: une pomme, en: an apple}, words: {fr: [pomme], en: [apple]}}"
    page = protocol_sheet(read(choosing(element)), "en")
    assert "an apple" in page
    assert "une pomme" not in page


def test_the_diff_tells_a_word_that_changed_in_one_language() -> None:
    before = read(waiting_for("{fr: [oui], en: [yes]}"))
    after = read(waiting_for("{fr: [oui], en: [yes, okay]}"))
    (found,) = compare(before, after)
    assert "okay" in found.sentence.fr
    assert "okay" in found.sentence.en
    assert compare(before, read(waiting_for("{en: [yes], fr: [oui]}"))) == ()

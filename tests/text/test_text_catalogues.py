"""What holds the catalogues to the code: each fault is found in a small tree that has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.text import languages, messages
from tools import catalogues

ROOT = Path(__file__).resolve().parent.parent.parent


def _tree(root: Path, code: str, french: str) -> Path:
    (root / "nao_sessions").mkdir()
    (root / "nao_sessions" / "said.py").write_text(code, encoding="utf-8")
    path = catalogues.source(root, "fr")
    path.parent.mkdir(parents=True)
    path.write_text(catalogues.head("fr").decode() + french, encoding="utf-8")
    return root


def test_every_sentence_of_the_program_has_its_french() -> None:
    assert catalogues.faults(ROOT) == []


def test_every_sentence_of_the_program_has_its_places_filled_in_both_languages() -> None:
    """Also where French puts them elsewhere, and by the form that a number is asked in."""
    for call in catalogues.calls(ROOT):
        assert call.key is not None
        context, words = call.key
        values = {place[1]: 3 if place[2] else "§" for one in words for place in messages.PLACE.finditer(one)}
        several = words[1] if len(words) > 1 else ""
        sentence = messages.Message(words[0], context, values, several)
        for language in languages.LANGUAGES:
            said = sentence.in_language(language)
            assert said, call
            assert not messages.PLACE.search(said), call


@pytest.mark.parametrize(
    ("code", "french", "fault"),
    [
        ('msg("a step")', "", "is not in the catalogue"),
        ('msg("a step")', 'msgid "a step"\nmsgstr ""\n', "has no translation"),
        ('msg("a step")', '#, fuzzy\nmsgid "a step"\nmsgstr "un pas"\n', "is fuzzy"),
        ("", 'msgid "a step"\nmsgstr "une étape"\n', "nothing says"),
        ("", '#~ msgid "a step"\n#~ msgstr "une étape"\n', "obsolete"),
        ('msg("{n} steps", n=n)', 'msgid "{n} steps"\nmsgstr "{m} étapes"\n', "has no place m"),
        ('msg(("a " "step"))', 'msgid "a step"\nmsgstr "une étape"\n', "Babel does not see"),
        ("msg(name)", "", "must be a literal"),
        *(
            (f"msg('{words}')", "", "is a piece")
            for words in (" a step", "a step, ", ", a step", "; or ", ".")
        ),
        ('msg("a step", n=n)', 'msgid "a step"\nmsgstr "une étape"\n', "has no place n"),
        (
            'msgc("feminine", "free"), msgc("masculine", "free")',
            'msgctxt "feminine"\nmsgid "free"\nmsgstr "libre"\n\n'
            'msgctxt "masculine"\nmsgid "free"\nmsgstr "libre"\n',
            "contexts that nobody needs",
        ),
    ],
)
def test_a_fault_is_named(tmp_path: Path, code: str, french: str, fault: str) -> None:
    found = catalogues.faults(_tree(tmp_path, code, french))
    assert any(fault in one for one in found), found


def test_the_braces_of_an_example_are_no_places(tmp_path: Path) -> None:
    french = 'msgid "when: {touch: head}"\nmsgstr "when: {toucher: tête}"\n'
    assert catalogues.faults(_tree(tmp_path, 'msg("when: {touch: head}")', french)) == []


def test_an_update_keeps_what_is_said_marks_what_changed_and_drops_the_rest(tmp_path: Path) -> None:
    french = (
        'msgid "Nao no longer answers"\nmsgstr "Nao ne répond plus"\n\n'
        'msgid "keep"\nmsgstr "garder"\n\nmsgid "unrelated words"\nmsgstr "autre chose"\n'
    )
    code = 'msg("keep"), msg("Nao no longer answers."), msgn("{n} card", "{n} cards", n)'
    root = _tree(tmp_path, code, french)
    catalogues.update(root)
    text = catalogues.source(root, "fr").read_text(encoding="utf-8")
    assert 'msgid "keep"\nmsgstr "garder"' in text
    assert '#, fuzzy\nmsgid "Nao no longer answers."' in text
    assert 'msgid "{n} card"\nmsgid_plural "{n} cards"\nmsgstr[0] ""\nmsgstr[1] ""' in text
    assert "unrelated" not in text
    assert "#: nao_sessions/said.py\n" in text
    catalogues.update(root)
    assert catalogues.source(root, "fr").read_text(encoding="utf-8") == text


def test_a_catalogue_is_compiled_when_it_is_older_than_its_source(tmp_path: Path) -> None:
    root = _tree(tmp_path, "", 'msgid "a step"\nmsgstr "une étape"\n')
    assert catalogues.stale(root)
    catalogues.compile_all(root)
    assert not catalogues.stale(root)
    assert catalogues.source(root, "fr").with_suffix(".mo").read_bytes().count("étape".encode()) == 1

"""Sentences in two languages."""

from __future__ import annotations

import pytest

from nao_sessions.core.errors import Finding, Place
from nao_sessions.core.text import Text, unbroken, user_language


def test_a_place_filled_with_a_sentence_is_filled_in_each_language() -> None:
    inner = Text(fr="une étape", en="a step")
    assert Text(fr="Il manque {what}.", en="{what} is missing.").format(what=inner) == Text(
        fr="Il manque une étape.", en="a step is missing."
    )


@pytest.mark.parametrize(("value", "language"), [("fr_FR.UTF-8", "fr"), ("de_DE", "en"), ("C", "en")])
def test_the_locale_decides_the_language(value: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)
    assert user_language() == language


def test_french_signs_stay_with_their_word() -> None:
    assert unbroken("« Oui ! » : vrai ? 8 % ; non") == (
        "«\u00a0Oui\u00a0!\u00a0»\u00a0: vrai\u00a0? 8\u00a0% ; non".replace(" ;", "\u00a0;")
    )
    assert unbroken("http://exemple.fr, 10:30") == "http://exemple.fr, 10:30"


def test_a_finding_has_its_place_its_code_its_sentence_and_its_hint() -> None:
    finding = Finding(
        "P102",
        Place("a.yaml", 14, 9),
        Text(fr="étape inconnue « bravoo »", en="unknown step 'bravoo'"),
        Text(fr="vouliez-vous dire « bravo » ?", en="did you mean 'bravo'?"),
    )
    assert finding.render("en") == ("a.yaml:14:9: P102 unknown step 'bravoo'\n  hint: did you mean 'bravo'?")
    assert finding.render("fr").endswith("\n  conseil : vouliez-vous dire « bravo » ?")

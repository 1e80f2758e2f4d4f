"""What a person reads of a finding."""

from __future__ import annotations

from nao_sessions.core.errors import Finding, Place
from nao_sessions.text.messages import Localized


def test_a_finding_has_its_place_its_code_its_sentence_and_its_hint() -> None:
    finding = Finding(
        "P102",
        Place("a.yaml", 14, 9),
        Localized(fr="étape inconnue « bravoo »", en="unknown step 'bravoo'"),
        Localized(fr="vouliez-vous dire « bravo » ?", en="did you mean 'bravo'?"),
    )
    assert finding.render("en") == ("a.yaml:14:9: P102 unknown step 'bravoo'\n  hint: did you mean 'bravo'?")
    assert finding.render("fr").endswith("\n  conseil : vouliez-vous dire « bravo » ?")

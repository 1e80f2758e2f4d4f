"""The pages of the documentation tell every finding that there is, and how grave it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nao_sessions.core.errors import SEVERITIES
from nao_sessions.doctor.codes import CODES
from nao_sessions.text.languages import Language

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGES: list[tuple[str, Language]] = [("en/doctor.md", "en"), ("fr/diagnostic.md", "fr")]


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_a_page_tells_every_code_with_its_severity_in_order(page: str, language: Language) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (D\d{3}) \| (\w+) \|", text, re.MULTILINE)
    assert rows == [(code.code, SEVERITIES[code.severity].in_language(language)) for code in CODES]


def test_no_number_is_given_twice() -> None:
    assert len({code.code for code in CODES}) == len(CODES)


def test_both_languages_of_a_finding_ask_for_the_same_values() -> None:
    for code in CODES:
        for text in (code.sentence, code.remedy):
            assert set(re.findall(r"{(\w+)}", text.fr)) == set(re.findall(r"{(\w+)}", text.en)), code.code

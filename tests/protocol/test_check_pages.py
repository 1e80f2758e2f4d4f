"""The pages of the checks: whole in both languages; what the documentation keeps is what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nao_sessions.protocol.checks.explaining import FOLDERS, documents, explained, index
from nao_sessions.protocol.checks.pages import PAGES
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.text.messages import Text

ROOT = Path(__file__).parents[2]
BARE = re.compile(r"[^\u00a0\u202f][;!?»]|[^\u00a0\u202f\w]:(?=\s)|(?<=\w) :(?=\s)|«[^\u00a0\u202f]")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_documentation_is_what_the_checks_say(language: str) -> None:
    wanted = documents("fr" if language == "fr" else "en")
    folder = ROOT / FOLDERS["fr" if language == "fr" else "en"]
    there = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in folder.glob("*.md")}
    assert there == wanted, "run: python tools/write_check_pages.py"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_index_links_every_page(language: str) -> None:
    linked = re.findall(r"\]\((P\d{3})\.md\)", index("fr" if language == "fr" else "en"))
    assert linked == sorted(CHECKS)


@pytest.mark.parametrize("code", CHECKS)
def test_a_page_says_what_and_why_and_what_to_do_in_both_languages(code: str) -> None:
    page = PAGES[code]
    for text in (page.what, page.why, page.remedy, CHECKS[code].title):
        assert text.fr
        assert text.en
        assert text.fr != text.en
    assert len({page.what.fr, page.why.fr, page.remedy.fr}) == 3


@pytest.mark.parametrize("code", CHECKS)
def test_a_page_has_french_spaces(code: str) -> None:
    page = PAGES[code]
    for text in (page.what.fr, page.why.fr, page.remedy.fr):
        # Code is quoted as it is written: `after: {wait: 60 s}`, `correct: = item.answer`.
        prose = re.sub(r"\w+: ?[\[{\"=\w][^;]*", "", text)
        assert BARE.search(prose) is None, prose


def test_a_page_is_explained_in_the_terminal() -> None:
    text = explained("P203", "en")
    assert text.startswith(
        "P203 Wait that only a child can leave\n  Flow\n  Error: the protocol cannot run\n"
    )
    assert "  §" not in text
    assert "accueil: {when: [{touch: head, next: fin}]}  # <- P203" in text


def test_an_example_that_nobody_can_see_is_not_shown() -> None:
    assert "Un exemple" not in explained("P106", "fr")


def test_every_finding_sentence_of_a_check_is_a_text_in_two_languages() -> None:
    assert all(isinstance(check.title, Text) for check in CHECKS.values())

"""Every code that a board may be told stands in the pages for people, in both languages, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["fr/tableaux.md", "en/communication-boards.md"])
def test_the_page_tells_the_codes_that_there_are(page: str) -> None:
    sources = [
        *(ROOT / "nao_sessions" / "boards").rglob("*.py"),
        *(ROOT / "nao_sessions" / "cli").glob("board*.py"),
    ]
    used = {code for path in sources for code in re.findall(r'"(B1\d\d)"', path.read_text(encoding="utf-8"))}
    told = re.findall(r"^\| (B1\d\d) \|", (ROOT / "docs" / page).read_text(encoding="utf-8"), flags=re.M)
    assert told == sorted(used)

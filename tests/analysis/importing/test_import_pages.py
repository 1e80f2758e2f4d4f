"""The pages about importing say what the program does: every refusal, every heading, every option."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nao_sessions.analysis.formats.rows import HEADINGS
from nao_sessions.cli.import_ import import_

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PAGES = [ROOT / "docs" / "fr" / "importer.md", ROOT / "docs" / "en" / "importing.md"]
ROOMS = (ROOT / "nao_sessions" / "analysis" / "importing", ROOT / "nao_sessions" / "analysis" / "formats")
CODE = "".join(path.read_text(encoding="utf-8") for room in ROOMS for path in room.rglob("*.py"))
IDS = ["fr", "en"]


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_refusal_of_a_table_stands_in_the_page_and_no_other(page: Path) -> None:
    used = set(re.findall(r'"(I\d{3})"', CODE))
    assert len(used) > 10
    assert set(re.findall(r"^\| (I\d{3}) \|", page.read_text(encoding="utf-8"), re.MULTILINE)) == used


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_heading_stands_in_the_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [one for headings in HEADINGS.values() for one in headings if f"`{one}`" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_option_stands_in_the_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    options = [option for one in import_.params for option in one.opts if option.startswith("--")]
    assert [one for one in options if one not in text and one not in ("--json", "--lang")] == []

"""The pages on coding: their scheme is read as it stands, and each code that is told is in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nao_sessions.analysis.schemes.yaml_files import read_scheme

ROOT = Path(__file__).resolve().parents[3]
PAGES = ("docs/fr/coder.md", "docs/en/coding.md")


@pytest.mark.parametrize("page", PAGES)
def test_the_scheme_of_the_page_is_one(page: str) -> None:
    written = re.search(r"```yaml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert written is not None
    scheme = read_scheme(written[1].encode("utf-8"), page)
    assert [one.kind for one in scheme.behaviours] == ["state", "state", "point"]


@pytest.mark.parametrize("page", PAGES)
def test_every_code_stands_on_the_page(page: str) -> None:
    sources = [*(ROOT / "nao_sessions").rglob("*.py")]
    said = {
        code
        for path in sources
        for code in re.findall(r'"(K1(?!00)[0-9]{2})"', path.read_text(encoding="utf-8"))
    }
    text = (ROOT / page).read_text(encoding="utf-8")
    listed = set(re.findall(r"K1[0-9]{2}", text))
    for first, last in re.findall(r"K(1[0-9]{2}) (?:to|à) K(1[0-9]{2})", text):
        listed |= {f"K{n}" for n in range(int(first), int(last) + 1)}
    assert said - listed == set()

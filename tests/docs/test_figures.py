"""The page of figures: each says by which command it is repeated, and what it was held against."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIGURES = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
SECTIONS = dict(part.split("\n", 1) for part in FIGURES.split("\n## ")[1:])


@pytest.mark.parametrize("heading", SECTIONS)
def test_a_figure_says_what_it_was_held_against(heading: str) -> None:
    told = re.findall(r"^\*\*Held against:\*\* (.+)$", SECTIONS[heading], re.MULTILINE)
    assert len(told) == 1
    assert len(told[0].split()) > 5


def test_every_benchmark_that_a_figure_names_is_there() -> None:
    named = set(re.findall(r"benchmarks/(\w+\.py)", FIGURES))
    assert named <= {path.name for path in (ROOT / "benchmarks").glob("*.py")}

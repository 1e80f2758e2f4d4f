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


@pytest.mark.parametrize("heading", SECTIONS)
def test_a_figure_has_a_command_that_repeats_it_or_says_that_none_does(heading: str) -> None:
    told = SECTIONS[heading]
    assert re.search(r"`[^`]*\b(?:python|pytest|nao-sessions|make) [^`]*`|\*\*No command repeats", told)


@pytest.mark.parametrize("heading", SECTIONS)
def test_a_figure_held_against_the_program_before_calls_that_a_ruler_of_ours(heading: str) -> None:
    [told] = re.findall(r"^\*\*Held against:\*\* (.+?)(?:\n\n|\Z)", SECTIONS[heading], re.M | re.S)
    assert "the program before" not in told or "ruler is ours" in told


def test_every_benchmark_that_a_figure_names_is_there() -> None:
    named = set(re.findall(r"benchmarks/(\w+\.py)", FIGURES))
    assert named <= {path.name for path in (ROOT / "benchmarks").glob("*.py")}

"""The example of an analysis: it runs as it stands, and its estimates are those of the literature."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "analysis.py"


@pytest.fixture
def ran(make: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the example on three sessions of two children."""
    for day, (child, seed) in enumerate([("P07", 1), ("P07", 2), ("P12", 3)]):
        make(tmp_path / "corpus", "emotions", children=(child,), day=day, seed=seed)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "argv", ["analysis.py", str(tmp_path / "corpus")])
    return runpy.run_path(str(EXAMPLE))


def test_it_counts_what_children_passed_alone(ran: dict[str, Any]) -> None:
    learning = ran["learning"]
    assert set(learning.index) == {("P07", 1), ("P07", 2), ("P12", 1)}
    assert learning["share_alone"].between(0, 1).all()


def test_the_survival_curve_is_that_of_a_textbook(ran: dict[str, Any]) -> None:
    # Six patients, two censored: by hand 5/6, then times 3/4, then times 1/2
    seconds = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    happened = pd.Series([True, False, True, False, True, False])
    curve = ran["survival"](seconds, happened)
    assert list(curve.index) == [1.0, 3.0, 5.0]
    assert curve.to_numpy() == pytest.approx([5 / 6, 5 / 6 * 3 / 4, 5 / 6 * 3 / 4 / 2])


def test_pairs_that_do_not_overlap_at_all_are_one(ran: dict[str, Any]) -> None:
    assert ran["nap"](np.array([0.1, 0.2]), np.array([0.5, 0.9])) == 1.0
    assert ran["nap"](np.array([0.5]), np.array([0.5])) == 0.5
    assert np.isnan(ran["nap"](np.array([]), np.array([0.5])))

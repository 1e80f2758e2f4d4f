"""The example of an analysis, as a program and as a notebook: it runs as it stands, and estimates well."""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "analysis.py"
NOTEBOOK = EXAMPLE.with_suffix(".ipynb")
SERIES = ROOT / "protocols" / "series" / "emotions-quatre-enfants.yaml"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give five sessions of a child, of which the series plans three as baseline, and one of another."""
    from rehearsed_folder import make_session

    root = tmp_path_factory.mktemp("corpus")
    for day in range(5):
        profile = "often_wrong" if day < 3 else "steady"
        make_session(root, "emotions", day=day, seed=day + 1, profile=profile)
    make_session(root, "emotions", children=("P12",), day=5, seed=9)
    return root


@contextmanager
def words(cache: Path, *said: object) -> Iterator[None]:
    """Say the words of the command line, keep the index apart, and draw where no screen is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.setenv("MPLBACKEND", "agg")
        patch.setattr(sys, "argv", list(map(str, said)))
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def ran(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the example as a program, with a series."""
    with words(tmp_path_factory.mktemp("cache"), "analysis.py", corpus, SERIES):
        return runpy.run_path(str(EXAMPLE))


def test_it_counts_what_children_passed_alone(ran: dict[str, Any]) -> None:
    learning = ran["learning"]
    assert set(learning.index) == {*(("P07", number) for number in range(1, 6)), ("P12", 1)}
    assert learning["share_alone"].between(0, 1).all()


def test_it_compares_the_phases_of_the_series(ran: dict[str, Any]) -> None:
    shares = ran["by_phase"].loc["P07"]
    assert list(shares["phase_kind"]) == ["baseline"] * 3 + ["intervention"] * 2
    before, after = shares["share_alone"].to_numpy()[:3], shares["share_alone"].to_numpy()[3:]
    better = sum(1.0 if b > a else 0.5 if b == a else 0.0 for a in before for b in after)
    assert ran["compared"]["P07"] == pytest.approx(better / 6)


def test_the_notebook_is_the_program() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    from notebook import notebook_of

    assert NOTEBOOK.read_text(encoding="utf-8") == notebook_of(EXAMPLE.read_text(encoding="utf-8"))


def test_every_cell_of_the_notebook_runs_in_its_order(
    corpus: Path, tmp_path: Path, ran: dict[str, Any]
) -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    known: dict[str, Any] = {"__name__": "__main__"}
    with words(tmp_path, "ipykernel_launcher.py", "-f", "kernel.json", corpus, SERIES):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), cell["id"], "exec"), known)
    assert known["learning"].equals(ran["learning"])
    assert known["silence"].equals(ran["silence"])


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

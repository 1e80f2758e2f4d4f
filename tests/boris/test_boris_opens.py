"""A project that leaves is opened by BORIS itself: nothing wrong, the same moments of the video, and back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.tiers import tiers_of
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.record.additions.annotations import Annotation

pytestmark = pytest.mark.boris
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = next((ROOT / "recordings" / "sample").glob("20*"))
CODED = (
    Annotation("x1", "regard", "regarde Nao", 4_000_000_001, 6_000_500_999, subject="P07"),
    Annotation(
        "x2", "regard", "sourit", 5_000_500_000, modifiers={"force": "peu", "vers": "Nao"}, subject="P07"
    ),
    Annotation("x3", "regard", "sourit", 7_123_456_789, modifiers={"vers": "adulte"}, comment="bref"),
)


@pytest.fixture(scope="session")
def python() -> str:
    """Give the Python that has BORIS."""
    asked = subprocess.run(["sh", str(ROOT / "tools" / "boris")], capture_output=True, text=True, check=False)
    if asked.returncode or shutil.which("python3.13") is None:
        reason = f"BORIS could not be installed: {asked.stderr[-300:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return asked.stdout.strip()


@pytest.fixture(scope="module")
def filmed() -> SessionSource:
    return replace(read_source(SAMPLE), coded={"C01": CODED})


@pytest.fixture(scope="module")
def opened(python: str, filmed: SessionSource, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """Give what BORIS says of the sample's project, and the project as BORIS saves it."""
    folder = tmp_path_factory.mktemp("boris")
    project, saved = folder / "seance.boris", folder / "saved.boris"
    project.write_bytes(boris_of(filmed, "fr", {filmed.films[0]: str(filmed.films[0].path)}))
    told = subprocess.run(
        [python, str(Path(__file__).with_name("opening.py")), str(project), str(saved)],
        capture_output=True, text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    return json.loads(told.stdout), saved


def test_boris_opens_the_project_and_finds_nothing_wrong(
    opened: tuple[Any, Path], filmed: SessionSource
) -> None:
    told, _ = opened
    assert (told["error"], told["message"]) == (None, "")
    assert set(told["observations"]) == {f"{filmed.name} séance", f"{filmed.name} C01"}
    for observation in told["observations"].values():
        assert (observation["unpaired"], observation["integrity"]) == (True, "")


def test_boris_shows_each_event_at_its_moment_of_the_video(
    opened: tuple[Any, Path], filmed: SessionSource
) -> None:
    film, (told, _) = filmed.films[0], opened
    shown = told["observations"][f"{filmed.name} séance"]["events"]
    for tier in tiers_of(filmed, "fr"):
        if tier.kind == "speech":
            starts = [float(one[0]) for one in shown if one[2] == "Nao parle" and one[4]]
            expected = [film.file_s(span.start_ns) for span in tier.spans]
            assert starts == pytest.approx(expected, abs=1e-3)
    coded = told["observations"][f"{filmed.name} C01"]["events"]
    moments = sorted(ns for one in CODED for ns in (one.start_ns, one.stop_ns) if ns is not None)
    assert [float(one[0]) for one in coded] == pytest.approx([film.file_s(ns) for ns in moments], abs=1e-3)
    assert [one[3] for one in coded if one[2] == "sourit"] == ["peu|Nao", "None|adulte"]


def test_what_boris_saves_comes_back_to_the_nanosecond(opened: tuple[Any, Path]) -> None:
    _, saved = opened
    assert read_coded_boris(saved.read_bytes(), "saved.boris").annotations() == {"C01": CODED}

"""Tables and schemes that would be read for ever: each is ended in a child, and refused in a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nao_sessions.analysis.coding import reimport
from nao_sessions.analysis.importing import options
from nao_sessions.core.confinement import ChildLimits
from tests.analysis.importing.foreign_videos import film
from tests.cli.in_process import nao_sessions_here

WHY = ("--ground", "film d'un collègue", "--unencrypted", "un essai", "--lang", "en")
ONE_SECOND = ChildLimits(cpu_s=1, wall_s=60, memory_bytes=1 << 30)


@pytest.fixture(scope="module")
def eaf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file of ELAN of forty megabytes: it ends, but long after it may."""
    tiers = [
        f'<TIER TIER_ID="t{n}" LINGUISTIC_TYPE_REF="x"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a{n}" '
        f'ANNOTATION_REF="a{n - 1}"><ANNOTATION_VALUE>x</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>'
        "</TIER>"
        for n in range(200_000, 0, -1)
    ]
    path = tmp_path_factory.mktemp("hostile") / "coding.eaf"
    path.write_text(
        '<?xml version="1.0"?><ANNOTATION_DOCUMENT VERSION="3.0"><HEADER TIME_UNITS="milliseconds"/>'
        '<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="s" TIME_VALUE="0"/></TIME_ORDER>'
        f"{''.join(tiers)}"
        '<TIER TIER_ID="t0" LINGUISTIC_TYPE_REF="x"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a0" '
        'TIME_SLOT_REF1="s" TIME_SLOT_REF2="s"><ANNOTATION_VALUE>x</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>'
        '</ANNOTATION></TIER><LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="x"/></ANNOTATION_DOCUMENT>',
        encoding="utf-8",
    )
    return path


def test_a_table_that_is_read_for_ever_is_ended(
    eaf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "TABLE_LIMITS", ONE_SECOND)
    film(tmp_path / "film.mp4", sound=None)
    out = tmp_path / "out"
    arguments = (str(tmp_path / "film.mp4"), "--events", str(eaf), "--out", str(out))
    ran = nao_sessions_here("import", *arguments, *WHY)
    assert (ran.returncode, ran.stdout, ran.stderr.split()[0]) == (1, "", "L101")
    assert list(out.glob("*")) == []


def test_a_coding_that_is_read_for_ever_is_ended_and_changes_nothing(
    eaf: Path, make: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(tmp_path, "emotions")
    monkeypatch.setattr(reimport, "TABLE_LIMITS", ChildLimits(3, 60, 1 << 30))  # it reads the session, too
    before = sorted(folder.rglob("*"))
    ran = nao_sessions_here("annotate", str(folder), "--from", str(eaf), "--coder", "C01", "--lang", "en")
    assert (ran.returncode, ran.stdout, ran.stderr.split()[0]) == (1, "", "L101")
    assert sorted(folder.rglob("*")) == before


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "scheme.boris"
    os.mkfifo(path)
    held = os.open(path, os.O_RDWR)
    yield path
    os.close(held)


def test_a_scheme_that_is_a_pipe_is_not_waited_for(pipe: Path) -> None:
    ran = nao_sessions_here("scheme", str(pipe), "--lang", "en")
    assert (ran.returncode, ran.stdout, ran.stderr.split()[0]) == (2, "", "K104")

"""One bad folder among good ones stops no corpus: it is named with the reason, and the others are read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.analysis.corpus.corpus import open_corpus
from nao_sessions.analysis.corpus.index import sessions_below
from tests.cli.in_process import nao_sessions_here

GOLDEN = Path(__file__).parents[2] / "sessions"


def _anew(place: Path) -> Path:
    place.unlink()
    return place


BAD: dict[str, Callable[[Path], object]] = {
    "a pipe for its log": lambda folder: os.mkfifo(_anew(folder / "events.jsonl")),
    "a pipe for its facts": lambda folder: os.mkfifo(_anew(folder / "session.json")),
    "a link for its log": lambda folder: _anew(folder / "events.jsonl").symlink_to("/etc/passwd"),
    "a link to nowhere": lambda folder: _anew(folder / "session.json").symlink_to("nowhere"),
    "a device for its times": lambda folder: _anew(folder / "sync.json").symlink_to("/dev/zero"),
    "a log nested deep": lambda folder: (folder / "events.jsonl").write_text("[" * 99_999 + "\n"),
    "a log that is no log": lambda folder: (folder / "events.jsonl").write_bytes(b"\xff\xfe\n"),
    "facts that are none": lambda folder: (folder / "session.json").write_text("[]"),
    "lines without what they say": lambda folder: (folder / "events.jsonl").write_text(
        '{"seq":0,"dir":"out","at":1,"source":"engine","kind":"trial","data":{}}\n'
    ),
    "a coder's file that is a pipe": lambda folder: _pipe_of_a_coder(folder),
}


def _pipe_of_a_coder(folder: Path) -> None:
    (folder / "annotations").mkdir()
    os.mkfifo(folder / "annotations" / "C01.jsonl")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a corpus of two sessions."""
    shutil.copytree(GOLDEN / "coded", tmp_path / "corpus" / "good")
    shutil.copytree(GOLDEN / "resumed", tmp_path / "corpus" / "bad")
    return tmp_path / "corpus"


@pytest.mark.parametrize("bad", BAD)
def test_a_folder_that_cannot_be_read_is_named_and_hides_no_other(
    root: Path, tmp_path: Path, bad: str
) -> None:
    BAD[bad](root / "bad")
    corpus = open_corpus(root, cache=tmp_path / "cache")
    assert corpus.folders == (root / "good",)
    assert [one.folder for one in corpus.unread] == [root / "bad"]
    assert corpus.sessions.num_rows
    ran = nao_sessions_here("verify", root, "--lang", "en")
    assert ran.returncode == 1
    assert "bad: " in ran.stdout + ran.stderr
    assert "good: " not in ran.stdout


def test_an_export_of_many_names_what_is_left_out(root: Path, tmp_path: Path) -> None:
    BAD["a link for its log"](root / "bad")
    ran = nao_sessions_here(
        "export", root, "--plain", "essai", "--to", "csv", "-o", tmp_path / "out", "--lang", "en"
    )
    assert ran.returncode == 1
    assert f"{root / 'bad'} is left out" in ran.stderr
    assert "root:" not in (tmp_path / "out" / "events.csv").read_text("utf-8")
    assert (tmp_path / "out" / "sessions.csv").read_text("utf-8").count("\n") == 2


def test_a_folder_that_may_not_be_looked_into_is_named(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, bad = Path.lstat, root / "bad"

    def forbidden(path: Path) -> os.stat_result:
        if path.parent == bad:
            raise PermissionError(13, "Permission denied", str(path))
        return looking(path)

    scanning = os.scandir

    def closed(path: Path) -> object:
        if Path(path) == bad:
            raise PermissionError(13, "Permission denied", str(path))
        return scanning(path)

    monkeypatch.setattr(Path, "lstat", forbidden)  # a user who is root may look anywhere
    monkeypatch.setattr(os, "scandir", closed)
    assert list(sessions_below(root)) == [bad, root / "good"]

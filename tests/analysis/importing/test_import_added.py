"""A file of another recorder is added to a session that was closed, and nothing of it is changed."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.analysis.importing.added_files import add_recording
from nao_sessions.cli.info import info
from nao_sessions.cli.sync import sync
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.record.additions.recordings import read_added
from nao_sessions.record.checksums import changed_files, write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.room.sync.measuring import measure
from tests.room.aligning.two_recorders import RATE_HZ, heard, make_session, voices, write_sound

DRY = voices(60.0, seed=5)
FIRST_S = 11.5
"""Where in the session the stranger's file begins."""


@dataclass(frozen=True)
class WithAdded:
    """A session to which a file was added, what it was before, and what the command said and drew."""

    session: SessionFolder
    source: Path
    before: dict[Path, bytes]
    said: str
    page: Path


def closed(folder: Path) -> SessionFolder:
    """Make a session that was closed."""
    made = make_session(folder, heard(DRY, 1, noise=0.003, rings_s=0.3))
    write_checksums(made)
    return made


def strangers(folder: Path, samples: object = DRY[int(FIRST_S * RATE_HZ) :]) -> Path:
    """Write a dictaphone's file, which is named after a child."""
    path = folder / "Camille à la cantine.wav"
    write_sound(path, heard(samples, 2, noise=0.005, rings_s=0.4, gain=0.5), rate_hz=44_100)
    return path


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> WithAdded:
    """Add a file to a session."""
    place = tmp_path_factory.mktemp("added")
    session, source, page = closed(place), strangers(place), place / "sync.html"
    before = {path: path.read_bytes() for path in (session.events, session.checksums)}
    asked = [str(session.path), "--add", str(source), "--name", "dictaphone", "-o", str(page), "--lang", "fr"]
    ran = CliRunner().invoke(sync, asked)
    assert ran.exit_code == 0, ran.output
    return WithAdded(session, source, before, ran.stdout, page)


def test_it_is_a_recording_of_the_session_from_then_on(done: WithAdded) -> None:
    session = done.session
    assert "dictaphone.01 · synchro\u00a0: ±" in done.said
    assert {path: path.read_bytes() for path in done.before} == done.before
    assert changed_files(session) == ()
    (added,) = read_added(session.path)
    assert sorted(added.files) == ["room/dictaphone.01.m4a", "room/dictaphone.frames.csv"]
    (segment,) = json.loads(session.sync.read_text("utf-8"))["streams"]["dictaphone"]["segments"]
    assert (segment["method"], segment["verdict"]) == ("sound", "measured")
    assert abs(segment["offset_ns"] / 1e9 - FIRST_S) * 1e3 <= segment["uncertainty_ms"]
    replayed = {stream.name: stream for stream in read_recording(session.path).streams}
    first_ns = replayed["dictaphone"].segments[0].pictures.taken_ns[0]
    assert abs(first_ns / 1e9 - FIRST_S) < 0.1


def test_nothing_keeps_the_name_of_the_file(done: WithAdded) -> None:
    kept = [path for path in done.session.path.rglob("*") if path.is_file()]
    assert not any("Camille" in path.name or b"Camille" in path.read_bytes() for path in kept)
    digest = hashlib.sha256(done.source.read_bytes()).hexdigest()
    assert read_added(done.session.path)[0].source["sha256"] == digest


def test_working_it_out_again_reads_it_the_same(done: WithAdded) -> None:
    before = json.loads(done.session.sync.read_text("utf-8"))["streams"]["dictaphone"]
    assert measure(done.session.path)["streams"]["dictaphone"] == before


def test_the_page_draws_how_it_was_found_and_info_names_it(done: WithAdded) -> None:
    text = done.page.read_text("utf-8")
    (dictaphone,) = re.findall(r"<h2>dictaphone\.01</h2>.*?(?=<h2>)", text, flags=re.S)
    assert dictaphone.count("<svg") == 2  # the agreement by place, and what is left of each piece
    told = CliRunner().invoke(info, [str(done.session.path), "--lang", "fr"]).output
    assert "micro dictaphone" in told


def test_a_change_of_what_was_added_is_seen(done: WithAdded, tmp_path: Path) -> None:
    session = SessionFolder(tmp_path / "copy")
    shutil.copytree(done.session.path, session.path)
    with (session.room / "dictaphone.frames.csv").open("ab") as file:
        file.write(b"1,0,0,1,0,,i\n")
    (session.room / "dictaphone.01.m4a").unlink()
    assert changed_files(session) == ("room/dictaphone.01.m4a", "room/dictaphone.frames.csv")


@pytest.mark.parametrize("name", ["Table", "table", "camille dupont"])
def test_a_name_that_is_none_or_is_taken_is_refused(tmp_path: Path, name: str) -> None:
    session = closed(tmp_path)
    with pytest.raises(UsageError) as refused:
        add_recording(session, session.room / "table.01.m4a", name)
    assert refused.value.code == "U167"


def test_a_session_that_is_not_closed_takes_nothing(tmp_path: Path) -> None:
    session = closed(tmp_path)
    manifest = session.read_manifest()
    manifest.state = "open"
    manifest.write(session.manifest)
    with pytest.raises(RecordError) as refused:
        add_recording(session, session.room / "table.01.m4a", None)
    assert refused.value.code == "R145"


def test_a_file_of_another_session_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    session = closed(tmp_path)
    before = sorted(session.path.rglob("*"))
    with pytest.raises(RecordError) as refused:
        add_recording(session, strangers(tmp_path, voices(40.0, seed=77)), None)
    assert refused.value.code == "R143"
    assert sorted(session.path.rglob("*")) == before

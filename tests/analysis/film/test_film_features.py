"""Features of recordings: in session time, kept beside the index, measured again only when they must be."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from nao_sessions import open_corpus, open_session
from nao_sessions.analysis.corpus.index_files import cache_of, unpacked
from nao_sessions.analysis.film.features import measures
from nao_sessions.analysis.film.features.measures import measured
from nao_sessions.analysis.film.features.store import FeatureFiles, measure, recordings_of
from nao_sessions.analysis.tables.dictionary import EVERY_TABLE
from nao_sessions.console.after.changes import destroy
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.confinement import ChildLimits
from nao_sessions.record.additions.afterwards import FilmKept, append_film_kept
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import Grounds
from tests.analysis.film.filmed import LATE_MS, film_in, time_in
from tests.analysis.film.small_film import BEGINS_NS

LATE_NS = round(LATE_MS * 1e6)


@pytest.fixture
def session(make: Callable[..., Path], tmp_path: Path) -> Path:
    """Give a session with a film of four seconds."""
    path = make(tmp_path / "corpus", "emotions")
    film_in(path)
    return path


def counted(told: list[int]) -> int:
    """Give how many recordings were measured since the last time."""
    count = sum(told)
    told.clear()
    return count


def test_each_second_is_at_its_session_time_and_sound_at_its_own(session: Path, tmp_path: Path) -> None:
    rows = open_session(session, cache=tmp_path / "cache").features.to_pylist()
    starts = {(row["medium"], row["second"]): row["start_ns"] for row in rows}
    assert starts["picture", 0] == BEGINS_NS
    assert starts["picture", 3] == BEGINS_NS + 3 * SECOND_NS
    assert starts["sound", 2] == BEGINS_NS + 2 * SECOND_NS - LATE_NS
    assert {(row["sync"], row["sync_uncertainty_ms"]) for row in rows if row["medium"] == "sound"} == {
        ("measured", 22.0)
    }


def test_what_the_film_holds_is_what_is_told(session: Path, tmp_path: Path) -> None:
    rows = open_session(session, cache=tmp_path / "cache").features.to_pylist()
    pictures = [row for row in rows if row["medium"] == "picture"]
    sounds = [row for row in rows if row["medium"] == "sound"]
    assert [row["pictures"] for row in pictures] == [25, 23, 25, 25]
    assert [row["brightness"] for row in pictures] == sorted(row["brightness"] for row in pictures)
    assert all(row["rms_dbfs"] == pytest.approx(-13.5, abs=0.3) for row in sounds[1:3])
    assert {row["rms_dbfs"] for row in pictures} == {row["brightness"] for row in sounds} == {None}


def test_features_have_the_columns_of_the_dictionary(session: Path, tmp_path: Path) -> None:
    table = open_session(session, cache=tmp_path / "cache").features
    assert tuple(table.column_names) == EVERY_TABLE["features"].names
    assert set(table["participant"].to_pylist()) == {"P07"}
    assert set(table["step"].drop_null().to_pylist()) <= set(open_session(session).events["step"].to_pylist())
    for column in EVERY_TABLE["features"].columns:
        if column.levels:
            assert set(table[column.name].drop_null().to_pylist()) <= set(column.levels)


def test_a_session_without_a_recording_has_the_same_columns(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    table = open_session(make(tmp_path, "emotions"), cache=tmp_path / "cache").features
    assert (tuple(table.column_names), table.num_rows) == (EVERY_TABLE["features"].names, 0)


def test_nothing_is_measured_twice_and_nothing_is_written_into_the_folder(
    session: Path, tmp_path: Path
) -> None:
    before = sorted(path.name for path in session.rglob("*"))
    told: list[int] = []
    first = open_session(session, cache=tmp_path / "cache", progress=told.append).features
    assert counted(told) == 1
    again = open_session(session, cache=tmp_path / "cache", progress=told.append).features
    assert counted(told) == 0
    assert again.equals(first)
    assert sorted(path.name for path in session.rglob("*")) == before


def test_times_that_are_known_better_later_need_no_measuring(session: Path, tmp_path: Path) -> None:
    told: list[int] = []
    open_session(session, cache=tmp_path / "cache", progress=told.append).features  # noqa: B018  (measures)
    time_in(session, BEGINS_NS + 7_000_000)
    later = open_session(session, cache=tmp_path / "cache", progress=told.append).features
    assert counted(told) == 1
    assert later["start_ns"][0].as_py() == BEGINS_NS + 7_000_000


def test_a_recording_that_changed_and_a_damaged_file_are_measured_again(
    session: Path, tmp_path: Path
) -> None:
    told: list[int] = []
    first = open_session(session, cache=tmp_path / "cache", progress=told.append).features
    kept = next((tmp_path / "cache").rglob("*.arrow"))
    content = bytearray(kept.read_bytes())
    content[-20] ^= 0xFF
    kept.write_bytes(content)
    assert open_session(session, cache=tmp_path / "cache", progress=told.append).features.equals(first)
    assert counted(told) == 2
    shutil.copyfile(session / "room" / "room.01.mp4", tmp_path / "film")
    (session / "room" / "room.01.mp4").unlink()
    shutil.copyfile(tmp_path / "film", session / "room" / "room.01.mp4")
    open_session(session, cache=tmp_path / "cache", progress=told.append).features  # noqa: B018  (measures)
    assert counted(told) == 1
    assert len(list((tmp_path / "cache").rglob("*.arrow"))) == 1


def test_a_recording_that_cannot_be_read_is_told_and_hides_no_other(
    session: Path, make: Callable[..., Path], tmp_path: Path
) -> None:
    other = make(tmp_path / "corpus", "emotions", day=1)
    film_in(other).write_bytes(b"no film")
    corpus = open_corpus(tmp_path / "corpus", cache=tmp_path / "cache")
    assert set(corpus.features["session"].to_pylist()) == {session.name}
    assert [one.folder.parent.parent for one in corpus.unmeasured] == [other]
    assert "room.01.mp4" in corpus.unmeasured[0].why.fr


def test_a_torn_end_ends_a_recording_and_what_came_before_stays(session: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.mp4"
    fragments = {"movflags": "empty_moov+frag_every_frame"}  # as a recorder writes them
    with (
        av.open(str(session / "room" / "room.01.mp4")) as film,
        av.open(str(whole), "w", options=fragments) as made,
    ):
        [stream] = film.streams.video
        copied = made.add_stream_from_template(stream)
        for packet in film.demux(stream):
            if packet.dts is not None:
                packet.stream = copied
                made.mux(packet)
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) * 2 // 3])
    rows = unpacked(measured(whole)).to_pylist()
    assert 30 < sum(row["pictures"] for row in rows) < 98


def test_what_was_done_before_an_interruption_is_kept(
    session: Path, make: Callable[..., Path], tmp_path: Path
) -> None:
    for day in (1, 2):
        film_in(make(tmp_path / "corpus", "emotions", day=day))

    def interrupted(done: int) -> None:
        raise KeyboardInterrupt

    recordings = [one for path in sorted((tmp_path / "corpus").iterdir()) for one in recordings_of(path)]
    with pytest.raises(KeyboardInterrupt):
        measure(recordings, FeatureFiles(tmp_path / "cache"), progress=interrupted)
    told: list[int] = []
    corpus = open_corpus(tmp_path / "corpus", cache=tmp_path / "cache", progress=told.append)
    counted(told)
    assert len(corpus.lacking()) == 2
    whole = open_corpus(tmp_path / "corpus", cache=tmp_path / "another").features
    assert corpus.features.equals(whole)
    assert counted(told) == 2


def test_two_processes_keep_the_same_bytes_as_one(
    session: Path, make: Callable[..., Path], tmp_path: Path
) -> None:
    film_in(make(tmp_path / "corpus", "emotions", day=1))
    alone = open_corpus(tmp_path / "corpus", cache=tmp_path / "one").features
    many = open_corpus(tmp_path / "corpus", cache=tmp_path / "two", jobs=2).features
    assert many.equals(alone)
    assert kept(tmp_path / "two") == kept(tmp_path / "one")


def kept(cache: Path) -> dict[str, bytes]:
    """Give every file of features, by its place."""
    return {str(path.relative_to(cache)): path.read_bytes() for path in cache.rglob("*.arrow")}


def test_what_was_measured_of_an_erased_session_is_forgotten(
    session: Path, make: Callable[..., Path], tmp_path: Path
) -> None:
    other = make(tmp_path / "corpus", "emotions", day=1)
    film_in(other)
    open_corpus(tmp_path / "corpus", cache=tmp_path / "cache").features  # noqa: B018  (measures)
    shutil.rmtree(other)
    open_corpus(tmp_path / "corpus", cache=tmp_path / "cache").features  # noqa: B018  (measures)
    assert len(list((tmp_path / "cache").rglob("*.arrow"))) == 1


def test_what_was_measured_of_a_film_that_is_destroyed_goes_with_it(session: Path) -> None:
    cache = cache_of(None)
    open_corpus(session.parent).features  # noqa: B018  (measures)
    files = FeatureFiles(cache)
    [recording] = recordings_of(session)
    assert files.read(recording) is not None
    destroy(session)
    assert not recordings_of(session)
    assert not [one for one in (cache / "features").rglob("*.arrow") if recording.path.name in one.name]
    destroy(session)  # nothing is left


def test_a_film_that_was_ended_and_is_kept_by_nobody_is_not_measured_and_no_longer_told(
    session: Path, tmp_path: Path
) -> None:
    assert open_session(session, cache=tmp_path / "cache").features.num_rows
    manifest = SessionFolder(session).read_manifest()
    by_ledger = {"ground": Grounds(text="ledger 1f")}
    manifest.model_copy(update=by_ledger).write(session / "session.json")
    over = {"dir": "note", "at": 1, "t": 1, "source": "session", "kind": "film_over", "data": {"press": "1"}}
    log = session / "events.jsonl"
    lines = log.read_bytes()
    log.write_bytes(lines + json.dumps({"seq": lines.count(b"\n"), **over}).encode() + b"\n")
    assert open_session(session, cache=tmp_path / "cache").features.num_rows == 0
    assert recordings_of(session) == []
    append_film_kept(session, FilmKept("A01", "the family agrees", "2026-12-04T10:00:00Z"))
    assert open_session(session, cache=tmp_path / "cache").features.num_rows


def test_a_link_that_leads_out_of_the_folder_is_not_measured(session: Path, tmp_path: Path) -> None:
    film = session / "room" / "room.01.mp4"
    film.rename(tmp_path / "elsewhere.mp4")
    film.symlink_to(tmp_path / "elsewhere.mp4")
    assert open_session(session, cache=tmp_path / "cache").features.num_rows == 0


def test_a_disk_that_is_full_leaves_no_draft(
    session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, [recording] = FeatureFiles(tmp_path / "cache"), recordings_of(session)
    files.keep(recording, b"before")

    def full(draft: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no room"):
        files.keep(recording, b"features")
    assert [path.name for path in (tmp_path / "cache").rglob("*") if path.is_file()] == ["of.json"]


def test_a_recording_that_takes_too_much_is_not_measured_and_says_so(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = recordings_of(session)[0].path
    monkeypatch.setattr(measures, "media_limits", lambda *files: ChildLimits(60, 60, memory_bytes=200 << 20))
    why = measured(film)
    assert not isinstance(why, bytes)
    assert film.name in why.fr

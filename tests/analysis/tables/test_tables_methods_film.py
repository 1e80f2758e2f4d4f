"""What the methods section says of the film: missing pictures, copies, what was destroyed or given."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.analysis.film.copies import slots_of
from nao_sessions.analysis.film.names import HiddenSound
from nao_sessions.analysis.film.work import constant_copy
from nao_sessions.analysis.tables.methods import methods_text
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.analysis.tables.tables import session_rows
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from tests.analysis.film.small_film import small_film
from tests.analysis.tables.test_tables_methods import IMPORTED, SAMPLE, paragraph


def test_pictures_that_are_missing_double_or_late_stand_in_the_methods(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / SAMPLE.name))
    index = next((folder / "room").glob("*.frames.csv"))
    head, *lines = index.read_text(encoding="ascii").splitlines()
    late = [f"{line}l" if number % 50 == 7 else line for number, line in enumerate(lines)]
    index.write_text("\n".join([head, *late]) + "\n", encoding="ascii")
    sync = json.loads((folder / "sync.json").read_text(encoding="utf-8"))
    for stream in sync["streams"].values():
        stream["segments"][0] |= {"dropped": 4, "duplicated": 1}
    (folder / "sync.json").write_text(json.dumps(sync), encoding="utf-8")
    told = paragraph([read_source(folder)], "Pictures of the video")
    streams = len(sync["streams"])
    assert streams == 1
    assert told == (
        f"Pictures of the video: {len(lines)} pictures were received; 4 pictures are missing, by the "
        f"camera's own rate, one came twice and {sum(line.endswith('l') for line in late)} arrived late."
    )


def test_pictures_that_nobody_counted_are_not_said_to_be_all_there(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / SAMPLE.name))
    (folder / "sync.json").unlink()
    assert "Of one video nobody has counted what is missing." in methods_text([read_source(folder)], "en")


def test_what_a_copy_invents_stands_in_the_methods(source: SessionSource, tmp_path: Path) -> None:
    film = small_film(tmp_path)
    filmed = replace(source)
    filmed.__dict__["films"] = (film,)
    assert "2 pictures are invented (the one before, again)" in paragraph([filmed], "constant rate")


def at_speed(source: SessionSource, speed: float) -> SessionSource:
    """Give a session as if it had been played so many times as fast as real time."""
    facts = source.facts.model_copy(deep=True)
    facts.clock.speed = speed
    other = replace(source, facts=facts)
    if "films" in vars(source):
        vars(other)["films"] = source.films
    return other


def test_sessions_that_were_accelerated_are_said_to_be_so_in_methods_and_tables(
    source: SessionSource,
) -> None:
    fast = at_speed(source, 20.0)
    assert [row["speed"] for row in session_rows(fast)] == [20.0]
    assert [row["speed"] for row in session_rows(source)] == [1.0]
    assert "monotonic clock" not in methods_text([fast], "en")
    assert paragraph([fast], "Every event").startswith(
        "Every event was written to a log, with its session time, before the program acted upon it."
    )
    assert paragraph([fast], "real time") == (
        "The session was played at 20 times real time: its times are session time, not the computer's "
        "clock's."
    )
    told = methods_text([fast, source, at_speed(source, 4.0)], "en")
    assert "with its session time (that of a monotonic clock where it was played in real time)" in told
    assert (
        "Of 3 sessions, 2 were played at 4 and 20 times real time: their times are session time, not the "
        "computer's clock's."
    ) in told
    assert "real time" not in methods_text([source], "en")


def test_of_pictures_of_accelerated_sessions_nothing_is_said_to_be_missing(
    source: SessionSource, tmp_path: Path
) -> None:
    filmed = replace(source)
    vars(filmed)["films"] = (replace(small_film(tmp_path), dropped=10, duplicated=0),)
    fast = at_speed(filmed, 20.0)
    assert "10 pictures are missing" in methods_text([filmed], "en")
    told = methods_text([fast], "en")
    assert "missing, by" not in told
    assert "invented" not in told
    assert (
        "Of one video, of an accelerated session, nothing is said of what is missing: its times are not the "
        "camera's."
    ) in told
    both = methods_text([fast, filmed], "en")
    assert both.count("10 pictures are missing") == 1
    assert "Of one video, of an accelerated session" in both


def test_of_how_many_sessions_there_is_a_video_is_told(source: SessionSource, tmp_path: Path) -> None:
    filmed = replace(source)
    vars(filmed)["films"] = (small_film(tmp_path),)
    bare = replace(source)
    vars(bare)["films"] = ()
    assert paragraph([filmed, bare, bare], "video").startswith("One of 3 sessions has a video.")
    assert paragraph([filmed, filmed, bare], "video").startswith("Of 3 sessions, 2 have a video.")
    assert "have a video" not in methods_text([filmed, filmed], "en")
    assert "has a video" not in methods_text([filmed], "en")


def test_a_film_that_was_destroyed_is_not_said_never_to_have_been(
    source: SessionSource, tmp_path: Path
) -> None:
    bare, destroyed = replace(source), replace(source)
    for one in (bare, destroyed):
        vars(one)["films"] = ()
    vars(destroyed)["film_destroyed"] = True
    assert "No video was recorded." in methods_text([bare], "en")
    told = methods_text([destroyed], "en")
    assert "The film was destroyed after the session, on purpose." in told
    assert "No video" not in told
    told = methods_text([destroyed, bare, bare], "en")
    assert "Of one of 3 sessions the film was destroyed after the session, on purpose." in told


@pytest.mark.parametrize("gone", ["*.mp4", "*.frames.csv", "*"])
@pytest.mark.parametrize("sums", [True, False])
def test_a_film_that_is_not_at_hand_is_not_said_never_to_have_been(
    source: SessionSource, tmp_path: Path, gone: str, sums: bool
) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / SAMPLE.name))
    for path in (folder / "room").glob(gone):
        path.unlink()
    if not sums:
        (folder / "SHA256SUMS").unlink()
    away, bare, filmed = read_source(folder), replace(source), replace(source)
    vars(bare)["films"], vars(filmed)["films"] = (), (small_film(tmp_path),)
    real = away.facts.model_copy(update={"rehearsal": False})
    away, said = replace(away, facts=real), "it is not at hand here, and nothing is said of its times."
    assert paragraph([away], "video") == f"A video was recorded; {said}"
    assert paragraph([away, away], "video") == f"Of 2 sessions a video was recorded; {said}"
    assert paragraph([away, bare], "video") == f"Of one of 2 sessions a video was recorded; {said}"
    told = methods_text([away, filmed], "en")
    assert "One of 2 sessions has a video." in told
    assert f"Of one of 2 sessions a video was recorded; {said}" in told
    vars(away)["film_destroyed"] = True
    assert "at hand" not in methods_text([away], "en")


def test_one_of_several_films_that_is_not_at_hand_is_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / SAMPLE.name))
    whole = read_source(folder)
    assert whole.films
    assert "not at hand" not in methods_text([whole], "en")
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  room/side.01.mp4\n")
    told = methods_text([read_source(folder)], "en")
    assert (
        "One more video file of these sessions is not at hand here, and nothing is said of its times." in told
    )
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  room/side.02.mp4\n{'0' * 64}  room/{whole.films[0].stream}.telemetry.csv\n")
    told = methods_text([read_source(folder)], "en")
    assert (
        "2 more video files of these sessions are not at hand here, and nothing is said of their times."
        in told
    )


def test_what_no_camera_recorded_of_a_session_stands_beside_the_pictures_that_came(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / SAMPLE.name))
    whole = read_source(folder)
    ended = max(event.at for event in whole.events)
    lost = 6 * SECOND_NS
    kept = [event for event in whole.events if (event.source, event.kind) != ("recorder", "closed")]
    name = whole.films[0].stream
    closed = {"segment": 1, "reason": "cut", "name": name}
    cut = Event(kept[-1].seq + 1, "note", ended - lost, "recorder", "closed", closed)
    index = folder / "room" / f"{name}.frames.csv"
    early = [line for line in index.read_text().splitlines() if not line[:1].isdigit()
             or int(line.split(",")[4]) < ended - lost]  # fmt: skip
    index.write_text("\n".join([*early, ""]))
    told = methods_text([replace(read_source(folder), events=(*kept, cut))], "en")
    assert "seconds of the sessions a camera recorded nothing" in told
    assert "none is missing" not in told


def test_of_an_import_whose_film_is_gone_it_is_said_that_there_was_one(
    source: SessionSource, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(IMPORTED, tmp_path / "imported"))
    next((folder / "room").glob("*.mp4")).unlink()
    bare = replace(source)
    vars(bare)["films"] = ()
    told = methods_text([read_source(folder), bare], "en")
    assert "No video was recorded" not in told
    assert "Of one of 2 sessions a video was recorded; it is not at hand here" in told


def test_codings_without_a_film_are_not_said_to_have_seen_one(source: SessionSource, tmp_path: Path) -> None:
    coded = replace(
        source,
        coded={"C01": ()},
        done_by={"C01": frozenset({"engagement"})},
        sittings={"C01": ({"hidden": []},)},
    )
    bare, filmed, elsewhere = (
        replace(coded),
        replace(coded),
        replace(coded, sittings={"C01": ({"hidden": [], "from": {}},)}),
    )
    vars(bare)["films"], vars(elsewhere)["films"] = (), ()
    film = small_film(tmp_path)
    vars(filmed)["films"] = (film,)
    silent = replace(coded)
    vars(silent)["films"] = (replace(film, sync=replace(film.sync, has_sound=False)),)
    assert paragraph([silent], "throughout").endswith("On the coding page the film was shown.")
    shown = "On the coding page the film was shown, and could be heard."
    assert paragraph([filmed], "throughout").endswith(shown)
    assert paragraph([filmed, elsewhere], "throughout").endswith(shown)
    assert paragraph([bare], "throughout").endswith("There was no film: the log alone was coded.")
    assert paragraph([filmed, bare], "throughout").endswith(
        f"{shown} In one of 2 codings there was no film: the log alone was coded."
    )
    heard = replace(coded)
    vars(heard)["films"] = (replace(small_film(tmp_path), path=tmp_path / "room.01.m4a"),)
    assert "film" not in paragraph([heard], "throughout")


def test_an_import_without_its_film_is_not_said_to_have_had_none(tmp_path: Path) -> None:
    told = methods_text([read_source(IMPORTED)], "en")
    assert "was imported" in told or "were imported" in told
    assert "No video" not in told


def test_a_time_that_was_given_at_an_import_is_not_said_to_be_estimated(
    source: SessionSource, tmp_path: Path
) -> None:
    film = small_film(tmp_path)
    given = replace(source)
    sync = replace(film.sync, verdict="estimated", method="given", uncertainty_ms=40.0)
    vars(given)["films"] = (replace(film, sync=sync),)
    told = paragraph([given], "synchronisation")
    assert "given by whoever imported it; the uncertainty is ±40\u00a0ms, as stated at the import" in told
    assert "95" not in told


def test_of_an_imported_film_nothing_is_said_to_have_been_received(
    source: SessionSource, tmp_path: Path
) -> None:
    """An editor wrote its times: at a constant rate it invents pictures, and nobody saw one arrive."""
    film = small_film(tmp_path)
    own, brought, cut = (replace(source) for _ in range(3))
    sync = replace(film.sync, verdict="absent", method="file", uncertainty_ms=None)
    vars(own)["films"] = (replace(film, dropped=0, duplicated=0),)
    vars(brought)["films"] = (replace(film, sync=sync, dropped=0, duplicated=0),)
    vars(cut)["films"] = (replace(film, sync=sync, dropped=70, duplicated=0),)
    count = len(film.frames)
    regular = (
        f"The imported film has {count} pictures at regular times; what the camera lost before is not known."
    )
    assert regular in methods_text([brought], "en")
    assert "received" not in methods_text([brought], "en").replace("received picture", "")
    assert (
        f"The imported film has {count} pictures; 70 are missing, by the file's rate; what the camera "
        "lost before is not known."
    ) in methods_text([cut], "en")
    told = methods_text([own, brought, cut], "en")
    assert f"Pictures of the video: {count} pictures were received, none is missing" in told
    assert (
        f"The 2 imported films have {2 * count} pictures; 70 are missing, by the file's rate; what the "
        "camera lost before is not known."
    ) in told


@pytest.mark.parametrize("rate", [5, 25, 30])
def test_the_slots_of_a_copy_are_those_of_the_film_that_is_made(tmp_path: Path, rate: int) -> None:
    film = small_film(tmp_path)
    listed = Counter(
        one.kind for one in constant_copy(film, HiddenSound(), tmp_path / "x.mp4", lambda _: None, rate)
    )
    assert slots_of(film, rate) == (listed["repeated"], listed["left_out"])

"""Passages of a film that shows others: only the times and the part of the picture that were named leave."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from nao_sessions.analysis.film.names import HiddenSound
from nao_sessions.analysis.film.passages import (
    WHOLE,
    Area,
    Passage,
    passage_words,
    read_passages,
    table_of_films,
)
from nao_sessions.analysis.film.work import black_outside, cut
from nao_sessions.analysis.tables.source import Film
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError, UsageError
from tests.analysis.film.small_film import BEGINS_NS, MISSING, SOUND_HZ, small_film

HEAD = "session,film,from,to,left,top,right,bottom,sound\n"


def table(place: Path, *lines: str, head: str = HEAD, bom: str = "") -> Path:
    path = place / "passages.csv"
    path.write_text(bom + head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_line_is_a_passage_and_one_without_times_is_none(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "s1,room.01.mp4,,,,,,,",
        "s1,room.01.mp4,5s,1h02m03.5,10,0,60 ,100,yes",
        's1,room.01.mp4,1m,"1m08,25",0,0,"62,5%",100,',
        "s1,room.01.mp4,3m07,3m 08 s,all,,,,no",
    )
    assert read_passages(path) == (
        Passage("s1", "room.01.mp4", 5 * SECOND_NS, 3_723_500_000_000, Area(0.1, 0.0, 0.6, 1.0), True, 3),
        Passage("s1", "room.01.mp4", 60 * SECOND_NS, 68_250_000_000, Area(0.0, 0.0, 0.625, 1.0), False, 4),
        Passage("s1", "room.01.mp4", 187 * SECOND_NS, 188 * SECOND_NS, WHOLE, False, 5),
    )


def test_a_table_that_a_french_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    path = table(
        tmp_path, "s1;room.01.mp4;1m00;1m01,5;0;0;50;100;oui", head=HEAD.replace(",", ";"), bom="\N{BOM}"
    )
    (one,) = read_passages(path)
    assert (one.stop_ns, one.area.right, one.sound) == (61_500_000_000, 0.5, True)


def test_the_table_to_be_filled_in_holds_no_passage_yet(tmp_path: Path) -> None:
    path = tmp_path / "passages.csv"
    path.write_bytes(table_of_films([("2026-11-24T140353Z_x", "room.01.mp4"), ("=s", "room.02.mp4")]))
    assert read_passages(path) == ()
    filled = path.read_text(encoding="utf-8").replace("room.02.mp4,,,,,,,", "room.02.mp4,1s,2s,tout,,,,")
    path.write_text(filled, encoding="utf-8")
    assert [one.session for one in read_passages(path)] == ["=s"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("s1,room.01.mp4,5s,5s,all,,,,", "line 2: it ends before it begins"),
        ("s1,room.01.mp4,soon,5s,all,,,,", "'soon' is no time"),
        ("s1,room.01.mp4,1s,,all,,,,", "'' is no time"),
        # what a spreadsheet makes of 0:05, and what may be seconds or minutes
        ("s1,room.01.mp4,00:05:00,00:08:00,all,,,,", "'00:05:00' is no time"),
        ("s1,room.01.mp4,1.05,1.30,all,,,,", "'1.05' is no time"),
        ("s1,room.01.mp4,75s,2m,all,,,,", "'75s' is no time"),
        ("s1,room.01.mp4,1m,3h07,all,,,,", "'3h07' is no time"),
        ("s1,room.01.mp4,1m,1h5,all,,,,", "'1h5' is no time"),
        ("s1,room.01.mp4,1s,2s,60,0,40,100,", "nothing would be shown"),
        # a cell that nobody filled in decides nothing
        ("s1,room.01.mp4,1s,2s,,,,,", "'' is no share"),
        ("s1,room.01.mp4,1s,2s,all,0,,,", "'all' is no share"),
        ("s1,room.01.mp4,1s,2s,50,0,100,,", "'' is no share"),
        ("s1,room.01.mp4,1s,2s,-1,0,50,100,", "'-1' is no share"),
        ("s1,room.01.mp4,1s,2s,nan,0,50,100,", "'nan' is no share"),
        ("s1,room.01.mp4,1s,2s,0,0,50,101,", "'101' is no share"),
        ("s1,room.01.mp4,1s,2s,0,0,0.5,1,", "'0.5' is no share"),
        ("s1,room.01.mp4,1s,2s,all,,,,maybe", "'maybe' is neither yes nor no"),
        ("s1,room.01.mp4,1s,2s", "it has 4 cells, not 9"),
    ],
)
def test_a_line_that_is_no_passage_is_refused_with_its_place(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_passages(table(tmp_path, line))
    assert refused.value.code == "G184"
    assert why in refused.value.sentence.en


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"session,film\n", b'"\n'])
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "passages.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        read_passages(path)
    assert refused.value.code == "G184"


def test_outside_the_area_and_the_times_there_is_nothing(tmp_path: Path) -> None:
    film = small_film(tmp_path, b_frames=2)
    begins_ns, ends_ns = BEGINS_NS + 2_500_000_000, BEGINS_NS + 3_200_000_000
    clip = cut(film, begins_ns, ends_ns, None, tmp_path / "x.mp4", Area(0.25, 0.0, 0.75, 0.5))
    assert clip is not None
    assert begins_ns <= clip.begins_ns <= clip.ends_ns <= ends_ns
    with av.open(str(tmp_path / "x.mp4")) as read:
        assert not read.streams.audio
        shown = [frame.to_ndarray(format="rgb24").astype(int) for frame in read.decode(video=0)]
    expected = [number for number in range(63, 81) if number not in MISSING]
    inside = [picture[8:40, 48:112] for picture in shown]
    assert [round(float(one.mean())) for one in inside] == pytest.approx(expected, abs=2)
    for picture in shown:
        outside = np.ones(picture.shape[:2], bool)
        outside[:48, 40:120] = False
        assert picture[outside].max() <= 3


@pytest.mark.parametrize("late_ms", [0.0, 300.0])
def test_sound_is_in_it_only_where_that_was_said_and_of_that_time_alone(
    tmp_path: Path, late_ms: float
) -> None:
    """The sound of the film is silent but from 1.1 s to 1.4 s of the file, which no passage here asks for."""
    film = screaming(tmp_path, late_ms)
    late_ns = round(late_ms * 1e6)
    screams = (BEGINS_NS + 1_100_000_000 - late_ns, BEGINS_NS + 1_400_000_000 - late_ns)
    for place, (begins_ns, ends_ns) in enumerate(((0, screams[0]), (screams[1], BEGINS_NS + 4 * SECOND_NS))):
        target = tmp_path / f"{place}.mp4"
        assert cut(film, begins_ns, ends_ns, HiddenSound(), target, WHOLE) is not None
        with av.open(str(target)) as read:
            heard = [frame.to_ndarray() for frame in read.decode(audio=0)]
        assert sum(one.shape[1] for one in heard) > SOUND_HZ // 4
        # an encoder smears what ends at a sample over the one before and behind it
        assert max(float(np.abs(one).max()) for one in heard) < 0.02
    inside = tmp_path / "inside.mp4"
    cut(film, *screams, HiddenSound(), inside, WHOLE)
    with av.open(str(inside)) as read:
        assert max(float(np.abs(frame.to_ndarray()).max()) for frame in read.decode(audio=0)) > 0.2


def screaming(folder: Path, late_ms: float) -> Film:
    """Return the small film with silence in the place of its sound, but for 0.3 s."""
    film = small_film(folder)
    silent = film.path.with_name("quiet.mp4")
    at = "between(t,1.1,1.4)"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", film.path, "-c:v", "copy", "-af", f"volume=0:enable='not({at})'",
         "-c:a", "pcm_s16le", "-f", "mov", silent],
        check=True,
    )  # fmt: skip
    silent.replace(film.path)
    return replace(film, sync=replace(film.sync, sound_late_ms=late_ms, sound_uncertainty_ms=2.0))


def test_of_sound_that_may_lie_elsewhere_only_what_is_surely_of_the_time_leaves(tmp_path: Path) -> None:
    film = screaming(tmp_path, 0.0)
    film = replace(film, sync=replace(film.sync, sound_uncertainty_ms=None))
    cut(film, BEGINS_NS + 1_110_000_000, BEGINS_NS + 3 * SECOND_NS, HiddenSound(), tmp_path / "x.mp4", WHOLE)
    with av.open(str(tmp_path / "x.mp4")) as read:
        heard = [frame.to_ndarray() for frame in read.decode(audio=0)]
    assert max(float(np.abs(one).max()) for one in heard) < 0.02


def test_of_a_film_that_is_shown_turned_no_part_leaves(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    turned = film.path.with_name("turned.mp4")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-display_rotation", "180", "-i", film.path, "-c", "copy", turned],
        check=True,
    )
    turned.replace(film.path)
    with pytest.raises(RecordError) as refused:
        cut(film, 0, BEGINS_NS + SECOND_NS, None, tmp_path / "x.mp4", WHOLE)
    assert "shown turned" in refused.value.sentence.en
    assert not (tmp_path / "x.mp4").exists()


def test_what_leaves_is_told_in_words() -> None:
    one = Passage("s1", "room.01.mp4", 187_500_000_000, 212 * SECOND_NS, Area(0.0, 0.1, 0.5, 1.0), True, 2)
    assert passage_words(one).en == (
        "s1, room.01.mp4: from 3m07.500 to 3m32.000, 24.5 s; of the picture 0 to 50 % across and 10 to 100 % "
        "down; with sound."
    )


@pytest.mark.parametrize("colour", [(200, 30, 30), (30, 200, 30), (30, 30, 200)])
def test_colours_too_are_kept_inside_and_gone_outside(colour: tuple[int, int, int]) -> None:
    picture = np.empty((96, 160, 3), np.uint8)
    picture[:] = colour
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(160, 96, "yuv420p")
    shown = black_outside(frame, Area(0.1, 0.5, 0.51, 1.0)).to_ndarray(format="rgb24").astype(int)
    assert np.abs(shown[48:96, 16:80] - picture[48:96, 16:80]).max() <= 5
    outside = np.ones((96, 160), bool)
    outside[48:96, 16:82] = False
    assert shown[outside].max() <= 3

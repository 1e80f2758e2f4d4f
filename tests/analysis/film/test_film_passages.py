"""Passages of a film that shows others: only the times and the part of the picture that were named leave."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from nao_sessions.analysis.film.names import HiddenSound
from nao_sessions.analysis.film.passages import Area, Passage, read_passages, table_of_films
from nao_sessions.analysis.film.work import black_outside, cut
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
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
        "s1,room.01.mp4,0:05,1:02:03.5,10,0,60 ,100,yes",
        's1,room.01.mp4,7,"8,25",,,"62,5%",,',
    )
    assert read_passages(path) == (
        Passage("s1", "room.01.mp4", 5 * SECOND_NS, 3_723_500_000_000, Area(0.1, 0.0, 0.6, 1.0), True, 3),
        Passage("s1", "room.01.mp4", 7 * SECOND_NS, 8_250_000_000, Area(0.0, 0.0, 0.625, 1.0), False, 4),
    )


def test_a_table_that_a_french_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    path = table(tmp_path, "s1;room.01.mp4;1:00;1:01,5;;;50;;oui", head=HEAD.replace(",", ";"), bom="\N{BOM}")
    (one,) = read_passages(path)
    assert (one.stop_ns, one.area.right, one.sound) == (61_500_000_000, 0.5, True)


def test_the_table_to_be_filled_in_holds_no_passage_yet(tmp_path: Path) -> None:
    path = tmp_path / "passages.csv"
    path.write_bytes(table_of_films([("2026-11-24T140353Z_x", "room.01.mp4"), ("=s", "room.02.mp4")]))
    assert read_passages(path) == ()
    filled = path.read_text(encoding="utf-8").replace("room.02.mp4,,,,,,,", "room.02.mp4,1,2,,,,,")
    path.write_text(filled, encoding="utf-8")
    assert [one.session for one in read_passages(path)] == ["=s"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("s1,room.01.mp4,5,5,,,,,", "line 2: it ends before it begins"),
        ("s1,room.01.mp4,soon,5,,,,,", "'soon' is no time"),
        ("s1,room.01.mp4,1,,,,,,", "'' is no time"),
        ("s1,room.01.mp4,1,2,60,,40,,", "nothing would be shown"),
        ("s1,room.01.mp4,1,2,-1,,,,", "'-1' is no share"),
        ("s1,room.01.mp4,1,2,nan,,,,", "'nan' is no share"),
        ("s1,room.01.mp4,1,2,,,,101,", "'101' is no share"),
        ("s1,room.01.mp4,1,2,,,,,maybe", "'maybe' is neither yes nor no"),
        ("s1,room.01.mp4,1,2", "it has 4 cells, not 9"),
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


def test_sound_is_in_it_only_where_that_was_said_and_ends_with_the_pictures(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    begins_ns, ends_ns = BEGINS_NS + 500_000_000, BEGINS_NS + 1_500_000_000
    cut(film, begins_ns, ends_ns, HiddenSound(), tmp_path / "x.mp4", Area(0.0, 0.0, 1.0, 1.0))
    with av.open(str(tmp_path / "x.mp4")) as read:
        heard = [(float(frame.pts * frame.time_base), frame.samples) for frame in read.decode(audio=0)]
    assert heard
    assert min(begin for begin, _ in heard) >= 0
    assert max(begin + samples / SOUND_HZ for begin, samples in heard) <= 1.0


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

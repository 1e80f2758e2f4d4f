"""Copies of recordings: every frame in its slot, invented ones listed; clips; names hidden in the sound."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from nao_sessions.analysis.film.names import TONE_LEVEL, HiddenSound, bleeped, hidden_in, sentences_with_names
from nao_sessions.analysis.film.work import (
    Job,
    carry_out,
    carry_out_apart,
    constant_copy,
    cut,
    films_of,
    pictures_of,
    sheet_page,
    sheet_png,
)
from nao_sessions.analysis.tables.source import Film, SessionSource, read_source
from nao_sessions.core.errors import RecordError
from nao_sessions.robot.names import Pseudonyms
from tests.analysis.film.filmed import film_in
from tests.analysis.film.small_film import MISSING, SOUND_HZ, small_film

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
CODED = Path(__file__).parents[2] / "sessions" / "coded"
SECOND_NS = 10**9


@pytest.fixture(scope="module")
def filmed() -> SessionSource:
    """Give the sample: what was said in it."""
    return read_source(SAMPLE)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Give a film of four seconds that lacks two pictures."""
    return small_film(tmp_path_factory.mktemp("film"))


def nothing(share: float) -> None:
    """Tell nobody how far it is."""


def pictures(path: Path) -> list[float]:
    """Give the times at which a video shows its pictures."""
    with av.open(str(path)) as read:
        return sorted(float(frame.pts * frame.time_base) for frame in read.decode(video=0))


def test_a_picture_that_never_came_is_shown_again_and_listed(film: Film, tmp_path: Path) -> None:
    listed = constant_copy(film, HiddenSound(), tmp_path / "x.mp4", nothing)
    times = pictures(tmp_path / "x.mp4")
    assert times == pytest.approx([number / 25 for number in range(100)], abs=1e-4)
    assert [(one.kind, one.frame) for one in listed] == [("repeated", number) for number in MISSING]


def test_what_a_slower_copy_has_no_room_for_is_listed_as_left_out(film: Film, tmp_path: Path) -> None:
    listed = constant_copy(film, HiddenSound(), tmp_path / "x.mp4", nothing, rate=5)
    kept = len(pictures(tmp_path / "x.mp4"))
    assert sum(one.kind == "left_out" for one in listed) == len(film.frames) - kept


def test_a_clip_with_a_key_frame_near_its_beginning_is_copied(film: Film, tmp_path: Path) -> None:
    key = film.sync.session_ns(next(frame.pts for frame in film.frames if frame.key and frame.frame > 0))
    clip = cut(film, key + SECOND_NS // 2, key + 2 * SECOND_NS, HiddenSound(), tmp_path / "x.mp4")
    assert clip is not None
    assert (clip.copied, clip.begins_ns) == (True, key)
    times = pictures(tmp_path / "x.mp4")
    assert times[0] == pytest.approx(0, abs=1e-3)
    assert times[-1] == pytest.approx((clip.ends_ns - clip.begins_ns) / SECOND_NS, abs=1e-3)


def test_a_clip_far_from_a_key_frame_begins_with_the_frame_asked_for(film: Film, tmp_path: Path) -> None:
    first = replace(film, frames=tuple(replace(f, key=f.frame == 0) for f in film.frames))
    asked = film.frames[60]
    begin = film.sync.session_ns(asked.pts)
    clip = cut(first, begin, begin + SECOND_NS, HiddenSound(), tmp_path / "x.mp4")
    assert clip is not None
    assert (clip.copied, clip.begins_ns) == (False, begin)
    assert len(pictures(tmp_path / "x.mp4")) == sum(
        begin <= film.sync.session_ns(frame.pts) <= begin + SECOND_NS for frame in film.frames
    )


@pytest.mark.parametrize("tenths", range(10, 20))
def test_a_copied_clip_holds_all_that_its_last_pictures_are_made_from(tmp_path: Path, tenths: int) -> None:
    film = small_film(tmp_path, b_frames=3)
    clip = cut(
        film, 2 * SECOND_NS, 2 * SECOND_NS + tenths * SECOND_NS // 10, HiddenSound(), tmp_path / "x.mp4"
    )
    assert clip is not None
    assert clip.copied
    first, last = ((ns - film.begins_ns) * 25 // SECOND_NS for ns in (clip.begins_ns, clip.ends_ns))
    with av.open(str(tmp_path / "x.mp4")) as read:
        greys = [int(frame.to_ndarray(format="rgb24").mean()) for frame in read.decode(video=0)]
    expected = [number for number in range(first, last + 1) if number not in MISSING]
    assert greys == pytest.approx(expected, abs=2)
    assert last - first <= 10 + tenths * 25 // 10 + 4  # and hardly more


def test_sound_from_before_the_first_picture_is_left_out_of_a_copy(tmp_path: Path) -> None:
    film = small_film(tmp_path, pictures_late=18_000)
    constant_copy(film, HiddenSound(), tmp_path / "x.mp4", nothing)
    with av.open(str(tmp_path / "x.mp4")) as read:
        packets = [packet for packet in read.demux(audio=0) if packet.pts is not None]
    sound_s = [float(packet.pts * packet.time_base) for packet in packets]
    assert pictures(tmp_path / "x.mp4")[0] == 0
    assert 0 <= sound_s[0] < 1024 / SOUND_HZ
    assert sound_s == sorted(sound_s)


def test_each_camera_that_ran_is_cut_from_and_of_each_the_piece_that_shows_the_event(film: Film) -> None:
    begins, length = film.begins_ns, film.length_ns
    later = replace(film, segment=2, sync=replace(film.sync, offset_ns=begins + length + 2 * SECOND_NS))
    other = replace(film, stream="window")
    films = (film, later, other)
    at = later.begins_ns + SECOND_NS
    assert films_of(films, at, begins, at) == [later, other]
    assert films_of(films, begins, begins, at) == [film, other]
    assert films_of(films, at, at, at + SECOND_NS) == [later]
    assert films_of(films, 900 * SECOND_NS, 900 * SECOND_NS, 901 * SECOND_NS) == []


def test_a_clip_is_named_after_its_place_its_event_and_its_camera(
    filmed: SessionSource, tmp_path: Path
) -> None:
    made = carry_out(Job(str(SAMPLE), "clips", str(tmp_path), "en", "speech"), nothing)
    rows = list(csv.DictReader((tmp_path / "clips.csv").read_text(encoding="utf-8").splitlines()))
    cameras = {film.stream for film in filmed.films if not film.sound_alone}
    assert {row["camera"] for row in rows if row["file"]} <= cameras
    clips = [row["file"] for row in rows if row["file"]]
    assert clips == [Path(path).name for path in made if path.endswith(".mp4")]
    assert all(name.split(".")[1] == "speech" and name.split(".")[3] in cameras for name in clips)
    assert clips


def test_an_event_that_no_camera_saw_is_listed_without_a_clip(tmp_path: Path) -> None:
    made = carry_out(Job(str(CODED), "clips", str(tmp_path), "en", "speech"), nothing)
    rows = list(csv.DictReader((tmp_path / "clips.csv").read_text(encoding="utf-8").splitlines()))
    assert [Path(path).name for path in made] == ["clips.csv", "names.json"]
    assert rows
    assert {row["file"] for row in rows} == {""}


def test_without_a_filmed_trial_there_is_a_page_that_says_so_and_no_picture(tmp_path: Path) -> None:
    made = carry_out(Job(str(SAMPLE), "contact", str(tmp_path), "fr"), nothing)
    assert [Path(path).name for path in made] == ["contact.html"]
    assert "Aucun essai n'a été filmé." in unescape((tmp_path / "contact.html").read_text(encoding="utf-8"))


def test_a_moment_that_no_camera_saw_has_no_clip(film: Film, tmp_path: Path) -> None:
    assert cut(film, 900 * SECOND_NS, 905 * SECOND_NS, HiddenSound(), tmp_path / "x.mp4") is None
    assert not (tmp_path / "x.mp4").exists()


def named(source: SessionSource, text: str = "Bonjour {participant} !") -> SessionSource:
    """Give a session whose first sentence held a name."""
    events = list(source.events)
    at = next(n for n, event in enumerate(events) if event.data.get("verb") == "say")
    events[at] = events[at]._replace(data={**events[at].data, "text": text})
    return replace(source, events=tuple(events))


def loudness(path: Path, first_s: float, last_s: float) -> float:
    """Give how loud a stretch of a video's sound is (root of the mean square)."""
    with av.open(str(path)) as read:
        pieces = []
        for frame in read.decode(audio=0):
            if first_s <= float(frame.pts * frame.time_base) < last_s:
                pieces.append(frame.to_ndarray().astype(np.float64).ravel())
    return float(np.sqrt(np.mean(np.concatenate(pieces) ** 2)))


def test_the_sentence_with_a_name_is_a_tone_in_the_copy(
    filmed: SessionSource, film: Film, tmp_path: Path
) -> None:
    source = named(filmed)
    [(start, stop)] = sentences_with_names(source)
    hidden = hidden_in(source, film)
    [(first_s, last_s)] = hidden.spans
    assert first_s < film.file_s(start)
    assert last_s > film.file_s(stop)
    constant_copy(film, hidden, tmp_path / "x.mp4", nothing)
    middle = (first_s + last_s) / 2
    assert loudness(tmp_path / "x.mp4", middle - 0.3, middle + 0.3) == pytest.approx(
        TONE_LEVEL / np.sqrt(2), rel=0.1
    )


TWO = Pseudonyms(("P07", "Q91"), {"P07": "Léa", "Q91": "Zoé"})


@pytest.mark.parametrize(
    "text", ["Bonjour {participants} !", TWO.hide("Bravo Zoé !"), TWO.hide("Léa, viens.")]
)
def test_a_name_that_an_adult_typed_in_a_group_is_hidden_too(filmed: SessionSource, text: str) -> None:
    assert TWO.fill(text) != text
    assert sentences_with_names(named(filmed, text)) == sentences_with_names(named(filmed))
    assert len(sentences_with_names(named(filmed, "Bravo !"))) == 0


def test_without_a_known_time_the_whole_sound_is_hidden(filmed: SessionSource, film: Film) -> None:
    unknown = replace(film, sync=replace(film.sync, uncertainty_ms=None))
    assert hidden_in(named(filmed), unknown).everything
    assert not hidden_in(filmed, unknown).everything


def test_what_is_not_hidden_stays_as_it_was() -> None:
    samples = np.linspace(-0.5, 0.5, 200, dtype=np.float32).reshape(1, 200)
    changed = bleeped(samples, 1.0, 100, HiddenSound(((1.5, 2.0),)))
    assert np.array_equal(changed[:, :50], samples[:, :50])
    assert np.array_equal(changed[:, 100:], samples[:, 100:])
    assert not np.array_equal(changed[:, 50:100], samples[:, 50:100])


def test_a_contact_sheet_shows_each_filmed_trial(
    film: Film, make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "emotions"))
    judged = source.trials[0].at_ns
    there = replace(film, sync=replace(film.sync, offset_ns=judged - 2 * SECOND_NS))
    source.__dict__["films"] = (there,)  # read from the folder otherwise, which has no video
    shown = pictures_of(source, nothing)
    assert [one.words.en for one in shown] == ["P07 · trial 1 triste · Sur le visage: correct with help"]
    assert int(shown[0].picture[0, 0, 0]) == pytest.approx(50, abs=6)  # the fiftieth picture is that grey
    assert "P07 · essai 1 triste" in unescape(sheet_page(source, shown, "fr"))
    sheet = cv2.imdecode(np.frombuffer(sheet_png(shown, "fr"), np.uint8), cv2.IMREAD_COLOR)
    for line in (sheet[-48:-28], sheet[-28:-8]):  # where it was, and what came of it, in dark letters
        assert (line.min(axis=(0, 2)) < 90).sum() > 40


def test_why_a_copy_cannot_be_made_is_told(make: Callable[..., Path], tmp_path: Path) -> None:
    broken = make(tmp_path, "emotions")
    film_in(broken).write_bytes(b"no film")
    for folder, why in ((broken, "Invalid data"), (tmp_path / "gone", "There is no session")):
        with pytest.raises(RecordError, match=why):
            carry_out_apart(Job(str(folder), "cfr", str(tmp_path / "made"), "en"), nothing)

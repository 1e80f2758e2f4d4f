"""What recordings lack, read from the recorders' lines, against holes that were put there by hand."""

from __future__ import annotations

from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.film import FilmNumbers, RecordingContents, read_film
from nao_sessions.record.results.interruptions import CLOSER
from nao_sessions.room.capture.capture import SEAMS


def session(*lines: tuple[float, str, dict[str, Any]]) -> list[Event]:
    """Return a session from its second 2 to its second 100, with lines of recorders and of the session."""
    told = [(2.0, "begin", {}), *lines, (100.0, "ended", {})]
    sources = {"begin": "session", "ended": "engine", "resumed": "session"}
    return [
        Event(seq, "note", round(at_s * SECOND_NS), sources.get(kind, "recorder"), kind, data)
        for seq, (at_s, kind, data) in enumerate(sorted(told, key=lambda one: one[0]))
    ]


def ns(**seconds: float) -> dict[str, Any]:
    """Return fields in ns, with the camera's name."""
    return {
        "name": "salle",
        **{name.rstrip("_"): round(value * SECOND_NS) for name, value in seconds.items()},
    }


def missing_s(*lines: tuple[float, str, dict[str, Any]]) -> float:
    """Return what the one recording lacks, in seconds."""
    [film] = read_film(session(*lines))
    return film.missing_ns / SECOND_NS


def frames(*spans: tuple[float, float]) -> RecordingContents:
    """Return what files hold of times (s) in which pictures came, four a second, whichever file it was."""
    quarters = [range(round(4 * first), round(4 * last) + 1) for first, last in spans]
    return RecordingContents(times_ns=sorted(n * SECOND_NS // 4 for span in quarters for n in span))


ROLLS = (1.0, "rolling", ns(from_=1))


def test_a_recording_that_rolls_all_along_lacks_nothing() -> None:
    assert missing_s(ROLLS, (100.5, "closed", {"name": "salle", "reason": "stopped"})) == 0
    assert read_film(session()) == ()


def test_a_gap_is_what_is_missing_however_it_was_announced() -> None:
    gap = (45.0, "gap", ns(from_=29, to=45))
    assert missing_s(ROLLS, gap) == 16
    frozen = (30.0, "frozen", ns(from_=29))
    cut = (34.0, "closed", {"name": "salle", "reason": "cut"})
    assert missing_s(ROLLS, frozen, cut, gap, (45.1, "rolling", ns(from_=45))) == 16


def test_what_a_link_brought_late_is_not_missing() -> None:
    frozen, again = (30.0, "frozen", ns(from_=29)), (32.0, "well_again", {**ns(from_=29), "after": "frozen"})
    assert missing_s(ROLLS, frozen, again) == 0
    # an older program told a gap of it: the pictures' own times show that none is missing
    gap = (45.0, "gap", ns(from_=29, to=45))
    [film] = read_film(session(ROLLS, frozen, gap), {"salle": frames((1, 99))})
    assert film.missing_ns == 0


def test_a_camera_that_never_comes_back_lacks_all_until_the_end() -> None:
    assert missing_s(ROLLS, (40.0, "closed", {"name": "salle", "reason": "cut"})) == 60
    assert missing_s(ROLLS, (31.0, "frozen", ns(from_=30))) == 70


def test_pictures_that_are_all_the_same_are_recorded() -> None:
    assert missing_s(ROLLS, (40.0, "frozen", {**ns(from_=30), "reason": "repeats"})) == 0


def test_a_program_that_died_lacks_what_lies_between_its_end_and_the_next_picture() -> None:
    assert (
        missing_s(ROLLS, (70.0, "resumed", {"last_ns": 40 * SECOND_NS}), (80.0, "rolling", ns(from_=75)))
        == 35
    )


def test_a_recorder_that_outlived_the_program_lacks_what_lies_between_its_pictures() -> None:
    lines = session(ROLLS, (70.0, "resumed", {"last_ns": 40 * SECOND_NS}), (80.0, "rolling", ns(from_=75)))
    kept = {"salle": frames((1, 46), (75, 99))}
    [film] = read_film(lines, kept)
    assert film.missing_ns == 29 * SECOND_NS
    [film] = read_film(
        lines, {"salle": RecordingContents(times_ns=(SECOND_NS, 38 * SECOND_NS, 75 * SECOND_NS))}
    )
    assert film.missing_ns == 37 * SECOND_NS  # it died before the last line
    frozen = (36.0, "frozen", ns(from_=35))
    lines = session(
        ROLLS, frozen, (70.0, "resumed", {"last_ns": 40 * SECOND_NS}), (80.0, "rolling", ns(from_=75))
    )
    [film] = read_film(lines, kept)
    assert film.missing_ns == 29 * SECOND_NS  # what was told as frozen came all the same
    [film] = read_film(lines, {"salle": frames((1, 35), (75, 99))})
    assert film.missing_ns == 40 * SECOND_NS


def test_how_long_a_recording_went_on_after_the_session_had_died_is_known() -> None:
    died = {"last_ns": 40 * SECOND_NS}
    kept = {"salle": frames((1, 46), (75, 99))}
    taken_up = session(ROLLS, (70.0, "resumed", died), (80.0, "rolling", ns(from_=75)))
    [film] = read_film(taken_up, kept)
    assert film.interrupted_ns == 6 * SECOND_NS
    [film] = read_film(taken_up, {"salle": frames((1, 46), (57, 69), (75, 99))})
    assert film.interrupted_ns == 18 * SECOND_NS  # the hole is none of it
    [film] = read_film(taken_up, {"salle": frames((1, 46), (50, 69), (75, 99))})
    assert film.interrupted_ns == 29 * SECOND_NS  # too short to say that nobody was recorded
    [film] = read_film(taken_up, {"salle": frames((1, 70), (70, 99))})
    assert film.interrupted_ns == 29.75 * SECOND_NS  # until it was taken up again
    [film] = read_film(taken_up, {"salle": frames((1, 38), (75, 99))})
    assert film.interrupted_ns == 0
    closing = Event(99, "in", 40 * SECOND_NS, CLOSER, "resumed", died)
    lines = [event for event in session(ROLLS) if event.at < closing.at]
    [film] = read_film([*lines, closing], {"salle": frames((1, 90))})
    assert film.interrupted_ns == 50 * SECOND_NS


def test_two_recorders_that_film_at_once_leave_no_hole() -> None:
    lines = session(ROLLS, (70.0, "resumed", {"last_ns": 40 * SECOND_NS}), (80.0, "rolling", ns(from_=75)))
    [film] = read_film(lines, {"salle": frames((1, 77), (75, 99))})
    assert film.missing_ns == 0
    [film] = read_film(lines, {"salle": frames((1, 50), (52, 60.5), (61, 77), (75, 99))})
    assert film.missing_ns == 2 * SECOND_NS  # half a second is some pictures, and counted as those


def test_a_camera_that_did_not_come_back_after_a_crash_lacks_what_follows_its_last_picture() -> None:
    lines = session(ROLLS, (70.0, "resumed", {"last_ns": 40 * SECOND_NS}))
    [film] = read_film(lines, {"salle": frames((1, 90))})
    assert film.missing_ns == 10 * SECOND_NS


def test_frames_of_a_file_that_nobody_closed_count_too() -> None:
    last = (99.0, "closed", {"name": "salle", "reason": "stopped", "frames": 323, "dropped": 74})
    found = read_film(session(ROLLS, last), {"salle": RecordingContents(2291, 691)})
    assert found == (FilmNumbers("salle", 0, 2291, 691),)
    assert read_film(session(ROLLS, last), {"salle": RecordingContents()}) == (
        FilmNumbers("salle", 0, 323, 74),
    )


def test_a_file_that_ends_for_the_next_one_is_no_hole() -> None:
    for reason in SEAMS:
        seam = (50.0, "closed", {"name": "salle", "reason": reason})
        assert missing_s(ROLLS, seam, (50.1, "rolling", ns(from_=50.05))) == 0


def test_frames_are_counted_over_all_files_and_recordings_kept_apart() -> None:
    found = read_film(
        session(
            ROLLS,
            (1.0, "rolling", {"name": "micro", "from": SECOND_NS}),
            (40.0, "closed", {"name": "salle", "reason": "sound_began", "frames": 700, "dropped": 50}),
            (99.0, "closed", {"name": "salle", "reason": "stopped", "frames": 200, "dropped": 50}),
        )
    )
    assert found == (FilmNumbers("micro"), FilmNumbers("salle", 0, 900, 100))
    assert found[1].dropped_share == 0.1

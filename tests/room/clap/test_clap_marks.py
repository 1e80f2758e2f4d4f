"""Changes of Nao's eyes in the log tell how late a recording is, where there are enough of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nao_sessions.core.events import Event
from nao_sessions.room.sync.clap.marks import (
    MOST_MARKS,
    BrightnessChange,
    Marks,
    look_for_marks,
    marks_of,
    spread,
)

LATE_S = 0.137


def event(at_s: float, dir_: str, kind: str, **data: Any) -> Event:
    return Event(seq=0, dir=dir_, at=round(at_s * 1e9), source="test", kind=kind, data=data)  # type: ignore[arg-type]


def eyes(*colours: tuple[float, str], how: str = "finished") -> list[Event]:
    """Give the log of a session whose eyes take colours at times, in 0.3 s each."""
    found: list[Event] = []
    for number, (at_s, colour) in enumerate(colours):
        found.append(event(at_s, "out", "do", id=f"a{number}", verb="eyes", colour=colour))
        found.append(event(at_s + 0.3, "in", "done", action=f"a{number}", how=how))
    return found


def test_a_change_of_colour_is_a_mark_from_when_it_was_asked_for_to_when_it_was_done() -> None:
    (mark,) = marks_of(eyes((1.0, "white"), (9.0, "blue")))
    assert (mark.from_s, mark.to_s) == (9.0, 9.3)
    assert mark.before == pytest.approx(1.0)
    assert mark.after < 0.5


def test_the_first_colour_and_one_that_stays_are_no_marks() -> None:
    assert marks_of(eyes((1.0, "white"), (9.0, "white"))) == ()


def test_what_was_cut_leaves_the_eyes_somewhere_and_is_no_mark() -> None:
    assert marks_of(eyes((1.0, "white"), (9.0, "blue"), how="stopped")) == ()


def test_changes_that_follow_each_other_closely_are_left_out() -> None:
    assert marks_of(eyes((1.0, "white"), (9.0, "blue"), (10.0, "white"))) == ()


def test_at_most_sixteen_are_looked_for_spread_over_the_session() -> None:
    many = [BrightnessChange(10.0 * n, 10.0 * n + 0.3, 0.0, 1.0) for n in range(100)]
    chosen = spread(many).marks
    assert len(chosen) == MOST_MARKS
    assert (chosen[0], chosen[-1]) == (many[0], many[-1])


def film(marks: Marks, *, light: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """The pictures around some marks, 25 a second, all of them late; eyes at row 3, column 7."""
    draw = np.random.default_rng(seed)
    times_s = np.arange(0, marks.marks[-1].to_s + 4, 1 / 25)
    times_s = times_s[np.any(np.stack(marks.near(times_s, 2.4)), axis=0)]
    luma = (100 + draw.normal(0, 1, (len(times_s), 9, 16))).astype(np.float32)
    luma[:, 3, 7] += (light * marks.level(times_s - LATE_S)).astype(np.float32)
    return times_s, luma


def some_marks(count: int) -> Marks:
    draw = np.random.default_rng(5)
    marks, level, at_s = [], 1.0, 4.0
    for _ in range(count):
        after = float(draw.choice([one for one in (0.1, 0.3, 0.6, 1.0) if abs(one - level) > 0.15]))
        marks.append(BrightnessChange(at_s, at_s + 0.3, level, after))
        level, at_s = after, at_s + float(draw.uniform(4, 9))
    return Marks(tuple(marks))


def test_how_late_a_recording_is_is_found_within_what_is_stated() -> None:
    marks = some_marks(12)
    found = look_for_marks(*film(marks, light=14), marks, earliest_s=-0.2, latest_s=1.2).found
    assert found is not None
    assert found.block == (3, 7)
    assert abs(found.start_s - LATE_S) <= found.uncertainty_s < 0.02


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_found_where_no_eyes_are_seen(seed: int) -> None:
    marks = some_marks(12)
    quiet = film(marks, light=0, seed=seed)
    assert look_for_marks(*quiet, marks, earliest_s=-0.2, latest_s=1.2).found is None


def test_three_marks_are_too_few() -> None:
    marks = some_marks(3)
    assert look_for_marks(*film(marks, light=30), marks, earliest_s=-0.2, latest_s=1.2).found is None

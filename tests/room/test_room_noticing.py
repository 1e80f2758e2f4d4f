"""What is noticed in a picture and in sound, and when it is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nao_sessions.room.capture.looking import Noticing

SECOND_NS = 1_000_000_000
STILL_NS = 10 * SECOND_NS
LIVELY = np.random.default_rng(1).integers(20, 235, (45, 80), dtype=np.uint8)
BLACK = np.full((45, 80), 17, np.uint8)


class Told:
    """A room in which a second passes with each picture."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.noticing = Noticing(self.events.append, STILL_NS)
        self.second = 0

    def see(self, *pictures: np.ndarray) -> list[tuple[str, int]]:
        for picture in pictures:
            self.noticing.see(picture, self.second * SECOND_NS)
            self.second += 1
        return [(event["event"], event["from"] // SECOND_NS) for event in self.events]

    def hear(self, *sounds: float) -> list[tuple[str, int]]:
        for peak_db in sounds:
            self.noticing.hear(peak_db, self.second * SECOND_NS)
            self.second += 1
        return [(event["event"], event["from"] // SECOND_NS) for event in self.events]


def moving(count: int) -> list[np.ndarray]:
    return [np.roll(LIVELY, n, axis=1) for n in range(count)]


def test_a_picture_in_which_something_moves_is_no_news() -> None:
    assert Told().see(*moving(60)) == []


def test_a_picture_that_repeats_itself_is_told_once() -> None:
    assert Told().see(*moving(5), *[LIVELY] * 40) == [("frozen", 6)]


def test_the_noise_of_encoding_the_same_twice_does_not_hide_a_repetition() -> None:
    assert Told().see(*[LIVELY + np.uint8(n % 2) for n in range(30)]) == [("frozen", 1)]


def test_one_small_part_that_moves_is_enough() -> None:
    pictures = []
    for n in range(60):
        picture = LIVELY.copy()
        picture[20, 30] = 60 + 5 * (n % 10)
        pictures.append(picture)
    assert Told().see(*pictures) == []


def test_a_picture_that_moves_again_is_told() -> None:
    told = Told()
    told.see(*[LIVELY] * 20, *moving(20)[1:])
    assert [(e["event"], e.get("after"), e["from"] // SECOND_NS) for e in told.events] == [
        ("frozen", None, 1),
        ("well_again", "frozen", 1),
    ]


def test_key_frames_that_are_far_apart_are_judged_by_three_of_them() -> None:
    told = Told()
    for n in range(4):
        told.noticing.see(LIVELY, n * 10 * SECOND_NS)
    assert [(e["event"], e["from"] // SECOND_NS) for e in told.events] == [("frozen", 10)]


def test_a_black_picture_is_black_and_not_frozen() -> None:
    assert Told().see(*[BLACK] * 40) == [("black", 0)]


def test_another_connection_begins_anew() -> None:
    told = Told()
    told.see(*[LIVELY] * 8)
    told.noticing.forget()
    assert told.see(*[LIVELY] * 8) == []


@pytest.mark.parametrize(
    ("peak_db", "expected"), [(-120.0, [("silent", 0)]), (-80.0, [("silent", 0)]), (-48.0, [])]
)
def test_a_microphone_is_silent_when_not_even_the_room_is_heard(
    peak_db: float, expected: list[tuple[str, int]]
) -> None:
    assert Told().hear(*[peak_db] * 30) == expected


def test_one_sound_in_ten_seconds_is_enough() -> None:
    assert Told().hear(*[-14.0, *[-120.0] * 9] * 4) == []

"""What is measured of pictures and of sound, on ones whose figures are known beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nao_sessions.analysis.film.features.measures import Hearing, Seeing

RATE = 16_000
HIGH, WIDE = 96, 160


def picture(luma: NDArray[np.uint8], *, full: bool = True) -> av.VideoFrame:
    """Give a picture as a camera's: planes of which the first is its brightness."""
    grey = np.full((luma.shape[0] // 2, luma.shape[1]), 128, np.uint8)
    frame = av.VideoFrame.from_ndarray(np.concatenate([luma, grey]), format="yuv420p")
    frame.color_range = 2 if full else 1
    return frame


def flat(level: int) -> NDArray[np.uint8]:
    """Give a picture of one brightness."""
    return np.full((HIGH, WIDE), level, np.uint8)


def seen(pictures: Iterable[av.VideoFrame], every_s: Fraction = Fraction(1, 25)) -> list[dict[str, Any]]:
    """Give the rows of pictures that follow each other."""
    seeing = Seeing()
    for number, one in enumerate(pictures):
        seeing.see(one, number * every_s)
    return seeing.rows()


def heard(sound: NDArray[np.float64], *, block: int = 1024) -> list[dict[str, Any]]:
    """Give the rows of one channel of sound, that comes in blocks."""
    hearing = Hearing()
    for first in range(0, len(sound), block):
        part = sound[first : first + block].astype(np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
        frame.sample_rate = RATE
        hearing.hear(frame, Fraction(first, RATE))
    return hearing.rows()


def tone(hertz: float, seconds: float, loud: float = 0.3) -> NDArray[np.float64]:
    """Give a pure tone."""
    return loud * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def voice(hertz: float, seconds: float) -> NDArray[np.float64]:
    """Give what a larynx makes: a tone with its overtones, the higher the softer."""
    return sum(tone(hertz * n, seconds, 0.2 / n) for n in range(1, 12))  # type: ignore[return-value]


def noise(seconds: float, loud: float) -> NDArray[np.float64]:
    """Give a row of noise, each time the same."""
    return loud * np.random.default_rng(7).standard_normal(round(seconds * RATE))


def test_black_and_white_are_none_and_all_whatever_the_camera_calls_them() -> None:
    full = [seen([picture(flat(level))])[0]["brightness"] for level in (0, 51, 255)]
    limited = [seen([picture(flat(level), full=False)])[0]["brightness"] for level in (16, 235)]
    assert full == [0.0, 0.2, 1.0]
    assert limited == [0.0, 1.0]


def test_every_picture_of_a_second_is_counted() -> None:
    rows = seen([picture(flat(50))] * 60)
    assert [(row["second"], row["pictures"]) for row in rows] == [(0, 25), (1, 25), (2, 10)]


def test_a_picture_that_stands_still_has_no_motion() -> None:
    rows = seen([picture(flat(50))] * 50)
    assert [(row["motion"], row["moving_share"]) for row in rows] == [(0.0, 0.0), (0.0, 0.0)]


def test_a_square_that_jumps_is_as_much_motion_as_it_covers() -> None:
    pictures = []
    for number in range(25):
        luma = flat(0)
        left = 32 * (number // 5)
        luma[:32, left : left + 32] = 102
        pictures.append(picture(luma))
    row = seen(pictures)[0]
    changed = 2 * 32 * 32 / (HIGH * WIDE)
    assert row["moving_share"] == pytest.approx(changed, abs=1e-5)
    assert row["motion"] == pytest.approx(changed * 102 / 255, abs=1e-5)


def test_motion_does_not_depend_on_the_cameras_rate() -> None:
    def walking(per_s: int) -> list[av.VideoFrame]:
        found = []
        for number in range(2 * per_s):
            luma = flat(0)
            left = int(40 * number / per_s)
            luma[:32, left : left + 32] = 200
            found.append(picture(luma))
        return found

    slow = seen(walking(10), Fraction(1, 10))[1]["motion"]
    fast = seen(walking(50), Fraction(1, 50))[1]["motion"]
    assert slow == pytest.approx(fast, rel=0.01)


def test_pictures_that_miss_others_between_them_are_not_compared() -> None:
    seeing = Seeing()
    seeing.see(picture(flat(0)), Fraction(0))
    seeing.see(picture(flat(255)), Fraction(3))
    assert [row["motion"] for row in seeing.rows()] == [None, None]


def test_a_blurred_picture_is_less_sharp() -> None:
    sharp = np.random.default_rng(3).integers(0, 256, (HIGH, WIDE), dtype=np.uint8)
    blurred = cv2.GaussianBlur(sharp, (0, 0), 2.0)
    before, after = (seen([picture(one)])[0]["sharpness"] for one in (sharp, blurred))
    assert after < before / 20


def test_a_tones_level_is_its_amplitude() -> None:
    rows = heard(tone(300, 2.5))
    assert [(row["second"], row["heard_s"]) for row in rows] == [(0, 1.0), (1, 1.0), (2, 0.5)]
    assert {(row["rms_dbfs"], row["peak_dbfs"]) for row in rows} == {(-13.5, -10.5)}


def test_digital_silence_is_the_floor_and_no_voice() -> None:
    assert heard(np.zeros(RATE)) == [
        {"medium": "sound", "second": 0, "heard_s": 1.0, "rms_dbfs": -120.0, "peak_dbfs": -120.0,
         "voice_share": 0.0}
    ]  # fmt: skip


@pytest.mark.parametrize("hertz", [100, 220, 400])
def test_a_voice_over_a_rooms_noise_is_one_while_it_lasts(hertz: float) -> None:
    sound = noise(6, 0.003)
    sound[2 * RATE : 4 * RATE] += voice(hertz, 2)
    assert [row["voice_share"] for row in heard(sound)] == [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]


def test_loud_noise_is_no_voice() -> None:
    sound = noise(6, 0.003)
    sound[2 * RATE : 4 * RATE] += noise(2, 0.2)
    assert max(row["voice_share"] for row in heard(sound)) <= 0.04


def test_a_hum_that_is_always_there_is_the_rooms_quiet() -> None:
    assert {row["voice_share"] for row in heard(voice(100, 5) + noise(5, 0.001))} == {0.0}


def test_blocks_of_any_size_are_the_same_sound() -> None:
    sound = noise(2, 0.01) + tone(440, 2)
    assert heard(sound, block=1024) == heard(sound, block=333)


def test_sound_of_whole_numbers_and_two_channels_is_the_same() -> None:
    hearing = Hearing()
    both = np.repeat(np.round(tone(300, 1) * 32767).astype(np.int16), 2).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
    frame.sample_rate = RATE
    hearing.hear(frame, Fraction(0))
    assert [(row["rms_dbfs"], row["heard_s"]) for row in hearing.rows()] == [(-13.5, 1.0)]

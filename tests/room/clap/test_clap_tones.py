"""A row of tones is found at its first arrival, and not where other tones sound."""

from __future__ import annotations

import numpy as np
import pytest

from nao_sessions.room.sync.clap.pattern import TONE_S, tone_starts_s
from nao_sessions.room.sync.clap.tones import look_for_tones

RATE_HZ = 16_000
PLAYED_S = 2.4567


def sound(*, loud: float, ringing: float = 0.0, seed: int = 1) -> np.ndarray:
    """Eight seconds of a room that rings for a while, noise in it that goes up and down as speech does."""
    draw = np.random.default_rng(seed)
    length = 8 * RATE_HZ
    dry = np.zeros(length)
    for begins_s, pitch in tone_starts_s("start"):
        first = round((PLAYED_S + begins_s) * RATE_HZ)
        n = np.arange(round(TONE_S * RATE_HZ))
        dry[first : first + len(n)] += loud * np.sin(2 * np.pi * pitch * n / RATE_HZ)
    after_s = np.arange(RATE_HZ // 4) / RATE_HZ
    echo = draw.normal(0, 1, len(after_s)) * np.exp(-after_s / 0.05)
    echo[:80] = 0
    echo *= ringing / np.linalg.norm(echo)
    echo[0] = 1.0
    noise = draw.normal(0, 0.02, length) * (0.5 + 0.5 * np.sin(18 * np.arange(length) / RATE_HZ))
    return (np.convolve(dry, echo)[:length] + noise).astype(np.float32)


@pytest.mark.parametrize(("loud", "ringing"), [(0.3, 0.0), (0.03, 0.0), (0.1, 0.5), (0.1, 1.5)])
def test_the_row_is_found_within_two_milliseconds(loud: float, ringing: float) -> None:
    heard = sound(loud=loud, ringing=ringing)
    found = look_for_tones(heard, RATE_HZ, tone_starts_s("start"), earliest_s=1.5, latest_s=3.5).found
    assert found is not None
    assert found.start_s == pytest.approx(PLAYED_S, abs=0.002)


def test_the_other_row_is_not_taken_for_it() -> None:
    heard = sound(loud=0.3)
    assert look_for_tones(heard, RATE_HZ, tone_starts_s("end"), earliest_s=1.5, latest_s=3.5).found is None


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_found_in_noise(seed: int) -> None:
    heard = sound(loud=0.0, seed=seed)
    assert look_for_tones(heard, RATE_HZ, tone_starts_s("start"), earliest_s=1.5, latest_s=3.5).found is None


@pytest.mark.parametrize("lasts_s", [2, 1, 0])
def test_a_recording_that_ends_before_the_row_finds_nothing(lasts_s: int) -> None:
    heard = sound(loud=0.3)[: lasts_s * RATE_HZ]
    assert look_for_tones(heard, RATE_HZ, tone_starts_s("start"), earliest_s=1.5, latest_s=3.5).found is None

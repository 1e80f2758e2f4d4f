"""The end of a sentence is heard in the room's sound, or it is said why not."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from nao_sessions.room.heard import HeardSound
from nao_sessions.room.voice.latencies import EndInSound, ends_of
from nao_sessions.room.voice.questions import Sentence

RATE_HZ = 16_000
EVERY_S, LASTS_S, STARTS_S = 5.0, 1.5, 0.2
SENTENCES = tuple(
    Sentence(f"a{n}", round((1 + n * EVERY_S) * 1e9), round((1 + n * EVERY_S + STARTS_S + LASTS_S) * 1e9))
    for n in range(6)
)
LENGTH_S = len(SENTENCES) * EVERY_S + 1


def voice(lasts_s: float, pitch_hz: float) -> np.ndarray:
    """Syllables on a pitch that falls, with breath in them, the last one fading in 80 ms."""
    at_s = np.arange(int(lasts_s * RATE_HZ)) / RATE_HZ
    turn = 2 * np.pi * np.cumsum(pitch_hz * (1.2 - 0.2 * at_s / lasts_s)) / RATE_HZ
    breath = np.random.default_rng(round(pitch_hz)).normal(0, 0.5, len(at_s))
    sound = sum(np.sin(n * turn) / n for n in range(1, 16)) + breath
    sound = sound * np.clip((lasts_s - at_s) / 0.08, 0, 1)
    return np.asarray(0.2 * sound * (0.55 + 0.45 * np.cos(2 * np.pi * 4 * (at_s - lasts_s))))


def room(
    folder: Path, *, rings_s: float = 0.0, noise: float = 0.0005, child_after_s: float | None = None
) -> HeardSound:
    """Record the sentences; a child speaks a second long after the third one."""
    draw = np.random.default_rng(3)
    dry = np.zeros(int(LENGTH_S * RATE_HZ))
    for n, sentence in enumerate(SENTENCES):
        first = int((sentence.asked_ns / 1e9 + STARTS_S) * RATE_HZ)
        dry[first : first + int(LASTS_S * RATE_HZ)] += voice(LASTS_S, 200 + 13 * n)
        if n == 2 and child_after_s is not None:
            begins = first + int((LASTS_S + child_after_s) * RATE_HZ)
            dry[begins : begins + RATE_HZ] += voice(1.0, 320)
    if rings_s:
        at_s = np.arange(int(rings_s * RATE_HZ)) / RATE_HZ
        echo = draw.normal(0, 1, len(at_s)) * 10 ** (-3 * at_s / rings_s)
        echo *= 0.5 / np.linalg.norm(echo)
        echo[0] = 1.0
        size = 2 * len(dry)
        dry = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(echo, size), size)[: len(dry)]
    samples = dry + draw.normal(0, noise, len(dry))
    with wave.open(str(folder / "room.wav"), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767 * 0.4).astype("<i2").tobytes())
    return HeardSound("room.01", "room.wav", 0.0, 1.0, 0.001, measured=True, first_s=0.0, last_s=LENGTH_S)


@pytest.mark.parametrize("rings_s", [0.0, 0.3, 0.5])
def test_the_end_is_the_truth_within_what_it_states(rings_s: float, tmp_path: Path) -> None:
    found = ends_of(tmp_path, SENTENCES, [room(tmp_path, rings_s=rings_s)])
    ends = [found[one.action] for one in SENTENCES]
    assert all(isinstance(end, EndInSound) for end in ends), ends
    for one, end in zip(SENTENCES, ends, strict=True):
        assert isinstance(end, EndInSound)
        assert end.end_s == pytest.approx(one.done_ns / 1e9, abs=end.uncertainty_s)


def test_what_is_stated_grows_with_the_room(tmp_path: Path) -> None:
    stated = []
    for rings_s in (0.0, 0.3, 0.5):
        end = ends_of(tmp_path, SENTENCES, [room(tmp_path, rings_s=rings_s)])["a0"]
        assert isinstance(end, EndInSound)
        stated.append(end.uncertainty_s)
    assert stated == sorted(stated)
    assert stated[0] < 0.04


def test_a_child_who_speaks_over_the_end_hides_it(tmp_path: Path) -> None:
    found = ends_of(tmp_path, SENTENCES, [room(tmp_path, child_after_s=-0.1)])
    assert found["a2"] == "spoken_over"
    assert isinstance(found["a3"], EndInSound)


def test_a_child_who_answers_after_the_end_does_not(tmp_path: Path) -> None:
    end = ends_of(tmp_path, SENTENCES, [room(tmp_path, child_after_s=0.3)])["a2"]
    assert isinstance(end, EndInSound)
    assert end.end_s == pytest.approx(SENTENCES[2].done_ns / 1e9, abs=end.uncertainty_s)


def test_a_voice_lost_in_noise_is_not_measured(tmp_path: Path) -> None:
    found = ends_of(tmp_path, SENTENCES, [room(tmp_path, noise=0.3)])
    assert set(found.values()) == {"too_quiet"}


def test_a_room_that_rings_longer_than_a_sentence_fades_is_not_measured(tmp_path: Path) -> None:
    found = ends_of(tmp_path, SENTENCES, [room(tmp_path, rings_s=1.2)])
    assert "rings" in found.values()
    assert not any(isinstance(end, EndInSound) for end in found.values())


def test_without_a_clap_or_a_recording_nothing_is_measured(tmp_path: Path) -> None:
    sound = room(tmp_path)
    unsure = HeardSound("room.01", "room.wav", 0.0, 1.0, 0.04, measured=False, first_s=0.0, last_s=3.5)
    found = ends_of(tmp_path, SENTENCES, [unsure])
    assert (found["a0"], found["a1"]) == ("no_clap", "no_recording")
    assert isinstance(ends_of(tmp_path, SENTENCES, [unsure, sound])["a1"], EndInSound)

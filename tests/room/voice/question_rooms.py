"""Sessions in rendered rooms: sentences whose end is known to the sample, echoes, noise, breath, children.

What a session's log would say is rendered too: the robot's word comes when the engine's whole sound is out,
late by up to 0.25 s in a session, and from sentence to sentence by a spread of 5 to 40 ms; one in 25 later
still by up to 0.3 s. Nothing in a room depends on how the end is found.
"""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nao_sessions.room.voice.latencies import SaidSentence
from tests.room.voice.question_speech import RATE_HZ, Speech, Voice, say

ROOMS_S = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
"""How long a room takes to fall by 60 dB."""
NOISES_DB = (15.0, 40.0)
"""How far the noise is under the voice."""
CHILDREN = {
    "fr": (
        "Oui.",
        "La pomme.",
        "Non !",
        "C'est le chat.",
        "Je ne sais pas.",
        "Encore !",
        "Là !",
        "Euh... oui.",
    ),
    "en": ("Yes.", "The apple.", "No!", "It is the cat.", "I don't know.", "Again!", "There!", "Um... yes."),
}
_PIECE = 1 << 16  # lengths of which a Fourier transform is quick
_CHILD_VOICES = {"fr": ("fr+grandma", "fr+f1"), "en": ("en-us+linda", "en+f1")}


@dataclass(frozen=True)
class Asked:
    """A sentence as it was rendered: what the log says, the truth, and when a child begins after it."""

    sentence: SaidSentence
    end_s: float
    final: str
    child_after_s: float | None


@dataclass(frozen=True)
class Rendering:
    """A session's sound at ``RATE_HZ`` from session time 0 on, and what was asked in it."""

    samples: np.ndarray
    asked: tuple[Asked, ...]
    voice: Voice
    room_s: float
    noise_db: float

    @property
    def length_s(self) -> float:
        """Return how long it lasts."""
        return len(self.samples) / RATE_HZ

    def write(self, path: Path) -> None:
        """Write it as WAV, 16 bits."""
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
            file.writeframes((self.samples * 20000 / np.abs(self.samples).max()).astype("<i2").tobytes())


def render(
    voice: Voice, speeches: Sequence[Speech], seed: int, noises_db: tuple[float, float] = NOISES_DB
) -> Rendering:
    """Render a session in which a voice asks some sentences."""
    rng = np.random.default_rng(seed)
    room_s = float(rng.choice(ROOMS_S))
    late_s, spread_s = rng.uniform(0.0, 0.25), np.exp(rng.uniform(np.log(0.005), np.log(0.04)))
    answers = _answers(str(rng.choice(_CHILD_VOICES[voice.language])), voice.language)
    nao = np.zeros(int((len(speeches) * 9 + 8) * RATE_HZ))
    others = np.zeros(len(nao))
    asked = []
    at_s = 1.0
    for number, speech in enumerate(speeches):
        said, end_s = _released(speech, rng)
        loud = _loud(said)
        first_s = at_s + rng.uniform(0.15, 0.5)
        _lay(nao, said / loud * 10 ** (rng.uniform(-2, 2) / 20), first_s)
        true_s = first_s + end_s
        over_s = first_s + max(len(said), len(speech.samples)) / RATE_HZ
        done_s = over_s + late_s + rng.normal(0.0, spread_s)
        if rng.random() < 0.04:
            done_s += rng.uniform(0.05, 0.3)
        child_after_s = None
        if rng.random() < 0.5:
            child_after_s = float(rng.uniform(-0.3, 0.15) if rng.random() < 0.5 else rng.uniform(0.15, 0.8))
            answer = answers[rng.integers(len(answers))]
            _lay(others, answer / _loud(answer) * rng.uniform(0.3, 1.0), true_s + child_after_s)
        if rng.random() < 0.3:  # somebody breathes
            breath = _hiss(rng, rng.uniform(0.2, 0.6), 500, 4000)
            _lay(others, breath * 10 ** (-rng.uniform(20, 35) / 20), true_s + rng.uniform(-0.1, 0.8))
        if rng.random() < 0.15:  # a knock, a chair
            knock = _hiss(rng, 0.12, 80, 2500) * np.exp(-np.arange(int(0.12 * RATE_HZ)) / RATE_HZ / 0.012)
            _lay(others, knock * 10 ** (-rng.uniform(0, 20) / 20), true_s + rng.uniform(-1.0, 1.0))
        text, language = speech.text, voice.language
        times = (round(at_s * 1e9), round(done_s * 1e9))
        asked.append(
            Asked(SaidSentence(f"a{number}", *times, text, language), true_s, speech.final, child_after_s)
        )
        at_s = max(over_s, done_s) + rng.uniform(2.2, 3.5)
    count = -(-int((at_s + 1) * RATE_HZ) // _PIECE) * _PIECE
    nao = _loudspeaker(nao[:count], rng)
    samples = _in_room(nao, room_s, rng) + _in_room(others[:count], room_s, rng)
    noise_db = float(rng.uniform(*noises_db))
    return Rendering(samples + _noise(count, noise_db, rng), tuple(asked), voice, room_s, noise_db)


@cache
def _answers(name: str, language: str) -> list[np.ndarray]:
    return [one.samples for one in say(Voice("espeak", name, language, 165), CHILDREN[language])]


def _released(speech: Speech, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Return a sentence, one in three of its last plosives with a puff more, and where it ends then."""
    if "plosive" not in speech.final or rng.random() > 1 / 3:
        return speech.samples, speech.end_s
    puff = _hiss(rng, rng.uniform(0.015, 0.05), 800, 6000)
    puff *= np.linspace(1, 0.1, len(puff)) * _loud(speech.samples) * 10 ** (-rng.uniform(15, 28) / 20)
    first_s = speech.end_s + rng.uniform(0.0, 0.01)
    dry = np.zeros(max(len(speech.samples), int(first_s * RATE_HZ) + len(puff) + 1))
    dry[: round(speech.end_s * RATE_HZ)] = speech.samples[: round(speech.end_s * RATE_HZ)]
    _lay(dry, puff, first_s)
    return dry, int(np.flatnonzero(dry)[-1] + 1) / RATE_HZ


def _loud(samples: np.ndarray) -> float:
    """Return the amplitude of the loudest tenth of a sound, in pieces of 20 ms."""
    pieces = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    return float(np.quantile(np.sqrt((pieces**2).mean(axis=1)), 0.9)) or 1.0


def _lay(samples: np.ndarray, sound: np.ndarray, at_s: float) -> None:
    first = round(at_s * RATE_HZ)
    samples[first : first + len(sound)] += sound[: max(0, len(samples) - first)]


def _hiss(rng: np.random.Generator, lasts_s: float, low_hz: float, high_hz: float) -> np.ndarray:
    """Return noise between two pitches, of amplitude 1, with edges of 5 ms."""
    count = int(lasts_s * RATE_HZ)
    spectrum = np.fft.rfft(rng.normal(0, 1, count))
    pitch = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum[(pitch < low_hz) | (pitch > high_hz)] = 0
    sound = np.fft.irfft(spectrum, count)
    edge = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.005 * RATE_HZ))
    return np.asarray(sound / sound.std() * edge)


def _loudspeaker(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return what a small loudspeaker gives: nothing deep, and not every pitch alike."""
    spectrum = np.fft.rfft(samples)
    pitch = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    low_hz = rng.uniform(150, 400)
    gain_db = np.interp(pitch, np.linspace(0, 8000, 9), rng.normal(0, 3, 9))
    spectrum *= 10 ** (gain_db / 20) / np.sqrt(1 + (low_hz / np.maximum(pitch, 1)) ** 6)
    return np.asarray(np.fft.irfft(spectrum, len(samples)))


def _in_room(dry: np.ndarray, room_s: float, rng: np.random.Generator) -> np.ndarray:
    """Return what a microphone hears in a room whose echoes fall by 60 dB in ``room_s``; high ones sooner."""
    if not room_s:
        return dry
    at_s = np.arange(int(1.2 * room_s * RATE_HZ)) / RATE_HZ
    echo = rng.normal(0, 1, len(at_s))
    low = np.convolve(echo, np.ones(8) / 8, "same")
    echo = low * 10 ** (-3 * at_s / room_s) + (echo - low) * 10 ** (
        -3 * at_s / room_s / rng.uniform(0.6, 1.0)
    )
    echo[: RATE_HZ // 250] = 0.0
    echo *= 10 ** (-rng.uniform(-3.0, 10.0) / 20) / np.linalg.norm(echo)
    echo[0] = 1.0
    size = 1 << (len(dry) + len(echo)).bit_length()
    return np.asarray(np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(echo, size), size)[: len(dry)])


def _noise(count: int, under_db: float, rng: np.random.Generator) -> np.ndarray:
    """Return noise that goes up and down, with less of it the higher, so far under a voice of amplitude 1."""
    spectrum = np.fft.rfft(rng.normal(0, 1, count))
    pitch = np.maximum(np.fft.rfftfreq(count, 1 / RATE_HZ), 50.0)
    noise = np.fft.irfft(spectrum * pitch ** -rng.uniform(0.2, 1.2), count)
    turns = np.sin(np.arange(count) / RATE_HZ * rng.uniform(1, 7) + rng.uniform(0, 6))
    return np.asarray(noise / noise.std() * 10 ** (-under_db / 20) * (0.75 + 0.25 * turns))

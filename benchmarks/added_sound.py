"""Another recorder's file against the truth: rendered rooms in which two recorders hear the same session.

Each session is two to five minutes of Nao's voice (the simulator's) that asks and of children who answer. The
stranger's file begins up to two minutes before the session, or at any time in it, on a clock up to 200 ppm
off, in another place of the room, with another gain and noise, as WAV, MP3 or AAC at 8 to 48 kHz. Nao, the
children and both microphones stand somewhere in a room of six metres by five, and sound takes its time to
each: the error is that of a sound's own moment, Nao's and a child's, where the session's sound was timed by
Nao's clap. Then two files for each that belong to other sessions, with the same sentences in the same voices.

    python benchmarks/added_sound.py [FILES [SEED]]
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.core.errors import RecordError
from nao_sessions.room.sync.alignment import align_recording
from nao_simulator.room.sound import Recording
from nao_simulator.sound.espeak import Voice
from tests.room.aligning.two_recorders import (
    RATE_HZ,
    heard,
    make_session,
    on_another_clock,
    starts_s,
    write_sound,
)

FORMS = ((".wav", 8_000), (".wav", 44_100), (".mp3", 44_100), (".m4a", 48_000))

SENTENCES = (
    "Bonjour ! Touche ma tête quand tu es prêt.",
    "Où est la pomme ?",
    "Montre-moi le chat.",
    "Quelle est la couleur de la banane ?",
    "Touche ma main.",
    "Est-ce que tu veux encore jouer avec moi ?",
    "Regarde bien : qui est triste ?",
    "C'est à toi !",
    "Combien de doigts vois-tu ?",
    "Trouve l'intrus.",
    "Merci ! Dis oui.",
    "Qui est content sur cette image ?",
)
ANSWERS = ("Oui.", "La pomme.", "Non !", "C'est le chat.", "Je ne sais pas.", "Encore !")


class Voices:
    """Nao's voice and a child's, at 48 kHz, each sentence synthesised once."""

    def __init__(self) -> None:
        self._voice = Voice()
        self._known: dict[tuple[str, bool], np.ndarray] = {}

    def say(self, text: str, *, child: bool = False) -> np.ndarray:
        """Give the samples of a text."""
        if (text, child) not in self._known:
            spoken = self._voice.speak(text, "French", 110 if child else 100, 150 if child else 100)
            pcm = np.frombuffer(spoken.samples, "<i2").astype(np.float32) / 32768
            heard = Recording(pcm, spoken.rate)
            self._known[text, child] = heard.samples(0, heard.length)
        return self._known[text, child]


ROOM_M = (6.0, 5.0)
SOUND_M_S = 343.0


def delays_s(draw: random.Random) -> tuple[np.ndarray, np.ndarray]:
    """Return how long sound takes, from Nao and from the children, to the session's microphone and the other.

    Children are half a metre to a metre and a half from Nao, microphones anywhere.
    """
    places = [np.array([draw.uniform(0, size) for size in ROOM_M]) for _ in range(3)]
    nao, session, other = places
    turn = draw.uniform(0, 2 * np.pi)
    child = nao + draw.uniform(0.5, 1.5) * np.array([np.cos(turn), np.sin(turn)])
    to = [
        np.array([np.linalg.norm(one - ear) / SOUND_M_S for one in (nao, child)]) for ear in (session, other)
    ]
    return to[0], to[1]


def talk(voices: Voices, length_s: float, seed: int, late_s: tuple[float, ...] = (0.0, 0.0)) -> np.ndarray:
    """Return what is said in a session, from before its beginning on: Nao asks, a child answers or does not.

    ``late_s`` is how long Nao's and a child's sound takes to who hears it.
    """
    draw = random.Random(seed)
    dry = np.zeros(int(length_s * RATE_HZ))
    at_s = draw.uniform(0.5, 3.0)
    while at_s < length_s - 6:
        asked = _thinned(voices.say(draw.choice(SENTENCES)))
        at_s += _lay(dry, asked, at_s + late_s[0]) + draw.uniform(0.5, 2.5)
        if draw.random() < 0.7:
            at_s += _lay(dry, _thinned(voices.say(draw.choice(ANSWERS), child=True)), at_s + late_s[1])
            at_s += draw.uniform(0.5, 3.0)
    return dry


def _thinned(voice: np.ndarray) -> np.ndarray:
    """Give 48 kHz at 16 kHz."""
    spectrum = np.fft.rfft(voice)[: len(voice) // 6 + 1]
    return np.fft.irfft(spectrum, len(voice) // 3) / 3


def _lay(dry: np.ndarray, voice: np.ndarray, at_s: float) -> float:
    first = round(at_s * RATE_HZ)
    dry[first : first + len(voice)] += voice[: len(dry) - first]
    return len(voice) / RATE_HZ


def main(files: int, seed: int) -> None:
    """Align files that belong, then files that do not."""
    voices = Voices()
    errors, stated, drifts, refused, false = [], [], [], Counter[str](), 0
    for number in range(files):
        draw = random.Random(seed + number)
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            length_s = draw.uniform(120, 300)
            noise = draw.uniform(0.0005, 0.004)
            to_session_s, to_other_s = delays_s(draw)
            dry, other = (
                talk(voices, length_s, seed + number, tuple(late)) for late in (to_session_s, to_other_s)
            )
            session = make_session(folder, heard(dry, number, noise=noise, rings_s=draw.uniform(0.1, 0.8)))
            offset_s, rate = draw.uniform(-120, length_s - 60), 1 + draw.uniform(-200e-6, 200e-6)
            lasts_s = draw.uniform(30, 240) + max(0.0, -offset_s)
            stranger = on_another_clock(other, offset_s, rate, lasts_s)
            ending, rate_hz = draw.choice(FORMS)
            path = folder / f"stranger{ending}"
            noise, rings_s = draw.uniform(0.0005, 0.008), draw.uniform(0.1, 0.8)
            samples = heard(stranger, number + 500, noise=noise, rings_s=rings_s, gain=draw.uniform(0.1, 0.9))
            write_sound(path, samples, rate_hz=rate_hz)
            try:
                found = align_recording(path, session.path)
            except RecordError as error:
                refused[str(error.code)] += 1
                print(f"  {number}: {error.code}, {lasts_s:.0f} s at {offset_s:.0f} s", file=sys.stderr)
            else:
                at_s = np.array([max(0.0, -offset_s), min(lasts_s, length_s - offset_s)])
                read_s = found.offset_ns / 1e9 + found.rate * (at_s + starts_s(path))
                off_s = (read_s - offset_s - rate * at_s)[:, None] + to_other_s - to_session_s[0]
                errors.append(float(np.abs(off_s).max() * 1e3))
                stated.append(found.uncertainty_ms)
                drifts.append(abs(found.rate - rate) * 1e6)
            for which in range(2):
                alien = talk(voices, 90, seed + 10_000 + 2 * number + which)
                write_sound(path, heard(alien, number, noise=0.002, rings_s=0.4), rate_hz=rate_hz)
                try:
                    align_recording(path, session.path)
                    false += 1
                except RecordError:
                    pass
    errors_ms, within = np.array(errors), np.mean(np.array(errors) <= np.array(stated))
    p50, p95 = np.quantile(errors_ms, (0.5, 0.95))
    print(f"belong: {files}, aligned: {len(errors)}, refused: {dict(refused)}")
    print(f"off by, ms: p50 {p50:.2f}, p95 {p95:.2f}, max {max(errors):.2f}; within: {within:.0%}")
    print(f"stated over true, at the 95th of 100: {1 / np.quantile(errors_ms / np.array(stated), 0.95):.2f}")
    print(f"stated: ±{np.median(stated):.1f} ms; drift off by, ppm: p95 {np.quantile(drifts, 0.95):.1f}")
    print(f"belong to no session: {2 * files}, aligned all the same: {false}")


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [20, 7][len(given) :]))

"""The end of a question against the truth: rendered rooms in which Nao's voice asks and children answer.

Each session is a file of sound with twelve sentences of the simulator's voice in one room: dry, or ringing
for 0.2 to 0.9 s; noise that goes up and down, 15 to 40 dB under the voice; the robot's word late by up to
0.2 s. After half of the sentences a child speaks, from 0.3 s before their end to 0.8 s after it. The truth is
the last moment at which the dry voice is within 20 dB of its loud parts.

    python benchmarks/question_end.py [SESSIONS [SEED]]
    python benchmarks/question_end.py --session FOLDER TRACE
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import wave
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parent.parent / "simulator"))

from nao_sessions.room.heard import HeardSound, sounds_of
from nao_sessions.room.voice.ending import UNDER_LOUD_DB
from nao_sessions.room.voice.latencies import EndInSound, ends_of
from nao_sessions.room.voice.level import voice_level
from nao_sessions.room.voice.questions import Sentence, sentences_of
from nao_sessions.session.log import read_log
from nao_simulator.room.sound import Recording
from nao_simulator.sound.espeak import Voice
from nao_simulator.sound.markup import plain

RATE_HZ = 48_000
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
EVERY_S = 6.0
ROOMS_S = (0.0, 0.2, 0.4, 0.6, 0.9)
"""How long a room takes to fall by 60 dB."""


@dataclass(frozen=True)
class Asked:
    """A sentence as it was rendered: what the log would say, the truth, and when a child begins."""

    sentence: Sentence
    true_s: float
    child_after_s: float | None


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


def render(voices: Voices, room_s: float, path: Path, seed: int) -> list[Asked]:
    """Write one session's sound; give what was said in it."""
    draw, rng = random.Random(seed), np.random.default_rng(seed)
    dry = np.zeros(int((len(SENTENCES) * EVERY_S + 2) * RATE_HZ), np.float32)
    late_s = draw.uniform(0.0, 0.2)
    said = []
    for number, text in enumerate(SENTENCES):
        asked_s = 1.0 + number * EVERY_S
        voice = voices.say(text)
        _lay(dry, voice, asked_s + 0.2)
        level = voice_level(voice, RATE_HZ, asked_s + 0.2)
        bar = np.quantile(level.db, 0.9) - UNDER_LOUD_DB
        true_s = float(level.at_s[np.flatnonzero(level.db >= bar)[-1]])
        over_s = asked_s + 0.2 + len(voice) / RATE_HZ
        done_s = over_s + late_s + draw.gauss(0.0, 0.01)
        child_after_s = draw.choice((None, None, draw.uniform(-0.3, 0.15), draw.uniform(0.15, 0.8)))
        if child_after_s is not None:
            answer = voices.say(draw.choice(ANSWERS), child=True)
            _lay(dry, answer * draw.uniform(0.3, 1.0), true_s + child_after_s)
        sentence = Sentence(f"a{number}", round(asked_s * 1e9), round(done_s * 1e9))
        said.append(Asked(sentence, true_s, child_after_s))
    samples = _in_room(dry, room_s, draw.choice((-3.0, 3.0, 10.0)), rng)
    noise = np.convolve(rng.normal(0, 1, len(samples)), np.ones(24) / 24, "same")
    loud = 0.5 + 0.5 * np.sin(np.arange(len(samples)) / RATE_HZ * 7 + draw.uniform(0, 6))
    noise *= np.std(samples) * 10 ** (-draw.uniform(15, 40) / 20) / np.std(noise)
    samples = samples + noise * loud
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples * 20000 / np.abs(samples).max()).astype("<i2").tobytes())
    return said


def _lay(samples: np.ndarray, voice: np.ndarray, at_s: float) -> None:
    first = round(at_s * RATE_HZ)
    samples[first : first + len(voice)] += voice[: len(samples) - first]


def _in_room(dry: np.ndarray, room_s: float, direct_db: float, rng: np.random.Generator) -> np.ndarray:
    """Give what a microphone hears in a room whose echoes fall by 60 dB in ``room_s``."""
    if not room_s:
        return dry
    at_s = np.arange(int(1.2 * room_s * RATE_HZ)) / RATE_HZ
    echo = rng.normal(0, 1, len(at_s)) * 10 ** (-3 * at_s / room_s)
    echo[: RATE_HZ // 250] = 0.0
    echo *= 10 ** (-direct_db / 20) / np.sqrt((echo**2).sum())
    echo[0] = 1.0
    size = 1 << (len(dry) + len(echo)).bit_length()
    return np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(echo, size), size)[: len(dry)]


def measured(room: Path, file: str, said: list[Asked]) -> dict[str, EndInSound | str]:
    """Have the program find the ends."""
    length_s = len(SENTENCES) * EVERY_S + 2
    sound = HeardSound("room.01", file, 0.0, 1.0, 0.0, measured=True, first_s=0.0, last_s=length_s)
    return dict(ends_of(room, [one.sentence for one in said], [sound]))


def main(sessions: int, seed: int) -> None:
    """Render sessions in each room, and tell how far the ends are from the truth."""
    voices = Voices()
    print("room_s  asked  measured  median_ms  p90_ms  worst_ms  stated_ms  within  refused")
    with tempfile.TemporaryDirectory() as folder:
        for room_s in ROOMS_S:
            errors, stated, why, within, asked = [], [], Counter[str](), 0, 0
            for number in range(sessions):
                path = Path(folder) / "room.wav"
                said = render(voices, room_s, path, seed + 1000 * number + round(room_s * 10))
                found = measured(Path(folder), path.name, said)
                for one in said:
                    asked += 1
                    end = found[one.sentence.action]
                    if not isinstance(end, EndInSound):
                        why[end] += 1
                        continue
                    error_s = end.end_s - one.true_s
                    errors.append(error_s * 1e3)
                    stated.append(end.uncertainty_s * 1e3)
                    within += abs(error_s) <= end.uncertainty_s
            told(f"{room_s:6.1f}", asked, errors, stated, within, why)


def told(
    name: str, asked: int, errors: list[float], stated: list[float], within: int, why: Counter[str]
) -> None:
    """Print one row."""
    row = f"{name}  {asked:5}  {len(errors):8}"
    if errors:
        sizes = np.abs(errors)
        row += f"  {np.median(errors):9.0f}  {np.quantile(sizes, 0.9):6.0f}  {sizes.max():8.0f}"
        row += f"  {np.median(stated):9.0f}  {within / len(errors):6.1%}"
    print(row, dict(why), flush=True)


def of_session(folder: Path, trace: Path) -> None:
    """Tell the same of a session that the simulator played and recorded: the trace is the witness."""
    voice = Voice()
    origin_ns = json.loads((folder / "session.json").read_text("utf-8"))["clock"]["origin_ns"]
    sentences = sentences_of(read_log(folder / "events.jsonl").events)
    found = ends_of(folder / "room", sentences, sounds_of(folder))
    started = [line for line in map(json.loads, trace.open()) if line.get("effect") == "speech.started"]
    errors, stated, why, within = [], [], Counter[str](), 0
    for sentence in sentences:
        line = [one for one in started if one["at"] - origin_ns < sentence.done_ns][-1]
        spoken = voice.speak(plain(line["text"]), line["language"])
        assert abs(spoken.seconds - line["seconds"]) < 0.002, line
        pcm = np.frombuffer(spoken.samples, "<i2").astype(np.float32) / 32768
        level = voice_level(pcm, spoken.rate, (line["at"] - origin_ns) / 1e9)
        true_s = float(level.at_s[np.flatnonzero(level.db >= np.quantile(level.db, 0.9) - UNDER_LOUD_DB)[-1]])
        end = found[sentence.action]
        if isinstance(end, EndInSound):
            errors.append((end.end_s - true_s) * 1e3)
            stated.append(end.uncertainty_s * 1e3)
            within += abs(end.end_s - true_s) <= end.uncertainty_s
        else:
            why[end] += 1
    told("session", len(sentences), errors, stated, within, why)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--session"]:
        of_session(Path(sys.argv[2]), Path(sys.argv[3]))
        sys.exit()
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [10, 7][len(given) :]))

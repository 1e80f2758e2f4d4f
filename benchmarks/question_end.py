"""The end of a question against the truth: where the last phoneme ends, by the program that said it.

Each session is a file of sound with twelve sentences of one voice (espeak-ng, flite, festival) in one
rendered room: dry, or falling by 60 dB in 0.2 to 0.8 s; noise 15 to 40 dB under the voice; breath, knocks,
puffs after a last *t*; after half of the sentences a child speaks, from 0.3 s before their end to 0.8 s
after it; the robot's word late, and not always alike. The truth is no loudness: phoneme times, or the last
sample of a puff that was added. Sentences, voices and seeds are those of ``FINAL``
(tests/room/voice/question_speech.py), with which nothing was made; ``tuning`` asks those of ``TUNING``
instead, which prove nothing.

    python benchmarks/question_end.py [final|tuning [SESSIONS [SEED]]]
    python benchmarks/question_end.py --session FOLDER TRACE
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from scipy.stats import binomtest

sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.record.log import read_log
from nao_sessions.room.sync.sync_file import HeardSound, sounds_of
from nao_sessions.room.voice.ending import COVERAGE, MEASURED_S
from nao_sessions.room.voice.latencies import EndInSound, Why, ends_of, sentences_of
from nao_simulator.sound.espeak import Voice
from nao_simulator.sound.markup import plain
from tests.room.voice.question_rooms import Asked, Rendering, render
from tests.room.voice.question_speech import FINAL, TUNING, Part, classes, engines, say

SENTENCES = 12
MOST_TIMES = 50
"""That a sentence of the simulator's is said again until it is as long as it was."""
LEAST = 100
"""With as many sentences a class is judged by itself."""


@dataclass(frozen=True)
class Result:
    """A sentence as it was rendered, and what was found."""

    asked: Asked
    session: Rendering
    found: EndInSound | Why

    @property
    def error_ms(self) -> float:
        """Return how much later than the truth the end was found."""
        assert isinstance(self.found, EndInSound)
        return (self.found.end_s - self.asked.end_s) * 1e3

    @property
    def stated_ms(self) -> float:
        """Return what is stated; infinity where nothing is."""
        return self.found.uncertainty_s * 1e3 if isinstance(self.found, EndInSound) else float("inf")


def results_of(part: Part, seed: int, number: int) -> list[Result]:
    """Render a session, the languages and their voices in turns, and have its ends found."""
    language = ("fr", "en")[number % 2]
    voices = [one for one in part.voices if one.language == language and one.engine in engines()]
    draw = np.random.default_rng([part.seed, seed, number])
    texts = [str(one) for one in draw.choice(part.sentences(language), SENTENCES, replace=False)]
    voice = voices[number // 2 % len(voices)]
    session = render(voice, say(voice, texts), part.seed + 10_000 * seed + number)
    with tempfile.TemporaryDirectory() as folder:
        session.write(Path(folder, "room.wav"))
        sound = HeardSound(
            "room.01", "room.wav", 0.0, 1.0, 0.0, measured=True, first_s=0.0, last_s=session.length_s
        )
        found = ends_of(Path(folder), [one.sentence for one in session.asked], [sound])
    facts = replace(session, samples=np.zeros(0))
    return [Result(one, facts, found[one.sentence.action]) for one in session.asked]


def main(part: Part, sessions: int, seed: int) -> None:
    """Print how far off ends are, and how many lie within what is stated, by what could make a difference."""
    print(f"sentences and voices {part.sha256()[:16]}, seed {seed}, engines {', '.join(engines())}")
    with Pool(4) as pool:
        heard = pool.starmap(results_of, [(part, seed, number) for number in range(sessions)], chunksize=1)
    results = [one for session in heard for one in session]
    print(f"{'':28} asked   stated measured  median  p95|e|  worst  stated  p95   within      p")
    show("all", results)
    show("of these measured", [one for one in results if one.stated_ms <= MEASURED_S * 1e3])
    for most_ms in (float("inf"), MEASURED_S * 1e3):
        print("\nby the last sound, " + ("all" if most_ms > 1e3 else "of these measured"))
        for kind in classes():
            of_kind = [one for one in results if one.asked.final == kind]
            show(kind, [one for one in of_kind if most_ms > 1e3 or one.stated_ms <= most_ms])
    by("", results, lambda one: f"{one.session.voice.language} {one.session.voice.engine}")
    by("", results, lambda one: f"{one.session.voice.engine} {one.session.voice.name}")
    by("room, s", results, lambda one: f"{one.session.room_s:.1f}")
    by("noise, -dB", results, lambda one: f"{5 * round(one.session.noise_db / 5):02}")
    by("child after, s", results, _child)


def by(name: str, results: Sequence[Result], key: Callable[[Result], str]) -> None:
    """Print a row for each value of a key."""
    print()
    for value in sorted({key(one) for one in results}):
        show(f"{name} {value}".strip(), [one for one in results if key(one) == value])


def show(name: str, results: Sequence[Result]) -> None:
    """Print a row; of classes large enough, the exact binomial test of what is stated."""
    measured = [one for one in results if isinstance(one.found, EndInSound)]
    sure = sum(one.stated_ms <= MEASURED_S * 1e3 for one in results)
    row = f"{name:28} {len(results):5} {len(measured):8} {sure:8}"
    if measured:
        errors, stated = (
            np.array([one.error_ms for one in measured]),
            np.array([one.stated_ms for one in measured]),
        )
        within = int((np.abs(errors) <= stated).sum())
        row += (
            f" {np.median(errors):7.1f} {np.quantile(np.abs(errors), 0.95):7.1f} {np.abs(errors).max():6.0f}"
        )
        row += f" {np.median(stated):7.1f} {np.quantile(stated, 0.95):5.0f} {within / len(measured):7.1%}"
        if len(measured) >= LEAST:
            row += f" {binomtest(within, len(measured), COVERAGE).pvalue:7.3f}"
    why = Counter(str(one.found) for one in results if not isinstance(one.found, EndInSound))
    print(row, dict(why) if why else "", flush=True)


def _child(result: Result) -> str:
    after_s = result.asked.child_after_s
    if after_s is None:
        return "none"
    bounds = (-0.3, -0.15, 0.0, 0.08, 0.15, 0.3, 0.8)
    return next(f"{low:5.2f} to {high:.2f}" for low, high in pairwise(bounds) if after_s <= high)


def of_session(folder: Path, trace: Path) -> None:
    """Print the same of a session that the simulator played and recorded: the trace is the witness.

    The truth is the last sample of the simulator's own sound that is not zero; espeak-ng's are zeros from the
    end of the last phoneme on.
    """
    voice = Voice()
    origin_ns = json.loads((folder / "session.json").read_text("utf-8"))["clock"]["origin_ns"]
    sentences = sentences_of(read_log(folder / "events.jsonl").events)
    found = ends_of(folder / "room", sentences, sounds_of(folder))
    started = [line for line in map(json.loads, trace.open()) if line.get("effect") == "speech.started"]
    for sentence in sentences:
        line = [one for one in started if one["at"] - origin_ns < sentence.done_ns][-1]
        spoken = next(  # espeak-ng says a sentence a few ms shorter or longer each time
            again
            for _ in range(MOST_TIMES)
            if abs((again := voice.speak(plain(line["text"]), line["language"])).seconds - line["seconds"])
            < 1e-3
        )
        last = np.flatnonzero(np.frombuffer(spoken.samples, "<i2"))[-1] + 1
        true_s = (line["at"] - origin_ns) / 1e9 + last / spoken.rate
        end = found[sentence.action]
        if isinstance(end, EndInSound):
            error_ms = (end.end_s - true_s) * 1e3
            print(f"{error_ms:7.1f} ms off, ±{end.uncertainty_s * 1e3:.1f} stated: {sentence.text}")
        else:
            print(f"{end}: {sentence.text}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--session"]:
        of_session(Path(sys.argv[2]), Path(sys.argv[3]))
        sys.exit()
    which = {"final": FINAL, "tuning": TUNING}[(sys.argv[1:2] or ["final"])[0]]
    given = [int(one) for one in sys.argv[2:]]
    main(which, *(given + [240, 1][len(given) :]))

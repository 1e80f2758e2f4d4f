"""The features of recordings: how long an hour takes, what moves in a still room, which voices are found.

``python benchmarks/features.py [--minutes 2]``. A film (1280x720, 25 a second, H.264, with sound) is
measured by one process and by two; bare decoding of it is the reference of the same run. The voices are the
simulator's, Nao's and a child's, in noise of known loudness; the truth is where the dry voice is within 30 dB
of its loudest.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

sys.path.append(str(Path(__file__).parent.parent / "simulator"))

from nao_sessions.analysis.corpus.index_files import unpacked
from nao_sessions.analysis.film.features import store as kept
from nao_sessions.analysis.film.features.measures import Hearing, figures_of, measured
from nao_sessions.core.confined_child import media_limits
from nao_sessions.text.messages import Text
from nao_simulator.room.sound import Recording
from nao_simulator.sound.espeak import Voice
from nao_simulator.sound.markup import plain

WIDE, HIGH, RATE_HZ = 1280, 720, 48_000
SENTENCES = (
    "Bonjour ! Touche ma tête quand tu es prêt.",
    "Quelle est la couleur de la banane ?",
    "Est-ce que tu veux encore jouer avec moi ?",
    "Regarde bien : qui est triste ?",
)
NOISES_DB = (-60.0, -50.0, -40.0)


def film(path: Path, seconds: int) -> None:
    """Make a film: a grainy room, in which something walks about in every other ten seconds."""
    drawn = np.random.default_rng(1)
    room = drawn.integers(60, 180, (HIGH // 8, WIDE // 8), dtype=np.uint8).repeat(8, 0).repeat(8, 1)
    with av.open(str(path), "w") as made:
        video = made.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = WIDE, HIGH, "yuv420p"
        video.options = {"preset": "veryfast", "g": "50", "crf": "23"}
        sound = made.add_stream("aac", rate=RATE_HZ)
        sound.layout = "mono"
        for number in range(seconds * 25):
            luma = np.clip(room + drawn.normal(0, 3, room.shape), 0, 255).astype(np.uint8)
            if number // 250 % 2:
                left = (number * 8) % (WIDE - 200)
                luma[200:600, left : left + 200] = 230
            grey = np.full((HIGH // 2, WIDE), 128, np.uint8)
            picture = av.VideoFrame.from_ndarray(np.concatenate([luma, grey]), format="yuv420p")
            picture.pts, picture.time_base = number, Fraction(1, 25)
            made.mux(video.encode(picture))
        made.mux(video.encode(None))
        for number in range(seconds):
            wave = (0.01 * drawn.standard_normal((1, RATE_HZ))).astype(np.float32)
            heard = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
            heard.sample_rate, heard.pts, heard.time_base = RATE_HZ, number * RATE_HZ, Fraction(1, RATE_HZ)
            made.mux(sound.encode(heard))
        made.mux(sound.encode(None))


def computing() -> float:
    """Give how long processors have worked for this process and for those of its children that ended (s)."""
    return sum(os.times()[:4])


def decoded(path: Path) -> int:
    """Decode all of a film, and nothing else."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_count = 1
        return sum(1 for _ in container.decode(*container.streams.video, *container.streams.audio))


def per_megabyte(films: Iterable[Path]) -> None:
    """Decode films, and say how long a megabyte takes beside what a confined child may take for it."""
    for path in films:
        began = time.process_time()
        decoded(path)
        megabytes = path.stat().st_size / 1e6
        took_s = (time.process_time() - began) / megabytes
        allowed_s = (media_limits(path).cpu_s - media_limits().cpu_s) / megabytes
        print(f"{path.name}, {megabytes:.3f} MB: {took_s:.2f} s a MB; a child may {allowed_s:.0f} and 300 s")


def speed(place: Path, seconds: int) -> None:
    """Measure four copies of a film, by one process and by two."""
    paths = [place / f"room{number}.01.mp4" for number in range(4)]
    film(paths[0], seconds)
    for path in paths[1:]:
        path.write_bytes(paths[0].read_bytes())
    began, computed = time.perf_counter(), time.process_time()
    decoded(paths[0])
    wall, own = time.perf_counter() - began, time.process_time() - computed
    print(f"reference, decoding alone: {wall:.1f} s, computing {own:.1f} s for {seconds} s of {WIDE}x{HIGH}")
    began, computed = time.perf_counter(), computing()
    figures_of(paths[0])
    wall, own = time.perf_counter() - began, computing() - computed
    print(f"measured in this process: {wall:.1f} s, computing {own:.1f} s")
    began, computed = time.perf_counter(), computing()
    rows = unpacked(measured(paths[0])).to_pylist()
    wall, own = time.perf_counter() - began, computing() - computed
    print(
        f"measured by a confined child: {wall:.1f} s, computing {own:.1f} s: "
        f"{seconds / own:.1f} times as fast as it was filmed"
    )
    root = Path(__file__).parent.parent
    small = root / "tests" / "sessions" / "imported" / "room" / "room.01.mp4"
    per_megabyte([paths[0], *root.glob("recordings/sample/*/room/*.mp4"), small])
    recordings = [kept.FilmedSegment(place, path.stem, 1, path) for path in paths]
    for jobs in (1, 2):
        began = time.perf_counter()
        failed: dict[Path, Text] = kept.measure(
            recordings, kept.FeatureFiles(place / f"cache{jobs}"), jobs=jobs
        )
        assert not failed
        print(f"  {len(paths)} recordings, {jobs} process(es): {time.perf_counter() - began:.1f} s")
    pictures = [row for row in rows if row["medium"] == "picture"]
    still = [row for row in pictures if row["second"] // 10 % 2 == 0 and row["second"] % 10]
    moved = [row for row in pictures if row["second"] // 10 % 2]
    for name, chosen in (("still", still), ("somebody walks", moved)):
        motion = [row["motion"] for row in chosen]
        share = [row["moving_share"] for row in chosen]
        print(f"  {name}: motion {min(motion):.5f} to {max(motion):.5f}")
        print(f"    share that moves: {min(share):.4f} to {max(share):.4f}")


def voices() -> None:
    """Find the simulator's voice in noise, second by second, against where it was."""
    voice = Voice()
    dry = np.zeros(RATE_HZ * 60)
    for number, sentence in enumerate(SENTENCES * 2):
        spoken = said(voice, sentence, child=number % 2 == 1)
        first = round((2.5 + 7 * number) * RATE_HZ)
        dry[first : first + len(spoken)] += spoken[: len(dry) - first]
    frames = dry.reshape(-1, RATE_HZ // 25)
    level = np.sqrt((frames**2).mean(axis=1))
    truth = (level > level.max() * 10 ** (-30 / 20)).reshape(60, 25).mean(axis=1)
    print(
        f"voice: {truth.mean():.0%} of a minute is speech, at {20 * np.log10(level.max()):.0f} dBFS at most"
    )
    for noise_db in NOISES_DB:
        noise = 10 ** (noise_db / 20) * np.random.default_rng(2).standard_normal(len(dry))
        shares = np.array([row["voice_share"] for row in heard(dry + noise)])
        spoken_s, silent_s = shares[truth > 0.5], shares[truth == 0]
        print(f"  noise {noise_db:.0f} dBFS: of {len(spoken_s)} seconds of speech the least is ", end="")
        print(
            f"{spoken_s.min():.2f}, the median {np.median(spoken_s):.2f}; of {len(silent_s)} without ", end=""
        )
        print(f"the most is {silent_s.max():.2f}; ", end="")
        print(f"0.2 or more: {np.mean(spoken_s >= 0.2):.0%} and {np.mean(silent_s >= 0.2):.0%}")


def said(voice: Voice, sentence: str, *, child: bool) -> np.ndarray:
    """Give a sentence as the simulator's Nao says it, or a child, at the benchmark's rate."""
    spoken = voice.speak(plain(sentence), "French", 110 if child else 100, 150 if child else 100)
    pcm = np.frombuffer(spoken.samples, "<i2").astype(np.float32) / 32768
    heard = Recording(pcm, spoken.rate)
    return heard.samples(0, heard.length)


def heard(sound: np.ndarray) -> list[dict[str, float]]:
    """Give the rows of some sound."""
    hearing = Hearing()
    for first in range(0, len(sound), 1024):
        part = sound[first : first + 1024].astype(np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
        frame.sample_rate = RATE_HZ
        hearing.hear(frame, Fraction(first, RATE_HZ))
    return hearing.rows()


def main() -> None:
    """Measure both."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=1.0)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="features.") as place:
        voices()
        speed(Path(place), round(options.minutes * 60))


if __name__ == "__main__":
    main()

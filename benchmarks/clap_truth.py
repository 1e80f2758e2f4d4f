"""The clap against the truth: rendered recordings whose offset and drift are known, found again or not.

Each recording is a file of H.264 (and AAC) with the times a camera would have given it: its own clock, off
by up to 800 ms and 200 ppm, jitter, lost frames; people move, the light flickers, the picture is noisy;
Nao's lamps are few pixels, seen from behind. Then the same without any clap.

    python benchmarks/clap_truth.py [RECORDINGS [SEED]]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from nao_sessions.room.sync.clap.film import SOUND_HZ, read_luma, read_sound
from nao_sessions.room.sync.clap.pattern import TONE_S, pattern, tone_starts_s
from nao_sessions.room.sync.clap.search import look_for_lamps
from nao_sessions.room.sync.clap.tones import look_for_tones

LENGTH_S = 12.0
SIZE = (720, 1280)
SLACK_S = 1.0
"""How far from where it is expected a clap is looked for, each way."""


@dataclass(frozen=True)
class Truth:
    """What was rendered: ``late_s`` is what the file's clock is behind, ``drift`` its rate's error."""

    fps: int
    late_s: float
    drift: float
    start_s: float
    lamp_px: int
    gain: float
    exposure_s: float
    crf: int
    with_clap: bool
    people: int
    bend: float
    """Half the brightness shows as half to the power of it: no camera and no lamp is linear."""
    before: float
    """How bright the lamps are until Nao puts them out for the clap, 1 being that of the clap."""

    def on_file(self, true_s: float) -> float:
        """Give a true time on the file's clock."""
        return (true_s - self.late_s) * (1 + self.drift)


def drawn(draw: random.Random, *, with_clap: bool) -> Truth:
    """Draw one recording."""
    return Truth(
        fps=draw.choice((15, 30)),
        late_s=draw.uniform(0.0, 0.8),
        drift=draw.uniform(-200e-6, 200e-6),
        start_s=draw.uniform(3.0, 4.0),
        lamp_px=draw.choice((6, 10, 16)),
        gain=draw.uniform(40, 120),
        exposure_s=draw.choice((0.004, 0.010, 0.020)),
        crf=draw.choice((23, 27)),
        with_clap=with_clap,
        people=draw.choice((0, 0, 1, 3)),
        bend=draw.choice((0.45, 1.0, 2.0)),
        before=draw.choice((0.0, 0.5, 1.0)),
    )


def render(truth: Truth, path: Path, seed: int) -> None:
    """Write the recording: pictures whose pts are the camera's clock at the middle of the exposure, and
    sound.
    """
    rng = np.random.default_rng(seed)
    rows, columns = SIZE
    scene = cv2.GaussianBlur(
        rng.uniform(40, 200, (rows // 16, columns // 16)).astype(np.float32), (0, 0), 1.5
    )
    scene = cv2.resize(scene, (columns, rows), interpolation=cv2.INTER_CUBIC)
    noises = [rng.normal(0, 4, SIZE).astype(np.float32) for _ in range(4)]
    lamp = (int(rng.integers(60, rows - 60)), int(rng.integers(60, columns - 60)))
    people = [  # beside Nao, not before it: they sway by 120 pixels at most
        (lamp[1] + rng.uniform(260, 1000), rng.uniform(250, 600), rng.uniform(0.2, 2.0), rng.uniform(30, 110))
        for _ in range(truth.people)
    ]
    which = pattern("start")
    with av.open(str(path), "w") as output:
        video = output.add_stream(
            "libx264", rate=truth.fps, options={"preset": "ultrafast", "crf": str(truth.crf)}
        )
        video.width, video.height, video.pix_fmt, video.time_base = (
            columns,
            rows,
            "yuv420p",
            Fraction(1, 90_000),
        )
        video.codec_context.time_base = Fraction(1, 90_000)
        sound = output.add_stream("aac", rate=48_000)
        last_pts = -1
        for number in range(int(LENGTH_S * truth.fps)):
            if rng.random() < 0.01:
                continue
            at_s = 0.9 + number / truth.fps + rng.normal(0, 0.0005)
            picture = scene + noises[number % 4] + 6 * np.sin(2 * np.pi * at_s * 0.3)
            for x, y, hertz, width in people:
                left = int(x + 120 * np.sin(2 * np.pi * hertz * at_s)) % columns
                picture[int(y) - 200 : int(y), left : left + int(width)] *= 0.55
            if truth.with_clap:
                open_s = at_s + np.linspace(-0.5, 0.5, 9) * truth.exposure_s - truth.start_s
                level = which.level(open_s)
                level[open_s < -0.1] = truth.before
                light = truth.gain * float((level**truth.bend).mean())
                half = truth.lamp_px // 2
                picture[lamp[0] - half : lamp[0] + half, lamp[1] - half : lamp[1] + half] += light
            grey = np.clip(picture, 0, 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), format="rgb24")
            frame.pts = max(last_pts + 1, round(truth.on_file(at_s) * 90_000))
            frame.time_base = Fraction(1, 90_000)
            last_pts = frame.pts
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        samples = heard(truth, rng)
        for first in range(0, len(samples), 1024):
            piece = av.AudioFrame.from_ndarray(
                samples[None, first : first + 1024], format="fltp", layout="mono"
            )
            piece.sample_rate, piece.pts, piece.time_base = 48_000, first, Fraction(1, 48_000)
            output.mux(sound.encode(piece))
        output.mux(sound.encode(None))


def heard(truth: Truth, rng: np.random.Generator) -> np.ndarray:
    """Give the sound on the file's clock, from its 0 on: noise like speech, a room that rings, the tones."""
    rate = 48_000
    length = int(LENGTH_S * rate)
    dry = np.zeros(length)
    if truth.with_clap:
        for begins_s, pitch in tone_starts_s("start"):
            first = round(truth.on_file(truth.start_s + begins_s) * rate)
            n = np.arange(round(TONE_S * rate))
            dry[first : first + len(n)] += 0.1 * np.sin(2 * np.pi * pitch * n / rate)
    echo_s = np.arange(int(0.3 * rate)) / rate
    echo = rng.normal(0, 1, len(echo_s)) * np.exp(-echo_s / 0.06)
    echo[: rate // 200] = 0.0
    echo *= rng.uniform(0.3, 1.5) / np.sqrt((echo**2).sum())
    echo[0] = 1.0
    size = 2 ** int(np.ceil(np.log2(length + len(echo))))
    wet = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(echo, size), size)[:length]
    noise = np.convolve(rng.normal(0, 0.05, length), np.ones(12) / 12, "same")
    loud = 0.5 + 0.5 * np.sin(np.arange(length) / rate * 18 + rng.uniform(0, 6))
    return (wet + noise * loud).astype(np.float32)


def found(path: Path, truth: Truth) -> tuple[float | None, float | None, float, float]:
    """Look for the clap; give how far off it is by lamps and by tones (None: not found), and what each
    states.
    """
    expected_s = truth.start_s  # on the file's clock nobody knows better than a second
    first_s, last_s = expected_s - SLACK_S, expected_s + SLACK_S
    at_s, luma = read_luma(path, first_s - 1, last_s + 7)
    lamps = look_for_lamps(at_s, luma, pattern("start"), earliest_s=first_s, latest_s=last_s).found
    begin_s = max(0.0, first_s - 1)
    samples = read_sound(path, begin_s, last_s + 4)
    tones = look_for_tones(
        samples, SOUND_HZ, tone_starts_s("start"), earliest_s=first_s - begin_s, latest_s=last_s - begin_s
    ).found
    true_s = truth.on_file(truth.start_s)
    return (
        None if lamps is None else lamps.start_s - true_s,
        None if tones is None else tones.start_s + begin_s - true_s,
        0.0 if lamps is None else lamps.uncertainty_s,
        0.0 if tones is None else tones.uncertainty_s,
    )


def main(recordings: int = 100, seed: int = 1) -> None:
    """Render, look, and print what was found."""
    draw = random.Random(seed)
    for with_clap in (True, False):
        lamps: list[float] = []
        tones: list[float] = []
        stated: list[float] = []
        inside = 0
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            for number in range(recordings):
                truth = drawn(draw, with_clap=with_clap)
                path = Path(folder) / "clap.mp4"
                render(truth, path, seed * 10_000 + number)
                by_lamps, by_tones, lamps_sure_s, _ = found(path, truth)
                if by_lamps is not None:
                    lamps.append(by_lamps * 1e3)
                    stated.append(lamps_sure_s * 1e3)
                    inside += abs(by_lamps) <= lamps_sure_s
                elif with_clap:
                    print(f"lamps not found: {truth}")
                if by_tones is not None:
                    tones.append(by_tones * 1e3)
                elif with_clap:
                    print(f"tones not found: {truth}")
                if by_lamps is not None and abs(by_lamps) > 5e-3:
                    print(f"lamps off by {by_lamps * 1e3:.1f} ms: {truth}")
        kind = "with" if with_clap else "without"
        print(f"{recordings} recordings {kind} a clap, {time.monotonic() - begun:.0f} s")
        for name, off in (("lamps", lamps), ("tones", tones)):
            within = sum(abs(one) <= 5 for one in off)
            line = f"  {name}: found in {len(off)}, within 5 ms {within}"
            if off:
                line += f", worst {max(map(abs, off)):.2f} ms, median {np.median(off):+.2f} ms"
            print(line)
        if lamps:
            true, told = float(np.quantile(np.abs(lamps), 0.95)), float(np.median(stated))
            print(f"  lamps: truth within the stated uncertainty {inside} of {len(lamps)}; stated (median)")
            print(f"  {told:.2f} ms, 95 in 100 within {true:.2f} ms: stated over true {told / true:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

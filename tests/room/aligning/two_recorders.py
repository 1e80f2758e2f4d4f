"""One room heard by two recorders: a session with its own sound, and a stranger's file of the same.

What was said is given as samples on the session's clock; each recorder has its own place, gain and noise, the
stranger's its own clock, too.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import ClockAnchor, Grounds, Manifest, ProtocolFacts
from nao_sessions.room.files.index import Frame, IndexWriter, index_path

RATE_HZ = 16_000
BEGINS_S = 2.0
"""When the session's camera began, in session time."""


def voices(length_s: float, seed: int) -> np.ndarray:
    """Several people who talk by turns: syllables on drawn pitches, with pauses."""
    draw = np.random.default_rng(seed)
    dry = np.zeros(int(length_s * RATE_HZ))
    at = int(0.5 * RATE_HZ)
    while at < len(dry) - 3 * RATE_HZ:
        for _ in range(int(draw.integers(2, 9))):
            syllable = _syllable(draw)
            dry[at : at + len(syllable)] += syllable
            at += len(syllable) + int(draw.uniform(0.01, 0.1) * RATE_HZ)
        at += int(draw.uniform(0.3, 1.8) * RATE_HZ)
    return dry


def _syllable(draw: np.random.Generator) -> np.ndarray:
    at_s = np.arange(int(draw.uniform(0.08, 0.25) * RATE_HZ)) / RATE_HZ
    turn = 2 * np.pi * np.cumsum(draw.uniform(120, 350) * (1 + draw.uniform(-0.5, 0.5) * at_s)) / RATE_HZ
    sound = sum(np.sin(n * turn) * draw.uniform(0, 1) / n for n in range(1, 13))
    sound += draw.normal(0, draw.uniform(0.05, 0.5), len(at_s))
    return np.asarray(0.1 * sound * np.abs(np.sin(np.pi * at_s / at_s[-1])) ** 0.5)


def heard(dry: np.ndarray, seed: int, *, noise: float, rings_s: float, gain: float = 1.0) -> np.ndarray:
    """Give what one recorder hears of it."""
    draw = np.random.default_rng(seed)
    at_s = np.arange(int(rings_s * RATE_HZ) + 1) / RATE_HZ
    echo = draw.normal(0, 1, len(at_s)) * 10 ** (-3 * at_s / max(rings_s, 1e-3))
    echo *= 0.7 / np.linalg.norm(echo)
    echo[0] = 1.0
    size = 1 << (len(dry) + len(echo)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(echo, size), size)[: len(dry)]
    return gain * (wet + draw.normal(0, noise, len(dry)))


def on_another_clock(dry: np.ndarray, offset_s: float, rate: float, length_s: float) -> np.ndarray:
    """Give the same on a clock of which session seconds = ``offset_s`` + ``rate`` x its own."""
    session_s = offset_s + rate * np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    return np.interp(session_s, np.arange(len(dry)) / RATE_HZ, dry, left=0.0, right=0.0)


def write_sound(path: Path, samples: np.ndarray, *, rate_hz: int = RATE_HZ, codec: str | None = None) -> None:
    """Write a file as a recorder would: WAV, MP3 or AAC by its ending, at any rate."""
    codec = codec or {".wav": "pcm_s16le", ".mp3": "libmp3lame", ".m4a": "aac"}[path.suffix]
    form = "mp4" if path.suffix == ".m4a" else None
    with av.open(str(path), "w", format=form) as output:
        track = output.add_stream(codec, rate=rate_hz, layout="mono")
        resampler = av.AudioResampler(format=track.codec_context.format or "s16", layout="mono", rate=rate_hz)
        for first in range(0, len(samples), RATE_HZ):
            block = np.clip(samples[first : first + RATE_HZ], -1, 1).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(block[None], format="flt", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, first, Fraction(1, RATE_HZ)
            for ready in resampler.resample(frame):
                output.mux(track.encode(ready))
        for ready in resampler.resample(None):
            output.mux(track.encode(ready))
        output.mux(track.encode(None))


def starts_s(path: Path) -> float:
    """Give when a file's first sample is, on its own clock: an MP3 begins with what its encoder added."""
    with av.open(str(path)) as container:
        track = container.streams.audio[0]
        return float((track.start_time or 0) * track.time_base)


def make_session(folder: Path, samples: np.ndarray, *, measured: bool = True) -> SessionFolder:
    """Make the folder of a session that was closed: a microphone's sound from ``BEGINS_S`` on, and how to
    read it."""
    session = SessionFolder(folder / "2026-11-24T140312Z_essai_k3f9")
    session.room.mkdir(parents=True)
    session.events.write_bytes(b"")
    Manifest(
        id=session.path.name,
        protocol=ProtocolFacts(id="essai", version="1.0.0", title="Essai", entry="essai.yaml"),
        participants=[],
        ground=Grounds(text="simulation"),
        rehearsal=True,
        robot={"simulator": True},
        room={"cameras": [], "microphones": ["table"]},
        software={},
        seed=1,
        settings={},
        language="fr",
        clock=ClockAnchor(origin_ns=0, utc_ns=0, boot_id=""),
        state="closed",
    ).write(session.manifest)
    path = session.room / "table.01.m4a"
    write_sound(path, samples[int(BEGINS_S * RATE_HZ) :])
    with av.open(str(path)) as container:
        track = container.streams.audio[0]
        base = track.time_base
        pts = [packet.pts for packet in container.demux(track) if packet.pts is not None]
    index = IndexWriter(index_path(session.room, "table"))
    for number, at in enumerate(pts):
        index.add(Frame(1, number, at, True, round((BEGINS_S + float(at * base)) * 1e9), None, "k"))
    index.close()
    segment = {
        "segment": 1,
        "time_base": [base.numerator, base.denominator],
        "offset_ns": round(BEGINS_S * 1e9),
        "rate": 1.0,
        "uncertainty_ms": 2.0,
        "frames": len(pts),
        "method": "clap" if measured else "arrival",
        "verdict": "measured" if measured else "estimated",
    }
    record = {"format": 1, "streams": {"table": {"segments": [segment]}}}
    session.sync.write_text(json.dumps(record), encoding="utf-8")
    return session

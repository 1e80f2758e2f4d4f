"""A microphone alone sees no lamps: the tones of a clap tell how late it is."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from nao_sessions.room.files.index import HEADER
from nao_sessions.room.sync.clap.pattern import TONE_S, tone_starts_s
from nao_sessions.room.sync.measuring import measure

RATE_HZ = 48_000
BEGUN_S = 10.0
"""When the recording begins, in session time."""
CLAP_S = 13.0
LATE_S = 0.25
BLOCK = 1024


def record(path: Path) -> int:
    """Write eight seconds of a room in which a row of tones sounds at 3 s; give the number of blocks."""
    samples = np.random.default_rng(1).normal(0, 0.01, 8 * RATE_HZ).astype(np.float32)
    for at_s, pitch in tone_starts_s("start"):
        first = round((CLAP_S - BEGUN_S + at_s) * RATE_HZ)
        n = np.arange(round(TONE_S * RATE_HZ))
        samples[first : first + len(n)] += 0.2 * np.sin(2 * np.pi * pitch * n / RATE_HZ).astype(np.float32)
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=RATE_HZ, layout="mono")
        blocks = 0
        for first in range(0, len(samples) - BLOCK, BLOCK):
            frame = av.AudioFrame.from_ndarray(samples[None, first : first + BLOCK], "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, first, Fraction(1, RATE_HZ)
            output.mux(stream.encode(frame))
            blocks += 1
        output.mux(stream.encode(None))
    return blocks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a microphone whose sound came a quarter of a second late, and a clap in its log."""
    room = tmp_path / "room"
    room.mkdir()
    blocks = record(room / "table.01.m4a")
    arrivals = (round((BEGUN_S + LATE_S + n * BLOCK / RATE_HZ) * 1e9) for n in range(blocks))
    lines = [f"1,{n},{n * BLOCK},1,{arrival_ns},,k" for n, arrival_ns in enumerate(arrivals)]
    (room / "table.frames.csv").write_text("\n".join([HEADER, *lines, ""]), encoding="ascii")
    tones = [
        {"hz": pitch, "from": round((CLAP_S + at_s) * 1e9), "to": round((CLAP_S + at_s) * 1e9) + 1000}
        for at_s, pitch in tone_starts_s("start")
    ]
    note = {
        "seq": 0, "dir": "note", "at": 20_000_000_000, "source": "session", "kind": "clap",
        "data": {"which": "start", "lamps": None, "tones": tones},
    }  # fmt: skip
    (tmp_path / "events.jsonl").write_text(json.dumps(note) + "\n", encoding="utf-8")
    return tmp_path


def test_its_times_are_measured_by_the_tones(folder: Path) -> None:
    (segment,) = measure(folder)["streams"]["table"]["segments"]
    assert (segment["verdict"], segment["method"]) == ("measured", "clap")
    assert segment["late_ms"] == pytest.approx(LATE_S * 1e3, abs=3)
    assert segment["offset_ns"] == pytest.approx(BEGUN_S * 1e9, abs=3e6)
    assert "sound" not in segment


def test_without_the_clap_its_times_are_estimated(folder: Path) -> None:
    (segment,) = measure(folder, "arrivals")["streams"]["table"]["segments"]
    assert (segment["verdict"], segment["method"]) == ("estimated", "arrival")
    assert segment["offset_ns"] == pytest.approx((BEGUN_S + LATE_S) * 1e9, abs=1e6)

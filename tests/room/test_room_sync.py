"""The clock model of a segment: the line under all arrivals."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nao_sessions.room.sync.arrivals import fit
from nao_sessions.room.sync.measuring import measure


def arrivals(
    seconds: float, *, rate: float = 1.0, offset_s: float = 5.0, reorder: int = 0, seed: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Give pts and arrivals of 25 frames a second: 1 ms or more on the way, for one in ten much more."""
    noise = random.Random(seed)
    pts, came = [], []
    for n in range(int(seconds * 25)):
        t = n * 0.04
        way = 0.001 + noise.expovariate(1 / 0.002) + (noise.random() < 0.1) * 0.05
        waits = (reorder + 1) * 0.04 if reorder and n % (reorder + 1) else 0.0
        pts.append(t)
        came.append(offset_s + t * rate + waits + way)
    return np.array(pts), np.array(came)


@pytest.mark.parametrize("reorder", [0, 2])
def test_the_line_lies_within_two_milliseconds_of_the_truth(reorder: int) -> None:
    model = fit(*arrivals(12, reorder=reorder))
    assert model.rate == 1.0
    assert abs(model.offset_s - 5.0) < 0.002


@pytest.mark.parametrize("ppm", [-100, 0, 45, 100])
@pytest.mark.parametrize("reorder", [0, 2])
def test_a_drifting_clock_is_followed_over_an_hour(ppm: int, reorder: int) -> None:
    pts, came = arrivals(3600, rate=1 + ppm / 1e6, reorder=reorder)
    model = fit(pts, came)
    truth = 5.0 + pts * (1 + ppm / 1e6)
    told = model.offset_s + model.rate * pts
    assert float(np.abs(told - truth).max()) < 0.003


def test_a_minute_behind_a_stalled_network_does_not_move_the_line() -> None:
    pts, came = arrivals(600)
    came[5000:6500] += 0.8
    model = fit(pts, came)
    assert float(np.abs(model.offset_s + model.rate * pts - 5.0 - pts).max()) < 0.003


@pytest.mark.parametrize("reorder", [0, 2])
def test_a_first_picture_whose_own_time_is_wrong_does_not_move_the_line(reorder: int) -> None:
    pts, came = arrivals(12, reorder=reorder)
    pts[:2] += (0.065, 0.033)  # as GStreamer's RTSP server sent them
    model = fit(pts, came)
    assert abs(model.offset_s - 5.0) < 0.002


@pytest.mark.parametrize(("seconds", "late_s"), [(57, 0.0), (57, 0.02), (57, 0.2), (1800, 0.02)])
def test_how_far_the_rate_may_be_off_is_its_own_scatter_not_the_lateness_of_windows(
    seconds: int, late_s: float
) -> None:
    """Of every tenth window all frames are late, as on a busy host: that moves the rate by little."""
    draw = np.random.default_rng(11)
    stated, off = [], []
    for seed in range(60):
        rate = 1 + draw.uniform(-1e-4, 1e-4)
        pts, came = arrivals(seconds, rate=rate, seed=seed)
        windows = draw.exponential(late_s, seconds // 2 + 1) * (draw.random(seconds // 2 + 1) < 0.1)
        model = fit(pts, came + windows[(pts / 2).astype(int)])
        stated.append(model.drift_s)
        off.append(abs(model.rate - rate) * seconds / 2)
    assert np.mean(np.array(off) <= stated) >= 0.9  # of 60: 95 are stated of 100
    assert np.median(stated) <= 3 * np.quantile(off, 0.95)


def test_of_a_short_recording_the_rate_may_be_off_as_any_quartz_is() -> None:
    assert fit(*arrivals(20)).drift_s == pytest.approx(100e-6 * 19.96 / 2)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0.001, 1.0), st.floats(0, 3.0)), min_size=1, max_size=80))
def test_the_mapping_never_goes_backwards(steps: list[tuple[float, float]]) -> None:
    pts = np.cumsum([step for step, _ in steps])
    came = pts + np.array([delay for _, delay in steps])
    model = fit(pts, came)
    told = model.offset_s + model.rate * pts
    assert bool(np.all(np.diff(told) > 0))


def test_an_index_without_a_video_tells_no_time(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "room.frames.csv").write_text(
        "segment,frame,pts,key,arrival_ns,source_t,flags\n1,0,0,1,5,,k\n"
    )
    told = measure(tmp_path)
    assert told["streams"]["room"]["segments"] == [
        {"segment": 1, "frames": 1, "method": "none", "verdict": "absent"}
    ]
    assert json.loads((tmp_path / "sync.json").read_text()) == told


def test_a_folder_without_recordings_has_no_streams(tmp_path: Path) -> None:
    assert measure(tmp_path) == {"format": 1, "streams": {}}

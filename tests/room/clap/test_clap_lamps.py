"""A pattern of lamps is found where it was shown, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from nao_sessions.room.sync.clap.pattern import CODES, pattern
from nao_sessions.room.sync.clap.search import look_for_lamps, other_codes

SHOWN_S = 3.1234
EXPOSURE_S = np.linspace(-0.008, 0.008, 9)


def film(
    fps: float,
    *,
    light: float,
    seed: int = 1,
    moving: bool = False,
    bend: float = 1.0,
    before: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Twelve seconds of a quiet room, blocks of 9 rows and 16 columns; lamps at row 3, column 7.

    Their brightness shows to the power of ``bend``; until a tenth of a second before the pattern it is
    ``before``.
    """
    draw = np.random.default_rng(seed)
    times_s = np.arange(12 * fps) / fps + draw.normal(0, 0.001, int(12 * fps))
    luma = (100 + draw.normal(0, 1, (len(times_s), 9, 16))).astype(np.float32)
    luma += (8 * np.sin(times_s / 2))[:, None, None].astype(np.float32)
    if moving:
        luma[:, 5:8, 1:5] += (40 * np.sin(7 * times_s))[:, None, None].astype(np.float32)
    open_s = times_s[:, None] + EXPOSURE_S - SHOWN_S
    levels = np.where(open_s < -0.1, before, pattern("start").level(open_s))
    shown = (levels**bend).mean(axis=1)
    luma[:, 3, 7] += (light * shown).astype(np.float32)
    return times_s, luma


@pytest.mark.parametrize("fps", [15, 25, 30])
@pytest.mark.parametrize("moving", [False, True])
def test_the_lamps_are_found_within_five_milliseconds(fps: float, moving: bool) -> None:
    found = look_for_lamps(
        *film(fps, light=15, moving=moving), pattern("start"), earliest_s=2.0, latest_s=4.5
    ).found
    assert found is not None
    assert found.block == (3, 7)
    assert found.start_s == pytest.approx(SHOWN_S, abs=0.005)
    assert abs(found.start_s - SHOWN_S) <= found.uncertainty_s


@pytest.mark.parametrize("before", [0.0, 1.0])
@pytest.mark.parametrize(("bend", "within_s"), [(0.45, 0.0075), (2.0, 0.0035)])
def test_of_lamps_that_were_lit_and_a_camera_that_bends_their_light_the_time_is_as_sure_as_is_said(
    bend: float, within_s: float, before: float
) -> None:
    for seed in range(6):
        pictures = film(25, light=30, seed=seed, bend=bend, before=before)
        found = look_for_lamps(*pictures, pattern("start"), earliest_s=2.0, latest_s=4.5).found
        assert found is not None
        assert abs(found.start_s - SHOWN_S) <= found.uncertainty_s
        assert found.uncertainty_s < within_s


def test_lamps_whose_fades_hardly_any_picture_caught_tell_no_time() -> None:
    times_s, luma = film(25, light=60)
    at_s = (times_s - SHOWN_S) % 0.2
    caught = (at_s > 0.11) & (at_s < 0.19)  # between fades
    caught |= ~((times_s > SHOWN_S) & (times_s < SHOWN_S + pattern("start").duration_s))
    caught[np.flatnonzero(~caught)[:6]] = True
    looked = look_for_lamps(times_s[caught], luma[caught], pattern("start"), earliest_s=2.0, latest_s=4.5)
    assert looked.agreement.max() > 0.9
    assert looked.found is None


def test_the_other_clap_is_not_taken_for_it() -> None:
    assert look_for_lamps(*film(25, light=30), pattern("end"), earliest_s=2.0, latest_s=4.5).found is None


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_found_where_nothing_was_shown(seed: int) -> None:
    quiet = film(25, light=0, seed=seed, moving=seed % 2 == 0)
    assert look_for_lamps(*quiet, pattern("start"), earliest_s=2.0, latest_s=4.5).found is None


def test_a_recording_that_is_too_short_finds_nothing() -> None:
    times_s, luma = film(25, light=30)
    assert (
        look_for_lamps(times_s[:20], luma[:20], pattern("start"), earliest_s=0.0, latest_s=2.0).found is None
    )


def test_codes_that_nobody_shows_are_of_the_same_kind() -> None:
    others = {other.code for other in other_codes(pattern("start"))}
    assert not others & set(CODES.values())
    assert {other.count("1") for other in others} == {CODES["start"].count("1")}

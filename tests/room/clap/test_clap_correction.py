"""How claps correct the times of a recording: the stated error is held against errors that a test draws."""

from __future__ import annotations

import numpy as np
import pytest

from nao_sessions.room.sync.clap.search import ClapShift, StatedTimes
from nao_sessions.room.sync.measuring import corrected, mean_of

TWO_SIGMA = 1.96


def clap(pts_s: float, later_ms: float, within_ms: float) -> ClapShift:
    return ClapShift("before", pts_s, later_ms / 1e3, within_ms / 1e3, 0.9, 0.1)


def told(length_s: float, drift_ms: float) -> StatedTimes:
    return StatedTimes(0.0, 1.0, 0.0, length_s, drift_ms / 1e3)


@pytest.mark.parametrize("length_s", [50.0, 600.0])
@pytest.mark.parametrize("drift_ms", [0.0, 2.0, 30.0])
@pytest.mark.parametrize("within_ms", [(4.0, 4.0), (8.0, 16.0)])
def test_the_stated_error_holds_for_95_of_100_recordings(
    length_s: float, drift_ms: float, within_ms: tuple[float, float]
) -> None:
    draw = np.random.default_rng(7)
    held = 0.0
    for _ in range(2000):
        late_ms, lead_ms = draw.normal(0, 50), draw.normal(0, drift_ms / TWO_SIGMA)  # of middle and ends
        places = np.array([1.0, length_s - 2.0])
        true_ms = late_ms + lead_ms * (places - length_s / 2) / (length_s / 2)
        found = [
            clap(place, true + draw.normal(0, within / TWO_SIGMA), within)
            for place, true, within in zip(places, true_ms, within_ms, strict=True)
        ]
        read = corrected(told(length_s, drift_ms), found)
        moments = np.linspace(0, length_s, 101)
        lead = lead_ms * (moments - length_s / 2) / (length_s / 2)
        error_ms = (read.offset_s + read.rate * moments - moments) * 1e3 - late_ms - lead
        held += np.mean(np.abs(error_ms) <= read.uncertainty_s * 1e3)
    assert held >= 0.94 * 2000  # of moments, over 2000 recordings


def test_the_rate_of_arrivals_is_kept_where_they_tell_it_well() -> None:
    read = corrected(told(50, 0.5), [clap(1, 2, 4), clap(49, 0, 4)])
    assert (read.rate, round(read.late_s * 1e3, 6)) == (1.0, -1.0)
    assert read.uncertainty_s * 1e3 == pytest.approx(np.hypot(4 / np.sqrt(2), 0.5))


def test_the_rate_is_that_of_two_claps_where_arrivals_are_late_or_contradicted() -> None:
    late = corrected(told(50, 30), [clap(1, 2, 4), clap(49, 1, 4)])
    assert late.rate == pytest.approx(1 - 1e-3 / 48)
    contradicted = corrected(told(50, 0.5), [clap(1, 12, 4), clap(49, -12, 4)])
    assert contradicted.rate == pytest.approx(1 - 24e-3 / 48)


def test_one_clap_is_as_sure_as_it_and_the_rate_are() -> None:
    read = corrected(told(50, 3), [clap(0, 2, 4)])
    assert read.uncertainty_s * 1e3 == pytest.approx(np.hypot(4, 6))  # it lies at one end


def test_claps_that_disagree_are_off_by_that() -> None:
    assert mean_of([clap(1, 12, 1), clap(49, 2, 1)]) == pytest.approx((7e-3, 5e-3))


def test_two_claps_at_one_moment_tell_no_rate() -> None:
    read = corrected(told(50, 3), [clap(25, 2, 4), clap(25, 4, 4)])
    assert (read.rate, round(read.late_s * 1e3, 6)) == (1.0, -3.0)

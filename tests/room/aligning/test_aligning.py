"""Another recorder's file finds its place on the session's clock by its sound, or is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nao_sessions.core.errors import RecordError
from nao_sessions.record.folder import SessionFolder
from nao_sessions.room.sync.alignment import Alignment, align_recording
from tests.room.aligning.two_recorders import (
    RATE_HZ,
    heard,
    make_session,
    on_another_clock,
    starts_s,
    voices,
    write_sound,
)

LENGTH_S = 90.0
DRY = voices(LENGTH_S, seed=5)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> SessionFolder:
    """Give a session of a minute and a half, recorded by its own microphone."""
    return make_session(tmp_path_factory.mktemp("session"), heard(DRY, 1, noise=0.003, rings_s=0.3))


def error_ms(alignment: Alignment, offset_s: float, rate: float, length_s: float) -> float:
    """Give how far from the truth a file is read, wherever that is worst."""
    at_s = np.array([0.0, length_s])
    read_s = alignment.offset_ns / 1e9 + alignment.rate * at_s
    return float(np.abs(read_s - (offset_s + rate * at_s)).max() * 1e3)


@pytest.mark.parametrize(
    ("name", "offset_s", "rate", "length_s", "rate_hz"),
    [
        ("a.wav", 2.0, 1.0, 60.0, 16_000),
        ("a.wav", 31.7, 1.0002, 45.0, 44_100),
        ("a.wav", 20.0, 1 - 0.0002, 60.0, 8_000),
        ("a.mp3", -25.3, 1.0001, 80.0, 44_100),
        ("a.m4a", 12.34, 1.0, 70.0, 48_000),
    ],
)
def test_a_file_is_read_where_it_belongs_within_what_it_states(
    session: SessionFolder,
    tmp_path: Path,
    name: str,
    offset_s: float,
    rate: float,
    length_s: float,
    rate_hz: int,
) -> None:
    stranger = on_another_clock(DRY, offset_s, rate, length_s)
    samples = heard(stranger, 2, noise=0.01, rings_s=0.5, gain=0.3)
    write_sound(tmp_path / name, samples, rate_hz=rate_hz)
    found = align_recording(tmp_path / name, session.path)
    offset_s -= starts_s(tmp_path / name)
    assert error_ms(found, offset_s, rate, length_s) <= found.uncertainty_ms
    assert found.uncertainty_ms < 20
    assert found.verdict == "measured"


def test_what_is_known_of_the_session_only_roughly_is_an_estimate(tmp_path: Path) -> None:
    session = make_session(tmp_path, heard(DRY, 1, noise=0.003, rings_s=0.3), measured=False)
    write_sound(tmp_path / "a.wav", on_another_clock(DRY, 10.0, 1.0, 40.0))
    assert align_recording(tmp_path / "a.wav", session.path).verdict == "estimated"


@pytest.mark.parametrize("seed", range(11, 14))
def test_a_file_of_another_session_is_refused(session: SessionFolder, tmp_path: Path, seed: int) -> None:
    write_sound(tmp_path / "b.wav", heard(voices(60.0, seed=seed), seed, noise=0.003, rings_s=0.3))
    with pytest.raises(RecordError) as refused:
        align_recording(tmp_path / "b.wav", session.path)
    assert refused.value.code == "R143"


def test_a_file_with_a_part_missing_is_refused_and_says_from_where(
    session: SessionFolder, tmp_path: Path
) -> None:
    cut = np.concatenate([DRY[: 41 * RATE_HZ], DRY[46 * RATE_HZ :]])
    write_sound(tmp_path / "a.wav", heard(cut, 2, noise=0.003, rings_s=0.4))
    with pytest.raises(RecordError) as refused:
        align_recording(tmp_path / "a.wav", session.path)
    assert refused.value.code == "R144"
    assert "5.0 s off" in refused.value.sentence.en


def test_a_file_that_is_too_short_is_refused(session: SessionFolder, tmp_path: Path) -> None:
    write_sound(tmp_path / "a.wav", DRY[: 4 * RATE_HZ])
    with pytest.raises(RecordError) as refused:
        align_recording(tmp_path / "a.wav", session.path)
    assert refused.value.code == "R142"


def test_a_session_without_sound_has_nothing_to_compare_with(tmp_path: Path) -> None:
    session = make_session(tmp_path, heard(DRY, 1, noise=0.003, rings_s=0.3))
    session.sync.unlink()
    write_sound(tmp_path / "a.wav", DRY[: 40 * RATE_HZ])
    with pytest.raises(RecordError) as refused:
        align_recording(tmp_path / "a.wav", session.path)
    assert refused.value.code == "R141"

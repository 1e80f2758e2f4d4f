"""Every sound stands at its instant in the room's samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nao_simulator.room.sound import HUSH_LEVEL, RATE_HZ, Mixer, Recording, Tone

ORIGIN_NS = 7_000_000_000
QUIET = HUSH_LEVEL * 8


def heard(mixer: Mixer, seconds: float) -> np.ndarray:
    blocks = [mixer.block(start, 1024) for start in range(0, int(seconds * RATE_HZ), 1024)]
    return np.concatenate(blocks)


def first_loud(samples: np.ndarray, level: float = 0.01) -> int:
    return int(np.flatnonzero(np.abs(samples) > level)[0])


def sine(at_s: float, **changes: object) -> dict[str, object]:
    at_ns = ORIGIN_NS + round(at_s * 1e9)
    return {"sound": "sine", "id": 1, "at": at_ns, "frequency": 1000.0, "gain": 0.5, "seconds": 0.2} | changes


def test_an_empty_room_is_quiet_but_not_mute() -> None:
    samples = heard(Mixer(ORIGIN_NS, 1), 1.0)
    assert float(np.abs(samples).max()) < QUIET
    assert float(samples.std()) == pytest.approx(HUSH_LEVEL, rel=0.2)


def test_a_tone_starts_at_its_sample_and_ends_after_its_length() -> None:
    mixer = Mixer(ORIGIN_NS, 1)
    mixer.command(sine(0.25))
    samples = heard(mixer, 1.0)
    assert first_loud(samples) == pytest.approx(12_000, abs=6)
    assert float(np.abs(samples[12_000 + 9_600 :]).max()) < QUIET


def test_a_command_that_comes_late_has_lost_its_beginning_but_not_its_time() -> None:
    mixer = Mixer(ORIGIN_NS, 1)
    for start in range(0, 14_336, 1024):
        mixer.block(start, 1024)
    mixer.command(sine(0.25))
    rest = np.concatenate([mixer.block(start, 1024) for start in range(14_336, 48_000, 1024)])
    loud = np.flatnonzero(np.abs(rest) > 0.01)
    assert 14_336 + int(loud[-1]) == pytest.approx(12_000 + 9_600, abs=60)


def test_stop_cuts_the_sound_with_its_id_and_no_other() -> None:
    mixer = Mixer(ORIGIN_NS, 1)
    mixer.command(sine(0.0, id=1, seconds=0.8))
    mixer.command(sine(0.0, id=2, seconds=0.4, frequency=400.0))
    mixer.command({"sound": "stop", "id": 1, "at": ORIGIN_NS + 100_000_000})
    samples = heard(mixer, 1.0)
    assert float(np.abs(samples[6_000:19_000]).max()) == pytest.approx(0.5, abs=0.02)
    assert float(np.abs(samples[19_400:]).max()) < QUIET


def test_stop_without_an_id_cuts_all() -> None:
    mixer = Mixer(ORIGIN_NS, 1)
    mixer.command(sine(0.0, id=1, seconds=0.8))
    mixer.command(sine(0.0, id=2, seconds=0.8))
    mixer.command({"sound": "stop", "id": None, "at": ORIGIN_NS + 100_000_000})
    assert float(np.abs(heard(mixer, 1.0)[5_200:]).max()) < QUIET


def test_speech_of_22050_hz_is_heard_at_its_pitch_and_place(tmp_path: Path) -> None:
    turns = np.arange(22_050) / 22_050
    pcm = np.where(turns < 0.5, 0.0, np.sin(2 * np.pi * 500.0 * turns))
    (tmp_path / "speech.s16").write_bytes((pcm * 20_000).astype("<i2").tobytes())
    mixer = Mixer(ORIGIN_NS, 1)
    command = {"sound": "speech", "id": 3, "at": ORIGIN_NS + 100_000_000, "rate": 22_050, "gain": 1.0}
    mixer.command(command | {"pcm": str(tmp_path / "speech.s16")})
    samples = heard(mixer, 1.2)
    assert first_loud(samples, 0.05) == pytest.approx(4_800 + 24_000, abs=24)
    tone = samples[30_000:50_000]
    spectrum = np.abs(np.fft.rfft(tone * np.hanning(len(tone))))
    assert float(np.argmax(spectrum)) * RATE_HZ / len(tone) == pytest.approx(500.0, abs=2.5)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
def test_a_recording_keeps_its_length_and_its_loudness(rate_hz: int) -> None:
    pcm = np.sin(2 * np.pi * 440.0 * np.arange(rate_hz) / rate_hz).astype(np.float32)
    recording = Recording(pcm, rate_hz)
    samples = recording.samples(0, recording.length)
    expected = np.sin(2 * np.pi * 440.0 * np.arange(recording.length) / RATE_HZ)
    assert recording.length == RATE_HZ
    assert float(np.abs(samples[200:-200] - expected[200:-200]).max()) < 0.02


def test_a_tone_is_silent_outside_its_length() -> None:
    tone = Tone(1000.0, 0.01)
    assert tone.samples(-100, 100).tolist() == [0.0] * 100
    assert tone.samples(480, 100).tolist() == [0.0] * 100


def test_what_is_no_sound_is_refused() -> None:
    with pytest.raises(ValueError, match="no sound is called 'bell'"):
        Mixer(ORIGIN_NS, 1).command({"sound": "bell", "at": 0})

"""The end of a sentence is heard in the room's sound, or it is said why not.

The truth is where the synthesiser's last phoneme ends (question_speech.py), in rooms that are rendered
(question_rooms.py): no loudness is looked at for it. ``benchmarks/question_end.py`` is the same at length.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nao_sessions.room.sync.sync_file import HeardSound
from nao_sessions.room.voice.ending import EARLIEST_S, HOP_S, PLACES, Evidence, band_levels, endings
from nao_sessions.room.voice.latencies import EndInSound, Why, ends_of
from tests.room.voice.question_rooms import Rendering, render
from tests.room.voice.question_speech import FINAL, RATE_HZ, SECOND, THIRD, TUNING, Part, Voice, say

FRENCH, ENGLISH = Voice("espeak", "fr-ch", "fr", 150), Voice("espeak", "en", "en", 150)
LAST_CONSONANTS = (
    "Touche ma tête.", "Regarde les images.", "Dis-le encore une fois, doucement.", "Qui est triste ?",
    "Prends ton sac.", "C'est une robe.", "Où est la vache ?", "Montre-moi la rouge.", "Il y en a huit.",
    "C'est à toi !", "Où est la pomme ?", "Regarde le soleil.",
)  # fmt: skip
ENGLISH_ONES = (
    "Touch my head.", "Look at the images.", "Show me the cat.", "Where is the fish?", "Please stop.",
    "Is it red?", "Now say yes.", "Can you see the ball?", "It is your turn.", "Where is the bus?",
    "Try again.", "Who?",
)  # fmt: skip


def session(seed: int, voice: Voice = FRENCH, texts: tuple[str, ...] = LAST_CONSONANTS) -> Rendering:
    return render(voice, say(voice, texts), seed)


def sound_of(rendering: Rendering, folder: Path) -> HeardSound:
    rendering.write(folder / "room.wav")
    return HeardSound(
        "room.01", "room.wav", 0.0, 1.0, 0.0, measured=True, first_s=0.0, last_s=rendering.length_s
    )


def heard(rendering: Rendering, folder: Path) -> dict[str, EndInSound | Why]:
    return ends_of(folder, [one.sentence for one in rendering.asked], [sound_of(rendering, folder)])


def test_the_last_phoneme_ends_where_the_dry_sound_does() -> None:
    """Two witnesses of the truth: the engine's word, and its samples, which are zeros from there on."""
    for speech in (*say(FRENCH, LAST_CONSONANTS), *say(ENGLISH, ENGLISH_ONES)):
        last_s = (np.flatnonzero(np.abs(speech.samples) > 2e-4)[-1] + 1) / RATE_HZ
        assert last_s == pytest.approx(speech.end_s, abs=0.012), speech.text


def test_ends_lie_within_what_is_stated(tmp_path: Path) -> None:
    errors_ms, within, why = [], [], []
    for seed, voice, texts in (
        (1, FRENCH, LAST_CONSONANTS),
        (2, ENGLISH, ENGLISH_ONES),
        (3, FRENCH, LAST_CONSONANTS),
    ):
        rendering = session(seed, voice, texts)
        found = heard(rendering, tmp_path)
        for one in rendering.asked:
            end = found[one.sentence.action]
            if isinstance(end, EndInSound):
                errors_ms.append((end.end_s - one.end_s) * 1e3)
                within.append(abs(end.end_s - one.end_s) <= end.uncertainty_s)
            else:
                why.append(end)
    assert len(errors_ms) >= 24, why
    assert np.mean(within) >= 0.85  # of 24, 95 in 100 are fewer once in 1,000 samples
    assert abs(float(np.median(errors_ms))) < 10.0
    assert float(np.quantile(np.abs(errors_ms), 0.9)) < 50.0


@pytest.mark.parametrize(
    "text", ["Touche ma tête.", "Regarde les images.", "Prends ton sac.", "Où est la vache ?"]
)
def test_a_last_consonant_is_part_of_the_sentence(text: str, tmp_path: Path) -> None:
    """The last 90 to 100 ms of such a sentence are 20 dB and more under its loud parts."""
    errors_ms = []
    for seed in (11, 12):
        rendering = session(seed, texts=(text,) * 6)
        found = heard(rendering, tmp_path)
        ends = ((found[one.sentence.action], one.end_s) for one in rendering.asked)
        errors_ms += [(end.end_s - true_s) * 1e3 for end, true_s in ends if isinstance(end, EndInSound)]
    assert len(errors_ms) >= 6
    assert abs(float(np.median(errors_ms))) < 25.0


def test_a_child_who_speaks_on_and_on_hides_the_end(tmp_path: Path) -> None:
    rendering = session(2)
    loud = float(np.abs(rendering.samples).max())
    child = say(
        Voice("espeak", "fr+f1", "fr", 150), ["Moi je sais, moi je sais, c'est le chat qui est là-bas !"]
    )[0]
    samples = rendering.samples.copy()
    asked = rendering.asked[4]
    first = round((asked.end_s - 0.8) * RATE_HZ)
    samples[first : first + len(child.samples)] += child.samples / np.abs(child.samples).max() * 3 * loud
    before = heard(rendering, tmp_path)[asked.sentence.action]
    after = heard(replace(rendering, samples=samples), tmp_path)[asked.sentence.action]
    assert isinstance(before, EndInSound)
    if isinstance(after, EndInSound):
        assert after.uncertainty_s > before.uncertainty_s
        assert abs(after.end_s - asked.end_s) <= after.uncertainty_s
    else:
        assert after == "unclear"


def test_a_voice_lost_in_noise_is_not_measured(tmp_path: Path) -> None:
    rendering = session(2)
    noise = np.random.default_rng(1).normal(0, 40 * float(rendering.samples.std()), len(rendering.samples))
    found = heard(replace(rendering, samples=rendering.samples + noise), tmp_path)
    assert set(found.values()) == {"too_quiet"}


def test_without_a_clap_or_a_recording_nothing_is_measured(tmp_path: Path) -> None:
    rendering = session(2)
    sound = sound_of(rendering, tmp_path)
    sentences = [one.sentence for one in rendering.asked]
    unsure = replace(sound, uncertainty_s=0.04, measured=False, last_s=sentences[0].done_ns / 1e9 + 0.1)
    found = ends_of(tmp_path, sentences, [unsure])
    assert (found["a0"], found["a1"]) == ("no_clap", "no_recording")


def test_the_sounds_own_uncertainty_is_in_what_is_stated(tmp_path: Path) -> None:
    rendering = session(2)
    sentences = [one.sentence for one in rendering.asked]
    sound = sound_of(rendering, tmp_path)
    sure, unsure = (ends_of(tmp_path, sentences, [replace(sound, uncertainty_s=u)]) for u in (0.0, 0.05))
    pairs = [(sure[name], unsure[name]) for name in sure]
    assert any(isinstance(a, EndInSound) for a, _ in pairs)
    for a, b in pairs:
        if isinstance(a, EndInSound):
            assert isinstance(b, EndInSound)
            assert b.uncertainty_s == pytest.approx(float(np.hypot(a.uncertainty_s, 0.05)))


def sharp(beside_s: float, spread_s: float) -> np.ndarray:
    """Return a likelihood around a place beside the robot's word."""
    at_s = EARLIEST_S + np.arange(PLACES) * HOP_S
    likely = np.exp(-0.5 * ((at_s - beside_s) / spread_s) ** 2)
    return np.asarray(likely / likely.sum())


def test_a_sentence_that_tells_nothing_ends_where_the_others_do_beside_the_robots_word() -> None:
    flat = np.full(PLACES, 1 / PLACES)
    clear = [Evidence(10.0 * n + EARLIEST_S, sharp(-0.12, 0.006), "vowel") for n in range(10)]
    alone, hidden = endings([Evidence(200.0 + EARLIEST_S, flat, "vowel")])[0], endings(
        [*clear, Evidence(200.0 + EARLIEST_S, flat, "vowel")]
    )[-1]  # fmt: skip
    assert hidden.end_s == pytest.approx(199.88, abs=0.01)
    assert hidden.uncertainty_s < 0.6 * alone.uncertainty_s


def test_a_sentence_that_tells_its_end_is_believed_against_the_others() -> None:
    clear = [Evidence(10.0 * n + EARLIEST_S, sharp(-0.12, 0.006), "vowel") for n in range(10)]
    astray = endings([*clear, Evidence(200.0 + EARLIEST_S, sharp(-0.4, 0.006), "vowel")])[-1]
    assert astray.end_s == pytest.approx(199.6, abs=0.01)
    assert endings([]) == []


def test_loudness_is_that_of_the_band_a_sound_is_in() -> None:
    at_s = np.arange(RATE_HZ) / RATE_HZ
    for pitch_hz, band in ((220.0, 0), (1200.0, 3), (6000.0, 7)):
        level = band_levels(np.sin(2 * np.pi * pitch_hz * at_s).astype(np.float32), RATE_HZ, 5.0)
        assert set(level.between(5.2, 5.8).argmax(axis=1)) == {band}
        assert level.at_s[0] == 5.0


@pytest.mark.parametrize("fitted", [TUNING, SECOND, THIRD], ids=["tuning", "second", "third"])
def test_what_was_fitted_shares_no_sentence_and_no_voice_of_espeak_with_the_final_judgement(
    fitted: Part,
) -> None:
    for language in ("fr", "en"):
        assert not set(fitted.sentences(language)) & set(FINAL.sentences(language))
        assert not set(fitted.words[language]) & set(FINAL.words[language])
    names = [{one.name for one in part.voices if one.engine == "espeak"} for part in (fitted, FINAL)]
    assert not names[0] & names[1]
    assert fitted.seed != FINAL.seed

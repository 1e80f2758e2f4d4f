"""Fit what tells the end of a question: the network of room/voice/ending.py, the factors of its uncertainty.

Sessions are rendered with the sentences, voices and seeds of ``TUNING``, ``SECOND`` and ``THIRD``
(tests/room/voice/question_sentences.yaml), which share no sentence with the final judgement. The network is
fitted by its likelihood of the true place (Adam). The factors come from what it was not fitted to: six times
a sixth of espeak-ng's voices and of the other engines' sessions is left out and heard; of each kind of last
sound, 96 in 100 of those ends lie within what is stated times its factor: one more than is stated, since
voices and words that were not fitted with were covered that much less each time. Seeded: the same machine
writes the same file.

    python benchmarks/question_end_fitting.py [SESSIONS [EPOCHS]]   # writes room/voice/ending.npz
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.room.voice import ending
from nao_sessions.room.voice.ending import (
    AFTER_S,
    BEFORE_S,
    FINAL_SOUNDS,
    HOP_S,
    PLACES,
    EndingNetwork,
    Evidence,
    FinalSound,
    NetworkInput,
    SpectralLevel,
    band_levels,
    endings,
    final_sound,
)
from tests.room.voice.question_rooms import NOISES_DB, render
from tests.room.voice.question_speech import RATE_HZ, SECOND, THIRD, TUNING, Voice, say

WEIGHTS = Path(ending.__file__).with_name("ending.npz")
SENTENCES, FOLDS = 12, 6
FIRST_OF_SECOND, FIRST_OF_THIRD = 800, 1200
"""Sessions from these on are of ``SECOND`` and ``THIRD``."""
QUIET_ROOMS_DB = 15.0, 60.0
"""How far the noise of ``THIRD`` is under the voice: also in rooms that are quieter than those that judge."""
LAYERS = 64, 32
BATCH, RATE, DECAY = 16, 3e-3, 1e-4
NEAR, EVERY = 12, 4
"""Places near the true one are all looked at, of the others one in four, which counts for four."""
COVERED = ending.COVERAGE + 0.01
UNKNOWN = 0.2
"""How often a sentence is shown as if its last sound were not known."""


@dataclass(frozen=True)
class Heard:
    """A sentence of a rendered session."""

    session: int
    voice: tuple[str, str]
    level: SpectralLevel
    asked_s: float
    done_s: float
    end_s: float
    guess: FinalSound | None
    final: str
    child_after_s: float | None
    room_s: float


def rendered(number: int) -> list[Heard]:
    """Render a session for tuning: languages in turns, a language's engines alike often, and their voices."""
    part, noises_db = TUNING, NOISES_DB
    if number >= FIRST_OF_THIRD:
        part, noises_db = THIRD, QUIET_ROOMS_DB
    elif number >= FIRST_OF_SECOND:
        part = SECOND
    draw = np.random.default_rng([part.seed, number])
    language = ("fr", "en")[number % 2]
    voices = [one for one in part.voices if one.language == language]
    engine = draw.choice(sorted({one.engine for one in voices}))
    voice: Voice = draw.choice([one for one in voices if one.engine == engine])  # type: ignore[arg-type]
    texts = [str(one) for one in draw.choice(part.sentences(language), SENTENCES, replace=False)]
    session = render(voice, say(voice, texts), part.seed + number, noises_db)
    samples = session.samples
    if draw.random() < 0.12:  # as a telephone, or a camera that saves, keeps it
        spectrum = np.fft.rfft(samples)
        spectrum[np.fft.rfftfreq(len(samples), 1 / RATE_HZ) > draw.choice((3500.0, 5500.0))] = 0
        samples = np.fft.irfft(spectrum, len(samples))
    found = []
    for one in session.asked:
        asked_s, done_s = one.sentence.asked_ns / 1e9, one.sentence.done_ns / 1e9
        first, last = round(max(0.0, asked_s - BEFORE_S) * RATE_HZ), round((done_s + AFTER_S) * RATE_HZ)
        level = band_levels(samples[first:last].astype(np.float32), RATE_HZ, first / RATE_HZ)
        level = replace(level, db=level.db.astype(np.float32))
        guess = final_sound(one.sentence.text, language)
        found.append(Heard(number, (voice.engine, voice.name), level, asked_s, done_s, one.end_s, guess,
                           one.final, one.child_after_s, session.room_s))  # fmt: skip
    return found


def fit(heard: Sequence[Heard], epochs: int, seed: int) -> EndingNetwork:
    """Return the network that makes the true places most likely."""
    rng = np.random.default_rng(seed)
    bands = heard[0].level.db.shape[1]
    one, two = LAYERS
    moments, kinds = len(ending.AROUND_S) * bands, 2 * bands + len(FINAL_SOUNDS)
    shapes = ((moments, one), (kinds, one), (one,), (one, two), (two,), (two,))
    scale = (moments**-0.5, 0.3, 0.0, one**-0.5, 0.0, two**-0.5)
    weights = [rng.normal(0, 1, shape) * size for shape, size in zip(shapes, scale, strict=True)]
    weights = [weight.astype(np.float32) for weight in weights]
    mean, square = (
        [np.zeros_like(weight) for weight in weights],
        [np.zeros_like(weight) for weight in weights],
    )
    views = [(one, ending.view_of(one.level, one.asked_s, one.done_s, one.guess)) for one in heard]
    shown = [
        (one, replace(view, above=view.above.astype(np.float32)))
        for one, view in views
        if isinstance(view, NetworkInput)
    ]
    steps, step = epochs * (len(shown) // BATCH), 0
    for epoch in range(epochs):
        order, total = rng.permutation(len(shown)), 0.0
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = [_example(*shown[n], rng) for n in order[start : start + BATCH]]
            loss, gradients = _gradients(weights, batch)
            total += loss
            step += 1
            rate = RATE * (0.5 + 0.5 * np.cos(np.pi * step / steps)) + 1e-5
            for n, gradient in enumerate(gradients):
                gradient = gradient + DECAY * weights[n] * (weights[n].ndim == 2)
                mean[n] += 0.1 * (gradient - mean[n])
                square[n] += 0.001 * (gradient**2 - square[n])
                size = np.sqrt(square[n] / (1 - 0.999**step)) + 1e-8
                weights[n] -= rate * (mean[n] / (1 - 0.9**step)) / size
        print(f"epoch {epoch}: {total / (len(order) // BATCH):.3f}", flush=True)
    return EndingNetwork(
        *(weight.astype(np.float64) for weight in weights), factors=np.ones(len(FINAL_SOUNDS) + 1)
    )


Example = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _example(one: Heard, view: NetworkInput, rng: np.random.Generator) -> Example:
    """Return what the network is shown, the true place being anywhere: places, sentence, target, offsets."""
    true = (one.end_s - float(one.level.at_s[0])) / HOP_S
    first = round(true - rng.uniform(0.12, 0.97) * (PLACES - 1))
    place = true - first
    near = np.abs(np.arange(PLACES) - place) <= NEAR
    looked = np.flatnonzero(near | (np.arange(PLACES) % EVERY == rng.integers(EVERY)))
    sentence = view.sentence.astype(np.float32)
    if rng.random() < UNKNOWN:
        sentence[-len(FINAL_SOUNDS) :] = 0.0
    target = np.maximum(0.0, 1 - np.abs(looked - place)).astype(np.float32)
    offset = np.where(near[looked], 0.0, np.log(EVERY)).astype(np.float32)
    return view.around(first + looked), sentence, target, offset


def _gradients(weights: list[np.ndarray], batch: list[Example]) -> tuple[float, list[np.ndarray]]:
    """Return the mean loss of some sentences, and its slope by each weight."""
    place_w, sentence_w, first_b, hidden_w, second_b, out_w = weights
    sizes = [len(one[0]) for one in batch]
    owner = np.repeat(np.arange(len(batch)), sizes)
    places, sentences = np.concatenate([one[0] for one in batch]), np.stack([one[1] for one in batch])
    one = np.tanh(places @ place_w + (sentences @ sentence_w + first_b)[owner])
    two = np.tanh(one @ hidden_w + second_b)
    score = two @ out_w + np.concatenate([b[3] for b in batch])
    slope, loss = np.empty_like(score), 0.0
    for n, (_, _, target, _) in enumerate(batch):
        mine = owner == n
        likely = np.exp(score[mine] - score[mine].max())
        likely /= likely.sum()
        loss -= float((target * np.log(likely + 1e-12)).sum()) / len(batch)
        slope[mine] = (likely * target.sum() - target) / len(batch)
    d_two = slope[:, None] * out_w * (1 - two**2)
    d_one = (d_two @ hidden_w.T) * (1 - one**2)
    by_sentence = np.stack([d_one[owner == n].sum(axis=0) for n in range(len(batch))])
    first = [places.T @ d_one, sentences.T @ by_sentence, d_one.sum(axis=0)]
    return loss, [*first, one.T @ d_two, d_two.sum(axis=0), two.T @ slope]


Judged = tuple[Heard, float, float]
"""A sentence, how far off its end was found, and what was stated, in seconds."""


def judged(heard: Sequence[Heard], network: EndingNetwork) -> list[Judged]:
    """Have the ends of sentences found by a network, session by session."""
    by_session = defaultdict(list)
    for one in heard:
        evidence = ending.listen(one.level, one.asked_s, one.done_s, one.guess, network)
        if isinstance(evidence, Evidence):
            by_session[one.session].append((one, evidence))
    return [
        (one, found.end_s - one.end_s, found.uncertainty_s)
        for session in by_session.values()
        for (one, _), found in zip(session, endings([e for _, e in session], network), strict=True)
    ]


def factors_of(results: Sequence[Judged]) -> np.ndarray:
    """Return by what each kind's uncertainty is multiplied for ``COVERED`` ends to lie within it.

    Ends that are too unsure to be stated do not count.
    """
    stated = [one for one in results if one[2] <= ending.MOST_UNSURE_S]
    ratio = np.array([abs(error) / spread for _, error, spread in stated])
    kinds = np.array([FINAL_SOUNDS.index(one.guess) if one.guess else -1 for one, _, _ in stated])
    whole = float(np.quantile(ratio, COVERED))
    found = [ratio[kinds == n] for n in range(len(FINAL_SOUNDS))]
    return np.array(
        [float(np.quantile(one, COVERED)) if len(one) >= 100 else whole for one in found] + [whole]
    )


def _fold(told: tuple[Sequence[Heard], int | None, int]) -> tuple[EndingNetwork, list[Judged]]:
    """Fit without a sixth of the sentences, and hear that; or with all of them."""
    heard, left_out, epochs = told
    if left_out is None:
        return fit(heard, epochs, 0), []
    sixths = _sixths(heard)
    network = fit([one for one in heard if sixths[one.session] != left_out], epochs, 1 + left_out)
    return network, judged([one for one in heard if sixths[one.session] == left_out], network)


def _sixths(heard: Sequence[Heard]) -> dict[int, int]:
    """Return the sixth that each session is in: by its voice, or by itself where voices are few."""
    voices = sorted({one.voice for one in heard if one.voice[0] == "espeak"})
    return {
        one.session: (voices.index(one.voice) if one.voice in voices else one.session // 2) % FOLDS
        for one in heard
    }


def main(sessions: int, epochs: int) -> None:
    """Render, fit, and write."""
    with Pool(2) as pool:
        heard = [one for session in pool.map(rendered, range(sessions), chunksize=4) for one in session]
    fit_all(heard, epochs)


def fit_all(heard: Sequence[Heard], epochs: int) -> None:
    """Fit to all voices, and its factors to those left out in turns; write both, and print how these did."""
    with Pool(2) as pool:
        fitted = pool.map(
            _fold, [(heard, left_out, epochs) for left_out in (None, *range(FOLDS))], chunksize=1
        )
    results = [one for _, judged_ones in fitted[1:] for one in judged_ones]
    network = replace(fitted[0][0], factors=factors_of(results))
    np.savez_compressed(
        WEIGHTS, **{name: getattr(network, name).astype(np.float32) for name in EndingNetwork.__slots__}
    )
    print("factors", np.round(network.factors, 2))
    for most_s in (ending.MEASURED_S, ending.MOST_UNSURE_S):
        errors = [
            abs(error) for one, error, spread in results if spread * network.factor(one.guess) <= most_s
        ]
        print(
            f"left out and heard, stated ±{most_s * 1e3:.0f} ms or less: {len(errors)} of {len(heard)}, "
            f"p95 of the error {np.quantile(errors, 0.95) * 1e3:.1f} ms"
        )


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [1600, 15][len(given) :]))

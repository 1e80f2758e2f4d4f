"""When a sentence of Nao's ended, heard in a recording: where its last phoneme ends, and how sure that is.

The method, stated. Loudness above the room's own is taken in eight bands, every 5 ms. A small network says
of each moment near the robot's *done* how likely the sentence ends there, from the 0.65 s around it and
from the kind of sound the sentence ends with. It was fitted to sentences of speech synthesisers in rendered
rooms, whose ends are known to the sample (benchmarks/question_end_fitting.py). The robot's word lies as far
from the end in one sentence of a session as in the others, but for a spread: both are taken from all
sentences (Bayes' rule on a grid), and what they say of a sentence is multiplied with what its own sound
says. The end is the median of that, and the uncertainty holds 95 % of it, times a factor for each kind of
last sound, so that 95 in 100 ends lie within it (benchmarks/question_end.py).

The kind of sound a sentence ends with, read from its last letters: what its end looks like depends on it.
French and English have silent letters: a table of endings by language, the first that fits, and words that go
against it. Where the table does not know, there is no answer, and an end is stated as less sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.sync.clap.chance import Samples, Seconds

FinalSound = Literal[
    "vowel", "nasal vowel", "nasal", "liquid",
    "voiced fricative", "voiceless fricative", "voiced plosive", "voiceless plosive",
]  # fmt: skip
FINAL_SOUNDS: tuple[FinalSound, ...] = get_args(FinalSound)

_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
LONGEST_END = 16
"""The number of a word's last letters from which its last sound is read."""

_WORD = re.compile(r"[^\W\d_]+")

_RULES: dict[str, tuple[tuple[str, FinalSound], ...]] = {
    "fr": (
        (r"^(six|dix|tous|plus|fils|ours|os|bus|sens|as|jadis|cactus|vis|tennis|virus|hélas|maïs|mars)$",
         "voiceless fricative"),
        (r"^(gaz|quiz)$", "voiced fricative"),
        (r"^(sept|huit|net|but|brut|août|est|ouest|dot|stop|cap|coq|cinq|club|rap|cep)$|[aeiou]ct$",
         "voiceless plosive"),
        (r"^(club|snob|toubib|sud|zigzag)$", "voiced plosive"),
        (r"^(mer|hiver|fer|fier|cher|ver|hier|amer|enfer|cuiller|super)$", "liquid"),
        (r"^(tabac|estomac|porc|clef|nerf|outil|fusil|gentil|sourcil|persil)$", "vowel"),
        (r"^(le|de|te|me|ne|ce|se|je|que|les|des|tes|mes|ces|ses)$", "vowel"),
        (r"^(album|forum|rhum|film|islam)$", "nasal"),
        (r"[aeiouéy][nm](s|t|d|ds|g|gs|c|cs|p|ps)?$", "nasal vowel"),
        (r"[aeiouéèê](il|ils|ille|illes)$|[^v]illes?$", "liquid"),
        (r"(qu)es?$", "voiceless plosive"),
        (r"(gu)es?$", "voiced plosive"),
        (rf"[{_VOWELS}](e|es)$", "vowel"),
        (r"(er|ez|ers)$", "vowel"),
        (r"(gn|n|m)es?$", "nasal"),
        (r"(l|r)es?$", "liquid"),
        (r"(ch|ss|c|ç|f|ph)es?$|[^aeiouyéèêàâîôû]ses?$|[aeiouy]xes?$|(f|ff)s?$|sh$", "voiceless fricative"),
        (r"(s|z|v|ge|g)es?$|ges?$", "voiced fricative"),
        (r"(t|p|k|cc)es?$|[^n]cs?$|[qk]s?$", "voiceless plosive"),
        (r"(d|b)es?$", "voiced plosive"),
        (r"[lr][sdtpx]*$", "liquid"),
        (rf"[{_VOWELS}][sxtdpz]*$", "vowel"),
    ),
    "en": (
        (r"^(the|me|he|she|be|we)$", "vowel"),
        (r"^(of|is|was|has|his|as|these|those|with)$", "voiced fricative"),
        (r"(laugh|enough|cough|rough|tough)$", "voiceless fricative"),
        (r"nge$", "voiced fricative"),
        (r"(m|n|ng|mb|mn|gn)e?$", "nasal"),
        (r"(igh|ough|augh|eigh)$", "vowel"),
        (r"(th|ff?|fe|ss|ce|sh|ch|x|ph|gh|us|rse|nse|[ptkf]s|[ptk]es)$|^(this|yes|house|mouse|goose|geese|case|base|chase)$",
         "voiceless fricative"),
        (r"(ve|ze|z|zz|ge|the|se|[bdglmnrvwy]s|[aeiou]s)$", "voiced fricative"),
        (r"(ck|[ptk]|[ptk]e|que|c)$", "voiceless plosive"),
        (r"[bdg]e?$", "voiced plosive"),
        (r"(ll?|l?le|re?|rr)$", "liquid"),
        (r"[aeiouywh]+$", "vowel"),
    ),
}  # fmt: skip
"""For each language, patterns on the last word in lower case and the sound they mean; the first that fits."""


def final_sound(text: str, language: str) -> FinalSound | None:
    """Return the kind of a sentence's last sound; None for a name, a number, or what no rule fits."""
    rules = _RULES.get(language[:2], ())
    words = _WORD.findall(text.lower())
    if not words or re.search(r"[\d}][^\w}]*$", text):
        return None
    return next((sound for pattern, sound in rules if re.search(pattern, words[-1][-LONGEST_END:])), None)


# How loud a recording is, moment by moment, in bands from a hum to a hiss.
#
# Nothing here knows what was said, or when.

Levels = NDArray[np.float64]

EDGES_HZ = (150, 300, 600, 1000, 1600, 2500, 3600, 5200, 7600)
"""Between them lie the bands: a vowel is loud in the low ones, a *t* or an *s* in the high ones."""

HOP_S = 0.005
FRAME_S = 0.02
SILENCE = 1e-12


@dataclass(frozen=True, slots=True)
class SpectralLevel:
    """Loudness: ``db``, shape (frames, bands), at ``at_s``, the middles of the frames."""

    at_s: Seconds
    db: Levels

    def between(self, first_s: float, last_s: float) -> Levels:
        """Return the levels between two times in seconds."""
        return self.db[(self.at_s >= first_s) & (self.at_s <= last_s)]


def band_levels(samples: Samples, rate_hz: int, begins_s: float) -> SpectralLevel:
    """Return the loudness of some sound in each band.

    Args:
        samples: mono sound, shape (samples,).
        rate_hz: samples a second.
        begins_s: when the first sample is, on any clock.
    """
    width, hop = round(FRAME_S * rate_hz), round(HOP_S * rate_hz)
    padded = np.pad(samples.astype(np.float64), width // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, width)[::hop]
    power = np.abs(np.fft.rfft(frames * np.hanning(width), axis=1)) ** 2 / width**2
    pitch = np.fft.rfftfreq(width, 1 / rate_hz)
    bands = [power[:, (pitch >= low) & (pitch < high)].sum(axis=1) for low, high in pairwise(EDGES_HZ)]
    at_s = begins_s + np.arange(len(frames)) * hop / rate_hz
    return SpectralLevel(at_s, 10 * np.log10(np.maximum(np.stack(bands, axis=1), SILENCE)))


Array = NDArray[np.float64]

BEFORE_S, AFTER_S = 0.5, 1.5
"""The seconds of sound read before the sentence was asked for, and after the robot said that it was done."""
FIRST_SOUND_S = 0.15
"""Less than the time from the call to Nao's first sound (protocol/timing: 200 ms)."""
EARLIEST_S, LATEST_S = -0.9, 0.3
"""The first and the last place of a sentence's end, in seconds after the robot's *done*."""
PLACES = round((LATEST_S - EARLIEST_S) / HOP_S) + 1
COVERAGE = 0.95
"""The share of ends that lie within the stated uncertainty."""

QUIET = 0.1
"""The quantile of the moments that is taken for the room's own loudness, in each band."""
DEPTH_DB = 60.0
"""What is further than this under the voice's loudest band is the room: no rendered one was quieter."""
AROUND_S = (
    -0.3, -0.24, -0.19, -0.15, -0.12, -0.09, -0.07, -0.05, -0.035, -0.02, -0.01, 0.0,
    0.01, 0.02, 0.035, 0.05, 0.07, 0.09, 0.12, 0.16, 0.21, 0.27, 0.35,
)  # fmt: skip
"""The moments around a place that the network is shown."""
LEAST_LOUD_DB = 12.0
"""A voice that is louder than the room by less, in every band, is lost in it."""
MEASURED_S = 0.04
"""An end in the sound is *measured* where what is stated is no more than this, else *estimated*."""
MOST_UNSURE_S = 0.12
"""An end that is less sure than this is not stated: about half a syllable."""
SPREADS_S = (0.005, 0.008, 0.012, 0.018, 0.027, 0.04, 0.06, 0.09)
"""How much the robot's *done* may differ from sentence to sentence, each as likely."""
ASTRAY = 0.05
"""The share of sentences in which the robot's *done* may lie anywhere."""

FALL_S, FALL_ABOVE, QUICKEST = 0.05, 0.3, 0.99
"""A fall of loudness is measured over the first, while the second is left above the room's noise (6 dB, in
parts of 20); the quickest one in 100, which may be a flicker, is passed over (the third)."""
Refused = Literal["no_sound", "too_quiet", "unclear"]
"""Why an end is not measured: nothing was recorded there; the sentence is hardly louder than the room; its
end cannot be told, since somebody speaks over it, or the room rings on."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the sound alone says of a sentence's end: ``likelihood`` of each place, shape (PLACES,), sum 1.

    The first place is at ``first_s``, ``EARLIEST_S`` beside the robot's word but for half a hop.
    """

    first_s: float
    likelihood: Array
    final: FinalSound | None


@dataclass(frozen=True, slots=True)
class SentenceEnd:
    """The end of a sentence on the clock of its ``SpectralLevel``; 95 in 100 lie within ``uncertainty_s``."""

    end_s: float
    uncertainty_s: float


def listen(
    level: SpectralLevel,
    asked_s: float,
    done_s: float,
    final: FinalSound | None,
    fitted: EndingNetwork | None = None,
) -> Evidence | Refused:
    """Return the evidence in the sound for where a sentence ends, or why there is none.

    Args:
        level: from ``BEFORE_S`` before it was asked for to ``AFTER_S`` after it was done.
        asked_s: when Nao was told to say it.
        done_s: when the robot said that it was said.
        final: the kind of its last sound, None where the text does not tell.
        fitted: another network than the one that was fitted last.
    """
    view = view_of(level, asked_s, done_s, final)
    if isinstance(view, str):
        return view
    begins_s = float(level.at_s[0])
    first = round((done_s + EARLIEST_S - begins_s) / HOP_S)
    likelihood = (fitted or network()).likelihood(view.around(first + np.arange(PLACES)), view.sentence)
    return Evidence(begins_s + first * HOP_S, likelihood, final)


@dataclass(frozen=True, slots=True)
class NetworkInput:
    """The input of the network for a sentence, in parts of 20 dB.

    ``above`` is how far each moment is above the room's own loudness, shape (frames, bands); ``sentence`` how
    loud it is in each band, how quickly sounds fall there, and the kind of its last sound.
    """

    above: Array
    sentence: Array

    def around(self, frames: NDArray[np.intp]) -> Array:
        """Return the levels around some frames, shape (frames, moments x bands)."""
        around = frames[:, None] + np.round(np.array(AROUND_S) / HOP_S).astype(int)
        return np.asarray(self.above[np.clip(around, 0, len(self.above) - 1)].reshape(len(frames), -1))


def view_of(
    level: SpectralLevel, asked_s: float, done_s: float, final: FinalSound | None
) -> NetworkInput | Literal["no_sound", "too_quiet"]:
    """Return the input of the network for a sentence, or why the sound gives none."""
    said = level.between(asked_s + FIRST_SOUND_S, done_s)
    if not len(said) or float(level.db.max()) <= -110.0:
        return "no_sound"
    noise = np.quantile(level.db, QUIET, axis=0)
    heard = np.quantile(said, 0.9, axis=0)
    noise = np.maximum(noise, float(heard.max()) - DEPTH_DB)
    loud = np.maximum(heard - noise, 0.0)
    if float(loud.max()) < LEAST_LOUD_DB:
        return "too_quiet"
    above = np.maximum(level.db - noise, 0.0) / 20
    kind = [float(final == one) for one in FINAL_SOUNDS]
    return NetworkInput(above, np.concatenate([loud / 20, _quickest_falls(above), kind]))


def _quickest_falls(above: Array) -> Array:
    """Return by how much each band falls in ``FALL_S`` where it falls quickest, shape (bands,).

    Nothing falls more quickly than the room lets it: it tells how long the room rings.
    """
    lag = round(FALL_S / HOP_S)
    falls = above[:-lag] - above[lag:]
    falls[above[lag:] <= FALL_ABOVE] = 0.0
    return np.asarray(np.quantile(falls, QUICKEST, axis=0))


@dataclass(frozen=True, slots=True)
class EndingNetwork:
    """The fitted network: two layers of tanh over each place, the sentence's numbers added to the first."""

    place: Array
    sentence: Array
    first: Array
    hidden: Array
    second: Array
    out: Array
    factors: Array
    """The factors of a stated uncertainty: for each of ``FINAL_SOUNDS``, and last where none is known."""

    def likelihood(self, places: Array, sentence: Array) -> Array:
        """Return how likely a sentence ends at each place, shape (PLACES,), sum 1."""
        one = np.tanh(places @ self.place + sentence @ self.sentence + self.first)
        score = np.tanh(one @ self.hidden + self.second) @ self.out
        likely = np.exp(score - score.max())
        return np.asarray(likely / likely.sum())

    def factor(self, final: FinalSound | None) -> float:
        """Return the factor by which the uncertainty of an end is multiplied."""
        return float(self.factors[len(FINAL_SOUNDS) if final is None else FINAL_SOUNDS.index(final)])


@cache
def network() -> EndingNetwork:
    """Return the network with its fitted weights, read from ``ending.npz``."""
    with np.load(Path(__file__).with_name("ending.npz")) as file:
        return EndingNetwork(**{name: file[name].astype(np.float64) for name in EndingNetwork.__slots__})


def endings(heard: Sequence[Evidence], fitted: EndingNetwork | None = None) -> list[SentenceEnd]:
    """Return when each sentence of one recording ended, by its own sound and by that of all the others."""
    if not heard:
        return []
    likelihood = np.stack([one.likelihood for one in heard])
    at_s = np.arange(PLACES) * HOP_S
    likely = likelihood * _by_the_robot(likelihood)
    likely /= likely.sum(axis=1, keepdims=True)
    found = []
    for one, share in zip(heard, likely, strict=True):
        median_s = float(np.interp(0.5, np.cumsum(share), at_s + HOP_S / 2))
        off_s = np.abs(at_s - median_s)
        order = np.argsort(off_s)
        within = int(np.searchsorted(np.cumsum(share[order]), COVERAGE))
        spread_s = float(off_s[order][min(within, PLACES - 1)]) + HOP_S / 2
        found.append(SentenceEnd(one.first_s + median_s, spread_s * (fitted or network()).factor(one.final)))
    return found


def _by_the_robot(likelihood: Array) -> Array:
    """Return how likely each place is by the robot's word and the other sentences, same shape."""
    step = np.arange(PLACES)[:, None] - np.arange(PLACES)
    usual = np.exp(-0.5 * (step * HOP_S / np.array(SPREADS_S)[:, None, None]) ** 2)
    usual = (1 - ASTRAY) * usual / usual.sum(axis=2, keepdims=True) + ASTRAY / PLACES
    # how well a usual place and a spread explain each sentence: (sentences, spreads, usual places)
    explained = np.log(np.einsum("np,sup->nsu", likelihood, usual))
    others = explained.sum(axis=0) - explained
    weight = np.exp(others - others.max(axis=(1, 2), keepdims=True))
    weight /= weight.sum(axis=(1, 2), keepdims=True)
    return np.asarray(np.einsum("nsu,sup->np", weight, usual))

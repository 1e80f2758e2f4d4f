"""Where a first name is heard: Nao's sentences that had a place for one, in the time of a recording's sound.

Nobody listens for names: the log knows which sentences held one. What a child or an adult says is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nao_sessions.analysis.tables.source import Film, SessionSource
from nao_sessions.analysis.tables.spans import endings
from nao_sessions.core.clock import MILLISECOND_NS

PLACE = re.compile(r"\{[^{}]*\}")
"""What stands in the log's sentences in the place of first names: `Pseudonyms.fill` says which there are."""
MARGIN_MS = 200.0
"""Hidden around each sentence, beside what its time is uncertain by: Nao may speak on when it is done."""
UNKNOWN_LAG_MS = 500.0
"""How far sound is taken to lie from its picture where nobody measured that: our own reading."""
TONE_HZ, TONE_LEVEL = 1000.0, 0.1

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class HiddenSound:
    """What of a recording's sound is hidden: spans in its own seconds, or all of it."""

    spans: tuple[tuple[float, float], ...] = ()
    everything: bool = False

    def within(self, first_s: float, last_s: float) -> bool:
        """Return whether any sound between two times, in seconds of the recording, is hidden."""
        return self.everything or any(start < last_s and stop > first_s for start, stop in self.spans)


def sentences_with_names(source: SessionSource) -> list[tuple[int, int]]:
    """Return the spans in session ns in which Nao said a sentence with a name."""
    over = endings(source.events)
    return [
        (event.happened_ns, over[event.seq].stop_ns)
        for event in source.events
        if (event.dir, event.kind, event.data.get("verb")) == ("out", "do", "say")
        and PLACE.search(str(event.data.get("text", "")))
    ]


def sound_unsure_ms(film: Film) -> float:
    """Return how far the sound of a film may lie from where it is looked for, in ms."""
    if film.sound_alone:
        return 0.0
    known = film.sync.sound_uncertainty_ms
    return UNKNOWN_LAG_MS if known is None else known


def hidden_in(source: SessionSource, film: Film) -> HiddenSound:
    """Return which sound of a recording is hidden; all of it where its time is not known."""
    spans = sentences_with_names(source)
    if not spans:
        return HiddenSound()
    if film.sync.uncertainty_ms is None:
        return HiddenSound(everything=True)
    margin = round((film.sync.uncertainty_ms + sound_unsure_ms(film) + MARGIN_MS) * MILLISECOND_NS)
    late = 0 if film.sound_alone else film.sync.sound_late_ns
    return HiddenSound(
        tuple(
            (film.file_s(start + late - margin), film.file_s(stop + late + margin)) for start, stop in spans
        )
    )


def bleeped(samples: Samples, begins_s: float, rate_hz: int, hidden: HiddenSound) -> Samples:
    """Return samples, shape (channels, count), with a tone in hidden spans; silence where all is hidden."""
    at = begins_s + np.arange(samples.shape[1]) / rate_hz
    if hidden.everything:
        return np.zeros_like(samples)
    made = samples.copy()
    for start, stop in hidden.spans:
        inside = (at >= start) & (at < stop)
        made[:, inside] = (TONE_LEVEL * np.sin(2 * np.pi * TONE_HZ * at[inside])).astype(np.float32)
    return made

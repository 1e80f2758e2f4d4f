"""How long a sentence lasts in Nao's voice.

A sentence lasts a fixed time, so much a letter and so much a word, and a pause at every mark inside it. The
fixed part is the published estimate of the latency (0.2 to 0.5 s, Nuance's first word); the rest was fitted
to the simulator's voice at normal speed, on 626 French and 157 English sentences said to children. Of one
sentence it is off by 8 % (root mean square) and by 27 % at most; over many, the errors cancel: a test holds
sentences that were not in the fit within 4 % in all. At 100 % this is 13 to 15 characters a second, as on a
Nao.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

NORMAL_SPEED = 100
SLOWEST, FASTEST = 50, 400
"""The speeds that ALTextToSpeech takes, per cent (tag ``rspd``)."""

START_MS = 200
"""From the call to the first sound: it does not change with the speed."""

GAP_MS = 50
"""The silence after a sentence before the next can begin."""

STAND_INS = ("Camille", "Lou", "Sacha", "Inès")
"""What stands for first names, which nobody knows when a protocol is checked."""

SOMEBODY = STAND_INS[0]
SEVERAL = "Camille, Lou et Sacha"

_DIGIT = "quatre"
"""A figure is read out as a word; this one has the mean length of the ten."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds at normal speed: of a sentence, a letter, a word, and the pauses at marks inside it."""

    sentence: float
    letter: float
    word: float
    comma: float
    stop: float
    quote: float


_PACES = {
    "fr": Pace(sentence=107, letter=51.9, word=102, comma=364, stop=541, quote=137),
    "en": Pace(sentence=184, letter=47, word=77, comma=386, stop=596, quote=124),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COMMA = re.compile(r"[,;:](?=\s)")
_STOP = re.compile(r"(?<![.!?…])[.!?…]++(?=[\s»”\"]++\w)")
_QUOTE = re.compile(r"[«»“”]")


def several(count: int) -> str:
    """Return stand-ins for the first names of ``count`` children, as a sentence lists them."""
    names = [STAND_INS[number % len(STAND_INS)] for number in range(count)]
    return " et ".join((", ".join(names[:-1]), names[-1])) if count > 1 else "".join(names)


@lru_cache(maxsize=4_096)
def speech_ms(text: str, language: str = "fr", speed: float = NORMAL_SPEED) -> int:
    """Return how long Nao takes to say a text, in ms, from the call to its end.

    Args:
        text: what is said, ``{participant}`` and ``{participants}`` still in it or filled.
        language: two letters; a language without a pace of its own takes the French one.
        speed: per cent of normal.

    A rehearsal says the same few sentences thousands of times: kept, they take 0.1 µs instead of 6.
    """
    named = text.replace("{participants}", SEVERAL).replace("{participant}", SOMEBODY)
    read = re.sub(r"\d", f" {_DIGIT} ", named)
    words = len(_WORD.findall(read))
    if not words:
        return 0
    pace = _PACES.get(language[:2].lower(), _PACES["fr"])
    sound = (
        pace.sentence
        + pace.letter * sum(char.isalpha() for char in read)
        + pace.word * words
        + pace.comma * len(_COMMA.findall(named))
        + pace.stop * len(_STOP.findall(named))
        + pace.quote * len(_QUOTE.findall(named))
    )
    return round(START_MS + sound * NORMAL_SPEED / min(max(speed, SLOWEST), FASTEST))

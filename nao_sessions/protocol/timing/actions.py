"""How long the actions of Nao last (gestures, poses, postures, looks, eyes, sounds, speech); spans of time.

A gesture is an animation of the maker's where Nao has one for its posture, else keyframes of ours, whose
length the catalogue holds. What hangs on where Nao is comes from a table of ways; ``Lengths`` keeps where
Nao is by then. A sentence lasts a fixed time, so much a letter and a word, and a pause at every mark inside
it: a fit to the simulator's voice at normal speed on 626 French and 157 English sentences said to children.
Of one sentence it is off by 8 % (root mean square) and by 27 % at most; over many, the errors cancel (a test
holds others within 4 % in all). The fixed part is the published latency (0.2 to 0.5 s, Nuance's first word).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nao_sessions.protocol.catalogue import GESTURES, LOOKS, POSE_MS
from nao_sessions.protocol.flow import Protocol


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A span of time in milliseconds, at best and at worst; ``worst`` None: without end."""

    best: int = 0
    worst: int | None = 0

    def __add__(self, other: TimeRange) -> TimeRange:
        """Return the span of two things that are done one after the other."""
        worst = None if self.worst is None or other.worst is None else self.worst + other.worst
        return TimeRange(self.best + other.best, worst)

    def times(self, fewest: int, most: int) -> TimeRange:
        """Return the span repeated ``fewest`` times at best, ``most`` times at worst."""
        return TimeRange(self.best * fewest, None if self.worst is None else self.worst * most)

    def or_not(self) -> TimeRange:
        """Return the span of what may be left out: 0 at best."""
        return TimeRange(0, self.worst)


def exactly(length: int) -> TimeRange:
    """Return a span that is the same at best and at worst."""
    return TimeRange(length, length)


def longest(spans: list[TimeRange]) -> TimeRange:
    """Return the span of what begins together, and ends when the last of it ends."""
    best = max((span.best for span in spans), default=0)
    return TimeRange(best, latest(span.worst for span in spans))


def either(spans: list[TimeRange]) -> TimeRange:
    """Return the span of one of several things, where it is open which one happens."""
    best = min((span.best for span in spans), default=0)
    return TimeRange(best, latest(span.worst for span in spans))


def latest(worsts: Iterable[int | None]) -> int | None:
    """Return the greatest of some worst cases; None (without end) if one is None."""
    found = 0
    for worst in worsts:
        if worst is None:
            return None
        found = max(found, worst)
    return found


def mean(spans: list[tuple[TimeRange, int]]) -> TimeRange:
    """Return the mean of spans by their weights, as for many draws from a deck."""
    total = sum(weight for _, weight in spans)
    if not total:
        return TimeRange()
    best = round(sum(span.best * weight for span, weight in spans) / total)
    if any(span.worst is None for span, _ in spans):
        return TimeRange(best, None)
    return TimeRange(best, round(sum((span.worst or 0) * weight for span, weight in spans) / total))


class Lengths:
    """Where Nao's body and head are, and how long what comes next takes from there."""

    __slots__ = ("_children", "_look", "_posture", "_silent_ms", "_sounds", "pose")

    def __init__(self, sounds: Mapping[str, int] | None = None, children: int | None = None) -> None:
        """Start as a session does: in the first posture, looking ahead, no pose held.

        Args:
            sounds: milliseconds of the sounds whose files are known, by the name that a protocol gives them.
            children: how many take part, where that is known: a sentence may name them all.
        """
        self.pose: str | None = None
        self._posture: str | None = None
        self._look: str | None = None
        self._silent_ms = 0
        self._sounds = dict(sounds or {})
        self._children = None if children is None else several(children)

    def begin(self, verb: str, data: Mapping[str, Any], at_ms: int) -> int:
        """Begin an action at a time; return how long it lasts, both in milliseconds.

        A sentence that follows another one at once waits for the pause between two.
        """
        if verb == "say" and self._children is not None and "{participants}" in data["text"]:
            data = {**data, "text": data["text"].replace("{participants}", self._children)}
        sound = self._sounds.get(str(data.get("file", ""))) if verb == "sound" else None
        length = action_ms(verb, data, posture=self._posture, look=self._look, sound=sound)
        match verb:
            case "say" if length:
                length += min(GAP_MS, max(0, self._silent_ms - at_ms))  # the one before may have been cut
                self._silent_ms = at_ms + length + GAP_MS
            case "gesture":
                if self.pose is not None:
                    length += POSE_MS  # the arms are taken back first
                self.pose = None
            case "pose":
                self.pose = str(data["name"])
            case "posture":
                self._posture, self.pose = str(data["name"]), None
            case "look":
                self._look = str(data["where"])
        return length


EYES_MS = 310
"""How long a change of the eyes takes: the robot port fades them in 0.3 s."""

# The makers publish no lengths of their animations (Hey_1: 3 to 4 s, it is said): measured on the simulator.
_ANIMATION_MS: Mapping[tuple[str, str], int] = {
    ("hello", "stand"): 3_200, ("bye", "stand"): 3_100, ("cheer", "stand"): 2_900, ("yes", "stand"): 1_700,
    ("no", "stand"): 2_200, ("explain", "stand"): 3_100, ("explain", "sit"): 3_400, ("think", "stand"): 2_900,
    ("unsure", "stand"): 3_300, ("happy", "stand"): 3_700, ("calm", "stand"): 2_800, ("you", "stand"): 2_500,
    ("me", "stand"): 2_600, ("bow", "stand"): 2_200,
}  # fmt: skip

POINT_MS = 4_000
"""Pointing is a gesture of ours on every robot."""

SOUND_MS = 2_000
"""How long a sound is taken to last whose file does not reveal its length."""

# At the port's speed (0.5). Published: Crouch to Stand 3 s at 0.5; Stand to Sit 10 to 12 s at 0.8. The others
# were measured on the simulator, which has the same ways. Waking takes 0.8 s.
_POSTURE_MS: Mapping[tuple[str, str], int] = {
    ("stand", "stand"): 800, ("stand", "sit"): 17_600, ("stand", "crouch"): 3_000, ("stand", "rest"): 3_000,
    ("sit", "stand"): 17_600, ("sit", "sit"): 800, ("sit", "crouch"): 14_600, ("sit", "rest"): 4_800,
    ("crouch", "stand"): 3_000, ("crouch", "sit"): 14_600, ("crouch", "crouch"): 800, ("crouch", "rest"): 800,
    ("rest", "stand"): 3_800, ("rest", "sit"): 20_600, ("rest", "crouch"): 800, ("rest", "rest"): 0,
}  # fmt: skip
FIRST_POSTURE = "stand"
"""How Nao is when a session begins, where nothing else is known: the simulator stands, a Nao was made ready.
"""

_YAW_MS, _PITCH_MS = 1_210, 1_400
"""A radian of the head at the port's speed (0.15 of the joints' greatest), measured on the simulator."""

LEAST_LOOK_MS = 40
"""A head that is there already: two cycles of ALMotion (20 ms each), as measured on the simulator."""


def posture_ms(before: str | None, target: str) -> int:
    """Return how long a change of posture takes, in ms; from None, as from the first posture."""
    return _POSTURE_MS.get((before or FIRST_POSTURE, target), _POSTURE_MS[(FIRST_POSTURE, "stand")])


@lru_cache(maxsize=1_024)
def look_ms(before: str | None, target: str) -> int:
    """Return how long the head takes between two directions, in ms; from None, as from straight ahead."""
    here, there = LOOKS.get(before or "ahead", LOOKS["ahead"]), LOOKS.get(target, LOOKS["ahead"])
    way = max(abs(here.yaw - there.yaw) * _YAW_MS, abs(here.pitch - there.pitch) * _PITCH_MS)
    return max(LEAST_LOOK_MS, round(way))


@lru_cache(maxsize=1_024)
def gesture_ms(name: str, posture: str | None = None) -> int:
    """Return how long a gesture takes in a posture (None: standing), in ms; an unknown one: as pointing."""
    gesture = GESTURES.get(name)
    if gesture is None:
        return POINT_MS
    return _ANIMATION_MS.get((name, posture or FIRST_POSTURE), gesture.fallback_ms)


def action_ms(
    verb: str,
    data: Mapping[str, Any],
    *,
    posture: str | None = None,
    look: str | None = None,
    sound: int | None = None,
) -> int:
    """Return how long an action of the engine lasts, in milliseconds.

    Args:
        verb: say, gesture, pose, posture, point, look, eyes, sound; others take no time.
        data: the action's data.
        posture: the posture that Nao is in.
        look: where Nao looks.
        sound: the length of the sound in milliseconds, where it is known.
    """
    match verb:
        case "say":
            speed = float(data.get("speed") or NORMAL_SPEED)
            return speech_ms(str(data.get("text", "")), str(data.get("language") or "fr"), speed)
        case "gesture":
            return gesture_ms(str(data.get("name", "")), posture)
        case "pose":
            return POSE_MS
        case "posture":
            return posture_ms(posture, str(data.get("name", "")))
        case "point":
            return POINT_MS
        case "look":
            return look_ms(look, str(data.get("where", "")))
        case "eyes":
            return EYES_MS
        case "sound":
            return SOUND_MS if sound is None else sound
    return 0


def sounds_of(protocol: Protocol) -> dict[str, int]:
    """Return the lengths of a protocol's sounds in ms, by name, where their files reveal them."""
    lengths = {source.name: sound_ms(source.content) for source in protocol.sources}
    return {name: length for name, length in lengths.items() if length is not None}


def sound_ms(content: bytes) -> int | None:
    """Return the length of a WAV or Ogg Vorbis file in ms; None where its bytes do not reveal it."""
    try:
        if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
            return _wav_ms(content)
        if content[:4] == b"OggS":
            return _vorbis_ms(content)
    except (struct.error, IndexError, ZeroDivisionError):
        return None
    return None


def _wav_ms(content: bytes) -> int | None:
    """Return the length of a WAV file in ms, by its chunks ``fmt`` (bytes a second) and ``data`` (size)."""
    at, rate = 12, 0
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int(struct.unpack_from("<I", content, at + 4)[0])
        if name == b"fmt ":
            rate = int(struct.unpack_from("<I", content, at + 16)[0])
        elif name == b"data":
            return round(min(size, len(content) - at - 8) * 1000 / rate)
        at += 8 + size + size % 2
    return None


def _vorbis_ms(content: bytes) -> int | None:
    """Return the length of an Ogg file in ms, by its sampling rate and its last page's sample (RFC 3533)."""
    head = content.find(b"\x01vorbis")
    last = content.rfind(b"OggS")
    if head < 0:
        return None
    rate = int(struct.unpack_from("<I", content, head + 12)[0])
    return round(int(struct.unpack_from("<q", content, last + 6)[0]) * 1000 / rate)


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
class SpeechPace:
    """Milliseconds at normal speed: of a sentence, a letter, a word, and the pauses at marks inside it."""

    sentence: float
    letter: float
    word: float
    comma: float
    stop: float
    quote: float


_PACES = {
    "fr": SpeechPace(sentence=107, letter=51.9, word=102, comma=364, stop=541, quote=137),
    "en": SpeechPace(sentence=184, letter=47, word=77, comma=386, stop=596, quote=124),
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

"""How long the actions of Nao last: gestures, poses, postures, looks, eyes, sounds.

A gesture is an animation of the maker's where Nao has one for its posture, else keyframes of ours, whose
length the catalogue holds. What hangs on where Nao is comes from a table of ways.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nao_sessions.protocol.catalogue import GESTURES, LOOKS
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.poses import POSE_MS
from nao_sessions.protocol.timing.speech import NORMAL_SPEED, speech_ms

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

"""The vendor animations by name, and how the simulated body plays each: keyframes of head and arms.

The names are those of the library on a NAO with 2.8 and of older scripts; the movements are our own.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from nao_simulator.body.joints import HEAD, LEFT_ARM, RIGHT_ARM


@dataclass(frozen=True, slots=True)
class Gesture:
    """One movement: times in s from the start, and for each joint its angle in rad at each of them."""

    times_s: tuple[float, ...]
    angles: Mapping[str, tuple[float, ...]]


_NAMES: Mapping[str, str] = {
    "Stand/Gestures": "BowShort_1 Enthusiastic_4 Enthusiastic_5 Explain_1 Explain_2 Explain_3 Explain_4 "
    "Explain_5 Explain_6 Explain_7 Explain_8 Explain_10 Explain_11 Hey_1 Hey_3 Hey_6 IDontKnow_1 IDontKnow_2 "
    "Me_1 Me_2 No_1 No_3 No_8 No_9 Please_1 Yes_1 Yes_2 Yes_3 YouKnowWhat_1 YouKnowWhat_5 You_1 You_4 "
    "CalmDown_1 Excited_1 Claw_1 ShowSky_1 ShowFloor_1",
    "Stand/BodyTalk": " ".join(f"BodyTalk_{n}" for n in range(1, 23)),
    "Stand/BodyTalk/Listening": "Listening_2",
    "Sit/BodyTalk": " ".join(f"BodyTalk_{n}" for n in range(1, 13)),
    "Stand/Waiting": "AirGuitar_1 KungFu_1 MysticalPower_1 FunnyDancer_1 Monster_1 SpaceShuttle_1 "
    "ShowMuscles_1 ShowMuscles_2 ShowMuscles_3 ShowMuscles_4 ShowMuscles_5 Headbang_1 Bandmaster_1 "
    "Waddle_1 TakePicture_1 HappyBirthday_1 Think_1",
    "Stand/Emotions/Positive": "Happy_4 Laugh_1 Shy_1 Hysterical_1 Peaceful_1",
    "Stand/Emotions/Neutral": "Embarrassed_1",
    "Stand/Emotions/Negative": "Bored_1",
}
_LIBRARY: Mapping[str, tuple[str, int]] = {
    "Affirmation": ("AFF", 40),
    "Enumeration": ("ENU", 29),
    "Exclamation": ("EXC", 30),
    "Negation": ("NEG", 20),
    "Question": ("QUE", 21),
    "Self & others": ("SAO", 12),
    "Space & time": ("SAT", 12),
}
_TAG_KINDS: Mapping[str, tuple[str, ...]] = {
    "Hey": ("hello", "hey", "hi", "top", "call"),
    "Yes": ("affirmative", "affirmative_context", "alright", "confirmation", "ok", "yes", "yeah"),
    "No": ("negative", "negative_context", "no", "refusal", "disappointment"),
    "Me": ("I", "me", "my", "myself", "self"),
    "You": ("you", "your", "user", "people", "present", "show", "indicate", "right_side", "left_side"),
    "IDontKnow": ("not know", "unknown", "hesitation"),
    "BowShort": ("bow",),
    "Please": ("beg", "please"),
    "Enthusiastic": ("enthusiastic", "happy", "joy", "exclamation", "clear"),
    "Explain": (
        "anterior", "comparison", "diversity", "explain", "global", "group", "interrogative", "longrange",
        "overall", "shortrange",
    ),
    "BodyTalk": ("body language",),
}  # fmt: skip

# Each movement by its kind: times and angles (rad), mirrored to the other arm where the name says Left.
_KINDS: Mapping[str, Gesture] = {
    "Hey": Gesture(
        (0.7, 1.1, 1.5, 1.9, 2.3, 3.2),
        {
            "RShoulderPitch": (-0.9, -0.9, -0.9, -0.9, -0.9, 1.44),
            "RShoulderRoll": (-0.4, -0.2, -0.6, -0.2, -0.5, -0.22),
            "RElbowYaw": (1.0, 1.0, 1.0, 1.0, 1.0, 1.2),
            "RElbowRoll": (0.9, 0.3, 1.2, 0.3, 1.0, 0.42),
            "RHand": (1.0, 1.0, 1.0, 1.0, 1.0, 0.3),
        },
    ),
    "Yes": Gesture((0.4, 0.8, 1.2, 1.6), {"HeadPitch": (0.3, -0.2, 0.3, -0.1)}),
    "No": Gesture((0.4, 0.9, 1.4, 1.9), {"HeadYaw": (0.5, -0.5, 0.4, 0.0)}),
    "Me": Gesture(
        (0.9, 1.6, 2.5),
        {
            "RShoulderPitch": (0.9, 0.9, 1.44),
            "RShoulderRoll": (0.1, 0.15, -0.22),
            "RElbowYaw": (0.5, 0.5, 1.2),
            "RElbowRoll": (1.5, 1.45, 0.42),
        },
    ),
    "You": Gesture(
        (0.8, 1.6, 2.5),
        {
            "RShoulderPitch": (0.5, 0.45, 1.44),
            "RShoulderRoll": (-0.2, -0.25, -0.22),
            "RElbowYaw": (1.0, 1.0, 1.2),
            "RElbowRoll": (0.3, 0.25, 0.42),
            "RHand": (0.9, 0.9, 0.3),
        },
    ),
    "IDontKnow": Gesture(
        (0.8, 1.7, 2.8),
        {
            "RShoulderPitch": (1.1, 1.1, 1.44),
            "RShoulderRoll": (-0.6, -0.6, -0.22),
            "RElbowYaw": (1.7, 1.7, 1.2),
            "RElbowRoll": (1.3, 1.3, 0.42),
            "LShoulderPitch": (1.1, 1.1, 1.44),
            "LShoulderRoll": (0.6, 0.6, 0.22),
            "LElbowYaw": (-1.7, -1.7, -1.2),
            "LElbowRoll": (-1.3, -1.3, -0.42),
            "HeadYaw": (0.3, -0.3, 0.0),
        },
    ),
    "BowShort": Gesture((0.8, 1.4, 2.2), {"HeadPitch": (0.48, 0.48, -0.1)}),
    "Enthusiastic": Gesture(
        (0.7, 1.2, 1.7, 2.2, 3.1),
        {
            "RShoulderPitch": (-0.7, -0.3, -0.8, -0.3, 1.44),
            "RShoulderRoll": (-0.5, -0.3, -0.5, -0.3, -0.22),
            "RElbowRoll": (0.8, 1.2, 0.8, 1.2, 0.42),
            "LShoulderPitch": (-0.7, -0.3, -0.8, -0.3, 1.44),
            "LShoulderRoll": (0.5, 0.3, 0.5, 0.3, 0.22),
            "LElbowRoll": (-0.8, -1.2, -0.8, -1.2, -0.42),
        },
    ),
    "Please": Gesture(
        (0.9, 1.8, 2.8),
        {
            "RShoulderPitch": (0.7, 0.65, 1.44),
            "RShoulderRoll": (0.2, 0.2, -0.22),
            "RElbowRoll": (1.0, 1.0, 0.42),
            "LShoulderPitch": (0.7, 0.65, 1.44),
            "LShoulderRoll": (-0.2, -0.2, 0.22),
            "LElbowRoll": (-1.0, -1.0, -0.42),
        },
    ),
    "Explain": Gesture(
        (0.7, 1.4, 2.1, 3.0),
        {
            "RShoulderPitch": (0.9, 1.1, 0.9, 1.44),
            "RShoulderRoll": (-0.4, -0.2, -0.4, -0.22),
            "RElbowYaw": (1.3, 1.0, 1.3, 1.2),
            "RElbowRoll": (1.0, 1.2, 0.9, 0.42),
            "LShoulderPitch": (1.0, 0.9, 1.1, 1.44),
            "LShoulderRoll": (0.3, 0.4, 0.2, 0.22),
            "LElbowYaw": (-1.2, -1.3, -1.0, -1.2),
            "LElbowRoll": (-1.1, -0.9, -1.0, -0.42),
        },
    ),
}
_KIND_OF_PREFIX = {
    "Hey": "Hey", "Yes": "Yes", "AFF": "Yes", "No": "No", "NEG": "No", "Me": "Me", "SAO": "Me", "You": "You",
    "SAT": "You", "IDontKnow": "IDontKnow", "Think": "IDontKnow", "QUE": "IDontKnow", "BowShort": "BowShort",
    "Shy": "BowShort", "Embarrassed": "BowShort", "Bored": "BowShort", "Enthusiastic": "Enthusiastic",
    "Excited": "Enthusiastic", "EXC": "Enthusiastic", "Happy": "Enthusiastic", "Laugh": "Enthusiastic",
    "ShowSky": "Enthusiastic", "Please": "Please", "CalmDown": "Please",
}  # fmt: skip


def _library() -> dict[str, str]:
    paths: dict[str, str] = {}
    for folder, names in _NAMES.items():
        for name in names.split():
            paths[f"animations/{folder}/{name}"] = _KIND_OF_PREFIX.get(name.split("_")[0], "Explain")
    for folder, (code, count) in _LIBRARY.items():
        variants = [
            (side, force) for force in ("Neutral", "Slow", "Strong") for side in ("Center", "Left", "Right")
        ]
        for number in range(1, count + 1):
            side, force = variants[number % len(variants)]
            name = f"{side}_{force}_{code}_{number:02}"
            paths[f"animations/Stand/{folder}/NAO/{name}"] = _KIND_OF_PREFIX.get(code, "Explain")
    return paths


ANIMATIONS: Mapping[str, str] = _library()
"""Path of each animation -> the kind of movement it is."""


def resolve(path: str, posture_family: str) -> str | None:
    """Return the full path of an animation, its ``[posture]`` and ``[robot]`` filled; None when unknown."""
    place = "Sit" if posture_family == "Sitting" else "Stand"
    full = path.replace("[posture]", place).replace("[robot]", "Nao").strip("/")
    return full if full in ANIMATIONS else None


def gesture(path: str) -> Gesture:
    """Return the movement of an animation: that of its kind, a little different for every path."""
    draws = random.Random(zlib.crc32(path.encode()))
    kind = _KINDS[ANIMATIONS[path]]
    tempo, size = draws.uniform(0.9, 1.2), draws.uniform(0.92, 1.0)
    mirrored = "/Left_" in path
    angles: dict[str, tuple[float, ...]] = {}
    for joint, values in kind.angles.items():
        name, sign = _mirror(joint) if mirrored else (joint, 1.0)
        angles[name] = tuple(sign * size * value for value in values)
    return Gesture(tuple(time_s * tempo for time_s in kind.times_s), angles)


def tagged(tag: str, posture_family: str) -> tuple[str, ...]:
    """Return the animations that carry a tag, in the present posture."""
    place = "animations/Sit" if posture_family == "Sitting" else "animations/Stand"
    kinds = [kind for kind, tags in _TAG_KINDS.items() if tag in tags]
    if not kinds:
        return ()
    kind = "Explain" if kinds[0] == "BodyTalk" else kinds[0]
    return tuple(path for path, its_kind in ANIMATIONS.items() if its_kind == kind and path.startswith(place))


def body_talk(posture_family: str) -> tuple[str, ...]:
    """Return the animations that accompany speech in the present posture."""
    place = "Sit" if posture_family == "Sitting" else "Stand"
    return tuple(path for path in ANIMATIONS if path.startswith(f"animations/{place}/BodyTalk/BodyTalk_"))


def joints_of(path: str) -> tuple[str, ...]:
    """Return the joints that an animation needs: the whole head or arm where it moves one joint of it."""
    moved = gesture(path).angles
    chains = (HEAD, LEFT_ARM, RIGHT_ARM)
    return tuple(name for chain in chains if any(joint in moved for joint in chain) for name in chain)


def _mirror(joint: str) -> tuple[str, float]:
    if joint.startswith("Head"):
        return joint, -1.0 if joint == "HeadYaw" else 1.0
    other = ("L" if joint[0] == "R" else "R") + joint[1:]
    return other, -1.0 if joint[1:] in ("ShoulderRoll", "ElbowYaw", "ElbowRoll", "WristYaw") else 1.0

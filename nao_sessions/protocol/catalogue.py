"""The catalogue: the gestures, poses, postures, looks, colours and touch parts that a protocol may name.

Everything here is data: the loader checks words against it, the robot's room turns it into movement, and
nothing here moves anything. Angles are radians of Nao's joints, in Nao's own frame: left is Nao's left.
Poses are of the arms alone, for children to copy; each is held until the next movement of the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from nao_sessions.text import glossary
from nao_sessions.text.messages import Text, msg

POSE_MS = 1_800
"""How long Nao takes to get into a pose: no joint faster than 2.5 rad/s from anywhere (a test holds this)."""


_WIDE_ROLL, _WIDE_BEND, _WIDE_PITCH = 1.1, 0.3, 0.9
"""Where an arm that goes round is half-way: out to the side, nearly straight, no lower than this."""


@dataclass(frozen=True, slots=True)
class Pose:
    """A pose of both arms; ``joints`` holds the angle of each joint that it needs.

    ``close``: the hands touch the body, and come and go by the side.
    """

    name: str
    description: Text
    joints: Mapping[str, float]
    close: bool = False


def _arm(side: str, pitch: float, roll: float, bend: float = 0.1, yaw: float = 0.0) -> dict[str, float]:
    """Return the joint angles of one arm; negative pitch is up, positive roll outwards, bend the elbow's.

    Of an arm held out, yaw -1.4 turns the forearm up, 1.4 down.
    """
    sign = 1.0 if side == "L" else -1.0
    return {
        f"{side}ShoulderPitch": pitch,
        f"{side}ShoulderRoll": sign * roll,
        f"{side}ElbowYaw": sign * yaw,
        f"{side}ElbowRoll": -sign * bend,
    }


def _both_arms(pitch: float, roll: float, bend: float = 0.1, yaw: float = 0.0) -> dict[str, float]:
    return {**_arm("L", pitch, roll, bend, yaw), **_arm("R", pitch, roll, bend, yaw)}


# Of a seated Nao the arms must keep clear of floor and thighs (a test holds this): hence the roll, the bend.
_DOWN = (1.45, 0.4, 0.5, -1.2)
_UP = (-1.2, 0.15)
_OUT = (0.1, 1.2)
_FORWARD = (0.1, 0.1)


def _one(side: str, pitch: float, roll: float) -> dict[str, float]:
    """Return the joint angles of both arms, one at this pitch and roll, the other hanging."""
    other = "R" if side == "L" else "L"
    return {**_arm(side, pitch, roll), **_arm(other, *_DOWN)}


_POSES = (
    Pose("arms_down", msg("arms at the sides"), _both_arms(*_DOWN)),
    Pose("arms_up", msg("both arms up"), _both_arms(*_UP)),
    Pose("arms_out", msg("arms out to the sides"), _both_arms(*_OUT)),
    Pose("arms_forward", msg("both arms forward"), _both_arms(*_FORWARD)),
    Pose("left_arm_up", msg("its left arm up"), _one("L", *_UP)),
    Pose("right_arm_up", msg("its right arm up"), _one("R", *_UP)),
    Pose("left_arm_out", msg("its left arm out"), _one("L", *_OUT)),
    Pose("right_arm_out", msg("its right arm out"), _one("R", *_OUT)),
    Pose("hands_on_hips", msg("hands on the hips"),
         _both_arms(1.8, 0.75, 1.4), close=True),
    Pose("hands_up", msg("hands at the head's height"),
         _both_arms(0.2, 0.9, 1.5, -1.4)),
)  # fmt: skip

POSES: Mapping[str, Pose] = MappingProxyType({pose.name: pose for pose in _POSES})


def arms_way(
    before: Mapping[str, float], after: Mapping[str, float], *, round_the_legs: bool
) -> dict[str, tuple[tuple[int, float], ...]]:
    """Return the keyframes (ms, rad) that take the arms from some angles to others in ``POSE_MS``.

    ``round_the_legs``: half-way the arms are out at the sides. A seated Nao has its thighs, and any Nao its
    hips, where a straight way would pass (tried on the simulator's shells; a test holds this).
    """
    frames: dict[str, tuple[tuple[int, float], ...]] = {}
    for joint, end in after.items():
        half = _half_way(joint, before[joint], end) if round_the_legs else None
        frames[joint] = ((POSE_MS, end),) if half is None else ((POSE_MS // 2, half), (POSE_MS, end))
    return frames


def _half_way(joint: str, start: float, end: float) -> float:
    sign = 1.0 if joint.startswith("L") else -1.0
    middle = (start + end) / 2
    if joint.endswith("ShoulderRoll"):
        return sign * max(_WIDE_ROLL, sign * start, sign * end)
    if joint.endswith("ElbowRoll"):
        return -sign * _WIDE_BEND
    if joint.endswith("ShoulderPitch"):
        return min(_WIDE_PITCH, middle)
    return middle


PostureFamily = Literal["stand", "sit"]
Keyframes = tuple[tuple[int, float], ...]
"""Of one joint: (milliseconds since the gesture began, angle in radians; a hand: 0 closed, 1 open)."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """A movement of arms and head that says something.

    ``animations`` are paths of the maker's library, by posture family; where a robot has none, ``keyframes``
    are played, and then every joint goes back, in ``return_ms``, to where it was: so a fallback does standing
    and seated. No keyframe asks a joint for more than 2.5 rad/s from either posture (a test holds this).
    """

    name: str
    description: Text
    duration_ms: int
    keyframes: Mapping[str, Keyframes]
    animations: Mapping[PostureFamily, str] = field(default_factory=dict)
    return_ms: int = 1_000

    @property
    def fallback_ms(self) -> int:
        """Return how long the gesture's keyframes take, in milliseconds, the way back included."""
        return max(frames[-1][0] for frames in self.keyframes.values()) + self.return_ms


@dataclass(frozen=True, slots=True)
class Posture:
    """A posture of the whole body; ``target`` is the robot's word for it, None is: rest, motors off."""

    name: str
    description: Text
    target: str | None
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Look:
    """A direction of the head: yaw to Nao's left is positive, pitch downwards is positive."""

    name: str
    description: Text
    yaw: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of the eyes: red, green, blue, 0 to 255."""

    name: str
    description: Text
    rgb: tuple[int, int, int]


def _lift(pitch: float, roll: float, yaw: float, bend: float, at_ms: int) -> dict[str, Keyframes]:
    """Return one frame of the right arm: shoulder pitch and roll, elbow yaw and bend."""
    return {
        "RShoulderPitch": ((at_ms, pitch),),
        "RShoulderRoll": ((at_ms, roll),),
        "RElbowYaw": ((at_ms, yaw),),
        "RElbowRoll": ((at_ms, bend),),
    }


def _mirrored(right: Mapping[str, Keyframes]) -> dict[str, Keyframes]:
    """Return keyframes mirrored for the left arm: rolls and yaws change sign, pitches and hands do not."""
    return {
        "L" + joint[1:]: frames
        if joint.endswith(("Pitch", "Hand"))
        else tuple((at_ms, -angle) for at_ms, angle in frames)
        for joint, frames in right.items()
    }


def _both(right: Mapping[str, Keyframes]) -> dict[str, Keyframes]:
    return {**right, **_mirrored(right)}


_WAVE: dict[str, Keyframes] = {
    "RShoulderPitch": ((1_400, -0.8), (3_200, -0.8)),
    "RShoulderRoll": ((1_400, -0.4), (3_200, -0.4)),
    "RElbowYaw": ((1_400, 1.2), (3_200, 1.2)),
    "RElbowRoll": ((1_400, 1.1), (1_850, 0.5), (2_300, 1.1), (2_750, 0.5), (3_200, 1.1)),
    "RHand": ((1_000, 1.0), (3_200, 1.0)),
}
_POINT: dict[str, Keyframes] = {
    "RShoulderPitch": ((1_300, 0.35), (2_800, 0.35)),
    "RShoulderRoll": ((1_300, -1.0), (2_800, -1.0)),
    "RElbowYaw": ((1_300, 0.6), (2_800, 0.6)),
    "RElbowRoll": ((1_300, 0.1), (2_800, 0.1)),
    "RHand": ((1_000, 1.0), (2_800, 1.0)),
}

_GESTURES = (
    Gesture(
        "hello",
        msg("waves hello"),
        4_000,
        _WAVE,
        {"stand": "animations/Stand/Gestures/Hey_1"},
        1_400,
    ),
    Gesture(
        "bye",
        msg("waves goodbye"),
        4_000,
        _WAVE,
        {"stand": "animations/Stand/Gestures/Hey_6"},
        1_400,
    ),
    Gesture(
        "cheer",
        msg("raises both arms in joy"),
        3_500,
        _both(
            {
                "RShoulderPitch": ((1_400, -0.9), (1_900, -0.6), (2_400, -0.9)),
                "RShoulderRoll": ((1_400, -0.3), (2_400, -0.3)),
                "RElbowYaw": ((1_400, 0.9), (2_400, 0.9)),
                "RElbowRoll": ((1_400, 0.6), (2_400, 0.6)),
                "RHand": ((1_000, 1.0), (2_400, 1.0)),
            }
        ),
        {"stand": "animations/Stand/Gestures/Enthusiastic_4"},
        1_400,
    ),
    Gesture(
        "yes",
        msg("nods yes"),
        2_500,
        {"HeadPitch": ((500, 0.25), (900, -0.1), (1_300, 0.25), (1_700, -0.1))},
        {"stand": "animations/Stand/Gestures/Yes_1"},
        500,
    ),
    Gesture(
        "no",
        msg("shakes the head for no"),
        3_000,
        {"HeadYaw": ((500, 0.4), (1_000, -0.4), (1_500, 0.4), (2_000, -0.4))},
        {"stand": "animations/Stand/Gestures/No_3"},
        600,
    ),
    Gesture(
        "explain",
        msg("talks with the hands"),
        3_500,
        _both(
            {
                "RShoulderPitch": ((900, 0.75), (1_700, 0.95), (2_500, 0.75)),
                "RShoulderRoll": ((900, -0.25), (2_500, -0.25)),
                "RElbowYaw": ((900, 1.0), (2_500, 1.0)),
                "RElbowRoll": ((900, 1.2), (1_700, 0.9), (2_500, 1.2)),
                "RHand": ((900, 1.0), (2_500, 1.0)),
            }
        ),
        {"stand": "animations/Stand/Gestures/Explain_1", "sit": "animations/Sit/BodyTalk/BodyTalk_1"},
    ),
    # A side that is shown must be certain, so pointing is ours on every robot: no animation.
    Gesture(
        "point_left",
        msg("points to its own left"),
        4_000,
        {**_mirrored(_POINT), "HeadYaw": ((1_300, 0.7), (2_800, 0.7))},
        return_ms=1_200,
    ),
    Gesture(
        "point_right",
        msg("points to its own right"),
        4_000,
        {**_POINT, "HeadYaw": ((1_300, -0.7), (2_800, -0.7))},
        return_ms=1_200,
    ),
    Gesture(
        "point_board",
        msg("points to the board in front of it"),
        4_000,
        {
            "RShoulderPitch": ((1_300, 0.75), (2_800, 0.75)),
            "RShoulderRoll": ((1_300, 0.1), (2_800, 0.1)),
            "RElbowRoll": ((1_300, 0.15), (2_800, 0.15)),
            "RHand": ((1_000, 1.0), (2_800, 1.0)),
            "HeadPitch": ((1_300, 0.3), (2_800, 0.3)),
        },
    ),
    Gesture(
        "think",
        msg("thinks"),
        4_000,
        {
            **_lift(0.3, 0.1, 0.5, 1.4, 1_500),
            "HeadPitch": ((1_200, -0.25), (2_800, -0.25)),
            "HeadYaw": ((1_200, 0.3), (2_800, 0.3)),
        },
        {"stand": "animations/Stand/Waiting/Think_1"},
        1_200,
    ),
    Gesture(
        "unsure",
        msg("does not know"),
        3_500,
        {
            **_both(
                {
                    "RShoulderPitch": ((1_100, 0.9), (2_200, 0.9)),
                    "RShoulderRoll": ((1_100, -0.5), (2_200, -0.5)),
                    "RElbowYaw": ((1_100, 1.6), (2_200, 1.6)),
                    "RElbowRoll": ((1_100, 1.2), (2_200, 1.2)),
                    "RHand": ((1_100, 1.0), (2_200, 1.0)),
                }
            ),
            "HeadYaw": ((800, 0.25), (1_500, -0.25), (2_200, 0.0)),
        },
        {"stand": "animations/Stand/Gestures/IDontKnow_1"},
    ),
    Gesture(
        "happy",
        msg("is happy"),
        4_000,
        {
            **_both(
                {
                    "RShoulderPitch": ((1_200, 0.2), (1_700, 0.5), (2_200, 0.2)),
                    "RShoulderRoll": ((1_200, -0.5), (2_200, -0.5)),
                    "RElbowYaw": ((1_200, 1.0), (2_200, 1.0)),
                    "RElbowRoll": ((1_200, 1.2), (1_700, 0.8), (2_200, 1.2)),
                    "RHand": ((1_000, 1.0), (2_200, 1.0)),
                }
            ),
            "HeadPitch": ((900, -0.25), (2_200, -0.15)),
        },
        {"stand": "animations/Stand/Emotions/Positive/Happy_4"},
        1_200,
    ),
    Gesture(
        "sad",
        msg("is sad"),
        4_000,
        {
            "HeadPitch": ((1_500, 0.4), (3_000, 0.4)),
            "HeadYaw": ((1_500, 0.15), (3_000, -0.15)),
            **_both({"RShoulderRoll": ((1_500, -0.1), (3_000, -0.1))}),
        },
    ),
    Gesture(
        "surprised",
        msg("is surprised"),
        3_000,
        {
            **_both(
                {
                    "RShoulderPitch": ((900, 0.5), (2_000, 0.5)),
                    "RShoulderRoll": ((900, -0.3), (2_000, -0.3)),
                    "RElbowRoll": ((900, 1.4), (2_000, 1.4)),
                    "RHand": ((700, 1.0), (2_000, 1.0)),
                }
            ),
            "HeadPitch": ((700, -0.3), (2_000, -0.3)),
        },
    ),
    Gesture(
        "calm",
        msg("invites to be calm, hands going down"),
        4_500,
        _both(
            {
                "RShoulderPitch": ((1_200, 0.3), (2_200, 0.85), (3_000, 0.3), (4_000, 0.85)),
                "RShoulderRoll": ((1_200, -0.2), (4_000, -0.2)),
                "RElbowYaw": ((1_200, 0.5), (4_000, 0.5)),
                "RElbowRoll": ((1_200, 0.5), (4_000, 0.5)),
                "RHand": ((1_200, 1.0), (4_000, 1.0)),
            }
        ),
        {"stand": "animations/Stand/Gestures/CalmDown_1"},
    ),
    Gesture(
        "come",
        msg("beckons"),
        4_000,
        {
            "RShoulderPitch": ((1_200, 0.2), (3_000, 0.2)),
            "RShoulderRoll": ((1_200, -0.2), (3_000, -0.2)),
            "RElbowYaw": ((1_200, 1.2), (3_000, 1.2)),
            "RElbowRoll": ((1_200, 0.5), (1_800, 1.3), (2_400, 0.5), (3_000, 1.3)),
            "RHand": ((1_200, 1.0), (1_800, 0.4), (2_400, 1.0), (3_000, 0.4)),
        },
    ),
    Gesture(
        "you",
        msg("shows the child in front"),
        3_000,
        {**_lift(0.4, -0.05, 0.8, 0.3, 1_200), "RHand": ((1_000, 1.0), (2_200, 1.0))},
        {"stand": "animations/Stand/Gestures/You_1"},
        1_200,
    ),
    Gesture(
        "me",
        msg("shows itself"),
        3_000,
        {**_lift(0.85, 0.05, 0.6, 1.45, 1_300), "RHand": ((1_000, 1.0), (2_300, 1.0))},
        {"stand": "animations/Stand/Gestures/Me_1"},
        1_200,
    ),
    Gesture(
        "bow",
        msg("bows to greet or to thank"),
        3_000,
        {"HeadPitch": ((1_000, 0.45), (1_800, 0.45))},
        {"stand": "animations/Stand/Gestures/BowShort_1"},
    ),
)

# Durations: estimates of the maker's speeds for planning only; what ends an action is the robot's own word.
_POSTURES = (
    Posture("stand", msg("standing"), "Stand", 6_000),
    Posture("sit", msg("seated"), "Sit", 11_000),
    Posture("crouch", msg("crouching"), "Crouch", 4_000),
    Posture("rest", msg("at rest, motors off"), None, 4_000),
)

# Pitches leave a margin inside the limits that yaw sets to pitch (at 0.9 rad of yaw: -0.48 to 0.33).
_LOOKS = (
    Look("participant", msg("the child in front"), 0.0, -0.1),
    Look("professional", msg("the adult, on Nao's right"), -0.85, -0.25),
    Look("left", msg("Nao's left"), 0.9, 0.0),
    Look("right", msg("Nao's right"), -0.9, 0.0),
    Look("board", msg("the board, in front on the left"), 0.4, 0.2),
    Look("table", msg("the table before Nao"), 0.0, 0.4),
    Look("ahead", msg("straight ahead"), 0.0, 0.0),
)

_COLOURS = (
    Colour("white", msg("white"), (255, 255, 255)),
    Colour("blue", msg("blue"), (0, 60, 255)),
    Colour("green", msg("green"), (0, 255, 60)),
    Colour("yellow", msg("yellow"), (255, 200, 0)),
    Colour("orange", msg("orange"), (255, 110, 0)),
    Colour("pink", msg("pink"), (255, 90, 160)),
    Colour("purple", msg("purple"), (140, 0, 255)),
    Colour("red", msg("red"), (255, 0, 0)),
    Colour("off", msg("off"), (0, 0, 0)),
)

GESTURES: Mapping[str, Gesture] = MappingProxyType({gesture.name: gesture for gesture in _GESTURES})
POSTURES: Mapping[str, Posture] = MappingProxyType({posture.name: posture for posture in _POSTURES})
LOOKS: Mapping[str, Look] = MappingProxyType({look.name: look for look in _LOOKS})
COLOURS: Mapping[str, Colour] = MappingProxyType({colour.name: colour for colour in _COLOURS})

TOUCH_PARTS: Mapping[str, Text] = glossary.labels(glossary.PARTS)
"""The parts that feel a touch; left and right are Nao's own."""

TOUCH_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "head": ("head.front", "head.middle", "head.rear"),
        "hand": ("hand.left", "hand.right"),
        "foot": ("foot.left", "foot.right"),
    }
)
"""Words for several parts at once: ``touch: head`` is any of the three."""

PRAISING: Mapping[str, frozenset[str]] = MappingProxyType(
    {"gesture": frozenset({"cheer", "happy", "yes"}), "eyes": frozenset({"green"})}
)
"""By verb: what says « réussi » wherever it is shown; a convention of this project, as the two below."""

CONSOLING: Mapping[str, frozenset[str]] = MappingProxyType(
    {"gesture": frozenset({"sad", "no", "unsure", "calm"}), "eyes": frozenset({"blue", "orange", "red"})}
)
"""By verb: what says that something did not go well, or that one should be calm."""

NEUTRAL_COLOURS = frozenset({"white", "off"})
"""Colours of the eyes that say nothing about an answer."""

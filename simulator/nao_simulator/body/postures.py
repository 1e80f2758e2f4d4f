"""The postures of a Nao: joint angles, where the torso is, and the way from one to another.

Angles: qiBullet (Apache-2.0), robot_posture.py; durations are estimates (naoqi 2.8 publishes none).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from nao_simulator.body.joints import BODY


@dataclass(frozen=True, slots=True)
class Posture:
    """One named posture; ``torso_z`` is the torso's height in m, ``torso_pitch`` its lean (rad, front +)."""

    name: str
    family: str
    angles: Mapping[str, float]
    torso_z: float
    torso_pitch: float


def _posture(name: str, family: str, torso_z: float, torso_pitch: float, values: str) -> Posture:
    angles = dict(zip(BODY, map(float, values.split()), strict=True))
    return Posture(name, family, angles, torso_z, torso_pitch)


_ALL = (
    _posture(
        "Stand", "Standing", 0.331, 0.0,
        "0 -.17 1.4426 .2245 -1.2023 -.4173 .1 .3  -.17 .1191 .1274 -.0923 .0874 -.1108"
        "  -.17 -.1191 .1274 -.0923 .0874 .1108  1.4426 -.2245 1.2023 .4173 .1 .3",
    ),
    _posture(
        "StandInit", "Standing", 0.321, 0.10,
        "0 0 1.4 .3 -1.39 -1.01 0 .25  0 0 -.45 .7 -.35 0  0 0 -.45 .7 -.35 0  1.4 -.3 1.39 1.01 0 .25",
    ),
    _posture(
        "StandZero", "Standing", 0.333, 0.0,
        "0 0 0 .0087 0 -.0349 0 0  0 0 0 0 0 0  0 0 0 0 0 0  0 -.0087 0 .0349 0 0",
    ),
    _posture(
        "Crouch", "Crouching", 0.229, -0.05,
        "0 .1 1.3969 .1596 -.7917 -1.0737 .15 0  -.25 -.08 -.7 2.11 -1.18 .077"
        "  -.25 .08 -.7 2.11 -1.18 -.077  1.3969 -.1596 .7917 1.0737 -.15 0",
    ),
    _posture(
        "Sit", "Sitting", 0.118, -0.29,
        "-.0461 -.0399 .8819 .2595 -.4521 -1.1905 -.0169 .2892  -.6074 .2731 -1.5324 1.3898 .8391 -.0122"
        "  -.6074 -.2592 -1.5359 1.4021 .8483 .0231  .9383 -.3188 .5274 1.2321 .0061 .2916",
    ),
    _posture(
        "SitRelax", "Sitting", 0.118, -0.24,
        "-.0246 .0184 2.0857 .0887 -2.0817 -.1995 -.95 .1384  -.5215 .1320 -1.1152 -.0415 .9220 0"
        "  -.5215 -.2209 -1.06 -.0920 .9220 0  2.0857 -.1546 2.0755 .0431 .95 .1396",
    ),
    _posture(
        "LyingBelly", "LyingBelly", 0.070, 1.38,
        "-.6880 -.3073 -1.1655 .1338 -.1669 -1.0827 -1.5939 .0124  -.0214 .0798 .2992 -.0923 .7424 -.0122"
        "  -.0214 -.1656 .1242 -.0905 .9220 0  -.6720 -.4223 .7064 1.5084 1.6260 .1716",
    ),
    _posture(
        "LyingBack", "LyingBack", 0.070, -1.62,
        "-.0031 .1534 1.6778 .2149 -.8804 -1.5316 .2469 .3032  -.5108 .1120 .3759 -.0923 .8636 -.0383"
        "  -.5108 -.0828 -.4004 1.7381 .6459 -.2822  1.6933 -.2433 .8790 1.5446 .1794 .3608",
    ),
)  # fmt: skip
POSTURES: Mapping[str, Posture] = {posture.name: posture for posture in _ALL}
POSTURE_NAMES = tuple(sorted(POSTURES))
FAMILIES = (
    "Standing", "Crouching", "Sitting", "SittingOnChair", "LyingBelly", "LyingBack", "LyingLeft",
    "LyingRight", "Belly", "Back", "Left", "Right",
)  # fmt: skip

# Seconds at full speed (est): Crouch to Stand takes 3 s at 0.5, Stand to Sit 11 s at 0.8.
_EDGES: tuple[tuple[str, str, float], ...] = (
    ("Stand", "StandInit", 0.8),
    ("Stand", "StandZero", 0.9),
    ("StandInit", "StandZero", 0.9),
    ("Stand", "Crouch", 1.5),
    ("StandInit", "Crouch", 1.5),
    ("StandZero", "Crouch", 1.6),
    ("Crouch", "Sit", 7.3),
    ("Sit", "SitRelax", 2.4),
    ("LyingBack", "Sit", 5.0),
    ("LyingBelly", "Crouch", 8.5),
)

_FREE_JOINTS = ("LHand", "RHand", "LWristYaw", "RWristYaw", "HeadYaw", "HeadPitch")
_TOLERANCE_RAD = 0.25  # (est) how far a joint may be from a posture that is still recognised


def way(start: str, goal: str) -> list[tuple[Posture, float]]:
    """Return the postures to pass from ``start`` to ``goal``, each with its seconds at full speed."""
    if start == goal:
        return [(POSTURES[goal], 0.4)]
    queue: list[tuple[float, str, tuple[tuple[str, float], ...]]] = [(0.0, start, ())]
    seen: set[str] = set()
    while queue:
        total_s, here, path = heapq.heappop(queue)
        if here == goal:
            return [(POSTURES[name], step_s) for name, step_s in path]
        if here in seen:
            continue
        seen.add(here)
        for a, b, step_s in _EDGES:
            if here in (a, b):
                there = b if here == a else a
                heapq.heappush(queue, (total_s + step_s, there, (*path, (there, step_s))))
    raise KeyError(goal)


def recognise(angles: Mapping[str, float], torso_pitch: float) -> Posture | None:
    """Return the posture nearest to these angles, head, wrists and hands aside; None when none is near."""
    best, best_distance = None, _TOLERANCE_RAD
    for posture in _ALL:
        if abs(torso_pitch - posture.torso_pitch) > 0.5:
            continue
        distance = max(
            abs(angles[name] - angle) for name, angle in posture.angles.items() if name not in _FREE_JOINTS
        )
        if distance < best_distance:
            best, best_distance = posture, distance
    return best


def family(torso_z: float, torso_pitch: float) -> str:
    """Return the family of postures, such as ``Sitting``, by the torso's height (m) and pitch (rad)."""
    if torso_pitch < -1.0:
        return "LyingBack"
    if torso_pitch > 1.0:
        return "LyingBelly"
    if torso_z < 0.16:
        return "Sitting"
    return "Crouching" if torso_z < 0.26 else "Standing"

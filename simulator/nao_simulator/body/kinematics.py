"""Where each part of the body is: forward kinematics from the torso, with the lengths of a NAO V6.

Lengths: NAO V6 links page; camera frames: NAO V50 URDF. Matrices are 4 x 4, row by row, in m and rad.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

Matrix = tuple[tuple[float, float, float, float], ...]
Step = Matrix | tuple[str, Callable[[float], Matrix]]
"""One link of a chain: a fixed transform, or a joint's name and the transform that its angle makes."""

IDENTITY: Matrix = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))


def move(x: float, y: float, z: float) -> Matrix:
    """Return a translation."""
    return ((1, 0, 0, x), (0, 1, 0, y), (0, 0, 1, z), (0, 0, 0, 1))


def turn(axis: tuple[float, float, float], angle: float) -> Matrix:
    """Return a rotation around a unit axis (Rodrigues)."""
    x, y, z = axis
    c, s = math.cos(angle), math.sin(angle)
    k = 1 - c
    return (
        (c + x * x * k, x * y * k - z * s, x * z * k + y * s, 0),
        (y * x * k + z * s, c + y * y * k, y * z * k - x * s, 0),
        (z * x * k - y * s, z * y * k + x * s, c + z * z * k, 0),
        (0, 0, 0, 1),
    )


def product(a: Matrix, b: Matrix) -> Matrix:
    """Return the product of two transforms."""
    columns = tuple(zip(*b, strict=True))
    return tuple(  # four rows of four
        (_dot(row, columns[0]), _dot(row, columns[1]), _dot(row, columns[2]), _dot(row, columns[3]))
        for row in a
    )


def position6d(transform: Matrix) -> list[float]:
    """Return x, y, z, wx, wy, wz of a transform, as ALMotion does."""
    wx = math.atan2(transform[2][1], transform[2][2])
    wy = math.asin(min(max(-transform[2][0], -1.0), 1.0))
    wz = math.atan2(transform[1][0], transform[0][0])
    return [transform[0][3], transform[1][3], transform[2][3], wx, wy, wz]


_X, _Y, _Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
_HALF = math.sqrt(0.5)


def _dot(row: Sequence[float], column: Sequence[float]) -> float:
    return row[0] * column[0] + row[1] * column[1] + row[2] * column[2] + row[3] * column[3]


def _joint(name: str, axis: tuple[float, float, float]) -> Step:
    return name, partial(turn, axis)


def _arm(letter: str, side: int) -> tuple[Step, ...]:
    return (
        move(0, side * 0.098, 0.100),
        _joint(f"{letter}ShoulderPitch", _Y),
        _joint(f"{letter}ShoulderRoll", _Z),
        move(0.105, side * 0.015, 0),
        _joint(f"{letter}ElbowYaw", _X),
        _joint(f"{letter}ElbowRoll", _Z),
        move(0.05595, 0, 0),
        _joint(f"{letter}WristYaw", _X),
        move(0.05775, 0, -0.01231),
    )


def _leg(letter: str, side: int) -> tuple[Step, ...]:
    return (
        move(0, side * 0.050, -0.085),
        _joint(f"{letter}HipYawPitch", (0.0, _HALF, -side * _HALF)),
        _joint(f"{letter}HipRoll", _X),
        _joint(f"{letter}HipPitch", _Y),
        move(0, 0, -0.100),
        _joint(f"{letter}KneePitch", _Y),
        move(0, 0, -0.1029),
        _joint(f"{letter}AnklePitch", _Y),
        _joint(f"{letter}AnkleRoll", _X),
        move(0, 0, -0.04519),
    )


_CHAINS: Mapping[str, tuple[Step, ...]] = {
    "Torso": (),
    "Head": (move(0, 0, 0.1265), _joint("HeadYaw", _Z), _joint("HeadPitch", _Y)),
    "LArm": _arm("L", 1),
    "RArm": _arm("R", -1),
    "LLeg": _leg("L", 1),
    "RLeg": _leg("R", -1),
}
_ON_THE_HEAD: Mapping[str, tuple[Step, ...]] = {
    "CameraTop": (move(0.05871, 0, 0.06364), turn(_Y, 0.0209)),
    "CameraBottom": (move(0.05071, 0, 0.01774), turn(_Y, 0.6929)),
}


def in_torso(name: str, angles: Mapping[str, float]) -> Matrix | None:
    """Return the transform of a chain's end, a camera or a joint in the torso's frame; None when unknown."""
    if name in _CHAINS:
        return _along(_CHAINS[name], angles)
    if name in _ON_THE_HEAD:
        return _along((*_CHAINS["Head"], *_ON_THE_HEAD[name]), angles)
    for steps in _CHAINS.values():
        for at, step in enumerate(steps):
            if step[0] == name:
                return _along(steps[: at + 1], angles)
    return None


def _along(steps: tuple[Step, ...], angles: Mapping[str, float]) -> Matrix:
    transform = IDENTITY
    for matrix in _matrices(steps, angles):
        transform = product(transform, matrix)
    return transform


def _matrices(steps: tuple[Step, ...], angles: Mapping[str, float]) -> Iterator[Matrix]:
    for step in steps:
        if isinstance(step[0], str):
            name, rotation = step
            yield rotation(angles[name])
        else:
            yield step

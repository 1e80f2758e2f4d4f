"""The child who works with Nao: seated on a cushion, turned to it; waits, reaches out, speaks, or is away.

Drawn, not portrayed: no face that could be anybody's. What changes comes from the mood and from how far the
change has come, so that the same instants give the same pictures.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np

from nao_simulator.room.brush import Bgr, Decal, Paint, Solid, bgr, paint
from nao_simulator.room.kinematics import Floats

SEAT_M = (0.04, 0.45)
# The child faces Nao, turned so far to the camera that the face is seen from three quarters.
FACING_RAD = math.radians(-55.0)
UPPER_ARM_M, FOREARM_M = 0.21, 0.205
LEAN_RAD, SLIDE_M = 0.40, 0.11

FACE_RADIUS_M = 0.088

SKINS = ((246, 208, 178), (224, 172, 132), (168, 112, 78), (120, 80, 58))
HAIRS = ((74, 50, 38), (40, 34, 34), (150, 100, 56), (112, 64, 40))
SHIRTS = ((244, 190, 70), (92, 160, 150), (214, 104, 110), (112, 140, 200))
TROUSERS = ((72, 88, 120), (104, 96, 90), (84, 110, 96))


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of a child: the paints of its parts, and whether its hair is long."""

    skin: Paint
    hair: Paint
    shirt: Paint
    trousers: Paint
    shoes: Paint
    long_hair: bool


def looks(seed: int) -> Looks:
    """Return a child's looks, drawn at random from a seed."""
    draws = random.Random(f"{seed}/child")
    return Looks(
        paint(draws.choice(SKINS), 0.35, 0.16),
        paint(draws.choice(HAIRS), 0.22, 0.30),
        paint(draws.choice(SHIRTS), 0.30, 0.24),
        paint(draws.choice(TROUSERS), 0.22, 0.28),
        paint((238, 236, 230), 0.5, 0.22),
        draws.random() < 0.5,
    )


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a child is at one instant: `reach`, `talk` and `show` from 0 to 1; `sway` is the breath, rad.

    One who reaches leans to the goal; one who shows something holds it there, seated.
    """

    reach: float = 0.0
    talk: float = 0.0
    sway: float = 0.0
    show: float = 0.0

    @property
    def moves(self) -> bool:
        """Return whether the next instant may look different: an arm that reaches follows its goal."""
        return self.reach > 0.0 or 0.0 < self.show < 1.0


CUSHION = paint((196, 120, 150), 0.3, 0.28)


def cushion() -> Solid:
    """Return the cushion, which stays when the child is away."""
    turn = np.linspace(0.0, math.tau, 16, endpoint=False)
    balls = [(SEAT_M[0] + 0.15 * math.cos(a), SEAT_M[1] + 0.15 * math.sin(a), 0.045, 0.035) for a in turn]
    return Solid(np.array(balls), CUSHION, (), -0.25)


def mouth_place() -> Floats:
    """Return where the child's words come from (m)."""
    return np.array((SEAT_M[0], SEAT_M[1], 0.66))


def pose(look: Looks, bearing: Bearing, target: Floats) -> list[Solid]:
    """Return the child as solids; `target` (m, in the room) is what the hand reaches for."""
    body = _Body(bearing)
    solids = _legs(body, look)
    solids += _trunk(body, look)
    solids += _head(body, look, bearing.talk)
    for side in (-1.0, 1.0):
        rest = body.seat(0.19, side * 0.12, 0.155)
        hand = rest
        if side > 0:  # the arm on the camera's side is the one that reaches and gestures
            raised = body.trunk(0.20, side * 0.10, 0.30)
            hand = rest + (raised - rest) * bearing.talk * 0.6
            hand = hand + (target - hand) * max(bearing.reach, bearing.show)
        solids += _arm(body, look, side, hand)
    return solids


class _Body:
    """The child's frame: its places (forward, to the child's left, up; m) become places in the room."""

    def __init__(self, bearing: Bearing) -> None:
        c, s = math.cos(FACING_RAD), math.sin(FACING_RAD)
        self._turn = np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)))
        self._foot = np.array((SEAT_M[0], SEAT_M[1], 0.05)) + self._turn @ (SLIDE_M * bearing.reach, 0.0, 0.0)
        self._lean = LEAN_RAD * bearing.reach + bearing.sway

    def seat(self, forward: float, left: float, up: float) -> Floats:
        """Return the room's place of one on the legs, which do not lean."""
        place: Floats = self._foot + self._turn @ np.array((forward, left, up))
        return place

    def trunk(self, forward: float, left: float, up: float) -> Floats:
        """Return the room's place of one on the trunk, which leans forward from the hips."""
        c, s = math.cos(self._lean), math.sin(self._lean)
        return self.seat(forward * c + up * s, left, up * c - forward * s)

    def head(self, forward: float, left: float, up: float) -> Floats:
        """Return the room's place of one on the head, from its middle: it moves with the trunk, upright."""
        return self.trunk(0.03, 0.0, 0.49) + self.seat(forward, left, up) - self._foot

    def aim(self, forward: float, left: float, up: float) -> Floats:
        """Return a direction of the trunk as a direction in the room."""
        return self.trunk(forward, left, up) - self.trunk(0.0, 0.0, 0.0)


def _solid(
    colours: Paint, *balls: tuple[Floats, float], nearer_m: float = 0.0, decals: tuple[Decal, ...] = ()
) -> Solid:
    return Solid(np.array([(*at, radius) for at, radius in balls]), colours, decals, nearer_m)


def _legs(body: _Body, look: Looks) -> list[Solid]:
    solids = []
    for side in (-1.0, 1.0):
        hip, knee = body.seat(0.02, side * 0.07, 0.085), body.seat(0.20, side * 0.17, 0.03)
        ankle, toe = body.seat(0.25, -side * 0.03, 0.0), body.seat(0.26, -side * 0.11, -0.005)
        near = 0.03 if side > 0 else 0.0
        solids.append(_solid(look.trousers, (hip, 0.072), (knee, 0.056), nearer_m=0.05 + near))
        solids.append(_solid(look.trousers, (knee, 0.054), (ankle, 0.040), nearer_m=0.06 + near))
        solids.append(_solid(look.shoes, (ankle, 0.036), (toe, 0.032), nearer_m=0.05 + near))
    return solids


def _trunk(body: _Body, look: Looks) -> list[Solid]:
    hips = [(body.seat(0.0, side * 0.06, 0.09), 0.082) for side in (-1.0, 1.0)]
    chest = [(body.trunk(0.01, side * 0.075, 0.30), 0.062) for side in (-1.0, 1.0)]
    neck = (body.trunk(0.015, 0.0, 0.37), 0.036)
    chin = (body.trunk(0.03, 0.0, 0.43), 0.036)
    return [
        _solid(look.skin, neck, chin, nearer_m=0.0),
        _solid(look.shirt, *hips, *chest, (body.trunk(0.015, 0.0, 0.335), 0.05), nearer_m=0.01),
    ]


def _head(body: _Body, look: Looks, talk: float) -> list[Solid]:
    at = body.head
    hair = [(at(-0.018, 0.0, 0.022), 0.099), (at(-0.03, 0.0, -0.012), 0.088)]
    if look.long_hair:
        hair += [(at(-0.05, 0.03, -0.10), 0.05), (at(-0.05, -0.03, -0.10), 0.05)]
    face = ((at(0.012, 0.0, -0.006), 0.088), (at(0.03, 0.0, -0.04), 0.066))
    ear = _solid(look.skin, (at(-0.006, 0.088, -0.016), 0.019), nearer_m=0.075)
    fringe = _solid(
        look.hair,
        (at(0.046, 0.026, 0.072), 0.026),
        (at(0.046, -0.03, 0.072), 0.026),
        (at(-0.02, 0.05, 0.066), 0.034),
        nearer_m=0.09,
    )
    return [
        _solid(look.hair, *hair, nearer_m=0.02),
        _solid(look.skin, *face, nearer_m=0.06, decals=_face(body, look, talk)),
        ear,
        fringe,
    ]


def _face(body: _Body, look: Looks, talk: float) -> tuple[Decal, ...]:
    """Return the face, two dots and a line: enough to see where the child looks, and that it is content."""
    ink: Bgr = (54, 48, 52)
    blush = look.skin.layers[2]
    warm = bgr((min(255, blush[2] + 6), blush[1] - 22, blush[0] - 14))
    lips: Bgr = (78, 66, 128)
    decals = [_dot(body, (side * 0.058, -0.036), 0.013, 0.009, warm) for side in (-1.0, 1.0)]
    decals += [_dot(body, (side * 0.033, 0.002), 0.0085, 0.0115, ink) for side in (-1.0, 1.0)]
    if talk > 0.05:
        decals.append(_dot(body, (0.0, -0.056), 0.014, 0.004 + 0.011 * talk, lips))
    else:
        across = np.linspace(-1.0, 1.0, 9)
        upper = [(0.022 * a, -0.058 + 0.010 * a * a) for a in across]
        lower = [(0.022 * a, -0.063 + 0.014 * a * a) for a in across[::-1]]
        outline = np.array([_on_face(body, left, up) for left, up in (*upper, *lower)])
        decals.append(Decal(outline, outline[4], body.seat(1.0, 0.0, -0.3) - body.seat(0.0, 0.0, 0.0), lips))
    return tuple(decals)


def _on_face(body: _Body, left: float, up: float) -> Floats:
    """Return a place on the front of the face, `left` and `up` (m) of its middle."""
    forward = math.sqrt(max(0.0, FACE_RADIUS_M**2 - left * left - (up + 0.012) ** 2 * 0.6))
    return body.head(0.012 + forward, left, up - 0.006)


def _dot(body: _Body, place: tuple[float, float], wide: float, high: float, colour: Bgr) -> Decal:
    left, up = place
    turn = np.linspace(0.0, math.tau, 14, endpoint=False)
    outline = np.array([_on_face(body, left + wide * math.cos(a), up + high * math.sin(a)) for a in turn])
    facing = body.seat(0.06, left * 1.25, 0.0) - body.seat(0.0, 0.0, 0.0)
    # Stricter than the surface itself: what lies on the very edge of the face would stick out of it.
    return Decal(outline, _on_face(body, left, up), facing, colour)


def _arm(body: _Body, look: Looks, side: float, hand: Floats) -> list[Solid]:
    shoulder = body.trunk(0.01, side * 0.118, 0.305)
    hand, elbow = bent(shoulder, hand, body.aim(-0.25, side * 0.6, -1.0))
    near = 0.10 if side > 0 else -0.02
    wrist = hand + (elbow - hand) * 0.22
    return [
        _solid(look.shirt, (shoulder, 0.048), (elbow, 0.038), nearer_m=near),
        _solid(look.shirt, (elbow, 0.037), (elbow + (wrist - elbow) * 0.55, 0.033), nearer_m=near + 0.01),
        _solid(look.skin, (elbow + (wrist - elbow) * 0.5, 0.028), (wrist, 0.025), nearer_m=near + 0.005),
        _solid(look.skin, (wrist + (hand - wrist) * 0.6, 0.028), (hand, 0.027), nearer_m=near + 0.02),
    ]


def bent(shoulder: Floats, hand: Floats, downward: Floats) -> tuple[Floats, Floats]:
    """Return the hand, no further than the arm is long, and the elbow, on the side of `downward`."""
    way = hand - shoulder
    distance = float(np.linalg.norm(way))
    longest = (UPPER_ARM_M + FOREARM_M) * 0.995
    if distance > longest:
        way *= longest / distance
        distance = longest
    along = way / max(distance, 1e-6)
    share = (UPPER_ARM_M**2 - FOREARM_M**2 + distance**2) / (2.0 * max(distance, 1e-6))
    out = math.sqrt(max(0.0, UPPER_ARM_M**2 - share**2))
    aside = downward - along * float(downward @ along)
    aside /= max(float(np.linalg.norm(aside)), 1e-6)
    return shoulder + way, shoulder + along * share + aside * out

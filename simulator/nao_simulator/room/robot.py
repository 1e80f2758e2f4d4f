"""Nao as the camera sees it: its shells, lamps and hands, posed from the joint angles of one state."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nao_simulator.room.brush import Bgr, Decal, Solid, bgr
from nao_simulator.room.feed import Rgb, RoomState
from nao_simulator.room.kinematics import Floats, Frame, link_frames
from nao_simulator.room.shells import (
    FINGER_LENGTH_MM,
    FINGER_RADIUS_MM,
    FINGER_TURN_RAD,
    FINGERS,
    GREY,
    SHELLS,
    TOUCH_PLACES,
    Shell,
)
from nao_simulator.room.stance import settled_pitch, torso_frame

LENS: Bgr = (40, 34, 30)
RIM: Bgr = (88, 80, 74)
TOUCHED: Bgr = (90, 220, 255)
EAR_LAMPS = 10
# Where Nao stands on the rug (m), and where it faces: a little to the child, at the right of the picture.
HOME_M, HOME_YAW_RAD = (0.0, -0.08), 0.26
ROOM_LIMIT_M = 0.30


@dataclass(frozen=True, slots=True)
class Posed:
    """Nao in the room: what to draw, and where (m) it can be touched and seen to speak."""

    solids: tuple[Solid, ...]
    touch_places: Mapping[str, Floats]
    mouth: Floats


@dataclass(frozen=True, slots=True)
class _Spot:
    """A flat shape on a link, in its frame, m: its outline, then its centre and the tip of its normal."""

    link: str
    points: Floats

    def painted(self, frames: Mapping[str, Frame], colour: Bgr) -> Decal:
        placed = frames[self.link].place(self.points)
        return Decal(placed[:-2], placed[-2], placed[-1] - placed[-2], colour)


def _spot(
    link: str,
    at_mm: tuple[float, float, float],
    facing: tuple[float, float, float],
    outer_mm: float,
    inner_mm: float = 0.0,
    arc: tuple[float, float] = (0.0, math.tau),
    stretch: float = 1.0,
) -> _Spot:
    """Return a disc, or the part of a ring between two angles (rad, from the top, to Nao's left).

    `stretch` widens it sideways.
    """
    normal = np.array(facing) / np.linalg.norm(facing)
    up = np.array((0.0, 0.0, 1.0)) if abs(normal[2]) < 0.9 else np.array((1.0, 0.0, 0.0))
    side = np.cross(up, normal)
    side /= np.linalg.norm(side)
    up = np.cross(normal, side)
    whole = arc[1] - arc[0] > 6.0
    angles = np.linspace(arc[0], arc[1], 18 if whole else 6, endpoint=not whole)
    rim = np.outer(np.cos(angles), up) + np.outer(np.sin(angles), side) * stretch
    outline = rim * outer_mm
    if inner_mm:
        outline = np.concatenate((outline, rim[::-1] * inner_mm))
    at = np.array(at_mm)
    return _Spot(link, np.vstack((at + outline, at, at + normal)) / 1000.0)


def _ring(
    link: str,
    at_mm: tuple[float, float, float],
    facing: tuple[float, float, float],
    lamps: int,
    outer_mm: float,
    inner_mm: float,
) -> tuple[_Spot, ...]:
    step = math.tau / lamps
    half = step * 0.44
    return tuple(
        _spot(link, at_mm, facing, outer_mm, inner_mm, (n * step - half, n * step + half))
        for n in range(lamps)
    )


_EYES = {side: ((55.5, y, 55.0), (0.97, 0.0062 * y, 0.05)) for side, y in (("left", 29.0), ("right", -29.0))}
_EYE_RIMS = {side: _spot("Head", *place, 21.4) for side, place in _EYES.items()}
_EYE_LAMPS = {side: _ring("Head", *place, 8, 18.2, 10.2) for side, place in _EYES.items()}
_EYE_LENSES = {side: _spot("Head", *place, 9.4) for side, place in _EYES.items()}
_GLINTS = {
    side: _spot("Head", (x + 0.5, y - 3.5, z + 4.0), facing, 2.4)
    for side, ((x, y, z), facing) in _EYES.items()
}
_CAMERAS = (_spot("Head", (58.0, 0.0, 73.0), (0.98, 0.0, 0.2), 4.6),)
_MOUTH = _spot("Head", (50.0, 0.0, 20.0), (0.98, 0.0, -0.15), 3.8, stretch=2.6)
_EARS = {
    side: (
        _spot("Head", (-4.0, y, 50.0), (0.0, y, 0.0), 20.0),
        _ring("Head", (-4.0, y, 50.0), (0.0, y, 0.0), EAR_LAMPS, 17.5, 11.0),
        _spot("Head", (-4.0, y, 50.0), (0.0, y, 0.0), 9.0),
    )
    for side, y in (("left", 78.0), ("right", -78.0))
}
_CREST = {
    "head.front": _spot("Head", (30.0, 0.0, 112.0), (0.62, 0.0, 0.78), 11.0, stretch=1.5),
    "head.middle": _spot("Head", (2.0, 0.0, 122.0), (0.1, 0.0, 1.0), 11.0, stretch=1.5),
    "head.rear": _spot("Head", (-30.0, 0.0, 118.0), (-0.3, 0.0, 0.95), 11.0, stretch=1.5),
}
_BUTTON = tuple(_spot("Torso", (51.5, 0.0, 52.0), (1.0, 0.0, 0.05), radius) for radius in (14.0, 11.0, 7.0))
_FOOT_LAMPS = {
    side: _spot(f"{side[0].upper()}Foot", (36.0, 2.0, -1.0), (0.55, 0.0, 0.83), 7.0)
    for side in ("left", "right")
}
_SONARS = tuple(_spot("Torso", (50.0, y, 76.0), (1.0, 0.006 * y, 0.1), 4.5) for y in (20.0, -20.0))

_SHELL_BALLS = tuple(np.array(shell.balls) / 1000.0 for shell in SHELLS)


def _by_link() -> dict[str, Floats]:
    links: dict[str, list[Floats]] = {}
    for shell, balls in zip(SHELLS, _SHELL_BALLS, strict=True):
        links.setdefault(shell.link, []).append(balls)
    return {link: np.concatenate(parts) for link, parts in links.items()}


BALLS_BY_LINK = _by_link()


def pose(state: RoomState) -> Posed:
    """Return Nao posed for one state of the room."""
    links = link_frames(state.joints)
    pitch = settled_pitch(links, state.torso_pitch_rad, state.fallen)
    x, y, turn = _walked(state.walked)
    torso = torso_frame(links, BALLS_BY_LINK, pitch, (x, y), turn)
    frames = {name: frame.within(torso) for name, frame in links.items()}
    decals = _decals(frames, state)
    solids = [
        _solid(frames, shell, balls, decals.get(shell.name, ()))
        for shell, balls in zip(SHELLS, _SHELL_BALLS, strict=True)
    ]
    for side in ("L", "R"):
        solids += _fingers(
            frames[f"{side}Wrist"], 1.0 if side == "L" else -1.0, state.joints.get(f"{side}Hand", 0.0)
        )
    places = {
        part: frames[link].place(np.array((place,)) / 1000.0)[0]
        for part, (link, place) in TOUCH_PLACES.items()
    }
    return Posed(tuple(solids), places, frames["Head"].place(np.array(((0.05, 0.0, 0.02),)))[0])


def _walked(walked: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return where in the room Nao stands (m) and faces (rad) after walking; it never leaves the rug."""
    forward, left, turn = walked
    c, s = math.cos(HOME_YAW_RAD), math.sin(HOME_YAW_RAD)
    x, y = (
        max(-ROOM_LIMIT_M, min(ROOM_LIMIT_M, part))
        for part in (forward * c - left * s, forward * s + left * c)
    )
    return HOME_M[0] + x, HOME_M[1] + y, HOME_YAW_RAD + turn


def _solid(frames: Mapping[str, Frame], shell: Shell, balls: Floats, decals: tuple[Decal, ...]) -> Solid:
    placed = np.column_stack((frames[shell.link].place(balls[:, :3]), balls[:, 3]))
    return Solid(placed, shell.paint, decals, shell.nearer_mm / 1000.0)


def _fingers(wrist: Frame, mirror: float, opened: float) -> list[Solid]:
    """Return two fingers and a thumb of two phalanges each, curled as far as the hand is closed."""
    curl = (1.0 - min(1.0, max(0.0, opened))) * FINGER_TURN_RAD
    solids = []
    for number, (x, y, z) in enumerate(FINGERS):
        inward = -1.0 if number < 2 else 1.0  # fingers close down on the palm, the thumb up
        at = np.array((x - 8.0, y * mirror, z))
        balls = [at]
        angle = 0.0 if number < 2 else -0.5 * inward
        for _ in range(2):
            angle += inward * curl
            at = at + FINGER_LENGTH_MM * np.array((math.cos(angle), 0.0, math.sin(angle)))
            balls.append(at)
        placed = wrist.place(np.array(balls) / 1000.0)
        radii = np.full((len(placed), 1), FINGER_RADIUS_MM / 1000.0)
        solids.append(Solid(np.column_stack((placed, radii)), GREY, (), 0.004))
    return solids


def _decals(frames: Mapping[str, Frame], state: RoomState) -> dict[str, tuple[Decal, ...]]:
    """Return what is drawn on each named shell, in drawing order."""

    def on(spot: _Spot, colour: Bgr) -> Decal:
        return spot.painted(frames, colour)

    face = [on(camera, LENS) for camera in _CAMERAS]
    face.append(on(_MOUTH, (82, 74, 68)))
    for side, lamps in (("left", state.left_eye), ("right", state.right_eye)):
        face.append(on(_EYE_RIMS[side], RIM))
        face += [on(spot, _lit(lamp)) for spot, lamp in zip(_EYE_LAMPS[side], lamps, strict=True)]
        face.append(on(_EYE_LENSES[side], LENS))
        face.append(on(_GLINTS[side], (235, 235, 235)))
    named: dict[str, tuple[Decal, ...]] = {"head": tuple(face)}
    for side, name in (("left", "ear"), ("right", "right.ear")):
        plate, ring, hub = _EARS[side]
        blue = _lit((0.15 * state.ears, 0.45 * state.ears, state.ears))
        named[name] = (on(plate, RIM), *(on(spot, blue) for spot in ring), on(hub, (150, 140, 132)))
    glow = _lit((state.brain, state.brain, state.brain))
    named["crest"] = tuple(
        on(spot, TOUCHED if part in state.touched else glow) for part, spot in reversed(_CREST.items())
    )
    rim, ring_spot, lamp = _BUTTON
    pressed = "chest" in state.touched
    named["chest"] = (
        *(on(sonar, RIM) for sonar in _SONARS),
        on(rim, RIM),
        on(ring_spot, TOUCHED if pressed else (226, 222, 220)),
        on(lamp, _lit(state.chest)),
    )
    named["foot"] = (on(_FOOT_LAMPS["left"], _lit(state.left_foot)),)
    named["right.foot"] = (on(_FOOT_LAMPS["right"], _lit(state.right_foot)),)
    return named


def _lit(lamp: Rgb) -> Bgr:
    """Return the colour in which a lamp (0 to 1) is drawn: dark grey when off, near white when bright."""
    brightest = max(lamp)
    red, green, blue = (
        64.0 + (255.0 * part * 0.88 + 255.0 * 0.12 * brightest - 64.0) * min(1.0, brightest * 1.6)
        for part in lamp
    )
    return bgr((red, green, blue))

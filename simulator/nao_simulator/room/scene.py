"""The scene: the room, Nao, the child, what they say and the clock, put together for one instant."""

from __future__ import annotations

import math
import time

import cv2
import numpy as np

from nao_simulator.room import child, robot
from nao_simulator.room.backdrop import CLOCK_AT_M, CLOCK_RADIUS_M, on_wall, paint_backdrop
from nao_simulator.room.brush import Bgr, Picture, Solid, draw_solids, fill_hull, fill_polygon
from nao_simulator.room.card import draw_card
from nao_simulator.room.feed import RoomState
from nao_simulator.room.kinematics import Floats
from nao_simulator.room.lettering import draw_bubble, write
from nao_simulator.room.view import HEIGHT_PX, ROOM_VIEW, WIDTH_PX

# How fast a mood comes and goes (share a second): a child takes a third of a second to stretch an arm out.
MOOD_RATE = 3.0
# A breath moves the head by 5 mm, in steps too small to see: most pictures are the one before.
BREATH_S, BREATH_RAD, BREATH_STEPS = 3.4, 0.011, 5
SYLLABLE_S = 0.21
SHADOW_SCALE, SHADOW_STRENGTH = 4, 0.34
NAO_BUBBLE_PX = (46, 36, 520)
CHILD_BUBBLE_PX = (880, 36, 360)
# Where the child holds a card up to the camera: its hand, the middle of the card, and the printed side.
CARD_HAND_M, CARD_M = np.array((0.35, 0.42, 0.335)), np.array((0.365, 0.41, 0.43))
CARD_RIGHT, CARD_UP = np.array((0.17, 0.985, 0.0)), np.array((-0.21, 0.036, 0.977))
# From a mouth to where the tail of its bubble points, clear of the face.
BESIDE_NAO_PX, BESIDE_CHILD_PX = (-68.0, -34.0), (70.0, -30.0)


class Scene:
    """The drawn room: its pictures are drawn in the order of their instants."""

    def __init__(self, width_px: int, height_px: int, seed: int) -> None:
        self._size = (width_px, height_px)
        self._backdrop = paint_backdrop()
        self._room = self._backdrop  # with the clock of the second
        self._looks = child.looks(seed)
        self._last_ns: int | None = None
        self._reach = 0.0
        self._talk = 0.0
        self._show = 0.0
        self._target = np.array((0.1, 0.1, 0.4))
        self._drawn: tuple[RoomState, child.Bearing, time.struct_time] | None = None
        self._picture: Picture = self._backdrop

    def draw(self, state: RoomState, instant_ns: int) -> Picture:
        """Return the picture of `state` at an instant of CLOCK_MONOTONIC; BGR, of the size of this scene.

        What looks the same as the picture before *is* the picture before: do not write into it.
        """
        bearing = self._bearing(state, instant_ns)
        looks = (state, bearing, time.localtime())
        if self._drawn is None or looks[2] != self._drawn[2]:
            self._room = self._backdrop.copy()
            _draw_clock(self._room, looks[2])
        if looks != self._drawn or bearing.moves:
            self._picture = self._paint(state, bearing)
            self._drawn = looks
        return self._picture

    def _paint(self, state: RoomState, bearing: child.Bearing) -> Picture:
        canvas = self._room.copy()
        posed = robot.pose(state)
        solids = [*posed.solids, child.cushion()]
        if state.child != "absent":
            self._aim(state, posed, bearing)
            solids += child.pose(self._looks, bearing, self._target)
        _draw_shadow(canvas, solids)
        draw_solids(canvas, ROOM_VIEW, solids)
        if state.card is not None and state.child != "absent" and bearing.show == 1.0:
            draw_card(canvas, ROOM_VIEW, state.card, CARD_M, CARD_RIGHT, CARD_UP)
        if state.speech:
            draw_bubble(canvas, state.speech, NAO_BUBBLE_PX, _seen(posed.mouth) + BESIDE_NAO_PX)
        if state.heard and state.child != "absent":
            draw_bubble(canvas, state.heard, CHILD_BUBBLE_PX, _seen(child.mouth_place()) + BESIDE_CHILD_PX)
        if self._size != (WIDTH_PX, HEIGHT_PX):
            return np.asarray(cv2.resize(canvas, self._size, interpolation=cv2.INTER_AREA), np.uint8)
        return canvas

    def _bearing(self, state: RoomState, instant_ns: int) -> child.Bearing:
        step = 1.0 if self._last_ns is None else MOOD_RATE * (instant_ns - self._last_ns) / 1e9
        self._last_ns = instant_ns
        self._reach = _towards(self._reach, state.child == "reaching", step)
        self._talk = _towards(self._talk, state.child == "speaking", step)
        self._show = _towards(self._show, state.card is not None and state.child != "absent", step)
        seconds = instant_ns / 1e9
        syllable = 0.55 + 0.45 * math.sin(math.tau * seconds / SYLLABLE_S)
        breath = round(BREATH_STEPS * math.sin(math.tau * seconds / BREATH_S)) / BREATH_STEPS
        sway = BREATH_RAD * breath if state.child != "absent" else 0.0
        return child.Bearing(_eased(self._reach), _eased(self._talk) * syllable, sway, _eased(self._show))

    def _aim(self, state: RoomState, posed: robot.Posed, bearing: child.Bearing) -> None:
        """Move the goal of the child's hand: a touched part, a card that is shown, else Nao's left hand."""
        touched = [part for part in state.touched if part in posed.touch_places]
        target = posed.touch_places[touched[0] if touched else "hand.left"]
        if bearing.show > 0.0 and not touched:
            target = CARD_HAND_M
        follow = 1.0 if bearing.reach == 0.0 else 0.35
        self._target = self._target + (target - self._target) * follow


def _towards(value: float, wanted: bool, step: float) -> float:
    return min(1.0, value + step) if wanted else max(0.0, value - step)


def _eased(share: float) -> float:
    return share * share * (3.0 - 2.0 * share)


def _seen(place: Floats) -> Floats:
    return ROOM_VIEW.project(place[None, :])[0, :2]


def _draw_shadow(canvas: Picture, solids: list[Solid]) -> None:
    """Darken the floor under what stands on it: each solid seen from above, blurred."""
    small = np.zeros((HEIGHT_PX // SHADOW_SCALE, WIDTH_PX // SHADOW_SCALE), np.uint8)
    balls = np.concatenate([solid.balls for solid in solids])
    low = balls[:, 2] < 0.16
    floor = balls[low].copy()
    floor[:, 1] += floor[:, 2] * 0.18  # away from the window
    floor[:, 2] = 0.012
    seen = ROOM_VIEW.project(floor[:, :3])
    radii = ROOM_VIEW.focal_px * floor[:, 3] / seen[:, 2]
    for (x, y, _), radius in zip(seen.tolist(), radii.tolist(), strict=True):
        centre = (round(x / SHADOW_SCALE), round(y / SHADOW_SCALE))
        axes = (max(1, round(radius * 1.15 / SHADOW_SCALE)), max(1, round(radius * 0.55 / SHADOW_SCALE)))
        cv2.ellipse(small, centre, axes, 0.0, 0.0, 360.0, 255, -1)
    left, top, wide, high = cv2.boundingRect(small)
    margin = 6
    x0, y0 = max(0, left - margin), max(0, top - margin)
    x1, y1 = min(small.shape[1], left + wide + margin), min(small.shape[0], top + high + margin)
    if x1 <= x0 or y1 <= y0:
        return
    soft = cv2.GaussianBlur(small[y0:y1, x0:x1], (0, 0), 2.4)
    size = ((x1 - x0) * SHADOW_SCALE, (y1 - y0) * SHADOW_SCALE)
    keep = 255 - cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR) * SHADOW_STRENGTH
    part = canvas[y0 * SHADOW_SCALE : y1 * SHADOW_SCALE, x0 * SHADOW_SCALE : x1 * SHADOW_SCALE]
    part[:] = cv2.multiply(part, cv2.merge([keep.astype(np.uint8)] * 3), scale=1.0 / 255.0)


def _draw_clock(canvas: Picture, now: time.struct_time) -> None:
    """Draw the clock on the wall at the time of day, with the hour in figures under it."""
    centre = on_wall(*CLOCK_AT_M)
    radius = float(np.linalg.norm(on_wall(CLOCK_AT_M[0] + CLOCK_RADIUS_M, CLOCK_AT_M[1]) - centre))
    dark: Bgr = (74, 66, 62)
    here = centre[None, :]
    for share, colour in ((1.0, (110, 98, 90)), (0.91, (250, 250, 250))):
        fill_hull(canvas, here, np.array((radius * share,)), colour)
    for mark in range(12):
        _hand(canvas, centre, mark / 12, radius * 0.72, radius * 0.84, 1.2, dark)
    _hand(canvas, centre, (now.tm_hour % 12 + now.tm_min / 60) / 12, 0.0, radius * 0.45, 2.2, dark)
    _hand(canvas, centre, (now.tm_min + now.tm_sec / 60) / 60, 0.0, radius * 0.68, 1.7, dark)
    _hand(canvas, centre, now.tm_sec / 60, -radius * 0.14, radius * 0.74, 0.8, (60, 70, 210))
    fill_hull(canvas, here, np.array((2.6,)), (60, 70, 210))
    figures = time.strftime("%H:%M:%S", now)
    write(canvas, figures, (round(centre[0] - 37), round(centre[1] + radius + 22)), 17, (92, 84, 78))


def _hand(
    canvas: Picture, centre: Floats, turn: float, start: float, end: float, half_width: float, colour: Bgr
) -> None:
    ahead = np.array((math.sin(math.tau * turn), -math.cos(math.tau * turn)))
    aside = np.array((-ahead[1], ahead[0])) * half_width
    a, b = centre + ahead * start, centre + ahead * end
    fill_polygon(canvas, np.array((a - aside, b - aside * 0.6, b + aside * 0.6, a + aside)), colour)

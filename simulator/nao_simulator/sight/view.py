"""What one of Nao's cameras sees, drawn: the other side of the room, a child in front, the card it shows.

The room's own camera films the child beside Nao, for the picture's sake; here the child sits before it, where
Nao looks at a participant. Loaded when the first picture is asked for.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from nao_simulator.body.kinematics import Matrix
from nao_simulator.room import child
from nao_simulator.room.brush import Bgr, Decal, Picture, Solid, draw_solids
from nao_simulator.room.card import draw_card
from nao_simulator.room.kinematics import Z_AXIS, Floats, turned
from nao_simulator.room.view import View
from nao_simulator.sight.eye import CARD, FACE, WIDTH_RAD, Eye, Seen

WIDTH_PX, HEIGHT_PX = 640, 480
FOCAL_PX = WIDTH_PX / 2 / math.tan(WIDTH_RAD / 2)
NOISE, GRAINS = 2.5, 5  # (est) of the sensor, grey levels; how many different ones are drawn
_NEAR_M = 0.25  # what is nearer than this would fill the picture
# Where the child looks: at Nao, past it, or away; rad from straight at it.
_PAST_RAD, _AWAY_RAD = 0.8, 2.2
_HAND_BELOW_CARD_M = 0.10

_PX_A_DEGREE = 8
_LOWEST_DEG, _HIGHEST_DEG = -75, 60
WALL, WAINSCOT, TRIM, WOOD = (205, 211, 197), (186, 188, 160), (232, 238, 238), (142, 178, 208)


class NaoView:
    """The drawn view of Nao's cameras, 640 x 480, BGR. One thread at a time."""

    def __init__(self, seed: int) -> None:
        self._looks = child.looks(seed)
        self._wall = _paint_surroundings()
        draws = np.random.default_rng(seed)
        self._grains = draws.normal(0.0, NOISE, (GRAINS, HEIGHT_PX, WIDTH_PX)).astype(np.int16)
        self._pictures = 0
        self._around: tuple[Matrix, Picture] | None = None
        columns, rows = np.meshgrid(np.arange(WIDTH_PX), np.arange(HEIGHT_PX))
        self._rays = np.stack(
            (np.full(columns.shape, FOCAL_PX), WIDTH_PX / 2 - columns, HEIGHT_PX / 2 - rows), axis=-1
        )

    def draw(self, eye: Eye, seen: Seen) -> Picture:
        """Return the picture that a camera sees."""
        pose = np.array(eye.on_ground)
        if self._around is None or self._around[0] != eye.on_ground:
            self._around = eye.on_ground, self._look_round(pose[:3, :3])
        canvas = self._around[1].copy()
        # Of the camera's frame (front, left, up), a picture has right, down and axis.
        view = View(
            pose[:3, 3],
            np.stack((-pose[:3, 1], -pose[:3, 2], pose[:3, 0])),
            FOCAL_PX,
            (WIDTH_PX / 2, HEIGHT_PX / 2),
        )
        if seen.present and (seen.face or seen.card is not None):
            draw_solids(canvas, view, _in_front(view, self._child(seen)))
        if seen.present and seen.card is not None:
            tilt = 0.08
            up = np.array((math.sin(tilt), 0.0, math.cos(tilt)))
            draw_card(canvas, view, seen.card, np.array(CARD), np.array((0.0, -1.0, 0.0)), up)
        return self._as_a_sensor_gives_it(canvas)

    def _child(self, seen: Seen) -> list[Solid]:
        """Return the child seated in front of Nao, its head where ``FACE`` is."""
        facing = math.pi + (0.0 if seen.looking else _PAST_RAD if seen.face else _AWAY_RAD)
        turn = turned(Z_AXIS, facing - child.FACING_RAD)
        head = np.array((*child.SEAT_M, 0.54))
        shift = np.array(FACE) - turn @ head
        held = np.array(CARD) - (0.0, 0.0, _HAND_BELOW_CARD_M)
        target = turn.T @ (held - shift)
        bearing = child.Bearing(show=0.0 if seen.card is None else 1.0)
        return [_moved(solid, turn, shift) for solid in child.pose(self._looks, bearing, target)]

    def _look_round(self, turn: Floats) -> Picture:
        """Return the part of the surroundings that lies in the directions of a camera's rays."""
        rays = self._rays @ turn.T
        azimuth = np.degrees(np.arctan2(rays[..., 1], rays[..., 0]))
        height = np.degrees(np.arctan2(rays[..., 2], np.hypot(rays[..., 0], rays[..., 1])))
        column = ((180.0 - azimuth) * _PX_A_DEGREE).astype(np.float32)
        row = ((_HIGHEST_DEG - height) * _PX_A_DEGREE).astype(np.float32)
        return np.asarray(
            cv2.remap(self._wall, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    def _as_a_sensor_gives_it(self, canvas: Picture) -> Picture:
        soft = cv2.GaussianBlur(canvas, (0, 0), 0.6).astype(np.int16)
        self._pictures += 1
        grain = self._grains[self._pictures % GRAINS]
        noisy: Picture = np.clip(soft + grain[..., None], 0, 255).astype(np.uint8)
        return noisy


def _moved(solid: Solid, turn: Floats, shift: Floats) -> Solid:
    balls = np.column_stack((solid.balls[:, :3] @ turn.T + shift, solid.balls[:, 3]))
    decals = tuple(
        Decal(decal.outline @ turn.T + shift, turn @ decal.at + shift, turn @ decal.facing, decal.colour)
        for decal in solid.decals
    )
    return Solid(balls, solid.paint, decals, solid.nearer_m)


def _in_front(view: View, solids: list[Solid]) -> list[Solid]:
    """Return the solids without those behind the camera or too near to it."""
    return [solid for solid in solids if float(view.project(solid.balls[:, :3])[:, 2].min()) > _NEAR_M]


def _paint_surroundings() -> Picture:
    """Return the painted surroundings, unrolled: degrees across and up, with Nao's front in the middle."""
    size = ((_HIGHEST_DEG - _LOWEST_DEG) * _PX_A_DEGREE, 360 * _PX_A_DEGREE, 3)
    wall: Picture = np.zeros(size, np.uint8)

    def box(left: float, right: float, low: float, high: float, colour: Bgr) -> None:
        """Fill from `left` to `right` of the front (degrees, left positive), between two heights."""
        corners = [
            (round((180 - left) * _PX_A_DEGREE), round((_HIGHEST_DEG - high) * _PX_A_DEGREE)),
            (round((180 - right) * _PX_A_DEGREE) - 1, round((_HIGHEST_DEG - low) * _PX_A_DEGREE) - 1),
        ]
        cv2.rectangle(wall, corners[0], corners[1], colour, -1)

    whole = (180.0, -180.0)
    box(*whole, -9, _HIGHEST_DEG, WALL)
    box(*whole, _LOWEST_DEG, -9, WOOD)
    for board in range(_LOWEST_DEG, -9, 6):
        box(*whole, board, board + 0.35, (116, 152, 184))
    box(*whole, -9, 2, WAINSCOT)
    box(*whole, 2, 3, TRIM)
    box(*whole, -9.6, -8, TRIM)
    box(52, 32, -9, 30, (150, 176, 196))  # a door
    box(50, 34, -8, 28, (172, 198, 216))
    box(36.5, 35, 9, 10.5, (90, 110, 120))
    box(-24, -44, 9, 25, TRIM)  # a picture of a hill
    box(-25.5, -42.5, 10.5, 23.5, (236, 214, 178))
    box(-25.5, -42.5, 10.5, 15, (128, 178, 132))
    box(90, 66, -9, 12, (150, 192, 222))  # shelves
    for number, colour in enumerate(((92, 92, 214), (186, 144, 92), (92, 196, 242), (122, 170, 122))):
        box(88 - 5 * number, 84.5 - 5 * number, 1, 10, colour)
    box(-66, -100, 4, 30, TRIM)  # a window
    box(-68, -98, 6, 28, (246, 232, 206))
    return wall

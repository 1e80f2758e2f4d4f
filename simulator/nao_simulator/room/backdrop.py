"""The room that never changes: wall, window, poster, shelf, floor and rug, painted once at the start.

Painted at twice the size and brought down, so that every edge is soft.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from nao_simulator.room.brush import Picture, bgr
from nao_simulator.room.kinematics import Floats
from nao_simulator.room.view import HEIGHT_PX, ROOM_VIEW, WIDTH_PX

Rgb = tuple[int, int, int]
Place = tuple[float, float]

WALL_X_M = -1.15
RAIL_M = 0.42
RUG_CENTRE_M, RUG_RADIUS_M = (0.0, 0.14), 0.62
CLOCK_AT_M, CLOCK_RADIUS_M = (0.27, 0.705), 0.078
_OVERSIZE = 2
_SHIFT = 4

WALL, WAINSCOT, TRIM = (197, 211, 205), (160, 188, 186), (238, 238, 232)
WOOD, WOOD_LINE = (208, 178, 142), (184, 152, 116)


def paint_backdrop() -> Picture:
    """Paint the room, 1280 x 720, BGR."""
    canvas = np.zeros((HEIGHT_PX * _OVERSIZE, WIDTH_PX * _OVERSIZE, 3), np.uint8)
    _wall(canvas)
    _floor(canvas)
    _window(canvas, (-1.28, -0.62), (0.50, 0.90))
    _poster(canvas, (-0.35, -0.03), (0.47, 0.80))
    _shelf(canvas, (0.78, 1.50))
    _rug(canvas)
    small = cv2.resize(canvas, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    return _lit_from_window(np.asarray(small, np.uint8))


def on_wall(y: float, z: float) -> Floats:
    """Return where (px) a point of the wall is seen: y to the right, z up, m."""
    return ROOM_VIEW.project(np.array(((WALL_X_M, y, z),)))[0, :2]


def _lit_from_window(picture: Picture) -> Picture:
    """Lighten the side of the window and darken the far corners, gently."""
    row, column = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX]
    away = np.hypot((column - 420.0) / WIDTH_PX, (row - 250.0) / HEIGHT_PX)
    light = np.clip(1.05 - 0.22 * away**2, 0.0, 1.05)[..., None]
    lit: Picture = np.clip(picture * light, 0, 255).astype(np.uint8)
    return lit


def _fill(canvas: Picture, points: Floats | Sequence[Floats], colour: Rgb) -> None:
    scaled = np.rint(np.asarray(points) * (_OVERSIZE << _SHIFT)).astype(np.int32)
    cv2.fillPoly(canvas, [scaled], bgr(colour), cv2.LINE_AA, _SHIFT)


def _wall_box(canvas: Picture, y: Place, z: Place, colour: Rgb) -> None:
    _fill(
        canvas, [on_wall(y[0], z[0]), on_wall(y[1], z[0]), on_wall(y[1], z[1]), on_wall(y[0], z[1])], colour
    )


def _wall_disc(canvas: Picture, y: float, z: float, radius: float, colour: Rgb, flat: float = 1.0) -> None:
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    _fill(canvas, [on_wall(y + radius * np.cos(a), z + radius * flat * np.sin(a)) for a in turn], colour)


def _floor_shape(canvas: Picture, places: Sequence[Place], colour: Rgb, height: float = 0.0) -> None:
    points = np.array([(x, y, height) for x, y in places])
    _fill(canvas, ROOM_VIEW.project(points)[:, :2], colour)


def _wall(canvas: Picture) -> None:
    canvas[:] = bgr(WALL)
    wide = (-4.0, 4.0)
    _wall_box(canvas, wide, (0.0, RAIL_M), WAINSCOT)
    _wall_box(canvas, wide, (RAIL_M, RAIL_M + 0.022), TRIM)
    _wall_box(canvas, wide, (0.0, 0.06), TRIM)
    for y in np.arange(-2.4, 2.5, 0.3):
        _wall_box(canvas, (y, y + 0.006), (0.06, RAIL_M), (150, 178, 176))


def _floor(canvas: Picture) -> None:
    _floor_shape(canvas, [(WALL_X_M, -4.0), (WALL_X_M, 4.0), (1.6, 4.0), (1.6, -4.0)], WOOD)
    rows = np.arange(WALL_X_M, 1.5, 0.11)
    draws = np.random.default_rng(7)
    for index, x in enumerate(rows):
        tint = 0.95 + 0.09 * draws.random()
        shade = tuple(round(part * tint) for part in WOOD)
        _floor_shape(
            canvas, [(x, -4.0), (x, 4.0), (x + 0.11, 4.0), (x + 0.11, -4.0)], (shade[0], shade[1], shade[2])
        )
        _floor_shape(canvas, [(x, -4.0), (x, 4.0), (x + 0.004, 4.0), (x + 0.004, -4.0)], WOOD_LINE)
        for joint in np.arange(-2.4 + 0.55 * (index % 3), 2.5, 1.3):
            _floor_shape(
                canvas,
                [(x, joint), (x, joint + 0.006), (x + 0.11, joint + 0.006), (x + 0.11, joint)],
                WOOD_LINE,
            )
    # What the skirting board keeps from the light.
    _floor_shape(canvas, [(WALL_X_M, -4.0), (WALL_X_M, 4.0), (-1.09, 4.0), (-1.09, -4.0)], (176, 148, 116))


def _rug(canvas: Picture) -> None:
    turn = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    x, y = RUG_CENTRE_M
    for share, colour, height in (
        (1.02, (168, 138, 106), 0.0),
        (1.0, (232, 224, 206), 0.012),
        (0.955, (84, 124, 160), 0.012),
        (0.80, (232, 224, 206), 0.012),
        (0.77, (108, 150, 182), 0.012),
        (0.40, (232, 224, 206), 0.012),
        (0.37, (126, 166, 194), 0.012),
    ):
        radius = RUG_RADIUS_M * share
        ring = [(x + radius * np.cos(a), y + radius * 1.12 * np.sin(a)) for a in turn]
        _floor_shape(canvas, ring, colour, height)


def _window(canvas: Picture, y: Place, z: Place) -> None:
    _wall_box(canvas, (y[0] - 0.05, y[1] + 0.05), (z[0] - 0.05, z[1] + 0.05), TRIM)
    for step in range(24):  # the sky, paler to the horizon
        share = step / 24
        low = z[0] + (z[1] - z[0]) * share
        colour = (round(222 - 62 * share), round(238 - 36 * share), round(248 - 12 * share))
        _wall_box(canvas, y, (low, z[1]), colour)
    middle = (y[0] + y[1]) / 2
    _clipped_hill(canvas, y, z[0], (middle - 0.20, 0.32, 0.15), (150, 190, 140))
    _clipped_hill(canvas, y, z[0], (middle + 0.18, 0.36, 0.11), (122, 172, 118))
    for cloud_y, cloud_z, radius in ((-0.20, 0.30, 0.04), (-0.15, 0.31, 0.052), (-0.09, 0.30, 0.038)):
        _wall_disc(canvas, middle + cloud_y, z[0] + cloud_z, radius, (250, 252, 253), 0.6)
    _wall_box(canvas, (middle - 0.018, middle + 0.018), z, TRIM)
    _wall_box(canvas, y, ((z[0] + z[1]) / 2 + 0.05, (z[0] + z[1]) / 2 + 0.068), TRIM)
    _wall_box(canvas, (y[0] - 0.09, y[1] + 0.09), (z[0] - 0.085, z[0] - 0.045), (250, 250, 246))
    for left, right, lean in ((y[0] - 0.14, y[0] + 0.10, 1.0), (y[1] - 0.10, y[1] + 0.14, -1.0)):
        _curtain(canvas, left, right, z, lean)
    _wall_box(canvas, (y[0] - 0.18, y[1] + 0.18), (z[1] + 0.075, z[1] + 0.095), (150, 120, 92))


def _clipped_hill(
    canvas: Picture, y: Place, foot: float, hill: tuple[float, float, float], colour: Rgb
) -> None:
    centre, width, height = hill
    along = np.linspace(max(y[0], centre - width), min(y[1], centre + width), 40)
    crest = [on_wall(a, foot + height * np.cos((a - centre) / width * np.pi / 2)) for a in along]
    _fill(canvas, [on_wall(along[0], foot), *crest, on_wall(along[-1], foot)], colour)


def _curtain(canvas: Picture, left: float, right: float, z: Place, lean: float) -> None:
    folds = 6
    for fold in range(folds):
        a, b = (left + (right - left) * (fold + step) / folds for step in (0, 1))
        tint = 1.0 - 0.07 * (fold % 2)
        colour = (round(236 * tint), round(196 * tint), round(120 * tint))
        low = z[0] - 0.10
        spread = 0.03 * lean
        _fill(
            canvas,
            [
                on_wall(a, z[1] + 0.08),
                on_wall(b, z[1] + 0.08),
                on_wall(b - spread, low),
                on_wall(a - spread, low),
            ],
            colour,
        )


def _poster(canvas: Picture, y: Place, z: Place) -> None:
    """Paint a poster of four feelings, of the kind that such rooms have."""
    _wall_box(canvas, (y[0] + 0.008, y[1] + 0.014), (z[0] - 0.014, z[1] - 0.008), (168, 182, 178))
    _wall_box(canvas, y, z, (250, 247, 238))
    radius = (y[1] - y[0]) * 0.19
    feelings = (
        (0.27, 0.74, (250, 206, 84), "joy"),
        (0.73, 0.74, (126, 176, 222), "sad"),
        (0.27, 0.30, (236, 128, 104), "angry"),
        (0.73, 0.30, (158, 204, 142), "surprised"),
    )
    for across, up, colour, feeling in feelings:
        centre = (y[0] + (y[1] - y[0]) * across, z[0] + (z[1] - z[0]) * up)
        _feeling(canvas, centre, radius, colour, feeling)


def _feeling(canvas: Picture, centre: Place, radius: float, colour: Rgb, feeling: str) -> None:
    y, z = centre
    ink = (74, 66, 62)
    _wall_disc(canvas, y, z, radius, colour)
    for side in (-1, 1):
        _wall_disc(canvas, y + side * radius * 0.36, z + radius * 0.16, radius * 0.11, ink, 1.25)
        if feeling == "angry":
            _stroke(
                canvas,
                [
                    (y + side * radius * 0.58, z + radius * 0.56),
                    (y + side * radius * 0.18, z + radius * 0.36),
                ],
                ink,
            )
    if feeling == "surprised":
        _wall_disc(canvas, y, z - radius * 0.42, radius * 0.19, ink, 1.2)
        return
    bend = 0.30 if feeling == "joy" else -0.24
    across = np.linspace(-0.48, 0.48, 13)
    middle = -0.32 if feeling == "joy" else -0.52
    mouth = [(y + radius * a, z + radius * (middle - bend * (1 - (a / 0.48) ** 2))) for a in across]
    _stroke(canvas, mouth, ink)


def _stroke(canvas: Picture, places: Sequence[Place], colour: Rgb) -> None:
    points = np.array([on_wall(y, z) for y, z in places])
    scaled = np.rint(points * (_OVERSIZE << _SHIFT)).astype(np.int32)
    cv2.polylines(canvas, [scaled], False, bgr(colour), 3 * _OVERSIZE, cv2.LINE_AA, _SHIFT)


def _shelf(canvas: Picture, y: Place) -> None:
    """Paint a low shelf with books, boxes and a plant."""
    top, wood, inside = 0.56, (222, 192, 150), (176, 144, 108)
    _wall_box(canvas, (y[0] - 0.02, y[1] + 0.30), (0.0, top + 0.03), wood)
    for low, high in ((0.05, 0.29), (0.33, 0.52)):
        _wall_box(canvas, (y[0] + 0.02, y[1] + 0.26), (low, high), inside)
    draws = np.random.default_rng(12)
    colours = (
        (214, 92, 78),
        (92, 144, 186),
        (242, 196, 92),
        (122, 170, 122),
        (150, 120, 170),
        (240, 236, 226),
    )
    at = y[0] + 0.04
    while at < y[0] + 0.40:
        wide = 0.022 + 0.018 * draws.random()
        _wall_box(
            canvas, (at, at + wide), (0.33, 0.45 + 0.05 * draws.random()), colours[int(draws.integers(6))]
        )
        at += wide + 0.003
    for index, left in enumerate((y[0] + 0.05, y[0] + 0.27, y[0] + 0.49)):
        _wall_box(canvas, (left, left + 0.19), (0.05, 0.21), colours[index])
        _wall_box(canvas, (left + 0.06, left + 0.13), (0.13, 0.155), (250, 247, 240))
    _wall_box(canvas, (y[0] + 0.44, y[0] + 0.62), (0.33, 0.44), colours[3])
    _plant(canvas, y[0] + 0.14, top + 0.03)


def _plant(canvas: Picture, y: float, z: float) -> None:
    for angle, length in ((-0.9, 0.17), (-0.45, 0.22), (0.0, 0.25), (0.45, 0.22), (0.9, 0.17)):
        tip = (y + length * np.sin(angle), z + 0.09 + length * np.cos(angle))
        across = (0.034 * np.cos(angle), -0.034 * np.sin(angle))
        middle = ((y + tip[0]) / 2, (z + 0.09 + tip[1]) / 2)
        leaf = [
            (y, z + 0.07),
            (middle[0] - across[0], middle[1] - across[1]),
            tip,
            (middle[0] + across[0], middle[1] + across[1]),
        ]
        shade = 16 if angle > 0 else 0
        _fill(canvas, [on_wall(*place) for place in leaf], (96 - shade, 156 - shade, 104 - shade))
    pot = [(y - 0.065, z + 0.10), (y + 0.065, z + 0.10), (y + 0.048, z), (y - 0.048, z)]
    _fill(canvas, [on_wall(*place) for place in pot], (214, 124, 92))
    _wall_box(canvas, (y - 0.072, y + 0.072), (z + 0.085, z + 0.105), (226, 140, 106))

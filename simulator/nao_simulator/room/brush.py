"""The brush: rounded solids and flat discs, drawn as an illustrator would, in a few even tones.

A solid is the hull of some balls. In the picture a ball is a circle, so a solid is the hull of circles;
drawn again smaller and towards the light, it looks round at a hundredth of the price of shading pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from nao_simulator.room.kinematics import Floats
from nao_simulator.room.view import View

Picture = NDArray[np.uint8]
Bgr = tuple[int, int, int]

SUBPIXEL_BITS = 4
SUBPIXELS = 1 << SUBPIXEL_BITS
_TURN = np.linspace(0.0, 2.0 * np.pi, 26, endpoint=False)
CIRCLE = np.stack((np.cos(_TURN), np.sin(_TURN)), axis=1)
# The light falls from the window, at the upper left of the picture.
LIGHT = np.array((-0.55, -0.83))
OUTLINE_PX = 1.3
# For each layer, the outline first, then from dark to light: what is left of the radius, and how far it
# leans to the light (in radii).
LAYER_LEFT = np.array((1.0, 1.0, 0.88, 0.70, 0.44))
LAYER_LEAN = np.array((0.0, 0.0, 0.10, 0.24, 0.42))
# What is small needs fewer tones, and half the points, to look round.
SMALL_PX, MIDDLE_PX = 8.0, 18.0
SMALL_LAYERS, MIDDLE_LAYERS, ALL_LAYERS = (0, 3), (0, 1, 3), (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Paint:
    """The tones of one colour, BGR, one for each layer: the outline, then from the shade to the light."""

    layers: tuple[Bgr, ...]


def paint(rgb: tuple[int, int, int], shine: float = 0.35, depth: float = 0.30) -> Paint:
    """Return the tones of a colour (0 to 255): `depth` darkens the shade, `shine` whitens the highlight."""
    cool = (0.92, 0.95, 1.0)  # shade is a little blue, as under a window
    shade = [part * (1.0 - depth) * tint for part, tint in zip(rgb, cool, strict=True)]
    light = [part + (255 - part) * shine for part in rgb]
    tones = [
        _mix(shade, rgb, 0.0),
        _mix(shade, rgb, 0.6),
        _mix(shade, rgb, 1.0),
        _mix(rgb, light, 0.7),
    ]
    return Paint((_mix([part * 0.62 for part in shade], shade, 0.35), *tones))


def _mix(one: Sequence[float], other: Sequence[float], share: float) -> Bgr:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return bgr((red, green, blue))


def bgr(rgb: tuple[float, float, float]) -> Bgr:
    """Return red, green, blue (0 to 255) as cv2 takes them: blue, green, red, rounded."""
    red, green, blue = (round(min(255.0, max(0.0, part))) for part in rgb)
    return blue, green, red


@dataclass(frozen=True, slots=True)
class Decal:
    """A flat polygon (n x 3, m) on a solid, seen from the side that `facing` points to; `at` is on it."""

    outline: Floats
    at: Floats
    facing: Floats
    colour: Bgr


@dataclass(frozen=True, slots=True)
class Solid:
    """The hull of balls (n x 4: centre and radius, m), its paint and what is drawn on it.

    `nearer_m` moves it to the front of what overlaps it, without moving it in the picture.
    """

    balls: Floats
    paint: Paint
    decals: tuple[Decal, ...] = ()
    nearer_m: float = 0.0


def draw_solids(canvas: Picture, view: View, solids: Sequence[Solid]) -> None:
    """Draw solids from the far to the near (painter's order by mean depth)."""
    if not solids:
        return
    balls = np.concatenate([solid.balls for solid in solids])
    counts = np.array([len(solid.balls) for solid in solids])
    starts = np.concatenate(((0,), np.cumsum(counts)[:-1]))
    seen = view.project(balls[:, :3])
    radii = view.focal_px * balls[:, 3] / seen[:, 2]
    depths = np.add.reduceat(seen[:, 2], starts) / counts - [solid.nearer_m for solid in solids]
    sizes = np.maximum.reduceat(radii, starts)
    layers = _layers(seen[:, :2], radii)
    for index in np.argsort(-depths).tolist():
        solid, start, count = solids[index], int(starts[index]), int(counts[index])
        small = sizes[index] < SMALL_PX
        shown = SMALL_LAYERS if small else MIDDLE_LAYERS if sizes[index] < MIDDLE_PX else ALL_LAYERS
        rims = layers[:, start * len(CIRCLE) : (start + count) * len(CIRCLE) : 2 if small else 1]
        if count > 1:
            # The points that make the hull of the outline make that of the tones too, but for a subpixel.
            rims = rims[:, cv2.convexHull(np.ascontiguousarray(rims[0]), returnPoints=False)[:, 0]]
        for layer in shown:
            rim = np.ascontiguousarray(rims[layer])
            cv2.fillConvexPoly(canvas, rim, solid.paint.layers[layer], cv2.LINE_AA, SUBPIXEL_BITS)
        draw_decals(canvas, view, solid.decals)


def _layers(centres: Floats, radii: Floats) -> NDArray[np.int32]:
    """Return the circles of every ball for every layer: layers x (balls x points) x 2, in subpixels."""
    scaled = radii[None, :] * LAYER_LEFT[:, None]
    scaled[0] += OUTLINE_PX
    middles = centres[None] + LIGHT * (radii[None, :] * LAYER_LEAN[:, None])[..., None]
    points = middles[:, :, None, :] + scaled[:, :, None, None] * CIRCLE
    whole: NDArray[np.int32] = np.rint(points * SUBPIXELS).astype(np.int32)
    return whole.reshape(len(LAYER_LEFT), -1, 2)


def fill_hull(canvas: Picture, centres: Floats, radii: Floats, colour: Bgr) -> None:
    """Fill the hull of circles (px)."""
    points = (centres[:, None, :] + radii[:, None, None] * CIRCLE).reshape(-1, 2)
    rounded = np.rint(points * SUBPIXELS).astype(np.int32)
    hull = rounded if len(centres) == 1 else cv2.convexHull(rounded)
    cv2.fillConvexPoly(canvas, hull, colour, cv2.LINE_AA, SUBPIXEL_BITS)


def fill_polygon(canvas: Picture, points: Floats, colour: Bgr) -> None:
    """Fill one polygon (px), convex or not."""
    rounded = np.rint(points * SUBPIXELS).astype(np.int32)
    cv2.fillPoly(canvas, [rounded], colour, cv2.LINE_AA, SUBPIXEL_BITS)


def draw_decals(canvas: Picture, view: View, decals: Sequence[Decal]) -> None:
    """Draw those decals that face the camera, in their order."""
    shown = [decal for decal in decals if float(decal.facing @ (view.eye - decal.at)) > 0.0]
    if not shown:
        return
    seen = view.project(np.concatenate([decal.outline for decal in shown]))
    start = 0
    for decal in shown:
        end = start + len(decal.outline)
        fill_polygon(canvas, seen[start:end, :2], decal.colour)
        start = end

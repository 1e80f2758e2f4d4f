"""What goes into a layout and what comes out: boxes with ports, and where boxes and wires lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Point = tuple[int, int]

TRACK = 10
"""Pixels between two parallel lines."""

SIDE = 14
"""Pixels between a box and the nearest line beside it."""


@dataclass(frozen=True, slots=True)
class Port:
    """Where a way leaves a box: ``y`` pixels below the box's top. ``target`` names a box."""

    id: str
    target: str
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """Something with a size. Its ports are in the order in which they stand, from top to bottom."""

    name: str
    width: int
    height: int
    ports: tuple[Port, ...] = ()


@dataclass(frozen=True, slots=True)
class Net:
    """All wires to one box that go the same way: on (down), or back (a loop, up).

    ``sources`` are the boxes that they leave, each with its layer in the band.
    """

    target: str
    loop: bool
    to_layer: int
    sources: tuple[tuple[str, int], ...]

    def passes(self) -> range:
        """Return the layers that the net's wires pass through on their way to the box."""
        layers = [layer for _, layer in self.sources]
        if self.loop:
            return range(self.to_layer, max(layers))
        return range(min(layers) + 1, self.to_layer)


@dataclass(frozen=True, slots=True)
class Wire:
    """One drawn line: the ports that it leaves, the box that it leads to.

    ``points`` run from the port; a wire that does not ``arrive`` ends on another wire to the same box.
    """

    ports: tuple[str, ...]
    source: str
    target: str
    loop: bool
    points: tuple[Point, ...]
    arrives: bool


@dataclass(frozen=True, slots=True)
class LayerBand:
    """Layers that stand below each other: where its boxes lie (left, top), and its wires."""

    names: tuple[str, ...]
    width: int
    height: int
    places: Mapping[str, Point]
    wires: tuple[Wire, ...]

    def moved(self, right: int, down: int) -> LayerBand:
        """Return the band with its boxes and wires moved by so many pixels."""
        return LayerBand(
            self.names,
            self.width,
            self.height,
            {name: (x + right, y + down) for name, (x, y) in self.places.items()},
            tuple(
                Wire(
                    wire.ports,
                    wire.source,
                    wire.target,
                    wire.loop,
                    tuple((x + right, y + down) for x, y in wire.points),
                    wire.arrives,
                )
                for wire in self.wires
            ),
        )

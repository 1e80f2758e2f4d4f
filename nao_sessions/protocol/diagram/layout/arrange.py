"""The layout as a whole: boxes in, bands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.protocol.diagram.layout.bands import Banding
from nao_sessions.protocol.diagram.layout.folding import folded
from nao_sessions.protocol.diagram.layout.layers import Layering
from nao_sessions.protocol.diagram.layout.values import Band, Box


@dataclass(frozen=True, slots=True)
class Folding:
    """Which boxes stand in which layer of which band."""

    bands: tuple[tuple[tuple[str, ...], ...], ...]

    def cut(self, boxes: Mapping[str, Box]) -> frozenset[str]:
        """Return the ids of the ports whose way leads into another band: no line is drawn for them."""
        band = {
            name: number for number, layers in enumerate(self.bands) for layer in layers for name in layer
        }
        return frozenset(
            port.id for box in boxes.values() for port in box.ports if band.get(port.target) != band[box.name]
        )


def fold(boxes: Mapping[str, Box], start: str, last: str | None, *, width: int, height: int) -> Folding:
    """Decide layers and bands.

    Args:
        boxes: what is laid out, by name, in the order of the file.
        start: the box that everything begins with.
        last: a box that stands below all others, if any.
        width: the width that a layer keeps within, if its boxes let it.
        height: the height that a band keeps within, if its layers let it.
    """
    arcs = {name: [port.target for port in box.ports if port.target in boxes] for name, box in boxes.items()}
    layering = Layering(boxes, arcs, start, last, width)
    layers = layering.layers()
    number = {name: place for place, layer in enumerate(layers) for name in layer}
    heights = [max(boxes[name].height for name in layer) for layer in layers]
    bands = folded(heights, _crossing(arcs, number, len(layers)), height)
    return Folding(tuple(tuple(tuple(layers[place]) for place in band) for band in bands))


def _crossing(arcs: Mapping[str, Sequence[str]], layer: Mapping[str, int], count: int) -> list[int]:
    """Count the boxes to which a way leads across the top of each layer."""
    crossed: list[set[str]] = [set() for _ in range(count)]
    for name, targets in arcs.items():
        for target in targets:
            low, high = sorted((layer[name], layer[target]))
            for place in range(low + 1, high + 1):
                crossed[place].add(target)
    return [len(one) for one in crossed]


def arrange(boxes: Mapping[str, Box], folding: Folding) -> tuple[Band, ...]:
    """Lay out every band, each at its own origin."""
    return tuple(Banding(layers, boxes).band() for layers in folding.bands)

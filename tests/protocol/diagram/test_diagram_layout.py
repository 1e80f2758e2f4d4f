"""The layout by itself, on graphs made by lot that no protocol has: dense, with loops everywhere."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from nao_sessions.protocol.diagram.layout.arrange import arrange, fold, folded, reading_order
from nao_sessions.protocol.diagram.layout.bands import CLOSE, Pins, routed
from nao_sessions.protocol.diagram.layout.values import TRACK, Box, LayerBand, Port, Wire
from tests.protocol.diagram.drawn import Area


def graph(seed: int) -> dict[str, Box]:
    lot = random.Random(seed)
    names = [f"b{number}" for number in range(lot.randint(2, 30))]
    boxes: dict[str, Box] = {}
    for place, name in enumerate(names):
        targets = names[place + 1 : place + 2] + lot.choices(names, k=lot.randint(0, 4))
        lot.shuffle(targets)
        ports = tuple(Port(f"{name}.{at}", target, 40 + 20 * at) for at, target in enumerate(targets))
        width = 2 * lot.randint(60, 200)
        boxes[name] = Box(name, width, 60 + 20 * len(ports) + lot.randint(0, 100), ports)
    return boxes


def areas(band: LayerBand, boxes: dict[str, Box]) -> dict[str, Area]:
    return {name: Area(x, y, boxes[name].width, boxes[name].height) for name, (x, y) in band.places.items()}


def pieces(wire: Wire) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(zip(wire.points, wire.points[1:], strict=False))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(50))
def test_a_graph_made_by_lot_is_laid_out_without_any_overlap(seed: int) -> None:
    boxes = graph(seed)
    height = random.Random(seed).choice((600, 1500, 10**9))
    folding = fold(boxes, "b0", None, width=1000, height=height)
    bands = arrange(boxes, folding)
    assert sorted(name for band in bands for name in band.places) == sorted(boxes)
    drawn = [port for band in bands for wire in band.wires for port in wire.ports]
    ports = [port.id for box in boxes.values() for port in box.ports]
    assert sorted([*drawn, *folding.cut(boxes)]) == sorted(ports)
    for band in bands:
        placed = areas(band, boxes)
        whole = Area(0, 0, band.width, band.height)
        for one, other in combinations(placed.values(), 2):
            assert not one.overlaps(other)
        assert all(whole.holds(area) for area in placed.values())
        for wire in band.wires:
            assert all(0 <= x <= band.width and 0 <= y <= band.height for x, y in wire.points)
            for piece in pieces(wire):
                assert piece[0][0] == piece[1][0] or piece[0][1] == piece[1][1]
                assert [name for name, area in placed.items() if area.crossed_by(*piece)] == []
        _apart(band)


def _apart(band: LayerBand) -> None:
    """Hold that lines to different boxes never run on each other."""
    found = [(piece, (wire.target, wire.loop)) for wire in band.wires for piece in pieces(wire)]
    for ((a, b), net), ((c, d), other) in combinations(found, 2):
        if net == other:
            continue
        for along, across in ((0, 1), (1, 0)):
            if a[across] == b[across] and c[across] == d[across] and abs(a[across] - c[across]) < TRACK / 2:
                shared = min(max(a[along], b[along]), max(c[along], d[along])) - max(
                    min(a[along], b[along]), min(c[along], d[along])
                )
                assert shared <= 1, (net, other, a, b, c, d)


def test_two_nets_that_wait_for_each_other_are_untied_by_a_second_track() -> None:
    gap = routed([Pins(0, (100,), (200,)), Pins(1, (200,), (100,))])
    first, second = list(gap.across(0, 100, 200)), list(gap.across(1, 200, 100))
    assert sorted((len(first), len(second))) == [2, 4]
    doubled, single = (first, second) if len(first) == 4 else (second, first)
    assert doubled[0][1] < single[0][1] < doubled[-1][1]
    assert all(abs(doubled[1][0] - x) >= CLOSE for x in (100, 200))


def test_the_order_of_reading_follows_the_ways_and_names_what_goes_back() -> None:
    arcs = {"a": ["b", "c"], "b": ["c", "a"], "c": ["b", "d"], "d": ["d"]}
    order, loops = reading_order(["a", "b", "c", "d"], arcs, "a")
    assert order == ["a", "b", "c", "d"]
    assert loops == {("b", "a"), ("c", "b"), ("d", "d")}


def test_a_band_that_is_a_little_too_tall_is_not_cut() -> None:
    heights = [400, 400, 400, 400]
    assert folded(heights, [0, 9, 9, 9], room=830) == [range(2), range(2, 4)]
    assert [len(band) for band in folded(heights, [0, 9, 9, 9], room=700)] == [1, 1, 1, 1]


def test_the_lines_beside_a_box_are_ordered_so_that_few_of_them_cross() -> None:
    # To c lead ports 1, 3 and 4: if their line ran outside, 3 and 4 would cross that from port 2 to d.
    targets = ("c", "d", "c", "c", "b")
    ports = tuple(Port(f"a.{at}", target, 40 + 20 * at) for at, target in enumerate(targets))
    boxes = {"a": Box("a", 200, 160, ports)} | {name: Box(name, 200, 60) for name in "bcd"}
    (band,) = arrange(boxes, fold(boxes, "a", None, width=2000, height=10**9))
    outermost = {
        wire.target: max(x for x, _ in wire.points[:2])
        for wire in band.wires
        if wire.ports[0] in ("a.0", "a.1")
    }
    assert outermost["d"] > outermost["c"]


def test_the_way_that_goes_furthest_to_the_left_leaves_by_the_foot_and_is_crossed_by_none() -> None:
    # Four boxes stand below a; the last row does not lead to the leftmost of them.
    ports = tuple(Port(f"a.{at}", target, 40 + 20 * at) for at, target in enumerate("dcbe"))
    boxes = {"a": Box("a", 200, 160, ports)} | {name: Box(name, 200, 60) for name in "bcde"}
    (band,) = arrange(boxes, fold(boxes, "a", None, width=2000, height=10**9))
    below = sorted("bcde", key=lambda name: band.places[name])
    (foot,) = (wire for wire in band.wires if wire.points[0][1] == band.places["a"][1] + 160)
    assert foot.target == below[0] != "e"


def test_a_tall_drawing_is_cut_where_the_fewest_ways_are_cut() -> None:
    assert folded([100] * 4, [0, 1, 1, 1], room=1000) == [range(4)]
    assert folded([100] * 6, [0, 1, 9, 9, 1, 9], room=560) == [range(4), range(4, 6)]
    assert folded([2000, 100], [0, 1], room=500) == [range(1), range(1, 2)]

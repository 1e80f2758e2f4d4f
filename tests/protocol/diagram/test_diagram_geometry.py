"""The drawing as geometry: nothing covers anything, no line runs through a card, words stay on cards."""

from __future__ import annotations

from itertools import combinations

import pytest

from nao_sessions.protocol.diagram.layout.values import TRACK
from nao_sessions.protocol.diagram.plan import PAGE_HEIGHT, PAGE_WIDTH
from nao_sessions.protocol.diagram.style import width
from tests.protocol.diagram.drawn import Area, Drawn, Line
from tests.protocol.diagram.drawn_protocols import NAMES, drawing_of, drawn, protocol_of

SIZES = {
    "title": 13.5, "name": 11, "said": 12, "plain": 12, "way": 12, "main": 12, "adult": 12, "small": 11,
    "from": 11, "if": 11, "number": 11, "mark": 11, "heading": 20, "about": 12,
}  # fmt: skip
BOLD = {"title", "main", "number", "mark", "heading"}
CENTRED = {"number", "mark"}


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    given: str = request.param
    return given


def written_area(text: str, look: str, x: float, y: float) -> Area:
    kind = look.split()[0]
    wide = width(text, SIZES[kind], bold=kind in BOLD)
    left = x - wide / 2 if kind in CENTRED else x
    return Area(left, y - SIZES[kind], wide, SIZES[kind] * 1.25)


def frames(picture: Drawn, name: str, ancestors: tuple[str, ...]) -> set[str]:
    """Give the groups that may hold a step."""
    return {group for group in ancestors if group in picture.boxes}


def test_no_two_cards_overlap_but_a_group_and_its_steps(name: str) -> None:
    picture, protocol = drawn(name), protocol_of(name)
    cards = picture.cards()
    for (one, first), (other, second) in combinations(cards.items(), 2):
        if first.overlaps(second):
            inner, outer = (one, other) if second.holds(first) else (other, one)
            assert inner in protocol.steps, (one, other)
            assert outer in protocol.ancestors(inner), (one, other)
            assert cards[outer].holds(cards[inner]), (one, other)


def test_no_mark_and_no_section_overlaps_a_card(name: str) -> None:
    picture = drawn(name)
    for mark, area in picture.marks.items():
        group = mark.partition("!")[0]
        for card, box in picture.cards().items():
            assert not area.overlaps(box) or (box.holds(area) and group.startswith(card)), (mark, card)
    for (_, one), (_, other) in combinations(picture.sections, 2):
        assert not one.overlaps(other)
    for _, section in picture.sections:
        for card, box in picture.cards().items():
            assert not section.overlaps(box) or section.holds(box), card


def test_no_line_runs_through_a_card_that_it_does_not_begin_or_end_in(name: str) -> None:
    picture, protocol = drawn(name), protocol_of(name)
    cards = {**picture.cards(), **picture.marks}
    for line in picture.lines:
        source = line.source.partition("!")[0]
        around = set(protocol.ancestors(source)) if source in protocol.steps else set()
        if "!" in line.source:
            around |= {source}
        for card, box in cards.items():
            if card not in around:
                crossed = [piece for piece in line.pieces() if box.crossed_by(*piece)]
                assert not crossed, (line.exits, card, crossed)


def test_every_line_begins_at_its_card_and_ends_at_the_top_of_the_next_or_on_a_line_to_it(name: str) -> None:
    picture = drawn(name)
    boxes = {**picture.boxes, **picture.marks}
    for line in picture.lines:
        begin, box = line.points[0], boxes[line.source]
        assert begin[0] in (box.x, box.x + box.width) or begin[1] == box.y + box.height, line
        assert on(box, begin), line
        assert leads_to(line, picture, boxes[line.target]), line


def on(box: Area, point: tuple[float, float]) -> bool:
    return box.x <= point[0] <= box.x + box.width and box.y <= point[1] <= box.y + box.height


def leads_to(line: Line, picture: Drawn, box: Area) -> bool:
    """Tell whether a line ends just above a box, or on a line to the same box."""
    end = line.points[-1]
    if 0 <= box.y - end[1] <= 5 and box.x <= end[0] <= box.x + box.width:
        return True
    others = [
        other
        for other in picture.lines
        if other is not line and (other.target, other.loop) == (line.target, line.loop)
    ]
    return any(lies_on(end, other) for other in others)


def lies_on(point: tuple[float, float], line: Line) -> bool:
    return any(
        min(one[0], other[0]) <= point[0] <= max(one[0], other[0])
        and min(one[1], other[1]) <= point[1] <= max(one[1], other[1])
        for one, other in line.pieces()
    )


def test_lines_to_different_cards_never_run_on_each_other(name: str) -> None:
    picture = drawn(name)
    upright: list[tuple[float, float, float, tuple[str, bool]]] = []
    level: list[tuple[float, float, float, tuple[str, bool]]] = []
    for line in picture.lines:
        net = (line.target, line.loop)
        for one, other in line.pieces():
            if one[0] == other[0]:
                upright.append((one[0], *sorted((one[1], other[1])), net))
            else:
                assert one[1] == other[1], line
                level.append((one[1], *sorted((one[0], other[0])), net))
    for pieces in (upright, level):
        for (at, low, high, net), (at2, low2, high2, net2) in combinations(pieces, 2):
            if net != net2 and abs(at - at2) < TRACK / 2:
                assert min(high, high2) - max(low, low2) <= 1, (net, net2, at, at2)


def test_every_word_stands_on_the_canvas_and_on_its_card(name: str) -> None:
    picture = drawn(name)
    cards = picture.cards()
    for written in picture.texts:
        area = written_area(written.text, written.look, written.x, written.y)
        assert picture.canvas.holds(area), written
        if written.card is not None:
            assert cards[written.card].holds(area), written


def test_no_two_words_overlap(name: str) -> None:
    picture = drawn(name)
    by_card: dict[str | None, list[Area]] = {}
    for written in picture.texts:
        area = written_area(written.text, written.look, written.x, written.y)
        # What stands above the baseline by half and more is ink; the rest is air.
        ink = Area(area.x, written.y - area.height * 0.5, area.width, area.height * 0.5)
        by_card.setdefault(written.card, []).append(ink)
    for areas in by_card.values():
        assert [pair for pair in combinations(areas, 2) if pair[0].overlaps(pair[1])] == []


def test_no_card_is_cut_by_the_end_of_a_page(name: str) -> None:
    picture = drawn(name)
    pages = sum("page" in written.text and written.look == "about" for written in picture.texts) or 1
    high = picture.canvas.height / pages
    for card, box in (*picture.cards().items(), *picture.sections):
        assert box.y // high == (box.y + box.height) // high, card
    if pages > 1:
        assert picture.canvas.width / high == pytest.approx(PAGE_WIDTH / PAGE_HEIGHT, rel=0.003)


def test_the_same_protocol_is_drawn_in_the_same_bytes(name: str) -> None:
    drawing_of.cache_clear()
    first = drawing_of(name)
    drawing_of.cache_clear()
    assert drawing_of(name) == first

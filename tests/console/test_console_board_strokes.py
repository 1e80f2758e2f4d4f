"""The strokes of a slate, from the lines of its file: parts, erasures, what was to be seen when, as SVG."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nao_sessions.console.board.slate import Drawn, line_of, slate_svg, strokes_of, visible_at


def drawn(stroke: str, part: int, *points: tuple[int, int, int, float], ended: bool = False) -> bytes:
    record: dict[str, Any] = {"kind": "drawn", "stroke": stroke, "part": part, "pointer": "pen"}
    return line_of({**record, "points": list(points), "ended": ended})


FILE = [
    drawn("a", 0, (10, 100, 100, 0.5), (20, 200, 100, 0.5)),
    drawn("a", 1, (30, 300, 100, 0.5), ended=True),
    drawn("b", 0, (40, 50, 60, 0.0), ended=True),
    line_of({"kind": "erased", "strokes": ["a"], "at": 50}),
]


def test_a_stroke_is_put_together_from_its_parts_whatever_their_order_and_once_each() -> None:
    expected = strokes_of(FILE)
    assert strokes_of([FILE[1], *FILE, FILE[1]]) == expected
    assert [(stroke.id, len(stroke.points), stroke.erased_ns) for stroke in expected] == [
        ("a", 3, 50),
        ("b", 1, None),
    ]


@pytest.mark.parametrize(
    ("until_ns", "expected"),
    [(5, []), (20, [("a", 2)]), (45, [("a", 3), ("b", 1)]), (50, [("b", 1)]), (None, [("b", 1)])],
)
def test_what_was_to_be_seen_at_a_moment_is_what_was_drawn_and_not_erased_by_then(
    until_ns: int | None, expected: list[tuple[str, int]]
) -> None:
    seen = visible_at(strokes_of(FILE), until_ns)
    assert [(stroke.id, len(stroke.points)) for stroke in seen] == expected


@given(st.integers(0, len(b"".join(FILE))))
def test_a_file_that_was_cut_at_any_byte_gives_the_strokes_before(length: int) -> None:
    lines = b"".join(FILE)[:length].splitlines()
    found = {stroke.id: stroke.points for stroke in strokes_of(lines)}
    for stroke in strokes_of(FILE):
        points = found.get(stroke.id, ())
        assert points == stroke.points[: len(points)]


def test_a_foreign_line_is_left_out() -> None:
    strange = [b"\xff", b"[]", b'{"kind":"drawn"}', b'{"kind":"erased","strokes":3,"at":1}']
    strange.append(b'{"kind":"drawn","stroke":"s","pointer":"p","part":0,"points":[[1,1e999,2,0]]}')
    assert strokes_of([*strange, *FILE]) == strokes_of(FILE)


def test_a_point_of_its_own_is_a_dot_and_a_pen_that_is_pressed_harder_draws_thicker() -> None:
    assert 'd="M50 60L50 60"' in slate_svg(strokes_of(FILE))
    light, heavy = (
        slate_svg(strokes_of([drawn("a", 0, (1, 0, 0, pressure), (2, 9, 9, pressure))]))
        for pressure in (0.2, 0.9)
    )
    widths = [int(found) for each in (light, heavy) for found in re.findall(r'stroke-width="(\d+)"', each)]
    assert widths == sorted(set(widths))


@pytest.mark.parametrize(
    "wrong", [{"stroke": "../x"}, {"part": -1}, {"points": [[1, 4001, 0, 0]]}, {"points": [[1, 0, 0, 2]]}]
)
def test_what_no_slate_can_draw_is_refused(wrong: dict[str, Any]) -> None:
    good: dict[str, Any] = {"kind": "drawn", "stroke": "a.1", "part": 0, "points": [[1.5, 4000, 3000, 1]]}
    assert Drawn.model_validate(good).pointer == "touch"
    with pytest.raises(ValidationError):
        Drawn.model_validate({**good, **wrong})

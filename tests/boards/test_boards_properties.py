"""What is read comes out again, whatever it is; any bytes are answered with a board or with findings."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.boards.opening import as_obf, as_obz, open_boards
from nao_sessions.core.errors import BoardRefused
from tests.boards.made_boards import SVG, WAV, data_uri, package, png, zipped

LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | LETTERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
    max_leaves=5,
)
EXT = st.dictionaries(LETTERS.map(lambda name: f"ext_{name}"), JSON, max_size=2)
COLOUR = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: f"rgb({rgb[0]}, {rgb[1]}, {rgb[2]})")
SIZES = st.fixed_dictionaries({"width": st.integers(1, 9), "height": st.integers(1, 9)})
"""Given with every picture: where they are missing, they are added."""
PICTURES = st.sampled_from([SVG, png(), png(3, 5)])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Give some of these fields, and some that the format does not know."""
    return st.tuples(st.fixed_dictionaries({}, optional=fields), EXT).map(lambda both: both[0] | both[1])


def inside(content: st.SearchStrategy[bytes], kind: str) -> st.SearchStrategy[dict[str, str]]:
    """Give what stands in a board."""
    return content.map(lambda one: {"data": data_uri(one, kind), "content_type": kind})


@st.composite
def boards(draw: st.DrawFn, board_id: str = "a", prefix: str = "") -> dict[str, Any]:
    """Draw a board as the format writes it."""
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    count = draw(st.integers(0, 5))
    pictures = [f"{prefix}p{number}" for number in range(draw(st.integers(0, 2)))]
    ids = [str(number) for number in range(count)]
    cell = st.sampled_from([None, *ids])
    picture = {"image_id": st.sampled_from(pictures)} if pictures else {}
    link = some(id=LETTERS, name=LETTERS, url=LETTERS, data_url=LETTERS)
    button = some(label=LETTERS, vocalization=LETTERS, background_color=COLOUR, border_color=COLOUR,
                  action=LETTERS, actions=st.lists(LETTERS, max_size=2), load_board=link,
                  hidden=st.booleans(), left=st.floats(0, 1), **picture)  # fmt: skip
    own = some(
        locale=LETTERS, name=LETTERS, url=LETTERS, description_html=LETTERS, strings=st.just({"fr": {}})
    )
    return {
        "format": "open-board-0.1",
        "id": board_id,
        **draw(own),
        "buttons": [{"id": one, **draw(button)} for one in ids],
        "grid": {
            "rows": rows,
            "columns": columns,
            "order": [[draw(cell) for _ in range(columns)] for _ in range(rows)],
            **draw(EXT),
        },
        "images": [
            {"id": one, **draw(inside(PICTURES, "image/png")), **draw(SIZES), **draw(EXT)} for one in pictures
        ],
        "sounds": [{"id": f"{prefix}s", **draw(inside(st.just(WAV), "audio/wav"))}][
            : draw(st.integers(0, 1))
        ],
    }


@given(boards())
@settings(deadline=None)
def test_a_board_comes_out_as_it_went_in(value: dict[str, Any]) -> None:
    found = open_boards("a.obf", json.dumps(value).encode())
    content = as_obf(found.boards, "a.obf")
    assert json.loads(content) == value
    assert open_boards("a.obf", content).boards == found.boards


@given(boards("a", "x"), boards("b", "y"), EXT)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_package_loses_nothing(one: dict[str, Any], other: dict[str, Any], more: dict[str, Any]) -> None:
    manifest = {"format": "open-board-0.1", "root": "a.obf",
                "paths": {"boards": {"a": "a.obf", "b": "b.obf"}}, **more}  # fmt: skip
    files = {"manifest.json": manifest, "a.obf": one, "b.obf": other}
    found = open_boards("s.obz", zipped({name: json.dumps(value).encode() for name, value in files.items()}))
    again = open_boards("s.obz", as_obz(found.boards)).boards
    assert open_boards("s.obz", as_obz(again)).boards == again
    for name, value in (("a.obf", one), ("b.obf", other)):
        assert json.loads(as_obf(again, name)) == value
    assert again.more == more


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_damaged_bytes_are_a_board_or_a_finding(data: st.DataObject) -> None:
    name, whole = data.draw(st.sampled_from([
        ("a.obz", zipped(package())),
        ("a.obf", package()["boards/repas.obf"]),
        ("a.pla", b'PLAPHOONS\nCOLUMNES=1\nFILES=1\nPICTURE="a" CAPTION="b" READ="" LINK="" MC="9"\n'),
    ]))  # fmt: skip
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for one in (bytes(content), bytes(content[:cut])):
        with contextlib.suppress(BoardRefused):
            assert open_boards(name, one, encoding="cp1252").boards.first.rows >= 1

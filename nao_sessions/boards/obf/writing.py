"""A board written in the Open Board Format: what was read comes out again, with what the format asks for.

The same board gives the same bytes. Pictures and sounds stand in the board, or beside it in a package.
"""

from __future__ import annotations

import json
from typing import Any

from nao_sessions.boards.kinds import kind_of
from nao_sessions.boards.model import BoardSet, Button, Link, Medium, write_data
from nao_sessions.boards.obf.reading import FORMAT

UNKNOWN_KIND = "application/octet-stream"


def write_obf(boards: BoardSet, path: str, *, whole: bool) -> bytes:
    """Return one board of a set as the bytes of an .obf file.

    Args:
        boards: the set.
        path: of the board in it.
        whole: put all pictures and sounds of the set into the board; else those that lie beside it stay
            there. Those on the network are only named, either way.
    """
    board = boards.boards[path]
    written = {
        "format": FORMAT,
        "id": board.id,
        **given(locale=board.locale, name=board.name),
        **board.more,
        "buttons": [_button(button) for button in board.buttons],
        "grid": {
            "rows": board.rows,
            "columns": board.columns,
            "order": [list(row) for row in board.cells],
            **board.grid_more,
        },
        "images": [_medium(boards, one, whole) for one in board.pictures],
        "sounds": [_medium(boards, one, whole) for one in board.sounds],
    }
    return as_json(written)


def as_json(value: Any) -> bytes:
    """Return a value as JSON that people can read, too: indented, in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields whose value is not None."""
    return {key: value for key, value in fields.items() if value is not None}


def _button(button: Button) -> dict[str, Any]:
    return {
        "id": button.id,
        **given(
            label=button.label,
            vocalization=button.say,
            image_id=button.picture,
            sound_id=button.sound,
            background_color=button.background,
            border_color=button.border,
            action=button.action,
            actions=None if button.actions is None else list(button.actions),
            load_board=None if button.link is None else _link(button.link),
            hidden=button.hidden,
        ),
        **button.more,
    }


def _link(link: Link) -> dict[str, Any]:
    return {**given(id=link.id, name=link.name, path=link.path), **link.more}


def _medium(boards: BoardSet, medium: Medium, whole: bool) -> dict[str, Any]:
    data, path = medium.data, medium.path
    if whole:
        data, path = boards.content(medium), None
    content = boards.content(medium)
    found = None if content is None else kind_of(content)
    kind = medium.kind or (None if content is None else UNKNOWN_KIND if found is None else found.type)
    return {
        "id": medium.id,
        **given(
            url=medium.url,
            data=None if data is None else write_data(kind or UNKNOWN_KIND, data),
            path=path,
            content_type=kind,
            # Readers are promised a size, which not every writer gives.
            width=None if found is None else found.width,
            height=None if found is None else found.height,
        ),
        **medium.more,
    }

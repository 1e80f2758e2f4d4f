"""Boards made for tests: small ones of each format, and what is wrong with them as codes and places."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nao_sessions.boards.opening import BoardFile, open_boards
from nao_sessions.core.errors import BoardRefused

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><circle r="5"/></svg>'
WAV = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x44\xac\0\0\x88\x58\1\0\2\0\x10\0data\0\0\0\0"


def png(width: int = 2, height: int = 2) -> bytes:
    """Give a picture whose header tells a size, whatever it holds."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def data_uri(content: bytes, kind: str = "image/svg+xml") -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def obf(**changes: Any) -> dict[str, Any]:
    """Give a board of two cells as plain values, with some fields changed; None takes a field away."""
    board: dict[str, Any] = {
        "format": "open-board-0.1",
        "id": "repas",
        "locale": "fr",
        "name": "Repas",
        "buttons": [
            {"id": "1", "label": "pomme", "vocalization": "Je veux une pomme", "image_id": "i1"},
            {"id": "2", "label": "pain"},
        ],
        "grid": {"rows": 1, "columns": 2, "order": [["1", "2"]]},
        "images": [
            {"id": "i1", "data": data_uri(SVG), "content_type": "image/svg+xml", "width": 200, "height": 100}
        ],
        "sounds": [],
    } | changes
    return {key: value for key, value in board.items() if value is not None}


def written(value: Any) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode()


def opened(value: Any = None, **changes: Any) -> BoardFile:
    """Open a board given as plain values, or as bytes."""
    content = value if isinstance(value, bytes) else written(obf(**changes) if value is None else value)
    return open_boards("repas.obf", content)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a zip with these files, whatever they are called."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def package(**changes: Any) -> dict[str, bytes]:
    """Give the files of a package of two boards: a meal, and desserts that it leads to."""
    meal = obf(
        buttons=[
            {"id": "1", "label": "pomme", "image_id": "i1"},
            {
                "id": "2",
                "label": "desserts",
                "load_board": {"path": "boards/desserts.obf", "name": "Desserts"},
            },
        ],
        images=[
            {
                "id": "i1",
                "path": "images/pomme.svg",
                "content_type": "image/svg+xml",
                "width": 200,
                "height": 100,
            }
        ],
    )
    desserts = obf(id="desserts", name="Desserts", buttons=[{"id": "1", "label": "glace"}], images=[],
                   grid={"rows": 1, "columns": 1, "order": [["1"]]})  # fmt: skip
    manifest = {
        "format": "open-board-0.1",
        "root": "boards/repas.obf",
        "paths": {
            "boards": {"repas": "boards/repas.obf", "desserts": "boards/desserts.obf"},
            "images": {"i1": "images/pomme.svg"},
            "sounds": {},
        },
    } | changes
    return {
        "manifest.json": written(manifest),
        "boards/repas.obf": written(meal),
        "boards/desserts.obf": written(desserts),
        "images/pomme.svg": SVG,
    }


def refused(act: Callable[[], object]) -> list[tuple[str, int, int]]:
    """Give what keeps a board from being read: code, line and column; each said in two languages."""
    with pytest.raises(BoardRefused) as caught:
        act()
    for one in caught.value.findings:
        assert one.sentence.fr != one.sentence.en
        assert "{" not in one.sentence.fr.replace("{...}", "")
        assert re.search(r" [:;!?»](?:\s|$)|« ", one.sentence.fr) is None, "French signs keep to their word"
    return [(one.code, one.place.line, one.place.col) for one in caught.value.findings]


def codes(found: BoardFile) -> list[str]:
    """Give the codes of what is told of a board that was read."""
    return [one.code for one in found.remarks]

"""The files that pages are made of: styles, scripts and pictures that ship inside the package.

A name leads to bytes that were read at the start; no part of an address ever becomes a path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nao_sessions.pages.joining import joined_script, joined_style

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    content: bytes
    media_type: str


_JOINED = {".js": joined_script, ".css": joined_style}


def read_static(*packages: str) -> dict[str, StaticFile]:
    """Read the ``static`` folders of some packages into one table by file name.

    A script and a style are given with all that they import (:mod:`nao_sessions.pages.joining`).

    Raises:
        ValueError: two packages have a file of one name, a file is of a kind that pages do not use, or a
            script or a style imports what cannot be joined to it.
    """
    table: dict[str, StaticFile] = {}
    for package in packages:
        for entry in files(package).joinpath("static").iterdir():
            if not entry.is_file():
                continue
            extension = entry.name[entry.name.rfind(".") :]
            if entry.name in table or extension not in MEDIA_TYPES:
                raise ValueError(f"{package}: {entry.name} cannot be served")
            table[entry.name] = StaticFile(entry.read_bytes(), MEDIA_TYPES[extension])
    for extension, joined in _JOINED.items():
        texts = {n: file.content.decode("utf-8") for n, file in table.items() if n.endswith(extension)}
        for name in texts:
            table[name] = StaticFile(joined(name, texts).encode("utf-8"), MEDIA_TYPES[extension])
    return table


class StaticTable:
    """Answers ``/static/{name}`` from a table."""

    def __init__(self, table: Mapping[str, StaticFile]) -> None:
        self._table = table

    async def answer(self, request: Request) -> Response:
        """Give the file of that name, or 404."""
        found = self._table.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        return Response(found.content, media_type=found.media_type)

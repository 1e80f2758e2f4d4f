"""The pictures that a session's boards may ask for: the protocol's own bytes, by an id out of a table.

No part of an address ever becomes a path; what is no picture of the protocol is not in the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nao_sessions.protocol.flow import SourceFile

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
_ID_LETTERS = 16


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """One picture as it is sent."""

    content: bytes
    media_type: str


class PictureTable:
    """The pictures of one protocol. An id is the beginning of the SHA-256 of the picture's bytes."""

    def __init__(self, sources: Iterable[SourceFile]) -> None:
        self._by_id: dict[str, BoardPicture] = {}
        self._ids: dict[str, str] = {}
        for source in sources:
            media_type = MEDIA_TYPES.get(source.name[source.name.rfind(".") :].lower())
            if media_type is not None:
                identity = source.sha256[:_ID_LETTERS]
                self._by_id[identity] = BoardPicture(source.content, media_type)
                self._ids[source.name] = identity

    def id_of(self, name: str | None) -> str | None:
        """Give the id of a picture by the name that the protocol gives it; None where it has none."""
        return None if name is None else self._ids.get(name)

    def picture(self, identity: str) -> BoardPicture | None:
        """Give a picture by its id, or None."""
        return self._by_id.get(identity)

    def ids(self) -> tuple[str, ...]:
        """Give every id, in the order of the protocol's files."""
        return tuple(self._by_id)

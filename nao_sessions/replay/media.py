"""A video as players ask for it: from a place on, and never more at once than a player takes in one go.

A player leaves unread what it does not need yet; an answer that lies unread for long is cut off
(pages/limits.py), and then it waits before it asks again. So an open question gets a part, and the next one
the next.
"""

from __future__ import annotations

import re

from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

PART_BYTES = 1 << 20
"""What the buffers of a connection hold by themselves, and seconds of a usual video."""
FIRST_BYTES = 1 << 16
"""Of the beginning, where a player looks first; what it has to know lies at the end of our recordings."""

_FROM_HERE_ON = re.compile(rb"bytes=(\d{1,15})-")


class VideoResponse(FileResponse):
    """A file given in parts of :data:`PART_BYTES`, where it is asked for from a place to its end."""

    chunk_size = PART_BYTES // 4

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, _bounded(value) if name == b"range" else value) for name, value in scope["headers"]]
        await super().__call__({**scope, "headers": headers}, receive, send)


def _bounded(asked: bytes) -> bytes:
    """Give a question for a part in the place of one that has no end; any other one stays as it is."""
    found = _FROM_HERE_ON.fullmatch(asked.strip())
    if found is None:
        return asked
    first = int(found[1])
    return b"bytes=%d-%d" % (first, first + (PART_BYTES if first else FIRST_BYTES) - 1)

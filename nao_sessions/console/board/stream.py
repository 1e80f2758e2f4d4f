"""What a board's page is told, as server-sent events: its whole state at each change, a sign of life between.

A page that hears nothing for two seconds is cut off, and says so; when it comes back it gets the truth.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from nao_sessions.console.board.boards import Boards
from nao_sessions.console.hall import Hall

HEARTBEAT_S = 1.0
RETRY_MS = 500

MOST_STREAMS = 24
"""Pages of boards that are open at once; more are refused, and the session's reaction does not move."""


class Streams:
    """Gives each page of a board its stream, to so many pages at once."""

    def __init__(self, boards: Boards, hall: Hall, rehearsal: bool) -> None:
        self._boards, self._hall, self._rehearsal = boards, hall, rehearsal
        self._open = 0

    @property
    def full(self) -> bool:
        """Tell whether no more pages are told."""
        return self._open >= MOST_STREAMS

    async def told(self, code: str) -> AsyncIterator[str]:
        """Give the lines of one stream, until whoever reads it goes away."""
        self._open += 1
        try:
            yield f"retry: {RETRY_MS}\n\n"
            with self._hall.looking() as changed:
                before: str | None = None
                while True:
                    changed.clear()
                    state = json.dumps(self.state(code), ensure_ascii=False, separators=(",", ":"))
                    if state != before:
                        before = state
                        yield f"event: state\ndata: {state}\n\n"
                    else:
                        yield "event: beat\ndata: {}\n\n"
                    with suppress(TimeoutError):
                        async with asyncio.timeout(HEARTBEAT_S):
                            await changed.wait()
        finally:
            self._open -= 1

    def state(self, code: str) -> dict[str, Any]:
        """Give the whole state of a board's page."""
        session = self._boards.of(code)
        return {
            "shown": self._boards.shown(code).to_json(),
            "settings": self._boards.settings.of(code).model_dump(),
            "rehearsal": self._rehearsal if session is None else session.running.rehearsal,
            "session": None if session is None else session.running.id,
            "pictures": [] if session is None else session.pictures.ids()[:_PRELOADED],
        }


_PRELOADED = 96
"""So many pictures are fetched before they are shown; those that follow are fetched as they come."""

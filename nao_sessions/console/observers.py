"""The pages that watch something that changes: woken after every change, and never able to hold it up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

WAKES_AFTER_S = 0.005
"""What changed is acted upon first: Nao's call leaves within a few turns of the loop, and each page that
watches makes a whole state. Nobody sees five milliseconds; what changes within them wakes the pages once."""


class Observers:
    """The pages that watch, as events to set. Belongs to one event loop."""

    def __init__(self) -> None:
        self._events: set[asyncio.Event] = set()
        self._waking: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """Set the events of all observers WAKES_AFTER_S from now; return at once."""
        if self._waking is None and self._events:
            self._waking = asyncio.get_running_loop().call_later(WAKES_AFTER_S, self._wake)

    @contextmanager
    def looking(self) -> Iterator[asyncio.Event]:
        """Yield an event that is set after every change; whoever waits clears it before looking again."""
        event = asyncio.Event()
        self._events.add(event)
        try:
            yield event
        finally:
            self._events.discard(event)

    def _wake(self) -> None:
        self._waking = None
        for event in self._events:
            event.set()

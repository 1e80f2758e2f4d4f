"""Whoever looks on at something that changes: woken at every change, and never able to hold it up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Lookers:
    """The pages that look on. Belongs to one event loop."""

    def __init__(self) -> None:
        self._events: set[asyncio.Event] = set()

    def changed(self) -> None:
        """Wake everybody who looks on."""
        for event in self._events:
            event.set()

    @contextmanager
    def looking(self) -> Iterator[asyncio.Event]:
        """Look on: the event is set at every change, and whoever waited clears it before looking again."""
        event = asyncio.Event()
        self._events.add(event)
        try:
            yield event
        finally:
            self._events.discard(event)

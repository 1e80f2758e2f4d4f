"""An extractor of NAOqi: it runs while somebody is subscribed to it, and may be paused."""

from __future__ import annotations

import threading
from collections.abc import Callable

PERIOD_MS = 200  # (est) where a subscriber asks for none
PRECISION = 0.0


class Extractor:
    """The subscribers of one extractor. ``on_change`` is called at every change. Thread-safe."""

    def __init__(self) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.subscribers: dict[str, tuple[int, float]] = {}
        self.paused = False
        self._lock = threading.Lock()

    @property
    def running(self) -> bool:
        """Return whether the extractor runs: it has subscribers and is not paused."""
        return bool(self.subscribers) and not self.paused

    @property
    def period_s(self) -> float:
        """Return the shortest period of its subscribers, in s."""
        with self._lock:
            periods = [period_ms for period_ms, _ in self.subscribers.values()]
        return max(min(periods, default=PERIOD_MS), 1) / 1000

    def subscribe(self, name: str, period_ms: int = PERIOD_MS, precision: float = PRECISION) -> None:
        """Add a subscriber, with its period and precision."""
        with self._lock:
            self.subscribers[name] = (period_ms, precision)
        self.on_change()

    def unsubscribe(self, name: str) -> bool:
        """Remove a subscriber; return whether it was known."""
        with self._lock:
            known = self.subscribers.pop(name, None) is not None
        self.on_change()
        return known

    def pause(self, paused: bool) -> None:
        """Pause the extractor, or let it go on."""
        self.paused = paused
        self.on_change()

"""What every extractor service has: subscribers with a period and a precision, a pause, its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from nao_simulator.errors import CallError


class Runs(Protocol):
    """An extractor: it runs while it has subscribers, each with a period (ms) and a precision."""

    subscribers: dict[str, tuple[int, float]]

    def subscribe(self, name: str, period_ms: int = ..., precision: float = ...) -> None:
        """Add a subscriber."""
        ...

    def unsubscribe(self, name: str) -> bool:
        """Remove a subscriber; return whether it was known."""
        ...


class ExtractorService:
    """The methods of ALExtractor; ``defaults`` are the period (ms) and precision of a subscriber without."""

    def __init__(self, extractor: Runs, events: Sequence[str], defaults: tuple[int, float]) -> None:
        self._extractor, self._events, self._defaults = extractor, list(events), defaults

    def subscribe(self, name: str, period_ms: int | None = None, precision: float | None = None) -> None:
        """Add a subscriber; None is the default period (ms) or precision."""
        period_ms = self._defaults[0] if period_ms is None else period_ms
        self._extractor.subscribe(name, period_ms, self._defaults[1] if precision is None else precision)

    def unsubscribe(self, name: str) -> None:
        """Remove a subscriber."""
        if not self._extractor.unsubscribe(name):
            raise CallError(f"{name} is not subscribed.")

    def update_period(self, name: str, period_ms: int) -> None:
        """Change the period of a subscriber."""
        self._extractor.subscribers[name] = (period_ms, self._of(name)[1])

    def update_precision(self, name: str, precision: float) -> None:
        """Change the precision of a subscriber."""
        self._extractor.subscribers[name] = (self._of(name)[0], precision)

    def get_current_period(self) -> int:
        """Return the shortest period asked for, in ms."""
        return min((period for period, _ in self._extractor.subscribers.values()), default=self._defaults[0])

    def get_current_precision(self) -> float:
        """Return the finest precision asked for."""
        asked = (precision for _, precision in self._extractor.subscribers.values())
        return max(asked, default=self._defaults[1])

    def get_my_period(self, name: str) -> int:
        """Return the period of a subscriber, in ms."""
        return self._of(name)[0]

    def get_my_precision(self, name: str) -> float:
        """Return the precision of a subscriber."""
        return self._of(name)[1]

    def get_subscribers_info(self) -> Any:
        """Return [name, period, precision] of each subscriber."""
        return [[name, *values] for name, values in self._extractor.subscribers.items()]

    def get_output_names(self) -> list[str]:
        """Return the keys of memory that the extractor writes: its events."""
        return list(self._events)

    def get_event_list(self) -> list[str]:
        """Return the events that the extractor raises."""
        return list(self._events)

    def get_memory_key_list(self) -> list[str]:
        """Return the further keys that the extractor writes: none."""
        return []

    def _of(self, name: str) -> tuple[int, float]:
        known = self._extractor.subscribers.get(name)
        if known is None:
            raise CallError(f"{name} is not subscribed.")
        return known

"""A call that is under way: how it ends is set once, by whoever is first.

Knows no qi: the wire turns it into a promise, tests read it directly.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Literal

State = Literal["running", "done", "failed", "cancelled"]


class Pending:
    """The end of an action, in the future. Thread-safe; the first of done, failed, cancelled stands."""

    def __init__(self, on_cancel: Callable[[], object] | None = None) -> None:
        self.on_cancel = on_cancel
        self.state: State = "running"
        self.value: Any = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._listeners: list[Callable[[Pending], object]] = []

    @classmethod
    def ended(cls, value: Any = None) -> Pending:
        """Return an action that is already done."""
        pending = cls()
        pending.done(value)
        return pending

    def done(self, value: Any = None) -> bool:
        """End with a value. Tell whether this call was the one that ended it."""
        return self._settle("done", value)

    def failed(self, error: Exception) -> bool:
        """End with an error."""
        return self._settle("failed", error)

    def cancelled(self) -> bool:
        """End as cancelled."""
        return self._settle("cancelled", None)

    def cancel(self) -> None:
        """Ask the action to stop; what it was doing decides how it ends."""
        if self.state == "running" and self.on_cancel is not None:
            self.on_cancel()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait in real seconds for the end; tell whether it came."""
        return self._ended.wait(timeout_s)

    def when_ended(self, listener: Callable[[Pending], object]) -> None:
        """Call the listener once it has ended (at once if it already has)."""
        with self._lock:
            if self.state == "running":
                self._listeners.append(listener)
                return
        listener(self)

    def _settle(self, state: State, value: Any) -> bool:
        with self._lock:
            if self.state != "running":
                return False
            self.value = value
            self.state = state
            listeners, self._listeners = self._listeners, []
        self._ended.set()
        for listener in listeners:
            listener(self)
        return True

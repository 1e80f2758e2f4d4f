"""A call that is under way: how it ends is set once, by the first to end it.

Knows no qi: the wire turns it into a promise, tests read it directly.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Literal

State = Literal["running", "done", "failed", "cancelled"]


class Pending:
    """The result of an action that may still run. Thread-safe; the first end that is set counts."""

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
        """End the action with a value; return False if it had ended already."""
        return self._settle("done", value)

    def failed(self, error: Exception) -> bool:
        """End the action with an error; return False if it had ended already."""
        return self._settle("failed", error)

    def cancelled(self) -> bool:
        """End the action as cancelled; return False if it had ended already."""
        return self._settle("cancelled", None)

    def cancel(self) -> None:
        """Ask the action to stop by ``on_cancel``, which decides how it ends."""
        if self.state == "running" and self.on_cancel is not None:
            self.on_cancel()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end, up to ``timeout_s`` real seconds; return whether it came."""
        return self._ended.wait(timeout_s)

    def when_ended(self, listener: Callable[[Pending], object]) -> None:
        """Call the listener once the action has ended (at once if it already has)."""
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

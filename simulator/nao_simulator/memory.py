"""The robot's memory: keys, values, events and the listeners of events.

Subscribers are plain callables here; qi signals and legacy modules are wrapped by the ALMemory service.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from nao_simulator.clock import SimClock
from nao_simulator.trace import Trace
from nao_simulator.wire.convert import alvalue

Listener = Callable[[str, Any], object]
Provider = Callable[[], Any]
Kind = Literal["Data", "Event", "MicroEvent"]
_HISTORY_LENGTH = 100


@dataclass(slots=True)
class Entry:
    """One key: ``known`` once it has a value; ``stamp`` is that one's time in (seconds, microseconds)."""

    kind: Kind = "Data"
    known: bool = False
    value: Any = None
    stamp: tuple[int, int] = (0, 0)
    description: str = ""
    history: deque[tuple[Any, int, int]] = field(default_factory=lambda: deque(maxlen=_HISTORY_LENGTH))
    listeners: dict[object, Listener] = field(default_factory=dict)


class Memory:
    """A thread-safe dictionary with events. Listeners are called by the thread that raises."""

    def __init__(self, clock: SimClock, trace: Trace, device_period_s: float) -> None:
        self._clock, self._trace = clock, trace
        self._device_period_s = device_period_s
        self._lock = threading.RLock()
        self._entries: dict[str, Entry] = {}
        self._providers: dict[str, Provider] = {}
        self._sampled: dict[str, tuple[int, Any]] = {}

    def provide(self, key: str, provider: Provider) -> None:
        """Make a device key compute its value when it is read, as often as the robot refreshes it."""
        self._providers[key] = provider

    def get(self, key: str) -> Any:
        """Return the value of a key.

        Raises:
            KeyError: it has no value (an event that was never raised has none).
        """
        provider = self._providers.get(key)
        if provider is not None:
            return self._device_value(key, provider)
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or not entry.known:
                raise KeyError(key)
            return entry.value

    def stamp(self, key: str) -> tuple[int, int]:
        """Return the robot's time of a key's value in (seconds, microseconds). Raises: KeyError."""
        if key in self._providers:
            return self._stamp()
        with self._lock:
            if not self._entries[key].known:
                raise KeyError(key)
            return self._entries[key].stamp

    def insert(self, key: str, value: Any) -> None:
        """Store a value without calling the key's listeners."""
        with self._lock:
            created = key not in self._entries
            self._store(self._entries.setdefault(key, Entry()), value)
        if created:
            self._announce("ALMemory/KeyAdded", key)

    def raise_event(self, key: str, value: Any, kind: Kind = "Event") -> None:
        """Store a value, add it to the history, and call every listener, in the order of listening."""
        with self._lock:
            entry = self._declare(key, kind)
            self._store(entry, value)
            entry.history.append((entry.value, *entry.stamp))
            stored, listeners = entry.value, list(entry.listeners.values())
        self._trace.effect("event", key=key, value=stored)
        for listener in listeners:
            listener(key, stored)

    def declare(self, key: str, kind: Kind = "Event") -> None:
        """Make a key an event, without raising it."""
        with self._lock:
            self._declare(key, kind)

    def listen(self, key: str, token: object, listener: Listener) -> None:
        """Call a listener with (key, value) at every raise of an event; a token has one listener an event."""
        with self._lock:
            self._declare(key, "Event").listeners[token] = listener

    def ignore(self, key: str, token: object) -> bool:
        """Remove the listener of a token; return whether there was one."""
        with self._lock:
            entry = self._entries.get(key)
            return entry is not None and entry.listeners.pop(token, None) is not None

    def tokens(self, key: str) -> list[object]:
        """Return the tokens of the listeners of an event."""
        with self._lock:
            entry = self._entries.get(key)
            return [] if entry is None else list(entry.listeners)

    def remove(self, key: str) -> None:
        """Forget a key.

        Raises:
            KeyError: there is no such key.
        """
        with self._lock:
            del self._entries[key]
        self._announce("ALMemory/KeyRemoved", key)

    def names(self, kind: Kind | None = None) -> list[str]:
        """Return the names of all keys, or of those of one kind, sorted."""
        with self._lock:
            found = {key for key, entry in self._entries.items() if kind is None or entry.kind == kind}
        if kind in (None, "Data"):
            found |= set(self._providers)
        return sorted(found)

    def entry(self, key: str) -> Entry:
        """Return the entry of a key; that of a device key is made for the call.

        Raises:
            KeyError: there is no such key.
        """
        with self._lock:
            if key not in self._providers:
                return self._entries[key]
        return Entry(known=True, value=self.get(key), stamp=self._stamp())

    def _declare(self, key: str, kind: Kind) -> Entry:
        entry = self._entries.setdefault(key, Entry(kind=kind))
        if entry.kind == "Data":
            entry.kind = kind
        return entry

    def _store(self, entry: Entry, value: Any) -> None:
        entry.value, entry.known, entry.stamp = alvalue(value), True, self._stamp()

    def _announce(self, event: str, key: str) -> None:
        with self._lock:
            entry = self._entries.get(event)
            listeners = list(entry.listeners.values()) if entry is not None else []
        for listener in listeners:
            listener(event, key)

    def _stamp(self) -> tuple[int, int]:
        wall_s = self._clock.wall_s()
        return int(wall_s), int(wall_s % 1 * 1e6)

    def _device_value(self, key: str, provider: Provider) -> Any:
        period = int(self._clock.now_s() / self._device_period_s)
        with self._lock:
            sampled = self._sampled.get(key)
        if sampled is None or sampled[0] != period:
            sampled = (period, alvalue(provider()))  # without the lock: a provider has locks of its own
            with self._lock:
                self._sampled[key] = sampled
        return sampled[1]

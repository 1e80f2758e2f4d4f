"""The qi side of events: the object that ``ALMemory.subscriber`` returns, and calls back to modules.

Raising never waits for a client: qi delivers to remote clients by itself.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import qi

from nao_simulator.clock import Timeline

Started = Callable[[bool], None]

# libqi hands each raise of a signal to a pool of threads, where two within a millisecond can overtake each
# other (measured: 1 in 100 of 3,000 raises on a busy machine, none of 600 at 10 ms). A NAO samples its
# switches every 10 ms, so raises of one event leave at least that far apart; the first of them at once.
_APART_S = 0.010


class SignalHub:
    """One qi object with a ``signal`` for each event, made when first asked for."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._lock = threading.Lock()
        self._channels: dict[str, _Channel] = {}

    def subscriber(self, event: str, on_listened: Started) -> tuple[Any, Callable[[Any], None] | None]:
        """Return an event's object and, if it is new, the function that raises its signal, else None.

        ``on_listened`` is called with True as the first listener comes, with False as the last goes.
        """
        with self._lock:
            known = self._channels.get(event)
            if known is not None:
                return known.subscriber, None
            channel = self._channels[event] = _Channel(self._timeline, on_listened)
            return channel.subscriber, channel.emit


class ModuleCaller:
    """The caller of modules that clients have registered in the service directory."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def __call__(self, module: str, method: str, *arguments: Any) -> None:
        """Call a module's method without waiting; a module that has gone is ignored, as on the robot."""
        found = self._session.service(module, _async=True)

        def call(future: Any) -> None:
            if not future.hasError():
                future.value().call(method, *arguments, _async=True)

        found.addCallback(call)


class _Channel:
    """The signal of one event; raises leave in their order."""

    def __init__(self, timeline: Timeline, on_listened: Started) -> None:
        self.subscriber = _subscriber(on_listened)
        self._timeline = timeline
        self._lock = threading.Lock()
        self._waiting: deque[Any] = deque()
        self._resting = False

    def emit(self, value: Any) -> None:
        """Raise the signal now, or once the raises before it have left."""
        with self._lock:
            if self._resting:
                self._waiting.append(value)
                return
            self._resting = True
        self._send(value)

    def _send(self, value: Any) -> None:
        self.subscriber.signal(value)
        self._timeline.after(_APART_S * self._timeline.clock.speed, self._next)

    def _next(self) -> None:
        with self._lock:
            if not self._waiting:
                self._resting = False
                return
            value = self._waiting.popleft()
        self._send(value)


def _subscriber(on_listened: Started) -> Any:
    class Subscriber:
        """What a client of ALMemory connects to."""

        def __init__(self) -> None:
            self.signal = qi.Signal("(m)", on_listened)

    return qi.multiThreaded()(Subscriber)()

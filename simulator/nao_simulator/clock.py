"""Simulated time and the one thread that makes things happen later.

Everything that has a duration asks here; nothing else in the qi process sleeps for an effect.
"""

from __future__ import annotations

import heapq
import itertools
import sys
import threading
import time
import traceback
from collections.abc import Callable


class SimClock:
    """Simulated seconds since the start: real monotonic time multiplied by the speed."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self.origin_ns = time.monotonic_ns()
        self._wall_origin_s = time.time()

    def now_s(self) -> float:
        """Return the simulated time in seconds since the start."""
        return self.sim_s(time.monotonic_ns())

    def wall_s(self) -> float:
        """Return the robot's own date in seconds since 1970, as getTimestamp answers it."""
        return self._wall_origin_s + self.now_s()

    def sim_s(self, monotonic_ns: int) -> float:
        """Return the simulated time in seconds at an instant of CLOCK_MONOTONIC in ns."""
        return (monotonic_ns - self.origin_ns) * self.speed / 1e9

    def monotonic_ns(self, sim_s: float) -> int:
        """Return the instant of CLOCK_MONOTONIC in ns at a simulated time in seconds."""
        return self.origin_ns + round(sim_s * 1e9 / self.speed)


class Timer:
    """One action that will happen later; :meth:`cancel` is safe at any moment, from any thread."""

    __slots__ = ("_action",)

    def __init__(self, action: Callable[[], object]) -> None:
        self._action: Callable[[], object] | None = action

    def cancel(self) -> None:
        """Keep the action from beginning; one that runs already goes on."""
        self._action = None

    def fire(self) -> None:
        """Run the action once, unless it was cancelled."""
        action, self._action = self._action, None
        if action is not None:
            action()


class Timeline:
    """The timers, and the thread that fires each at its simulated time.

    Actions run on the timeline's thread, one after the other, and must be short. An action that raises is
    reported on stderr and does not end the thread.
    """

    def __init__(self, clock: SimClock) -> None:
        self.clock = clock
        self._heap: list[tuple[int, int, Timer]] = []
        self._order = itertools.count()
        self._condition = threading.Condition()
        self._open = True
        self._thread = threading.Thread(target=self._run, name="timeline", daemon=True)
        self._thread.start()

    def after(self, delay_s: float, action: Callable[[], object]) -> Timer:
        """Run an action after a delay in simulated seconds; return its timer."""
        return self.at(self.clock.now_s() + delay_s, action)

    def at(self, sim_s: float, action: Callable[[], object]) -> Timer:
        """Run an action at a simulated time, at once if that is past; return its timer."""
        timer = Timer(action)
        due_ns = self.clock.monotonic_ns(sim_s)
        with self._condition:
            heapq.heappush(self._heap, (due_ns, next(self._order), timer))
            if self._heap[0][2] is timer:
                self._condition.notify()
        return timer

    def close(self) -> None:
        """End the thread; timers that are not yet due never fire."""
        with self._condition:
            self._open = False
            self._condition.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=2.0)

    def _run(self) -> None:
        while True:
            with self._condition:
                while self._open and (not self._heap or self._heap[0][0] > time.monotonic_ns()):
                    wait_s = (self._heap[0][0] - time.monotonic_ns()) / 1e9 if self._heap else None
                    self._condition.wait(wait_s)
                if not self._open:
                    return
                timer = heapq.heappop(self._heap)[2]
            try:
                timer.fire()
            except Exception:
                traceback.print_exc(file=sys.stderr)

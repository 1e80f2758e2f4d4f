"""Wrong codes, counted: whoever types several has to wait, and when many are typed, so does everybody.

Nothing here knows a code; what is counted is forgotten after a minute.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from nao_sessions.core.clock import SECOND_NS

WINDOW_NS = 60 * SECOND_NS
OF_A_PEER = 5
OF_ALL = 20
"""How many wrong codes in a minute one address, and all addresses together, may type."""


class Guesses:
    """The wrong codes of the last minute, by peer (an address); ``ever``: of this run. CLOCK_MONOTONIC."""

    def __init__(self, clock_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock_ns = clock_ns
        self._wrong: deque[tuple[int, str]] = deque()
        self.ever = 0

    def wrong(self, peer: str) -> None:
        """Count a wrong code typed by a peer."""
        self._forget()
        self.ever += 1
        if len(self._wrong) < OF_ALL:
            self._wrong.append((self._clock_ns(), peer))

    def wait_s(self, peer: str) -> int:
        """Return for how many seconds a peer must wait before it may type another code; 0 for no wait."""
        self._forget()
        own = [at_ns for at_ns, whose in self._wrong if whose == peer]
        until = [0]
        if len(own) >= OF_A_PEER:
            until.append(own[-OF_A_PEER] + WINDOW_NS)
        if len(self._wrong) >= OF_ALL:
            until.append(self._wrong[0][0] + WINDOW_NS)
        return max(0, -(-(max(until) - self._clock_ns()) // SECOND_NS))

    @property
    def of_late(self) -> int:
        """Return the number of wrong codes typed in the last minute, as far as they are counted."""
        self._forget()
        return len(self._wrong)

    def _forget(self) -> None:
        now_ns = self._clock_ns()
        while self._wrong and self._wrong[0][0] <= now_ns - WINDOW_NS:
            self._wrong.popleft()

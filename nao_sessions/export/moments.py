"""Where a session was at any of its moments: the step, and whose turn it was.

For what has a time and no line in the log: annotations, samples of Nao's body, seconds of a recording.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.export.spans import steps_of, turns_of


@dataclass(frozen=True, slots=True)
class Moment:
    """What the log says of a moment; None before the first step, and where it is nobody's turn."""

    step: str | None = None
    turn: str | None = None


class Moments:
    """The moments of one session, by session time; ``of_lines`` has that of each line of the log."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._from_ns: list[int] = []
        self._is: list[Moment] = []
        of_lines: list[Moment] = []
        now = Moment()
        for event, step, turn in zip(events, steps_of(events), turns_of(events), strict=True):
            if step != now.step or turn != now.turn:
                now = Moment(step, turn)
            of_lines.append(now)
            # what an event itself is about is not what the session is in
            if event.dir == "out" and (not self._is or self._is[-1] is not now):
                self._from_ns.append(event.at)
                self._is.append(now)
        self.of_lines = tuple(of_lines)

    def columns(self, session_ns: Any) -> tuple[Any, Any]:
        """Give the steps and the turns at many times (int64) as columns (``pyarrow.Array``)."""
        import numpy as np
        import pyarrow as pa

        places = np.searchsorted(np.array(self._from_ns, np.int64), session_ns, side="right")
        known = [Moment(), *self._is]
        steps = pa.array([moment.step for moment in known], pa.string())
        turns = pa.array([moment.turn for moment in known], pa.string())
        return steps.take(pa.array(places)), turns.take(pa.array(places))

    def at(self, session_ns: int) -> Moment:
        """Give where the session was at a time."""
        place = bisect_right(self._from_ns, session_ns) - 1
        return self._is[place] if place >= 0 else Moment()

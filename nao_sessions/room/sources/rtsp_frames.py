"""The frames of one RTSP stream: when each began to come, and what its camera's clock says of it.

FFmpeg counts its own times from somewhere, and moves them when the camera reports its clock: by 10 to 40 ms
where the first frames were not evenly spaced. The camera's ticks are what both sides have. Frames leave
FFmpeg in the order in which they came; steps are compared, but beside a report the next frame is expected.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass

REMEMBERED = 4096
WRAP = 1 << 32
"""RTP counts its ticks in 32 bits."""
NEAR_S = 0.01
"""FFmpeg moves the times of a stream by less than this at a report; frames are further apart."""

SHARED_S = 0.2
"""How much sound one packet holds at most (RFC 3551 asks for 20 ms of it, and allows 200)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a frame: when its first byte came (CLOCK_MONOTONIC), the camera's UTC in seconds.

    ``moved`` is by how many ticks FFmpeg has moved the stream's times since its first frame.
    """

    arrival_ns: int
    utc_s: float | None
    moved: int = 0


class RtspFrames:
    """Takes what passes on one thread, and answers another: ``rate`` is ticks a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ticks: deque[int] = deque()
        self._arrivals_ns: deque[int] = deque()
        self._clock: tuple[int, float] | None = None
        self._moved: int | None = None
        """FFmpeg's times less the ticks, as they last were."""
        self._moved_at_first: int | None = None
        self._reported: deque[int] = deque(maxlen=REMEMBERED)
        """The places of the frames that were the first to begin after a report of any stream."""
        self._matched = -1
        """The place of the frame that was last asked for."""

    def began(self, ticks: int, arrival_ns: int) -> None:
        """Note that a frame began to come."""
        with self._lock:
            self._ticks.append(self._unwrapped(ticks))
            self._arrivals_ns.append(arrival_ns)
            if len(self._ticks) > REMEMBERED:
                self._ticks.popleft()
                self._arrivals_ns.popleft()
                self._matched = max(-1, self._matched - 1)
                self._reported = deque((place - 1 for place in self._reported), maxlen=REMEMBERED)

    def clock_told(self, ticks: int, utc_s: float) -> None:
        """Note what the camera says of its clock."""
        with self._lock:
            self._clock = (self._unwrapped(ticks), utc_s)
        self.may_move()

    def may_move(self) -> None:
        """Note that a report passed, of this stream or of another: FFmpeg may move the times of all there."""
        with self._lock:
            self._reported.append(len(self._ticks))

    def match(self, pts: int, rate: float) -> Seen | None:
        """Find the next frame that FFmpeg gives, by its time as FFmpeg counts; None if it is not known."""
        with self._lock:
            if self._shares_its_packet(pts, rate):
                return self._seen(self._matched, pts - (self._moved or 0), rate)
            place = self._place(pts, rate)
            if place is None:
                return None
            self._matched = place
            self._move(pts - self._ticks[place])
            return self._seen(place, self._ticks[place], rate)

    def match_before(self, pts: int, count: int, rate: float) -> list[tuple[Seen, int]]:
        """Find as many frames as came before another one, by the time of that one; give their own as well."""
        with self._lock:
            first = self._matched + 1
            if len(self._ticks) <= first + count:
                return []
            self._matched = first + count - 1
            moved = pts - self._ticks[first + count]
            self._move(moved)
            return [
                (self._seen(place, self._ticks[place], rate), self._ticks[place] + moved)
                for place in range(first, first + count)
            ]

    def _seen(self, place: int, ticks: int, rate: float) -> Seen:
        utc_s = None
        if self._clock is not None:
            utc_s = self._clock[1] + (ticks - self._clock[0]) / rate
        return Seen(self._arrivals_ns[place], utc_s, (self._moved or 0) - (self._moved_at_first or 0))

    def _move(self, moved: int) -> None:
        self._moved = moved
        if self._moved_at_first is None:
            self._moved_at_first = moved

    def _shares_its_packet(self, pts: int, rate: float) -> bool:
        """Tell whether a frame came in the packet of the one before it, as blocks of sound may."""
        if self._moved is None or self._matched < 0:
            return False
        wanted, before, near = pts - self._moved, self._ticks[self._matched], NEAR_S * rate
        following = self._matched + 1
        after = self._ticks[following] if following < len(self._ticks) else before + round(SHARED_S * rate)
        return before + near < wanted < after - near

    def _place(self, pts: int, rate: float) -> int | None:
        following = self._matched + 1
        if self._moved is not None and not (following < len(self._ticks) and self._at_report(following)):
            wanted = pts - self._moved
            near = [n for n in self._around(wanted) if abs(self._ticks[n] - wanted) <= NEAR_S * rate]
            if near:
                return min(near, key=lambda n: abs(self._ticks[n] - wanted))
        return following if following < len(self._ticks) else None

    def _at_report(self, place: int) -> bool:
        """Tell whether FFmpeg may move its times at a frame: a report came beside it."""
        while self._reported and self._reported[0] < place - 1:
            self._reported.popleft()
        return bool(self._reported) and self._reported[0] <= place + 1

    def _around(self, wanted: int) -> list[int]:
        """Give the places of the frames beside a time; with B frames ticks are not quite in order."""
        middle = bisect_left(self._ticks, wanted)
        return list(range(max(0, middle - 8), min(len(self._ticks), middle + 8)))

    def _unwrapped(self, ticks: int) -> int:
        """Give the count nearest to the last one of those that look the same in 32 bits."""
        if not self._ticks:
            return ticks
        near = self._ticks[-1]
        return near + (ticks - near + WRAP // 2) % WRAP - WRAP // 2

"""The disk while a session runs: the professional reads how long it still lasts, and when it is full.

Only a log that can no longer be written ends the session: what happened after would be kept nowhere.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nao_sessions.record.log import LogWriter
from nao_sessions.text.messages import Text, msg

LOOK_EVERY_S = 2.0
TOLD_AT_MIN = (30, 15, 5, 1)
"""The minutes left at which the professional is warned, once each."""
WELL_AGAIN = 1.5
"""The factor on the minutes of the last warning above which the disk is well again: room was made."""
WINDOW_S, SURE_AFTER_S = 60.0, 20.0
"""The span over which the filling rate is taken, and the shortest span that is believed."""
FULL_BYTES = 1024 * 1024
"""The free space below which the disk counts as full: video stops soon, the log goes on in its reserve."""
RESERVE_LOW_BYTES = 64 * 1024
"""The rest of the log's reserve at which the professional is warned: some 300 lines."""

State = Literal["low", "full", "reserve_low", "well_again"]


@dataclass(frozen=True, slots=True)
class DiskNews:
    """A change of the disk to report: its state, the free space, and for how many minutes that is enough."""

    state: State
    free_bytes: int
    minutes_left: int

    def note(self) -> Mapping[str, Any]:
        """Return the news as a note's data for the log."""
        return {"state": self.state, "free_bytes": self.free_bytes, "minutes_left": self.minutes_left}

    def sentence(self) -> Text:
        """Return the news as a sentence for the professional."""
        return _SENTENCES[self.state].format(minutes=self.minutes_left)


class DiskOutlook:
    """The forecast of when a disk is full, by its rate in the last minute; it reads no disk itself."""

    def __init__(self, expected_bytes_s: float) -> None:
        """Prepare the outlook with the expected bytes per second, used until enough has been seen."""
        self._expected_bytes_s = expected_bytes_s
        self._seen: deque[tuple[float, int]] = deque()
        self._told_min = float(TOLD_AT_MIN[0] + 1)
        self._told_reserve = False

    def look(self, at_s: float, free_bytes: int, reserve_bytes: int) -> DiskNews | None:
        """Take in the free bytes and the log's reserve at an instant; return what is news, or None."""
        self._seen.append((at_s, free_bytes))
        while at_s - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()
        minutes = 0.0 if free_bytes < FULL_BYTES else free_bytes / self._bytes_s() / 60
        step = min((step for step in (*TOLD_AT_MIN, 0) if minutes <= step), default=self._told_min)
        if minutes > WELL_AGAIN * self._told_min and self._told_min <= TOLD_AT_MIN[0]:
            self._told_min, self._told_reserve = float(TOLD_AT_MIN[0] + 1), False
            return DiskNews("well_again", free_bytes, int(minutes))
        if step < self._told_min:
            self._told_min = step
            return DiskNews("full" if step == 0 else "low", free_bytes, int(minutes))
        if step == 0 and reserve_bytes < RESERVE_LOW_BYTES and not self._told_reserve:
            self._told_reserve = True
            return DiskNews("reserve_low", free_bytes, 0)
        return None

    def _bytes_s(self) -> float:
        (began_s, had_bytes), (now_s, has_bytes) = self._seen[0], self._seen[-1]
        if now_s - began_s < SURE_AFTER_S or has_bytes >= had_bytes:
            return self._expected_bytes_s
        return (had_bytes - has_bytes) / (now_s - began_s)


async def watch_disk(
    folder: Path, log: LogWriter, expected_bytes_s: float, tell: Callable[[DiskNews], None]
) -> None:
    """Check the disk of a session folder until cancelled, and report what is news.

    Raises:
        OSError: the log takes no line any more, or its folder or its volume is gone.
    """
    outlook = DiskOutlook(expected_bytes_s)
    while True:
        log.check()
        news = outlook.look(time.monotonic(), shutil.disk_usage(folder).free, log.reserve_bytes)
        if news is not None:
            tell(news)
        await asyncio.sleep(LOOK_EVERY_S)


_SENTENCES: Mapping[State, Text] = {
    "low": msg("the disk is filling up: it holds {minutes} min more; make room"),
    "full": msg("the disk is full: the video stops, what was filmed is kept; the session and its log go on"),
    "reserve_low": msg("the log's reserve is almost used up: make room, or close the session (close)"),
    "well_again": msg("there is room on the disk again: it holds {minutes} min"),
}

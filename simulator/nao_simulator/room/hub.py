"""The viewers of the stream: each gets it from the next key picture on.

Sending never waits: a viewer that does not take its bytes is dropped, the others notice nothing.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from nao_simulator.room.transport import CLOCK_HZ


class Sink(Protocol):
    """One viewer's end of the wire."""

    def give(self, data: bytes) -> bool:
        """Send `data` without waiting; return False when the viewer has gone or is too slow. Any thread."""
        ...


@dataclass(slots=True)
class _Viewer:
    sink: Sink
    joined: bool = False
    sound_from: int = 0


class Hub:
    """The viewers of one stream, to which pictures and sound are sent.

    `sound_delay_ms`: for each viewer the sound begins that much after its first picture, as with cameras
    whose microphone wakes up later (times stay true; the sound before is not sent).
    """

    def __init__(self, sound_delay_ms: int = 0) -> None:
        self._delay_ticks = sound_delay_ms * CLOCK_HZ // 1000
        self._lock = threading.Lock()
        self._viewers: list[_Viewer] = []

    def join(self, sink: Sink) -> None:
        """Add a viewer; its first bytes are those of the next key picture."""
        with self._lock:
            self._viewers.append(_Viewer(sink))

    def leave(self, sink: Sink) -> None:
        """Remove a viewer; one that is not there is no error."""
        with self._lock:
            self._viewers = [viewer for viewer in self._viewers if viewer.sink is not sink]

    def viewers(self) -> int:
        """Return the number of viewers."""
        with self._lock:
            return len(self._viewers)

    def picture(self, data: bytes, pts: int, key: bool) -> None:
        """Send the packets of one picture to the viewers that have had a key picture; pts in 1/90000 s."""
        with self._lock:
            for viewer in self._viewers:
                if key and not viewer.joined:
                    viewer.joined, viewer.sound_from = True, pts + self._delay_ticks
            self._give([viewer for viewer in self._viewers if viewer.joined], data)

    def sound(self, data: bytes, pts: int) -> None:
        """Send the packets of one sound frame to the viewers whose sound has begun; pts in 1/90000 s."""
        with self._lock:
            self._give([v for v in self._viewers if v.joined and pts >= v.sound_from], data)

    def _give(self, viewers: list[_Viewer], data: bytes) -> None:
        gone = [viewer for viewer in viewers if not viewer.sink.give(data)]
        if gone:
            self._viewers = [viewer for viewer in self._viewers if viewer not in gone]

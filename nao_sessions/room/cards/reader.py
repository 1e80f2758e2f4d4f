"""A process that looks for cards in what a camera of the room sends; commands and events are lines of JSON.

Nothing is written to disk. While it rests the stream is received and not decoded; what came since the last
key picture is held, so that it can look at once. The end of stdin ends it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections import deque
from typing import Any

import av
import numpy as np

from nao_sessions.cards.sightings import AWAY_NS, CardDetector, CardsSeen
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.room.capture.capture import BACK_OFF_S
from nao_sessions.room.files.levels import luma_of
from nao_sessions.room.sources.opening import open_source
from nao_sessions.room.sources.port import Source, unreachable

NICENESS = 10
PERIOD_NS = SECOND_NS // 5
"""The least time between the arrivals of two pictures that are examined, at the speed of real time."""

SHORTEST_PERIOD_NS = SECOND_NS // 25
LATE_NS = SECOND_NS
"""A picture that came this long ago is not examined: a computer that cannot follow must not fall behind."""

HELD_PACKETS = 600
"""The most packets held while resting: a group of pictures of twenty seconds; of a longer one, nothing."""

EXIT_USAGE = 2


class Reader:
    """The reader of one camera. ``run`` belongs to one thread; another may call ``look`` and ``rest``."""

    def __init__(self, source: str, speed: float, tell: Any, login: str = "") -> None:
        """Prepare; ``speed`` is session seconds a real second, ``tell`` is called with each event.

        ``login`` is the name of the camera's login, "" for none.
        """
        self._source, self._login, self._tell = source, login, tell
        self._period_ns = max(SHORTEST_PERIOD_NS, round(PERIOD_NS / speed))
        self._seen = CardsSeen(round(AWAY_NS / speed))
        self._wanted = threading.Event()
        self._told_unreachable = False

    def look(self) -> None:
        """Start looking for cards."""
        self._wanted.set()

    def rest(self) -> None:
        """Stop looking for cards."""
        self._wanted.clear()

    def run(self) -> None:
        """Read the camera, link after link, for ever."""
        detector = CardDetector()
        failures = 0
        while True:
            try:
                self._one_link(detector)
                failures = 0
            except (NaoSessionsError, av.error.FFmpegError, IndexError) as error:
                failures += 1
                if not self._told_unreachable:
                    self._told_unreachable = True
                    self._tell({"event": "failed", "text": str(error)})
            time.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])

    def _one_link(self, detector: CardDetector) -> None:
        source = open_source(self._source, self._login)
        try:
            if source.picture is None:
                raise unreachable("no picture")
            source.sound = None
            _Link(self, source, detector).read()
        finally:
            source.close()

    def reading(self) -> None:
        """Report that pictures arrive."""
        self._told_unreachable = False
        self._tell({"event": "reading"})

    @property
    def wanted(self) -> bool:
        """Return whether cards are looked for now."""
        return self._wanted.is_set()

    @property
    def period_ns(self) -> int:
        """Return the time between two pictures that are examined, in ns."""
        return self._period_ns

    def take(self, cards: tuple[int, ...], at_ns: int) -> None:
        """Report the cards that are new in a picture, seen at a time in ns of CLOCK_MONOTONIC."""
        for new in self._seen.look(cards, at_ns):
            self._tell({"event": "card", "card": new.card, "monotonic_ns": new.at_ns})

    def resting(self) -> None:
        """Note that no pictures are examined for a while."""
        self._seen.rest()


class _Link:
    """One connection to the camera."""

    def __init__(self, reader: Reader, source: Source, detector: CardDetector) -> None:
        self._reader, self._source, self._detector = reader, source, detector
        assert source.picture is not None
        self._codec = source.picture.codec_context
        self._codec.thread_count = 1
        self._held: deque[tuple[Any, int]] = deque()
        self._arrivals: dict[int, int] = {}
        self._follows = False
        """Whether the decoder, after what is held, can go on with the next packet; else at a key picture."""
        self._looked = False
        self._next_ns = 0

    def read(self) -> None:
        """Read the pictures until the link ends, and examine them for cards."""
        first = True
        for piece in self._source.pieces():
            if first and piece.packet.is_keyframe:
                first = False
                self._reader.reading()
            self._take(piece.packet, piece.arrival_ns)

    def _take(self, packet: Any, at_ns: int) -> None:
        if not self._reader.wanted:
            if self._looked:
                self._looked = False
                self._reader.resting()
            self._hold(packet, at_ns)
            return
        if not self._looked:
            self._looked = True
            self._next_ns = time.monotonic_ns()  # what came before nobody asked for
            for held, held_ns in self._held:
                self._decode(held, held_ns)
            self._held.clear()
        self._decode(packet, at_ns)

    def _hold(self, packet: Any, at_ns: int) -> None:
        """Keep a packet that the decoder has not had; packets before the last key picture are dropped."""
        if packet.is_keyframe:
            self._held.clear()
            self._follows = True
        if self._follows:
            self._held.append((packet, at_ns))
        if len(self._held) > HELD_PACKETS:
            self._held.clear()
            self._follows = False

    def _decode(self, packet: Any, at_ns: int) -> None:
        self._follows = self._follows or packet.is_keyframe
        if not self._follows:
            return
        self._arrivals[packet.pts] = at_ns
        try:
            frames = self._codec.decode(packet)
        except av.error.InvalidDataError:
            self._follows = False
            return
        for frame in frames:
            came_ns = self._arrivals.pop(frame.pts or 0, at_ns)
            self._arrivals = {pts: ns for pts, ns in self._arrivals.items() if pts > (frame.pts or 0)}
            if came_ns >= self._next_ns and time.monotonic_ns() - came_ns < LATE_NS:
                self._next_ns = came_ns + self._reader.period_ns
                self._reader.take(self._detector.find(np.ascontiguousarray(luma_of(frame))), came_ns)


def main() -> int:
    """Wait for the ``start`` command, read the camera until stdin ends, and return the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent decides
    os.nice(max(0, NICENESS - os.nice(0)))
    writing = threading.Lock()

    def tell(event: dict[str, Any]) -> None:
        with writing, contextlib.suppress(OSError):  # the parent died: the end of stdin says so
            os.write(sys.stdout.fileno(), json.dumps(event, ensure_ascii=False).encode() + b"\n")

    line = sys.stdin.readline()
    try:
        command = json.loads(line)
        reader = Reader(
            str(command["source"]), float(command.get("speed", 1.0)), tell, str(command.get("login") or "")
        )
    except (ValueError, KeyError, TypeError):
        tell({"event": "failed", "text": "a start command was expected"})
        return EXIT_USAGE
    threading.Thread(target=reader.run, name="reader", daemon=True).start()
    for line in sys.stdin:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            match json.loads(line)["cmd"]:
                case "look":
                    reader.look()
                case "rest":
                    reader.rest()
                case "stop":
                    break
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the reader waits for its camera: nothing is left to write

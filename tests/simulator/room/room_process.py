"""The camera process as the tests run it: a stand-in for the robot feeds it, its stream is read back."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from tests import timecode

STAND_RAD = {
    **dict.fromkeys(("LShoulderPitch", "RShoulderPitch"), 1.4426),
    "LShoulderRoll": 0.2245,
    "RShoulderRoll": -0.2245,
    "LElbowRoll": -0.4173,
    "RElbowRoll": 0.4173,
}


def state_line(**changes: Any) -> dict[str, Any]:
    """Return what the robot's process tells of a Nao that stands and waits."""
    blue = [0.0, 0.4, 1.0]
    line: dict[str, Any] = {
        "t": time.monotonic_ns(),
        "joints": STAND_RAD,
        "torso": {"z": 0.33, "pitch": 0.0, "fallen": False},
        "eyes": {"left": [blue] * 8, "right": [blue] * 8},
        "ears": 0.5,
        "chest": [0.0, 0.0, 1.0],
        "feet": [blue, blue],
        "brain": 0.0,
        "speech": None,
        "heard": None,
        "listening": False,
        "posture": "Stand",
        "touched": [],
        "child": "idle",
        "state": {"battery": 80, "vocabulary": ["pomme", "pêche"]},
    }
    return line | changes


class RoomProcess:
    """A running camera process: `tell` it lines, read what it says with `said`."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "nao_simulator.room", "--tcp-port", "0", "--http-port", "0", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self.ready: dict[str, Any] = json.loads(self._process.stdout.readline())
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.complaints: list[str] = []
        self._threads = [
            threading.Thread(target=self._hear, args=(self._process.stdout,)),
            threading.Thread(target=self._overhear, args=(self._process.stderr,)),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def tcp_url(self) -> str:
        """Where the stream is served over TCP."""
        return f"tcp://127.0.0.1:{self.ready['tcp']}"

    @property
    def http_url(self) -> str:
        """Where the stream is served over HTTP."""
        return f"http://127.0.0.1:{self.ready['http']}/camera/room.ts"

    def tell(self, line: dict[str, Any] | str) -> None:
        """Write one line to its stdin (a str is written as it is)."""
        assert self._process.stdin is not None
        self._process.stdin.write(line if isinstance(line, str) else json.dumps(line) + "\n")
        self._process.stdin.flush()

    def said(self) -> dict[str, Any]:
        """Return the next line of its stdout, at most 10 s from now."""
        return self._said.get(timeout=10.0)

    def said_nothing(self) -> bool:
        """Tell whether no line of its stdout is left to read."""
        return self._said.empty()

    def end(self) -> int:
        """Close its stdin and return its exit code; kill it if it does not end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            code = self._process.wait(timeout=10.0)
        finally:
            self._process.kill()
            for thread in self._threads:
                thread.join()
            for pipe in (self._process.stdout, self._process.stderr):
                assert pipe is not None
                pipe.close()
        return code

    def _hear(self, pipe: Any) -> None:
        """Keep what is said, but for the question before each picture: tests tell states as they like."""
        for line in pipe:
            message = json.loads(line)
            if "want" not in message:
                self._said.put(message)

    def _overhear(self, pipe: Any) -> None:
        self.complaints.extend(pipe)


@contextmanager
def running(*arguments: str) -> Iterator[RoomProcess]:
    """Run a camera process for the length of a `with`."""
    process = RoomProcess(*arguments)
    try:
        process.tell(state_line())
        yield process
    finally:
        process.end()


@dataclass
class Seen:
    """What a viewer saw and heard: pts, instant of the strip (ns) and kind of each picture; the sound."""

    pts_ns: list[int] = field(default_factory=list)
    strip_ns: list[int | None] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    sound: list[tuple[int, NDArray[np.float32]]] = field(default_factory=list)

    def origin_ns(self) -> int:
        """Return the instant of CLOCK_MONOTONIC at pts 0, by the strips."""
        known = [
            strip - pts for pts, strip in zip(self.pts_ns, self.strip_ns, strict=True) if strip is not None
        ]
        return round(float(np.median(known)))

    def loud_from_ns(self, level: float) -> int:
        """Return the first instant of CLOCK_MONOTONIC at which the sound is above `level`."""
        for pts_ns, samples in self.sound:
            above = np.flatnonzero(np.abs(samples) > level)
            if above.size:
                return self.origin_ns() + pts_ns + int(above[0]) * 1_000_000_000 // 48_000
        raise AssertionError("nothing is loud")


def watch(url: str, until_ns: int, on_open: Any = None) -> Seen:
    """Watch a stream for `until_ns` ns from its first picture on; `on_open()` is called first."""
    seen = Seen()
    with av.open(url, format="mpegts", timeout=15.0) as container:
        if on_open is not None:
            on_open()
        for frame in container.decode(video=0, audio=0):
            assert frame.pts is not None
            assert frame.time_base is not None
            pts_ns = int(frame.pts * frame.time_base * 1_000_000_000)
            if isinstance(frame, av.VideoFrame):
                plane = frame.planes[0]
                rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
                seen.pts_ns.append(pts_ns)
                seen.strip_ns.append(timecode.read(rows[: frame.height, : frame.width]))
                seen.kinds.append(av.video.frame.PictureType(frame.pict_type).name)
                if pts_ns - seen.pts_ns[0] > until_ns:
                    return seen
            elif isinstance(frame, av.AudioFrame):
                seen.sound.append((pts_ns, frame.to_ndarray()[0]))
    raise AssertionError("the stream ended")

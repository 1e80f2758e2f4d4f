"""What the tests and benchmarks of the room share: a test camera, a recorder, and the reading of both.

Every process that is started here is ended here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from nao_sessions.room.capture.film_latch import FilmLatch
from tests import timecode

ROOT = Path(__file__).parents[2]
DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a test camera can be reached."""

    tcp: str
    http: str


def read_pts(path: Path) -> tuple[int, ...]:
    """Return the pts of every frame that FFmpeg reads whole, in the order of the file, in ticks."""
    found: list[int] = []
    try:
        with av.open(str(path)) as container:
            stream = [*container.streams.video, *container.streams.audio][0]
            for packet in container.demux(stream):
                if packet.pts is not None and not packet.is_corrupt:
                    found.append(packet.pts)
    except (av.error.FFmpegError, OSError, IndexError):
        pass  # torn: what was read until there
    return tuple(found)


@contextmanager
def camera(*options: str) -> Iterator[Addresses]:
    """Run a test camera (see :mod:`stream_source` for its options)."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.room.stream_source", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Addresses(**json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait(timeout=DEADLINE_S)
        process.stdout.close()


class Recorder:
    """A recorder process; its events are kept as they come."""

    def __init__(self, command: tuple[str, ...], options: tuple[str, ...], film: FilmLatch) -> None:
        self._film = film
        self.events: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self._ended = False
        self._asked = 0
        self.process = subprocess.Popen(
            [*command, sys.executable, "-m", "nao_sessions.room.capture.recorder", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,
            pass_fds=(film.fd,),
        )
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self.events.append(json.loads(line))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def tell(self, **command: object) -> None:
        """Send one command."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def start(self, source: str, session: Path, **more: object) -> int:
        """Have it record into a session folder, made if need be; give the origin of the session's clock."""
        session.mkdir(exist_ok=True)
        origin_ns = time.monotonic_ns()
        given: dict[str, object] = {
            "name": "room",
            "source": source,
            "folder": str(session / "room"),
            "origin_ns": origin_ns,
            "ground": "test",
            "film_fd": self._film.fd,
        }
        self.tell(cmd="start", **{**given, **more})
        return origin_ns

    def wait_for(self, kind: str, fits: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """Wait for an event, among those that came too; fail if it does not come."""
        deadline = time.monotonic() + DEADLINE_S
        with self._changed:
            while True:
                for event in self.events:
                    if event["event"] == kind and fits(event):
                        return event
                left_s = deadline - time.monotonic()
                assert left_s > 0, f"no {kind} among {self.events}"
                assert not self._ended, f"ended without {kind}: {self.events}"
                self._changed.wait(left_s)

    def wait_for_frames(self, count: int, segment: int = 1) -> None:
        """Wait until so many frames of a segment have been written, by asking again and again."""
        while self.wait_for_answer(segment) < count:
            time.sleep(0.02)

    def wait_for_answer(self, segment: int) -> int:
        """Ask how many frames of a segment have been written."""
        label = f"question {self._asked}"
        self._asked += 1
        self.tell(cmd="mark", label=label)
        answer = self.wait_for("mark", lambda e: e["label"] == label)
        return int(answer["frames"]) if answer["segment"] == segment else 0

    def ended(self) -> int:
        """Wait for its end; give its exit code (negative: by that signal)."""
        code = self.process.wait(timeout=DEADLINE_S)
        self._thread.join(timeout=DEADLINE_S)
        return code

    def stop(self) -> int:
        """Have it close; give its exit code."""
        self.tell(cmd="stop")
        return self.ended()

    def kill(self) -> int:
        """Kill it; give the instant before the kill (CLOCK_MONOTONIC ns)."""
        at_ns = time.monotonic_ns()
        self.process.kill()
        self.ended()
        return at_ns

    def end(self) -> None:
        """End it in any case."""
        self.process.kill()
        self.ended()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()


@contextmanager
def recorder(*options: str, behind: tuple[str, ...] = ()) -> Iterator[Recorder]:
    """Run a recorder process, behind another command if one is given (``prlimit ...``)."""
    with film_of("room") as film:
        started = Recorder(behind, options, film)
        try:
            yield started
        finally:
            started.end()


@contextmanager
def film_of(*names: str) -> Iterator[FilmLatch]:
    """Hold the latch of recorders of these names, and show them that a session lives."""
    latch, over = FilmLatch.create(names), threading.Event()

    def live() -> None:
        while not over.wait(0.2):
            latch.session_lives()

    living = threading.Thread(target=live)
    living.start()
    try:
        yield latch
    finally:
        over.set()
        living.join()
        latch.release()


def strip_errors_ms(session: Path, origin_ns: int, sync: dict[str, Any], segment: int = 1) -> list[float]:
    """Give, for every frame that decodes, how late ``sync.json`` says it is against its own strip."""
    model = next(s for s in sync["streams"]["room"]["segments"] if s["segment"] == segment)
    numerator, denominator = model["time_base"]
    errors: list[float] = []
    for pts, captured_ns in timecode.frames_of(session / "room" / f"room.{segment:02}.mp4"):
        assert captured_ns is not None
        told_ns = model["offset_ns"] + model["rate"] * pts * numerator / denominator * 1e9
        errors.append((told_ns - (captured_ns - origin_ns)) / 1e6)
    return errors


def last_picture_ns(path: Path) -> int:
    """Give the instant of the last picture that can be read (CLOCK_MONOTONIC, by its strip)."""
    return max(captured_ns for _, captured_ns in timecode.frames_of(path) if captured_ns is not None)


def sound_after_picture_ms(path: Path) -> float:
    """Give how long after the first picture the first burst of sound is heard, by the waveform."""
    waves: list[np.ndarray] = []
    starts: list[float] = []
    rate = 48_000
    with av.open(str(path)) as container:
        decoded = container.decode(container.streams.audio[0])
        try:
            for frame in decoded:
                assert frame.time is not None
                starts.append(frame.time)
                waves.append(np.abs(frame.to_ndarray()[0]))
        except av.error.FFmpegError:
            pass  # the torn end of a killed recording
    peak = max(float(wave.max()) for wave in waves)
    for start, wave in zip(starts, waves, strict=True):
        loud = np.flatnonzero(wave > 0.3 * peak)
        if len(loud):
            onset_s = start + float(loud[0]) / rate
            break
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        first = min(p.pts for p in container.demux(stream) if p.pts is not None)
        return float(onset_s - first * stream.time_base) * 1000

"""The recorder: a process that records one source, reads commands and writes events as lines of JSON.

It films for a session alone, and only while it hears those who can end its film: without the process that
started it, or its guard, it ends within three seconds (``film_latch``); sooner where another follows it, or
somebody closes the session.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.room.capture.capture import Capture
from nao_sessions.room.capture.film_latch import FilmLatch, FilmPlace
from nao_sessions.room.capture.hold import hold, is_closing
from nao_sessions.room.capture.looking import STILL_S, Showing
from nao_sessions.room.capture.order import Order
from nao_sessions.room.files.index import segments_of
from nao_sessions.room.viewing.preview import PreviewMemory
from nao_sessions.text.messages import msg

NICENESS = 10
ORPHAN_S = 2.5
TICK_S = 0.25
LOOK_AT_FILM_S = 0.05
STATUS_S = 1.0
FROZEN_NS = 1 * SECOND_NS
PICTURE_FROZEN_NS = 2 * SECOND_NS
"""Without a picture for longer than this the camera is frozen, even if sound still comes."""
HELD_UP_NS = 1 * SECOND_NS
"""A longer wait than this was held up: the process was stopped, or the computer had no time for it."""

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_UNHEARD = 0, 1, 2, 4


class EventWriter:
    """The writer of events to stdout, one line of JSON each; nothing fails when nobody reads any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clock: SessionClock | None = None
        self._name = ""

    def introduce(self, order: Order) -> None:
        """Set the clock and the name that every later event carries."""
        self._clock, self._name = order.clock, order.name

    def __call__(self, event: dict[str, Any]) -> None:
        """Write one event to stdout as a line of JSON."""
        if self._clock is not None:
            event = {**event, "name": self._name, "at": self._clock.now_ns()}
        line = json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n"
        # The parent may have died: the recording matters, not who hears of it.
        with self._lock, contextlib.suppress(OSError):
            os.write(sys.stdout.fileno(), line.encode())


_COUNTED = 6
"""After so many more pictures it is known what is missing before: they may come in another order."""


@dataclass(slots=True)
class _Frozen:
    """Since when a source sends nothing (session ns), and what its segment had counted then.

    ``to_ns`` is when the next picture came.
    """

    segment: int
    from_ns: int
    frames: int
    dropped: int
    to_ns: int | None = None


class CaptureWatch:
    """The watch over a capture: reports its status, writes it through to disk, ends it without a parent."""

    def __init__(
        self, capture: Capture, voice: Callable[[dict[str, Any]], None], orphan_s: float = ORPHAN_S
    ) -> None:
        self._capture = capture
        self._voice = voice
        self._orphan_s = orphan_s
        self._ended = threading.Event()
        self._orphan_since: float | None = None
        self._frozen: _Frozen | None = None
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Start the thread that watches."""
        self._thread.start()

    def finish(self) -> None:
        """Stop the thread that watches."""
        self._ended.set()
        self._thread.join()

    def orphaned(self) -> None:
        """Remember that the parent process is gone."""
        self._orphan_since = time.monotonic()

    def _run(self) -> None:
        next_status = time.monotonic() + STATUS_S
        while True:
            from_ns = time.monotonic_ns()
            if self._wait():
                return
            to_ns = time.monotonic_ns()
            if to_ns - from_ns > HELD_UP_NS:
                self._tell_held_up(from_ns, to_ns)
                next_status = time.monotonic()
            else:
                self._look_at_frozen()
            self._look_at_orphan()
            if time.monotonic() >= next_status:
                next_status += STATUS_S
                self._status()

    def _wait(self) -> bool:
        """Wait for the next look, and end a film that is over meanwhile; return whether the watch is over."""
        until = time.monotonic() + TICK_S
        while (left_s := until - time.monotonic()) > 0:
            if self._ended.wait(min(left_s, LOOK_AT_FILM_S)):
                return True
            if self._capture.look_at_film():
                self._capture.stop()
        return False

    def _status(self) -> None:
        segment = self._capture.segment
        if segment is None:
            return
        self._voice(
            {
                "event": "status",
                "segment": segment.number,
                **segment.counts.as_dict(),
                "bytes": segment.bytes_written,
            }
        )
        with contextlib.suppress(OSError):  # it was closed meanwhile, or the disk is full: writing tells
            segment.sync()

    def _tell_held_up(self, from_ns: int, to_ns: int) -> None:
        """Report that this process stood still; a frozen source shows once waiting packets are read."""
        clock, segment = self._capture.order.clock, self._capture.segment
        held_up = {"event": "held_up", "from": clock.at_ns(from_ns), "to": clock.at_ns(to_ns)}
        self._voice({**held_up, "segment": segment.number if segment is not None else None})

    def _look_at_frozen(self) -> None:
        """Report that a source froze; once its pictures come again, the gap, or that all came late."""
        capture, now_ns = self._capture, time.monotonic_ns()
        segment, byte_ns, picture_ns = capture.segment, capture.last_byte_ns, capture.last_frame_ns
        if segment is None or byte_ns is None or picture_ns is None or segment.last_ns is None:
            self._frozen = None
            return
        frozen, counts = self._frozen, segment.counts
        if now_ns - byte_ns > FROZEN_NS or now_ns - picture_ns > PICTURE_FROZEN_NS:
            if frozen is None:
                self._frozen = _Frozen(segment.number, segment.last_ns, counts.frames, counts.dropped)
                self._voice({"event": "frozen", "segment": segment.number, "from": segment.last_ns})
        elif frozen is not None and segment.last_ns > frozen.from_ns:
            frozen.to_ns = frozen.to_ns or segment.last_ns
            same = segment.number == frozen.segment
            if same and counts.frames - frozen.frames < _COUNTED:
                return
            about = {"segment": segment.number, "from": frozen.from_ns, "to": frozen.to_ns}
            if same and counts.dropped == frozen.dropped:
                self._voice({"event": "well_again", "after": "frozen", **about})
            else:
                self._voice({"event": "gap", "reason": "frozen", **about})
            self._frozen = None

    def _look_at_orphan(self) -> None:
        if self._orphan_since is None:
            return
        order = self._capture.order
        replaced = any(n >= self._capture.next_segment for n in segments_of(order.folder, order.name))
        is_late = time.monotonic() - self._orphan_since > self._orphan_s
        if replaced or is_late or is_closing(order.folder):
            self._capture.stop()


def _listen(capture: Capture, watch: CaptureWatch, voice: EventWriter, showing: Showing) -> None:
    """Obey commands on stdin; the end of stdin means that the parent died."""
    for line in sys.stdin:
        try:
            command = json.loads(line)
            kind = command["cmd"]
        except (ValueError, KeyError, TypeError):
            continue
        if kind == "stop":
            capture.stop()
            return
        if kind == "preview":
            showing.switch(command.get("on") is True)
        if kind == "mark":
            segment = capture.segment
            voice(
                {
                    "event": "mark",
                    "label": str(command.get("label", "")),
                    "segment": segment.number if segment is not None else None,
                    "frames": segment.counts.frames if segment is not None else 0,
                }
            )
    showing.switch(False)  # nobody is left to look
    watch.orphaned()


def _showing(descriptor: object) -> Showing:
    """Return what shows pictures in the shared memory of a descriptor; for None, what shows none.

    Raises:
        ValueError: it is no number, or the memory has no room for a picture.
        OSError: it is no descriptor of memory.
    """
    if descriptor is None:
        return Showing(None)
    return Showing(PreviewMemory(int(str(descriptor))))


def _film(descriptor: object, place: object) -> FilmPlace:
    """Return the recorder's place in the film latch of a descriptor.

    Raises:
        UsageError: there is none: no session asked who may be filmed, and none can end it.
        ValueError: it is no number.
        OSError: it is no descriptor of memory.
    """
    if descriptor is None:
        raise UsageError(
            msg("A recorder is started by a session, which asks who may be filmed and ends it."),
            code="no_session",
        )
    return FilmPlace(FilmLatch(int(str(descriptor))), int(str(place or 0)))


def _obey_sigterm(capture: Capture) -> None:
    """Close cleanly on SIGTERM, whichever thread gets it and whatever the main thread waits for."""
    reading_end, writing_end = os.pipe()
    os.set_blocking(writing_end, False)
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.set_wakeup_fd(writing_end)

    def wait() -> None:
        os.read(reading_end, 1)
        capture.stop()

    threading.Thread(target=wait, name="sigterm", daemon=True).start()


def main() -> int:
    """Wait for the ``start`` command, record until told to stop, and return the exit code."""
    parser = argparse.ArgumentParser(description="Record one source, told by JSON lines on stdin.")
    parser.add_argument("--orphan-s", type=float, default=ORPHAN_S, help="go on so long after stdin ends")
    parser.add_argument(
        "--still-s", type=float, default=STILL_S, help="tell what does not change for so long"
    )
    arguments = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent decides
    os.umask(0o077)
    os.nice(max(0, NICENESS - os.nice(0)))
    voice = EventWriter()
    line = sys.stdin.readline()
    if not line:
        return EXIT_OK
    try:
        command = json.loads(line)
        command = command if isinstance(command, dict) else {}
        order = Order.from_command(command)
        showing = _showing(command.get("preview_fd"))
        film = _film(command.get("film_fd"), command.get("film_place"))
        film.come()
        # Without its parents: where a volume has gone, nothing is recorded into the place that it leaves.
        order.folder.mkdir(mode=0o700, exist_ok=True)
        hold(order.folder)  # until this process ends
    except (ValueError, OSError, NaoSessionsError) as error:
        known = error if isinstance(error, NaoSessionsError) else None
        french = known.sentence.fr if known else str(error)
        failure = {"code": known.code if known else "bad_command", "text": str(error), "text_fr": french}
        voice({"event": "failed", **failure, "fatal": True})
        return EXIT_USAGE
    voice.introduce(order)
    capture = Capture(order, voice, showing, film, still_s=arguments.still_s)
    watch = CaptureWatch(capture, voice, arguments.orphan_s)
    _obey_sigterm(capture)
    threading.Thread(target=_listen, args=(capture, watch, voice, showing), name="stdin", daemon=True).start()
    watch.start()
    try:
        capture.run()
    except Exception as error:
        # An error of FFmpeg names the address that it was given, and what stands in it.
        why = getattr(error, "strerror", None) or error
        voice(
            {"event": "failed", "code": "recorder", "text": f"{type(error).__name__}: {why}", "fatal": True}
        )
        return EXIT_FAILED
    finally:
        watch.finish()
        film.go()
    # numpy is loaded now: what replaces a dead recorder starts faster
    from nao_sessions.room.sync.measuring import measure

    with contextlib.suppress(OSError):  # the disk may be full, or gone: whoever closes the folder tells
        measure(order.folder.parent, "arrivals")
    return EXIT_UNHEARD if capture.unheard else EXIT_OK


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # a thread that waits on stdin would hold the interpreter's end

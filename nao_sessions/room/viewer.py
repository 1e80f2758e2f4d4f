"""A process that shows what a camera sees while nothing is recorded: to aim it by, before a session.

Nothing is written anywhere: the last picture lies in memory that whoever started it gave. The end of stdin
ends it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time

import av

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.room.capture import BACK_OFF_S
from nao_sessions.room.preview import PreviewMemory
from nao_sessions.room.showing import SHOW_EVERY_NS, Showing
from nao_sessions.room.source import unreachable
from nao_sessions.room.sources.opening import open_source

NICENESS = 10
EXIT_USAGE = 2


class Viewer:
    """Shows the key pictures of one camera, link after link. ``run`` never returns."""

    def __init__(self, source: str, login: str, showing: Showing) -> None:
        """Prepare; ``login`` names who may see the camera."""
        self._source, self._login, self._showing = source, login, showing

    def run(self) -> None:
        """Read the camera for ever; what it does, or does not, is no error of ours."""
        failures = 0
        while True:
            try:
                self._one_link()
                failures = 0
            except (NaoSessionsError, av.error.FFmpegError, IndexError):
                failures += 1
            self._showing.switch(False)  # an old picture must not look like a new one
            self._showing.switch(True)
            time.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])

    def _one_link(self) -> None:
        source = open_source(self._source, self._login)
        try:
            if source.picture is None:
                raise unreachable("no picture")
            source.sound = None
            codec = source.picture.codec_context
            codec.thread_count = 1
            next_ns = 0
            for piece in source.pieces():
                if not piece.is_picture or not piece.packet.is_keyframe or piece.arrival_ns < next_ns:
                    continue
                next_ns = piece.arrival_ns + SHOW_EVERY_NS
                for frame in [*codec.decode(piece.packet), *codec.decode(None)]:
                    self._showing.show(frame, piece.arrival_ns)
                codec.flush_buffers()
        finally:
            source.close()


def main() -> int:
    """Take the settings, one JSON line, and show until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent decides
    os.nice(max(0, NICENESS - os.nice(0)))
    try:
        told = json.loads(sys.stdin.readline())
        showing = Showing(PreviewMemory(int(told["preview_fd"])))
        viewer = Viewer(str(told["source"]), str(told.get("login") or ""), showing)
    except (ValueError, KeyError, TypeError, OSError):
        return EXIT_USAGE
    showing.switch(True)
    threading.Thread(target=viewer.run, name="viewer", daemon=True).start()
    with contextlib.suppress(OSError):
        while sys.stdin.readline():
            pass
    showing.switch(False)  # nobody is left to look
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the viewer waits for its camera: nothing is left to write

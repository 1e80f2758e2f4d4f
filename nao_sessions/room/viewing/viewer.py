"""A process that shows what a source sees, and how loud it is, while nothing is recorded yet.

Nothing is written to disk: the last picture lies in memory that the starting process shares, and stdout has
the loudness, a JSON line a tenth of a second; no sound itself leaves the process. The end of stdin ends it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import av

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.room.capture.capture import BACK_OFF_S
from nao_sessions.room.capture.looking import SHOW_EVERY_NS, Showing, SoundBlock, decoded, decoder_of
from nao_sessions.room.files.levels import Loudness
from nao_sessions.room.sources.opening import open_source
from nao_sessions.room.sources.port import TimedPacket, unreachable
from nao_sessions.room.viewing.preview import PreviewMemory

NICENESS = 10
Tell = Callable[[Mapping[str, Any]], None]
EXIT_USAGE = 2


class Viewer:
    """The reader of one source, which shows its key pictures and reports its loudness."""

    def __init__(
        self, source: str, login: str, showing: Showing, tell: Tell, *, sound_only: bool = False
    ) -> None:
        """Prepare; ``login`` names the login for the source, ``sound_only`` ignores its pictures."""
        self._source, self._login, self._sound_only = source, login, sound_only
        self._showing, self._tell = showing, tell

    def run(self) -> None:
        """Read the source for ever, connecting again whenever it fails."""
        failures = 0
        while True:
            try:
                self._one_link()
                failures = 0
            except (NaoSessionsError, av.error.FFmpegError, IndexError):
                failures += 1
            self._showing.switch(False)  # an old picture must not look like a new one
            self._showing.switch(True)
            self._tell({"event": "gone"})
            time.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])

    def _one_link(self) -> None:
        source = open_source(self._source, self._login)
        try:
            if self._sound_only:
                source.picture = None
            if source.picture is None and source.sound is None:
                raise unreachable("no picture and no sound")
            if source.sound is None:
                self._tell({"event": "no_sound"})
            sight = None if source.picture is None else _Sight(source.picture, self._showing)
            hearing = None if source.sound is None else _Hearing(source.sound, self._tell)
            for piece in source.pieces():
                if piece.is_picture and sight is not None:
                    sight.take(piece)
                elif not piece.is_picture and hearing is not None:
                    hearing.take(piece)
        finally:
            source.close()


class _Sight:
    """The pictures of one connection: key pictures are shown, two a second at most."""

    def __init__(self, picture: Any, showing: Showing) -> None:
        self._codec, self._showing, self._next_ns = picture.codec_context, showing, 0
        self._codec.thread_count = 1

    def take(self, piece: TimedPacket) -> None:
        if not piece.packet.is_keyframe or piece.arrival_ns < self._next_ns:
            return
        self._next_ns = piece.arrival_ns + SHOW_EVERY_NS
        for frame in [*self._codec.decode(piece.packet), *self._codec.decode(None)]:
            self._showing.show(frame, piece.arrival_ns)
        self._codec.flush_buffers()


class _Hearing:
    """The sound of one connection, whose loudness is reported."""

    def __init__(self, sound: Any, tell: Tell) -> None:
        self._decoder, self._tell, self._loudness = decoder_of(sound), tell, Loudness()

    def take(self, piece: TimedPacket) -> None:
        packet = piece.packet
        heard = SoundBlock(bytes(packet), 0, packet.pts, packet.time_base, piece.arrival_ns)
        for level in self._loudness.add(decoded(self._decoder, heard, piece.arrival_ns)):
            self._tell({"event": "level", "peak_db": level.peak_db})


def main() -> int:
    """Read the settings, one line of JSON, show the source until stdin ends, and return the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent decides
    os.nice(max(0, NICENESS - os.nice(0)))
    try:
        settings = json.loads(sys.stdin.readline())
        showing = Showing(PreviewMemory(int(settings["preview_fd"])))
        viewer = Viewer(
            str(settings["source"]),
            str(settings.get("login") or ""),
            showing,
            _tell,
            sound_only=bool(settings.get("sound_only")),
        )
    except (ValueError, KeyError, TypeError, OSError):
        return EXIT_USAGE
    showing.switch(True)
    threading.Thread(target=viewer.run, name="viewer", daemon=True).start()
    with contextlib.suppress(OSError):
        while sys.stdin.readline():
            pass
    showing.switch(False)  # nobody is left to look
    return 0


def _tell(event: Mapping[str, Any]) -> None:
    with contextlib.suppress(OSError):  # nobody is left to listen: the end of stdin follows
        print(json.dumps(event), flush=True)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the viewer waits for its camera: nothing is left to write

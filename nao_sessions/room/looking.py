"""Whether anything can be seen and heard: a picture that repeats itself, a black one, a silent microphone.

One key frame a second is decoded, and all the sound, beside the recording and never before it: a picture that
comes while another is looked at is passed over. What is noticed is told, and nothing else is done.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.room.source import Piece, Source

STILL_S = 10.0
"""For so long nothing must have changed: in a room with children something always moves."""
LOOK_EVERY_NS = SECOND_NS
BLOCKS = (80, 45)
"""A picture is looked at as so many blocks: the noise of a sensor is gone from their means."""
SAME = 1.5
"""Levels of grey by which no block of a repeated picture changes: encoding the same twice differs by less."""
PICTURES_TO_JUDGE = 3
DARK = 32
"""The brightest block of a black picture: black is 16, and noise adds to it."""
QUIET = 0.0005
"""The loudest sample of a dead microphone (-66 dB); a quiet room gives ten times that."""
SOUNDS_WAITING = 500

Blocks = NDArray[np.uint8]
Tell = Callable[[dict[str, Any]], None]


class Noticing:
    """Judges what is seen and heard; reads no clock, and tells each thing once, and once that it is over."""

    def __init__(self, tell: Tell, still_ns: int) -> None:
        self._tell, self._still_ns = tell, still_ns
        self._last: Blocks | None = None
        self._pictures = 0
        self._since: dict[str, int] = {}
        self._told: set[str] = set()

    def forget(self) -> None:
        """Begin anew, with another connection: what was noticed stays so until something else is seen."""
        self._last, self._pictures = None, 0
        self._since = {kind: at for kind, at in self._since.items() if kind in self._told}

    def see(self, blocks: Blocks, at_ns: int) -> None:
        """Look at the blocks of a picture."""
        changed = self._last is None or bool(
            np.abs(blocks.astype(np.int16) - self._last.astype(np.int16)).max() > SAME
        )
        self._pictures = 1 if changed else self._pictures + 1
        black = int(blocks.max()) < DARK
        if self._last is not None or "frozen" not in self._told:
            repeats = not changed and not black and self._pictures >= PICTURES_TO_JUDGE
            self._judge("frozen", not changed and not black, at_ns, sure=repeats)
        self._judge("black", black, at_ns)
        self._last = blocks

    def hear(self, loudest: float, at_ns: int) -> None:
        """Listen to a block of sound: its loudest sample, 1 being the loudest there is."""
        self._judge("silent", loudest < QUIET, at_ns)

    def _judge(self, kind: str, is_so: bool, at_ns: int, *, sure: bool = True) -> None:
        if not is_so:
            since_ns = self._since.pop(kind, None)
            if kind in self._told:
                self._told.discard(kind)
                self._tell({"event": "well_again", "after": kind, "from": since_ns, "to": at_ns})
            return
        since_ns = self._since.setdefault(kind, at_ns)
        if sure and kind not in self._told and at_ns - since_ns >= self._still_ns:
            self._told.add(kind)
            self._tell(
                {"event": kind, "from": since_ns, **({"reason": "repeats"} if kind == "frozen" else {})}
            )


class Looker:
    """Looks in a thread of its own. ``begin``, ``offer`` and ``end`` belong to one thread."""

    def __init__(self, clock: SessionClock, tell: Tell, still_s: float = STILL_S) -> None:
        self._clock = clock
        self._noticing = Noticing(tell, round(still_s * SECOND_NS * clock.speed))
        self._changed = threading.Condition()
        self._picture: tuple[bytes, int] | None = None
        self._sounds: deque[tuple[bytes, int]] = deque(maxlen=SOUNDS_WAITING)
        self._ended = True
        self._next_look_ns = 0
        self._thread: threading.Thread | None = None

    def begin(self, source: Source) -> None:
        """Look at what a source gives from now on."""
        pictures = decoder_of(source.picture) if source.picture is not None else None
        sounds = decoder_of(source.sound) if source.sound is not None else None
        self._picture, self._ended = None, False
        self._sounds.clear()
        self._noticing.forget()
        self._thread = threading.Thread(
            target=self._run, args=(pictures, sounds), name="looking", daemon=True
        )
        self._thread.start()

    def offer(self, piece: Piece) -> None:
        """Have a piece looked at, if it is time for that; returns at once."""
        if piece.is_picture:
            now_ns = time.monotonic_ns()
            if not piece.packet.is_keyframe or now_ns < self._next_look_ns or self._picture is not None:
                return
            self._next_look_ns = now_ns + LOOK_EVERY_NS
        data = bytes(piece.packet)
        with self._changed:
            if piece.is_picture:
                self._picture = (data, piece.arrival_ns)
            else:
                self._sounds.append((data, piece.arrival_ns))
            self._changed.notify()

    def end(self) -> None:
        """Look no more."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self, pictures: Any, sounds: Any) -> None:
        while True:
            with self._changed:
                while not (self._ended or self._picture is not None or self._sounds):
                    self._changed.wait()
                if self._ended:
                    return
                picture, self._picture = self._picture, None
                heard = list(self._sounds)
                self._sounds.clear()
            if picture is not None:
                self._see(pictures, *picture)
            for data, arrival_ns in heard:
                self._hear(sounds, data, arrival_ns)

    def _see(self, decoder: Any, data: bytes, arrival_ns: int) -> None:
        """Decode a key frame, for which no other is needed."""
        try:
            frames = [*decoder.decode(av.Packet(data)), *decoder.decode(None)]
            decoder.flush_buffers()
        except av.error.FFmpegError:
            return
        for frame in frames[:1]:
            wide, high = BLOCKS
            small = frame.reformat(wide, high, "gray", interpolation="AREA")
            self._noticing.see(small.to_ndarray(), self._clock.at_ns(arrival_ns))

    def _hear(self, decoder: Any, data: bytes, arrival_ns: int) -> None:
        try:
            frames = decoder.decode(av.Packet(data))
        except av.error.FFmpegError:
            return
        for frame in frames:
            samples = frame.to_ndarray()
            whole = float(np.iinfo(samples.dtype).max) if samples.dtype.kind == "i" else 1.0
            loudest = float(np.abs(samples.astype(np.float32)).max()) / whole if samples.size else 0.0
            self._noticing.hear(loudest, self._clock.at_ns(arrival_ns))


def decoder_of(stream: Any) -> Any:
    """Give a decoder of its own for what a stream holds: the stream's is not for two threads."""
    decoder = av.CodecContext.create(stream.codec_context.name, "r")
    if stream.codec_context.extradata:
        decoder.extradata = stream.codec_context.extradata
    decoder.thread_count = 1
    return decoder

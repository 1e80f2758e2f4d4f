"""The looking and listening beside a recording: what can be seen and heard in it, and how loud it is.

Never before the recording: a picture that comes while another is looked at is passed over, and sound waits
until there is half a second of it. Key frames alone are decoded, a few in ten seconds (at most two a second
while they are shown), and all the sound.

What a recorder shows of its camera while somebody wants to see it: a small picture, now and then. Only key
frames are shown, at most two a second: for any other picture all those before it have to be decoded too (9 %
of a core at 1080p30). While nobody looks it costs nothing, and nothing is left to see.

What is noticed in pictures and sound: a picture that repeats itself, a black one, a silent microphone.
Nothing here reads a clock; what is noticed is handed on as an event, and nothing else is done.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.room.capture.order import Order
from nao_sessions.room.files.index import Lines
from nao_sessions.room.files.levels import (
    HEADER,
    DecodedSound,
    Loudness,
    LoudnessTenth,
    levels_path,
    samples_of,
)
from nao_sessions.room.sources.port import Source, TimedPacket
from nao_sessions.room.viewing.preview import PreviewMemory

STILL_S = 10.0
"""A picture is frozen, black or silent after this many seconds: in a room with children something moves."""
SAME = 1.5
"""Levels of grey by which no block of a repeated picture changes: encoding the same twice differs by less."""
PICTURES_TO_JUDGE = 3
DARK = 32
"""A picture whose brightest block is below this level of grey is black: black is 16, and noise adds to it."""
QUIET_DB = -66.0
"""A microphone whose loudest sample is below this is dead (full scale is 0); a quiet room is 20 dB louder."""

Blocks = NDArray[np.uint8]
Tell = Callable[[dict[str, Any]], None]


class Noticing:
    """The judge of pictures and sound: reports each fault once when it lasts, and once when it is over."""

    def __init__(self, tell: Tell, still_ns: int) -> None:
        self._tell, self._still_ns = tell, still_ns
        self._last: Blocks | None = None
        self._pictures = 0
        self._since: dict[str, int] = {}
        self._told: set[str] = set()

    def forget(self) -> None:
        """Forget the last picture, for a new connection; what was reported stays until it changes."""
        self._last, self._pictures = None, 0
        self._since = {kind: at for kind, at in self._since.items() if kind in self._told}

    def see(self, blocks: Blocks, at_ns: int) -> None:
        """Judge from the blocks of a picture whether the picture is frozen or black."""
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

    def hear(self, peak_db: float, at_ns: int) -> None:
        """Judge whether sound is silent, from its loudest sample in dB (full scale is 0)."""
        self._judge("silent", peak_db < QUIET_DB, at_ns)

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


SHOW_EVERY_NS = SECOND_NS // 2
"""Enough to aim a camera by, and to see that somebody moved."""
WIDEST_PX, HIGHEST_PX = 640, 360
JPEG_QUALITY = "4"
"""FFmpeg's scale, from 2 (best) to 31."""


class Showing:
    """The switch and writer of a preview: while on, it puts small pictures into memory that is shared.

    Without memory it is never on. May be used by any thread.
    """

    def __init__(self, memory: PreviewMemory | None) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._on = False

    @property
    def is_on(self) -> bool:
        """Return whether pictures are to be shown."""
        return self._on

    def switch(self, on: bool) -> None:
        """Start showing pictures, or stop and clear the last one."""
        with self._lock:
            self._on = on and self._memory is not None
            if self._memory is not None and not self._on:
                self._memory.clear()

    def show(self, frame: Any, at_ns: int) -> None:
        """Write a decoded picture into the shared memory, with its arrival (session time), if switched on."""
        if not self._on or self._memory is None:
            return
        width_px, height_px = fitted(frame.width, frame.height)
        jpeg = _jpeg(frame, width_px, height_px)
        with self._lock:
            if self._on:
                self._memory.write(at_ns, width_px, height_px, jpeg)


def fitted(width_px: int, height_px: int) -> tuple[int, int]:
    """Return the even size in px at which a picture is shown: the largest that fits, never enlarged."""
    scale = min(1.0, WIDEST_PX / width_px, HIGHEST_PX / height_px)
    return max(2, round(width_px * scale) & ~1), max(2, round(height_px * scale) & ~1)


def _jpeg(frame: Any, width_px: int, height_px: int) -> bytes:
    small = frame.reformat(width_px, height_px, "yuvj420p", interpolation="AREA", dst_color_range="JPEG")
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width_px, height_px, "yuvj420p"
    encoder.time_base = Fraction(1, 1)
    encoder.options = {"qmin": JPEG_QUALITY, "qmax": JPEG_QUALITY}
    small.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])


LOOKS_WHILE_STILL = 4
"""The key frames that are examined within the time that makes a picture frozen: one in 2.5 s."""
BLOCKS = (80, 45)
"""The columns and rows of blocks to which a picture is reduced: their means are free of a sensor's noise."""
SOUND_WAITS_NS = SECOND_NS // 2
"""Sound is decoded in rows this long: a thread that is woken for each block costs more than decoding it."""
SOUNDS_WAITING = 500
"""The most blocks of sound that wait to be measured; beyond it the oldest go unmeasured."""


@dataclass(frozen=True, slots=True)
class SoundBlock:
    """A block of sound as it was written: ``pts`` in ticks of the file, arrival by CLOCK_MONOTONIC."""

    data: bytes
    segment: int
    pts: int
    time_base: Fraction
    arrival_ns: int


class Looker:
    """The thread that examines pictures and sound; its public methods are called by one other thread."""

    def __init__(self, order: Order, tell: Tell, showing: Showing, still_s: float = STILL_S) -> None:
        self._clock, self._showing = order.clock, showing
        self._levels_path = levels_path(order.folder, order.name)
        self._noticing = Noticing(tell, round(still_s * SECOND_NS * order.clock.speed))
        self._look_every_ns = round(still_s * SECOND_NS / LOOKS_WHILE_STILL)
        self._changed = threading.Condition()
        self._picture: tuple[bytes, int] | None = None
        self._sounds: deque[SoundBlock] = deque(maxlen=SOUNDS_WAITING)
        self._ended = True
        self._looked_ns = self._woken_ns = 0
        self._thread: threading.Thread | None = None

    def begin(self, source: Source) -> None:
        """Start a thread that examines the pictures and the sound of a source."""
        pictures = decoder_of(source.picture) if source.picture is not None else None
        sounds = decoder_of(source.sound) if source.sound is not None else None
        self._picture, self._ended = None, False
        self._sounds.clear()
        self._noticing.forget()
        self._thread = threading.Thread(
            target=self._run, args=(pictures, sounds), name="looking", daemon=True
        )
        self._thread.start()

    def look(self, piece: TimedPacket) -> None:
        """Queue a picture to be examined, if it is time for that; returns at once."""
        if not piece.packet.is_keyframe or self._picture is not None:
            return
        now_ns = time.monotonic_ns()
        every_ns = SHOW_EVERY_NS if self._showing.is_on else self._look_every_ns
        if now_ns - self._looked_ns < every_ns:
            return
        self._looked_ns = now_ns
        with self._changed:
            self._picture = (bytes(piece.packet), piece.arrival_ns)
            self._changed.notify()

    def hear(self, heard: SoundBlock) -> None:
        """Queue a block of sound to be measured; returns at once."""
        self._sounds.append(heard)
        if heard.arrival_ns - self._woken_ns >= SOUND_WAITS_NS:
            self._woken_ns = heard.arrival_ns
            with self._changed:
                self._changed.notify()

    def end(self) -> None:
        """Stop examining, once the levels of the sound in hand are written."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self, pictures: Any, sounds: Any) -> None:
        ear = Ear(self._levels_path, sounds, self._clock)
        try:
            ended = False
            while not ended:
                with self._changed:
                    if not (self._ended or self._picture is not None):
                        self._changed.wait()
                    ended, picture, self._picture = self._ended, self._picture, None
                if picture is not None and not ended:
                    self._see(pictures, *picture)
                blocks = [self._sounds.popleft() for _ in range(len(self._sounds))]
                for level in ear.hear(blocks, last=ended):
                    self._noticing.hear(level.peak_db, level.arrival_ns)
        finally:
            ear.close()

    def _see(self, decoder: Any, data: bytes, arrival_ns: int) -> None:
        """Decode a key frame, judge whether it is frozen or black, and show it."""
        try:
            frames = [*decoder.decode(av.Packet(data)), *decoder.decode(None)]
            decoder.flush_buffers()
        except av.error.FFmpegError:
            return
        for frame in frames[:1]:
            wide, high = BLOCKS
            small = frame.reformat(wide, high, "gray", interpolation="AREA")
            at_ns = self._clock.at_ns(arrival_ns)
            self._noticing.see(small.to_ndarray(), at_ns)
            self._showing.show(frame, at_ns)


class Ear:
    """The measuring of sound: decodes it and writes its levels to a file. Belongs to one thread."""

    def __init__(self, path: Path, decoder: Any, clock: SessionClock) -> None:
        self._path, self._decoder, self._clock = path, decoder, clock
        self._loudness = Loudness()
        self._lines: Lines | None = None

    def hear(self, heard: list[SoundBlock], *, last: bool) -> list[LoudnessTenth]:
        """Write the levels of some sound; return those that are complete, and if ``last`` the open one."""
        at_ns = self._clock.at_ns
        sounds = [decoded(self._decoder, block, at_ns(block.arrival_ns)) for block in heard]
        levels = self._loudness.add([block for sound in sounds for block in sound])
        if last:
            levels += self._loudness.finish()
        if levels:
            try:
                self._lines = self._lines or Lines(self._path, HEADER)
                self._lines.write("".join(level.to_line() for level in levels))
            except OSError:  # the sound itself is what matters: a full disk ends that, and tells
                self.close()
        return levels

    def close(self) -> None:
        """Close the file of levels; it is opened again for what follows."""
        lines, self._lines = self._lines, None
        if lines is not None:
            with contextlib.suppress(OSError):  # its volume is gone
                lines.close()


def decoded(decoder: Any, heard: SoundBlock, at_ns: int) -> list[DecodedSound]:
    """Return the decoded blocks of a block of sound that arrived at ``at_ns``; empty if it is damaged."""
    try:
        frames = decoder.decode(av.Packet(heard.data))
    except av.error.FFmpegError:
        return []
    blocks, pts = [], heard.pts
    for frame in frames:
        blocks.append(
            DecodedSound(
                segment=heard.segment,
                pts=pts,
                time_base=heard.time_base,
                arrival_ns=at_ns,
                rate=frame.sample_rate,
                samples=samples_of(frame),
            )
        )
        pts += round(Fraction(frame.samples, frame.sample_rate) / heard.time_base)
    return blocks


def decoder_of(stream: Any) -> Any:
    """Return a new decoder for a stream, since the stream's own must not be shared by two threads."""
    decoder = av.CodecContext.create(stream.codec_context.name, "r")
    if stream.codec_context.extradata:
        decoder.extradata = stream.codec_context.extradata
    decoder.thread_count = 1
    # Edges between blocks are left as they are: it saves 4 of 10 ms at 1080p, and changes no mean.
    decoder.options = {"skip_loop_filter": "all"}
    return decoder

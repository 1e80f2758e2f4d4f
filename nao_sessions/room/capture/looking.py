"""The looking and listening beside a recording: what can be seen and heard in it, and how loud it is.

Never before the recording: a picture that comes while another is looked at is passed over, and sound waits
until there is half a second of it. Key frames alone are decoded, a few in ten seconds (at most two a second
while they are shown), and all the sound.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.room.capture.noticing import STILL_S, Noticing, Tell
from nao_sessions.room.capture.order import Order
from nao_sessions.room.capture.showing import SHOW_EVERY_NS, Showing
from nao_sessions.room.files.levels import HEADER, Block, Level, Loudness, levels_path, samples_of
from nao_sessions.room.files.lines import Lines
from nao_sessions.room.sources.port import Piece, Source

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

    def look(self, piece: Piece) -> None:
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

    def hear(self, heard: list[SoundBlock], *, last: bool) -> list[Level]:
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
        if self._lines is not None:
            self._lines.close()
        self._lines = None


def decoded(decoder: Any, heard: SoundBlock, at_ns: int) -> list[Block]:
    """Return the decoded blocks of a block of sound that arrived at ``at_ns``; empty if it is damaged."""
    try:
        frames = decoder.decode(av.Packet(heard.data))
    except av.error.FFmpegError:
        return []
    blocks, pts = [], heard.pts
    for frame in frames:
        blocks.append(
            Block(
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

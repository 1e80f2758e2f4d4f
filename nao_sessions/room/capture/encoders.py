"""A source whose pictures or sound are encoded on the way: no MP4, or no browser, takes them as they come.

What is compressed already is copied as it is. One thread takes what comes and stamps it, another one encodes:
in one and the same loop stamps were up to 295 ms late (facts 2b).
"""

from __future__ import annotations

import io
import threading
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.room.sources.port import Kind, Source, TimedPacket, unreachable

# The encoding of what cannot be copied: raw or JPEG pictures to H.264, sound to AAC, with their times kept.
#
# Quality and speed are stated here and in each file. On a desk computer they cost about half a core for a
# camera of 1280x720 at 30 pictures a second (facts 2b).

PICTURE_SPEED, PICTURE_QUALITY = "veryfast", "23"
"""x264's preset and constant rate factor: half the bytes of ``ultrafast``, half as much work again."""
KEY_EVERY = Fraction(1)
"""Seconds between key frames: a player that jumps into the film decodes no more than this."""
TICKS = Fraction(1, 90_000)
SOUND_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000)
"""The sampling rates of AAC (ISO/IEC 14496-3), in Hz."""
SOUND_BITS_PER_SAMPLE = 2
"""96 kbit/s for one channel at 48 kHz: a voice across a room stays a voice."""
BLOCK = 1024
JUMP = Fraction(1, 10)
"""More seconds than this missing between two pieces of sound are a gap, after which samples are counted anew:
the device was not read in time, or was away."""

PICTURE_AS = f"libx264 preset {PICTURE_SPEED} crf {PICTURE_QUALITY}"
SOUND_AS = f"aac {SOUND_BITS_PER_SAMPLE} bits a sample"


def _picture_encoder(width: int, height: int) -> av.VideoCodecContext:
    codec = av.CodecContext.create("libx264", "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.time_base, codec.framerate = TICKS, Fraction(30)
    codec.gop_size = 1000  # key frames come by time, not by number: cameras slow down in the dark
    codec.options = {
        "preset": PICTURE_SPEED,
        "crf": PICTURE_QUALITY,
        "tune": "zerolatency",  # no picture waits for the next one: what is killed loses none of them
        "x264-params": "scenecut=0:bframes=0:threads=2",
    }
    return codec


class PictureEncoder:
    """The encoder of one stream's pictures; ``template`` is a stream with the form of its output."""

    def __init__(self, stream: VideoStream) -> None:
        """Prepare the encoder. Raises: ValueError, if the size of the pictures is not known."""
        self._decoder = stream.codec_context
        self._width, self._height = self._decoder.width & ~1, self._decoder.height & ~1
        if self._width <= 0 or self._height <= 0:
            raise ValueError("pictures without a size")
        grey = av.VideoFrame(self._width, self._height, "yuv420p")
        grey.pts, grey.time_base = 0, TICKS
        trial = _picture_encoder(self._width, self._height)
        sent = b"".join(bytes(packet) for packet in [*trial.encode(grey), *trial.encode(None)])
        self._trial = av.open(io.BytesIO(sent), format="h264")
        self.template: VideoStream = self._trial.streams.video[0]
        self._codec = _picture_encoder(self._width, self._height)
        self._last_key: Fraction | None = None
        self._last_pts: int | None = None

    def take(self, piece: TimedPacket) -> Iterator[TimedPacket]:
        """Decode and encode one picture; yield the encoded packets. One that is damaged is left out."""
        at = piece.packet.pts * piece.packet.time_base
        try:
            frames = self._decoder.decode(piece.packet)
        except av.error.FFmpegError:
            return
        for frame in frames[:1]:
            picture = frame.reformat(self._width, self._height, "yuv420p", dst_color_range="MPEG")
            pts = round(at / TICKS)
            if self._last_pts is not None and pts <= self._last_pts:
                return
            due = self._last_key is None or not 0 <= at - self._last_key < KEY_EVERY
            self._last_pts, self._last_key = pts, at if due else self._last_key
            picture.pts, picture.time_base = pts, TICKS
            # A decoded JPEG says that it is a key frame, and x264 obeys: nine times the bytes.
            picture.pict_type = av.video.frame.PictureType.I if due else av.video.frame.PictureType.NONE
            for packet in self._codec.encode(picture):
                yield TimedPacket(packet, True, piece.arrival_ns, piece.source_t)

    def finish(self) -> Iterator[TimedPacket]:
        """Return no packets: the encoder of pictures holds none back."""
        return iter(())


class SoundEncoder:
    """The encoder of one stream's sound; times count samples, from the time at which the source begins."""

    def __init__(self, stream: AudioStream) -> None:
        self._decoder = stream.codec_context
        rate = self._decoder.sample_rate
        self._rate = rate if rate in SOUND_RATES else 48_000
        self._layout = "mono" if self._decoder.layout.nb_channels == 1 else "stereo"
        written = io.BytesIO()
        with av.open(written, "w", format="mp4") as trial:
            track = trial.add_stream("aac", rate=self._rate, layout=self._layout)
            shape = (track.codec_context.layout.nb_channels, BLOCK)
            for number in range(4):
                frame = av.AudioFrame.from_ndarray(np.zeros(shape, np.float32), "fltp", self._layout)
                frame.sample_rate, frame.pts, frame.time_base = (
                    self._rate,
                    number * BLOCK,
                    Fraction(1, self._rate),
                )
                trial.mux(track.encode(frame))
            trial.mux(track.encode(None))
        written.seek(0)
        self._trial = av.open(written)
        self.template: AudioStream = self._trial.streams.audio[0]
        self._codec = av.CodecContext.create("aac", "w")
        self._codec.sample_rate, self._codec.layout, self._codec.format = self._rate, self._layout, "fltp"
        self._codec.bit_rate = self._rate * SOUND_BITS_PER_SAMPLE * shape[0]
        self._codec.time_base = Fraction(1, self._rate)
        self._next: int | None = None
        self._expected: Fraction | None = None
        self._anchor: tuple[Fraction, int, float | None] = (Fraction(0), 0, None)
        self._resampler = self._new_resampler()

    def take(self, piece: TimedPacket) -> Iterator[TimedPacket]:
        """Decode and encode one block of sound; yield the encoded packets."""
        packet = piece.packet
        at = packet.pts * packet.time_base
        try:
            frames = self._decoder.decode(packet)
        except av.error.FFmpegError:
            return
        if self._expected is None or at - self._expected > JUMP:
            self._begin(at)
        self._anchor = (at, piece.arrival_ns, piece.source_t)
        for frame in frames:
            self._expected = at = at + Fraction(frame.samples, frame.sample_rate)
            frame.pts = None
            for block in self._resampler.resample(frame):
                yield from self._encode(block)

    def finish(self) -> Iterator[TimedPacket]:
        """Yield the packets that the encoder still holds."""
        if self._next is not None:
            for packet in self._codec.encode(None):
                yield self._piece(packet)

    def _begin(self, at: Fraction) -> None:
        """Start counting samples, or start again from another time after something was missing."""
        self._next, self._expected = round(at * self._rate), at
        self._resampler = self._new_resampler()

    def _new_resampler(self) -> av.AudioResampler:
        return av.AudioResampler("fltp", self._layout, self._rate, frame_size=BLOCK)

    def _encode(self, block: Any) -> Iterator[TimedPacket]:
        assert self._next is not None
        block.pts, block.time_base = self._next, Fraction(1, self._rate)
        self._next += block.samples
        for packet in self._codec.encode(block):
            yield self._piece(packet)

    def _piece(self, packet: Any) -> TimedPacket:
        """Return a packet with the arrival of its first sample, counted back from the last piece."""
        at, arrival_ns, source_t = self._anchor
        earlier = at - packet.pts * packet.time_base
        return TimedPacket(
            packet,
            False,
            arrival_ns - round(earlier * SECOND_NS),
            None if source_t is None else source_t - float(earlier),
        )


COPIED = frozenset({"h264", "hevc", "aac", "mp3", "opus"})
"""The codecs that an MP4 holds and that browsers play."""
WAITING_BYTES = 64 * 1024 * 1024
"""What may wait to be encoded: a second of raw pictures, minutes of JPEG. Beyond it, what would be encoded is
left out, and counted as what a camera drops."""


def ready_to_copy(source: Source, *, sound_only: bool = False) -> Source:
    """Return a source whose packets can be written unchanged: the same source, or an encoding one.

    Raises:
        DeviceUnavailable: it gives nothing that can be recorded.
    """
    if sound_only:
        source.picture = None
        if source.sound is None:
            source.close()
            raise unreachable("no sound")
    elif source.picture is None:
        source.close()
        raise unreachable("no picture")
    tracks = (source.picture, source.sound)
    if all(track is None or track.codec_context.name in COPIED for track in tracks):
        return source
    try:
        return EncodedSource(source)
    except ValueError as error:
        source.close()
        raise unreachable(str(error)) from error


class EncodedSource:
    """A source with encoders behind it (see :class:`nao_sessions.room.sources.port.Source`)."""

    def __init__(self, source: Source) -> None:
        """Prepare the encoders. Raises: ValueError, if the form of the pictures or the sound is unknown."""
        self._source = source
        self.picture: VideoStream | None = source.picture
        self.sound: AudioStream | None = source.sound
        self.encoded: dict[str, str] = {}
        self._encoders: dict[bool, PictureEncoder | SoundEncoder] = {}
        if source.picture is not None and source.picture.codec_context.name not in COPIED:
            pictures = PictureEncoder(source.picture)
            self.picture, self._encoders[True] = pictures.template, pictures
            self.encoded["picture"] = PICTURE_AS
        if source.sound is not None and source.sound.codec_context.name not in COPIED:
            sounds = SoundEncoder(source.sound)
            self.sound, self._encoders[False] = sounds.template, sounds
            self.encoded["sound"] = SOUND_AS
        self._changed = threading.Condition()
        self._waiting: deque[TimedPacket] = deque()
        self._waiting_bytes = 0
        self._ended = False
        self._capture = threading.Thread(target=self._take, name="capture", daemon=True)

    @property
    def kind(self) -> Kind:
        """Return the kind of the source that is encoded: how it sends its packets."""
        return self._source.kind

    @property
    def last_byte_ns(self) -> int:
        """Return when a byte last arrived (ns of CLOCK_MONOTONIC)."""
        return self._source.last_byte_ns

    def pieces(self) -> Iterator[TimedPacket]:
        """Yield the packets of the source, encoded."""
        self._capture.start()
        while (piece := self._next()) is not None:
            encoder = self._encoders.get(piece.is_picture)
            if encoder is None:
                yield piece
            else:
                yield from encoder.take(piece)
        for encoder in self._encoders.values():
            yield from encoder.finish()

    def stop(self) -> None:
        """Stop the source that is encoded: nothing more arrives."""
        self._source.stop()

    def close(self) -> None:
        """Stop and close the source, and wait for the thread that reads it."""
        self._source.stop()
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._capture.is_alive():
            self._capture.join()
        self._source.close()

    def _take(self) -> None:
        """Read the source's packets as soon as they arrive, until it ends."""
        try:
            for piece in self._source.pieces():
                with self._changed:
                    self._put(piece)
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _put(self, piece: TimedPacket) -> None:
        """Queue a packet; while the queue is full, drop one to be encoded, and wait with one to be copied."""
        while self._waiting_bytes > WAITING_BYTES and not self._ended:
            if piece.is_picture in self._encoders:
                return
            self._changed.wait()
        self._waiting.append(piece)
        self._waiting_bytes += piece.packet.size
        self._changed.notify_all()

    def _next(self) -> TimedPacket | None:
        with self._changed:
            while not self._waiting and not self._ended:
                self._changed.wait()
            if not self._waiting:
                return None
            piece = self._waiting.popleft()
            self._waiting_bytes -= piece.packet.size
            self._changed.notify_all()
            return piece


def encoding_of(source: Source) -> dict[str, Any]:
    """Return which streams of a source are encoded, and how; empty where all are copied."""
    return dict(source.encoded) if isinstance(source, EncodedSource) else {}

"""A source whose pictures or sound are encoded on the way: no MP4, or no browser, takes them as they come.

What is compressed already is copied as it is. One thread takes what comes and stamps it, another one encodes:
in one and the same loop stamps were up to 295 ms late (facts 2b).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from nao_sessions.room.encoders import PICTURE_AS, SOUND_AS, PictureEncoder, SoundEncoder
from nao_sessions.room.source import Kind, Piece, Source, unreachable

COPIED = frozenset({"h264", "hevc", "aac", "mp3", "opus"})
"""The codecs that an MP4 holds and that browsers play."""
WAITING_BYTES = 64 * 1024 * 1024
"""What may wait to be encoded: a second of raw pictures, minutes of JPEG. Then pictures are left out, and
counted as those are that a camera drops."""


def ready_to_copy(source: Source, *, sound_only: bool = False) -> Source:
    """Give a source whose packets can be written as they are: the same one, if they can.

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
        return Encoded(source)
    except ValueError as error:
        source.close()
        raise unreachable(str(error)) from error


class Encoded:
    """A source with encoders behind it (see :class:`nao_sessions.room.source.Source`)."""

    def __init__(self, source: Source) -> None:
        """Prepare the encoders. Raises: ValueError, if it is not known what comes."""
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
        self._waiting: deque[Piece] = deque()
        self._waiting_bytes = 0
        self._ended = False
        self._capture = threading.Thread(target=self._take, name="capture", daemon=True)

    @property
    def kind(self) -> Kind:
        """Return how it sends."""
        return self._source.kind

    @property
    def last_byte_ns(self) -> int:
        """Give when anything last came."""
        return self._source.last_byte_ns

    def pieces(self) -> Iterator[Piece]:
        """Give what comes, encoded."""
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
        """Let no more come."""
        self._source.stop()

    def close(self) -> None:
        """Give everything back."""
        self._source.stop()
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._capture.is_alive():
            self._capture.join()
        self._source.close()

    def _take(self) -> None:
        """Take what comes, as soon as it comes."""
        try:
            for piece in self._source.pieces():
                with self._changed:
                    self._put(piece)
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _put(self, piece: Piece) -> None:
        """Have a piece wait; where too much does, a picture is left out, and what is copied waits here."""
        while self._waiting_bytes > WAITING_BYTES and not self._ended:
            if piece.is_picture in self._encoders:
                return
            self._changed.wait()
        self._waiting.append(piece)
        self._waiting_bytes += piece.packet.size
        self._changed.notify_all()

    def _next(self) -> Piece | None:
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
    """Tell what of a source is encoded, and how; empty where all is copied."""
    return dict(source.encoded) if isinstance(source, Encoded) else {}

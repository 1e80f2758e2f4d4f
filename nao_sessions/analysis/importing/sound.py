"""The sound beside a foreign video: copied where an MP4 and a browser can take it, else encoded as AAC.

Its place beside the pictures stays what it was; a video without sound has none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer

from nao_sessions.room.files.container import readable

COPIED = frozenset({"aac", "mp3", "opus", "flac"})
"""Codecs of sound that an MP4 holds and a browser plays."""
RATE = 48_000
"""Samples a second of sound that is encoded again."""


class Sound:
    """The copy of a file's first sound into another file; ``zero`` is the time stamp (s) of that file's 0."""

    def __init__(
        self, made: OutputContainer, source: AudioStream, zero: Fraction, copied: frozenset[str] = COPIED
    ) -> None:
        self.source = source
        self._made = made
        self._zero = zero
        codec = source.codec_context.codec.canonical_name
        # ADTS, as MPEG-TS has it, tells in each packet what an MP4 tells once: it is encoded again.
        self._copied = codec in copied and (codec == "mp3" or bool(source.codec_context.extradata))
        self._track: AudioStream
        self._resampler: av.AudioResampler | None = None
        if self._copied:
            self._track = made.add_stream_from_template(source)
        else:
            layout = "mono" if source.codec_context.channels == 1 else "stereo"
            self._track = made.add_stream("aac", rate=RATE, layout=layout)
        self._track.metadata.clear()
        self._last_dts: int | None = None

    @classmethod
    def of(
        cls,
        made: OutputContainer,
        container: InputContainer,
        zero: Fraction,
        copied: frozenset[str] = COPIED,
    ) -> Sound | None:
        """Return the sound of a file, or None where it has none; ``copied`` are codecs not encoded again."""
        sounds = readable(container.streams.audio)
        return cls(made, sounds[0], zero, copied) if sounds else None

    def take(self, packet: Any) -> None:
        """Copy or encode one packet of sound; one that is damaged or out of order is left out."""
        if self._copied:
            self._copy(packet)
            return
        try:
            blocks = packet.decode()
        except av.error.InvalidDataError:
            return
        for block in blocks:
            self._encode(block)

    def end(self) -> None:
        """Write the sound that the encoder still holds back."""
        if not self._copied and self._resampler is not None:
            for block in self._resampler.resample(None):
                self._mux(self._track.encode(block))
            self._mux(self._track.encode(None))

    def _copy(self, packet: Any) -> None:
        if packet.pts is None or packet.dts is None:
            return
        if self._last_dts is not None and packet.dts <= self._last_dts:
            return
        self._last_dts = packet.dts
        shift = round(self._zero / packet.time_base)
        packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
        packet.stream = self._track
        self._made.mux(packet)

    def _encode(self, block: Any) -> None:
        if self._resampler is None:
            self._resampler = av.AudioResampler(
                format="fltp",
                layout=self._track.codec_context.layout.name,
                rate=RATE,
                frame_size=self._track.codec_context.frame_size or 1_024,
            )
        if block.pts is not None and block.time_base:
            block.pts = block.pts - round(self._zero / block.time_base)
        for ready in self._resampler.resample(block):
            self._mux(self._track.encode(ready))

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            self._made.mux(packet)

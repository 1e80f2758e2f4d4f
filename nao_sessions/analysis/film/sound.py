"""The sound of a copy: taken as it is, or encoded again where a name is hidden in it."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.container import OutputContainer

from nao_sessions.analysis.film.names import HiddenSound, bleeped

CODEC = "aac"


class SoundCopy:
    """The copy of a recording's sound between two times (s of the recording), into an open file."""

    def __init__(
        self,
        made: OutputContainer,
        stream: Any,
        span: tuple[float, float],
        hidden: HiddenSound,
        *,
        exact: bool = False,
    ) -> None:
        """Begin a track; ``exact``: no sample from outside the span is in it, nor can be had from it."""
        self._made, self._stream = made, stream
        self._first_s, self._last_s = span
        self._hidden = hidden
        self._exact, self._again = exact, exact or hidden.within(*span)
        if self._again:
            track: Any = made.add_stream(CODEC, rate=int(stream.rate))
            track.layout = stream.layout.name
            self._track = track
        else:
            self._track = made.add_stream_from_template(stream)
            self._track.metadata.clear()

    @property
    def encoded(self) -> bool:
        """Return whether the sound is encoded again: something in it is hidden, or it ends at the sample."""
        return self._again

    def take(self, packet: Any, zero_s: float) -> None:
        """Write one packet of the recording's sound; ``zero_s``: where in the recording the copy's 0 lies."""
        if self._again:
            for frame in packet.decode():
                self._bleep(frame, zero_s)
            return
        if packet.pts is None or not self._first_s <= float(packet.pts * packet.time_base) < self._last_s:
            return
        shift = round(zero_s / packet.time_base)
        packet.pts, packet.dts = packet.pts - shift, (packet.dts or packet.pts) - shift
        packet.stream = self._track
        self._made.mux(packet)

    def end(self) -> None:
        """Write the sound that the encoder still holds back."""
        if self._again:
            for packet in self._track.encode(None):
                self._made.mux(packet)

    def _bleep(self, frame: Any, zero_s: float) -> None:
        """Write a frame of sound with what is hidden in it replaced by a tone; nothing outside the span."""
        begins_s = float(frame.pts * frame.time_base)
        if not self._first_s <= begins_s < self._last_s:
            return
        samples = np.ascontiguousarray(_float(frame))
        changed = bleeped(samples, begins_s, frame.sample_rate, self._hidden)
        if self._exact:
            changed[:, max(0, math.floor((self._last_s - begins_s) * frame.sample_rate)) :] = 0.0
        new = av.AudioFrame.from_ndarray(changed, format="fltp", layout=frame.layout.name)
        new.sample_rate = frame.sample_rate
        new.pts = round((begins_s - zero_s) * frame.sample_rate)
        new.time_base = Fraction(1, frame.sample_rate)
        for packet in self._track.encode(new):
            self._made.mux(packet)


def _float(frame: Any) -> Any:
    """Return the samples of a frame as floats, shape (channels, count)."""
    resampler = av.AudioResampler(format="fltp", layout=frame.layout.name, rate=frame.sample_rate)
    [planar] = resampler.resample(frame)
    return planar.to_ndarray()

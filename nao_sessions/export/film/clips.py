"""Clips around events: copied as they are where a key frame lies at the beginning, else exact to the frame.

A clip may begin up to a second earlier than asked, where that saves encoding; how each came about is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

import av

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.export.film.constant import MP4, OPTIONS
from nao_sessions.export.film.names import Hidden
from nao_sessions.export.film.sound import SoundCopy
from nao_sessions.export.source import Film
from nao_sessions.record.private import private_replacement

EARLIER_S = 1.0
"""How much earlier a clip may begin for its pictures to be copied as they are."""
TICKS = Fraction(1, 90_000)


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that was made: the session times of its first and last pictures, what was copied."""

    file: str
    begins_ns: int
    ends_ns: int
    copied: bool
    sound_encoded: bool


def cut(film: Film, begin_ns: int, end_ns: int, hidden: Hidden, target: Path) -> Clip | None:
    """Write a clip; None where the recording shows nothing of that time.

    Args:
        film: a recording with pictures.
        begin_ns: session time of the beginning.
        end_ns: session time of the end.
        hidden: what is hidden of its sound.
        target: the MP4 that is made.

    Raises:
        OSError: the recording cannot be read, or the clip not be written.
    """
    ordered = sorted(film.frames, key=lambda frame: frame.pts)
    inside = [frame for frame in ordered if begin_ns <= film.sync.session_ns(frame.pts) <= end_ns]
    if not inside:
        return None
    key = max((f.pts for f in ordered if f.key and f.pts <= inside[0].pts), default=None)
    base = film.sync.time_base
    copied = key is not None and (inside[0].pts - key) * base <= EARLIER_S
    first = key if copied and key is not None else inside[0].pts
    last = _closed(film, first, inside[-1].pts) if copied else inside[-1].pts
    zero_s, last_s = float(first * base), float(last * base)
    frame_s = (last_s - zero_s) / max(1, len(inside))
    with (
        private_replacement(target) as draft,
        av.open(str(film.path)) as read,
        av.open(str(draft), "w", options=MP4) as made,
    ):
        video = read.streams.video[0]
        heard = read.streams.audio[0] if read.streams.audio else None
        sound = SoundCopy(made, heard, (zero_s, last_s + frame_s), hidden) if heard is not None else None
        track = _Copied(made, video) if copied else _Encoded(made, video)
        read.seek(first, stream=video)
        for packet in read.demux([stream for stream in (video, heard) if stream is not None]):
            if packet.stream.index != video.index:
                if sound is not None:
                    sound.take(packet, zero_s)
            elif packet.pts is not None and packet.pts - EARLIER_S / base > last:
                break
            else:
                track.take(packet, first, last)
        track.end()
        if sound is not None:
            sound.end()
    return Clip(
        target.name, film.sync.session_ns(first), film.sync.session_ns(last), copied,
        sound is not None and sound.encoded,
    )  # fmt: skip


def _closed(film: Film, first: int, last: int) -> int:
    """Give the first picture from ``last`` on behind which no earlier one is needed or shown (its pts).

    Where B frames are used, a picture lies in the file behind a later one that it is made from: cut between
    them, and the last pictures of the clip cannot be decoded.
    """
    kept = sorted((frame for frame in film.frames if frame.pts >= first), key=lambda frame: frame.frame)
    shown = [frame.pts for frame in kept]
    # from behind: the earliest picture that is still to come after each
    to_come = [*accumulate(reversed(shown[1:]), min)][::-1]
    for newest, next_shown in zip(accumulate(shown, max), to_come, strict=False):
        if newest >= last and next_shown > newest:
            return newest
    return max(shown)


class _Copied:
    """Pictures as they are, from the key frame on."""

    def __init__(self, made: Any, video: Any) -> None:
        self._made = made
        self._track = made.add_stream_from_template(video)
        self._track.metadata.clear()

    def take(self, packet: Any, first: int, last: int) -> None:
        if packet.pts is None or packet.size == 0 or not first <= packet.pts <= last:
            return
        packet.dts = (packet.dts if packet.dts is not None else packet.pts) - first
        packet.pts -= first
        packet.stream = self._track
        self._made.mux(packet)

    def end(self) -> None:
        """Nothing is held back."""


class _Encoded:
    """Pictures decoded from the key frame before, and encoded again, each at the time that it had."""

    def __init__(self, made: Any, video: Any) -> None:
        self._made = made
        self._track = made.add_stream("libx264", rate=video.average_rate or 25)
        self._track.width, self._track.height = video.width // 2 * 2, video.height // 2 * 2
        self._track.pix_fmt = "yuv420p"
        self._track.options = dict(OPTIONS)
        self._track.codec_context.time_base = TICKS

    def take(self, packet: Any, first: int, last: int) -> None:
        for frame in packet.decode():
            if first <= frame.pts <= last:
                new = frame.reformat(self._track.width, self._track.height, "yuv420p")
                new.pts = round((frame.pts - first) * frame.time_base / TICKS)
                new.time_base = TICKS
                new.pict_type = av.video.frame.PictureType.NONE
                self._mux(self._track.encode(new))

    def end(self) -> None:
        self._mux(self._track.encode(None))

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            self._made.mux(packet)


def film_at(films: tuple[Film, ...], session_ns: int) -> Film | None:
    """Give the recording that shows a moment: the first camera that ran then."""
    return next((film for film in films if _shows(film, session_ns, session_ns)), None)


def films_of(films: tuple[Film, ...], at_ns: int, begin_ns: int, end_ns: int) -> list[Film]:
    """Give a recording of each camera that ran in a span of time: where it can be, that of a moment in it."""
    found: dict[str, Film] = {}
    for film in films:
        if _shows(film, begin_ns, end_ns):
            known = found.setdefault(film.stream, film)
            if not _shows(known, at_ns, at_ns) and _shows(film, at_ns, at_ns):
                found[film.stream] = film
    return list(found.values())


def _shows(film: Film, begin_ns: int, end_ns: int) -> bool:
    """Tell whether a recording has pictures of a span of time, even if only of a part of it."""
    over_ns = film.begins_ns + film.length_ns + SECOND_NS // 2
    return not film.sound_alone and film.begins_ns <= end_ns and begin_ns <= over_ns

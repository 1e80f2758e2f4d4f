"""What a device's pictures and sound hold: a black picture, one that repeats itself, how loud the sound is.

Pictures are judged as a recorder does it (``room/capture/noticing.py``), over a shorter time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from nao_sessions.room.capture.looking import BLOCKS, decoder_of
from nao_sessions.room.capture.noticing import PICTURES_TO_JUDGE, QUIET_DB, Blocks, Noticing, Tell
from nao_sessions.room.sources.port import Piece

LOOK_EVERY_S = 0.4
LONG_ENOUGH = 1 / 3
"""The part of the trial for which a picture must be black or unchanged to count as such: key frames may be a
second apart, and an encoder's second one is finer than its first."""
NS = Fraction(1, 1_000_000_000)
TOP = 0.99
"""The part of the loudest possible sample from which a sample counts as cut."""
CUT_SHARE = 0.001
"""The share of cut samples above which a sound clips; fewer are the peaks of a loud sound."""
SILENCE_DB = -120.0
"""The level of a sound whose samples are all 0, and the lowest level at all."""


@dataclass(frozen=True, slots=True)
class PictureContent:
    """What the pictures show: ``decoded`` counts those that could be decoded, the rest holds for all."""

    decoded: int
    black: bool
    frozen: bool


@dataclass(frozen=True, slots=True)
class SoundContent:
    """How loud the sound is, in decibels (0 is the loudest possible), and which share of it is cut."""

    peak_db: float
    rms_db: float
    cut_share: float
    silent: bool

    @property
    def clips(self) -> bool:
        """Return whether samples reach the maximum so often that the sound is distorted."""
        return self.cut_share > CUT_SHARE


def see(stream: Any, pieces: Sequence[Piece], seconds: float) -> PictureContent:
    """Return what the pictures show that a stream sent in some seconds.

    Key frames alone are compared: the same picture is encoded alike in them, and ever more finely in the
    frames between. Where a camera sends too few key frames, all are compared.
    """
    found: set[str] = set()
    looks: list[tuple[int, bool, Blocks]] = []
    decoded, next_ns = 0, 0
    for frame in _decoded(stream, pieces):
        decoded += 1
        if frame.pts is not None and (frame.key_frame or frame.pts >= next_ns):
            next_ns = frame.pts + round(LOOK_EVERY_S / NS)
            small = frame.reformat(*BLOCKS, "gray", interpolation="AREA")
            looks.append((frame.pts, bool(frame.key_frame), small.to_ndarray()))
    still_ns = round(LONG_ENOUGH * seconds / NS)
    noticing = Noticing(_remembering(found), still_ns)
    keys = [look for look in looks if look[1]]
    enough = len(keys) >= PICTURES_TO_JUDGE and keys[-1][0] - keys[0][0] >= still_ns
    for at_ns, _, blocks in keys if enough else looks:
        noticing.see(blocks, at_ns)
    return PictureContent(decoded, "black" in found, "frozen" in found)


def hear(stream: Any, pieces: Sequence[Piece]) -> SoundContent | None:
    """Return the levels of a stream's sound; None where nothing could be decoded."""
    blocks = []
    for frame in _decoded(stream, pieces):
        samples = frame.to_ndarray()
        whole = float(np.iinfo(samples.dtype).max) if samples.dtype.kind == "i" else 1.0
        block = np.abs(samples.astype(np.float64)).ravel() / whole
        if block.size:
            blocks.append(block)
    return level(np.concatenate(blocks)) if blocks else None


def level(loudness: NDArray[np.float64]) -> SoundContent:
    """Return the levels of a sound, from the absolute values of its samples, where 1 is the maximum."""
    peak_db = _decibels(float(loudness.max()))
    return SoundContent(
        peak_db=peak_db,
        rms_db=_decibels(float(np.sqrt(np.mean(loudness**2)))),
        cut_share=float(np.mean(loudness >= TOP)),
        silent=peak_db < QUIET_DB,
    )


def _remembering(found: set[str]) -> Tell:
    """Return a callback that keeps in a set the troubles noticed and not over yet."""

    def tell(event: dict[str, Any]) -> None:
        if event["event"] == "well_again":
            found.discard(event["after"])
        else:
            found.add(event["event"])

    return tell


def _decoded(stream: Any, pieces: Sequence[Piece]) -> Iterator[Any]:
    """Yield decoded frames, each timed by the arrival of its packet, in ns."""
    decoder = decoder_of(stream)
    for piece in pieces:
        packet = av.Packet(bytes(piece.packet))
        packet.pts, packet.time_base = piece.arrival_ns, NS
        try:
            yield from decoder.decode(packet)
        except av.error.FFmpegError:
            continue
    try:
        yield from decoder.decode(None)
    except av.error.FFmpegError:
        return


def _decibels(loudness: float) -> float:
    return max(SILENCE_DB, 20 * math.log10(loudness)) if loudness > 0 else SILENCE_DB

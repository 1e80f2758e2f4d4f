"""What can be seen and heard in what came: a black picture, one that repeats itself, how loud the sound is.

The judgement is the recorder's own (``room/capture/noticing.py``), over a shorter time.
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
"""For this part of the trial a picture must be black, or must have repeated itself, to be told: key frames
may be a second apart, and of an encoder's first two the second is finer."""
NS = Fraction(1, 1_000_000_000)
TOP = 0.99
"""A sample so near to the loudest there is was cut, or will be."""
CUT_SHARE = 0.001
"""Single samples at the top are the peaks of a loud sound; one in a thousand is a sound that is cut."""
SILENCE_DB = -120.0
"""What is told of a sound without any sample that is not 0."""


@dataclass(frozen=True, slots=True)
class PictureContent:
    """What the pictures show; ``decoded`` counts those that could be made of them."""

    decoded: int
    black: bool
    frozen: bool


@dataclass(frozen=True, slots=True)
class SoundContent:
    """How loud the sound is, in decibels below the loudest there is, and which part of it is cut."""

    peak_db: float
    rms_db: float
    cut_share: float
    silent: bool

    @property
    def clips(self) -> bool:
        """Tell whether samples reach the maximum so often that the sound is distorted."""
        return self.cut_share > CUT_SHARE


def see(stream: Any, pieces: Sequence[Piece], seconds: float) -> PictureContent:
    """Return what the pictures show that came from a stream in some seconds.

    Key frames are compared with each other: one and the same picture is encoded alike in them, and ever more
    finely in those between. Where a camera sends too few of them, all are looked at.
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
    """Return the loudness of a stream's sound; None where nothing could be decoded."""
    blocks = []
    for frame in _decoded(stream, pieces):
        samples = frame.to_ndarray()
        whole = float(np.iinfo(samples.dtype).max) if samples.dtype.kind == "i" else 1.0
        block = np.abs(samples.astype(np.float64)).ravel() / whole
        if block.size:
            blocks.append(block)
    return level(np.concatenate(blocks)) if blocks else None


def level(loudness: NDArray[np.float64]) -> SoundContent:
    """Return the levels of absolute values of samples, shape (samples,), where 1 is the maximum."""
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

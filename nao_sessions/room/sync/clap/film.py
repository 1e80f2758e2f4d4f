"""The reading of a piece of a recording: its pictures as blocks of brightness, its sound as samples.

Times are the file's own (pts in seconds). A torn end ends the reading: what came before it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from nao_sessions.room.files.containers import open_recording
from nao_sessions.room.files.levels import luma_of
from nao_sessions.room.sync.clap.chance import Luma, Samples, Seconds

BLOCKS = (45, 80)
"""Rows and columns: sixteen pixels a block at 720p, about what Nao's lamps cover from across a room."""

SOUND_HZ = 16_000
"""More than twice the highest tone; half of what a microphone gives, and enough for a millisecond."""


def read_luma(video: Path, first_s: float, last_s: float) -> tuple[Seconds, Luma]:
    """Return the pictures of a file between two of its times, as blocks of brightness.

    Returns:
        Their times, shape (frames,), and the mean brightness of their blocks, shape (frames, 45, 80), 0 to
        255; none of a recording of sound alone.

    Raises:
        OSError: the file cannot be opened.
    """
    times: list[float] = []
    blocks: list[Luma] = []
    with open_recording(video) as container:
        if not container.streams.video:
            return np.zeros(0), np.zeros((0, *BLOCKS), np.float32)
        stream = container.streams.video[0]
        assert stream.time_base is not None
        container.seek(max(0, int(first_s / stream.time_base)), stream=stream)
        for frame in _until_torn(container, stream):
            if frame.pts is None:
                continue
            at_s = float(frame.pts * stream.time_base)
            if at_s > last_s:
                break
            if at_s >= first_s:
                times.append(at_s)
                blocks.append(_blocks(frame))
    if not times:
        return np.zeros(0), np.zeros((0, *BLOCKS), np.float32)
    return np.array(times), np.stack(blocks)


def read_sound(recording: Path, first_s: float, last_s: float) -> Samples:
    """Return the sound between two times, mono, ``SOUND_HZ`` samples a second, the first one at ``first_s``.

    Where nothing was recorded it is silent; of a file without sound it is empty.

    Raises:
        OSError: the file cannot be opened.
    """
    import av

    sound = np.zeros(max(0, round((last_s - first_s) * SOUND_HZ)), np.float32)
    with open_recording(recording) as container:
        if not container.streams.audio:
            return np.zeros(0, np.float32)
        stream = container.streams.audio[0]
        assert stream.time_base is not None
        container.seek(max(0, int(max(0.0, first_s - 0.2) / stream.time_base)), stream=stream)
        resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_HZ)
        begins_s: float | None = None
        taken = 0
        for frame in _until_torn(container, stream):
            if frame.pts is None:
                continue
            at_s = float(frame.pts * stream.time_base)
            if at_s > last_s:
                break
            expected_s = None if begins_s is None else begins_s + taken / SOUND_HZ
            if expected_s is None or abs(at_s - expected_s) > _JUMP_S:
                begins_s, taken = at_s, 0
                resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_HZ)
            assert begins_s is not None
            for piece in resampler.resample(frame):
                samples = piece.to_ndarray().reshape(-1).astype(np.float32)
                _lay(sound, samples, round((begins_s - first_s) * SOUND_HZ) + taken)
                taken += len(samples)
    return sound


_JUMP_S = 0.02
"""A frame of sound this far from where the last one ended does not go on from it."""


def _lay(sound: Samples, samples: Samples, at: int) -> None:
    """Copy samples into some sound at a place, as far as they are inside."""
    first, last = max(0, at), min(len(sound), at + len(samples))
    if first < last:
        sound[first:last] = samples[first - at : last - at]


def _until_torn(container: Any, stream: Any) -> Any:
    """Yield the decoded frames of a stream; one that cannot be decoded ends them."""
    import av

    try:
        yield from container.decode(stream)
    except av.error.FFmpegError:
        return


def _blocks(frame: Any) -> Luma:
    import cv2

    rows, columns = BLOCKS
    small = cv2.resize(luma_of(frame), (columns * 2, rows * 2), interpolation=cv2.INTER_AREA)
    return np.asarray(small.astype(np.float32).reshape(rows, 2, columns, 2).mean(axis=(1, 3)), np.float32)

"""The levels of a recording that has none: ``python -m nao_sessions.room.files.sound_levels FILE``.

They are written to stdout as the lines of a ``NAME.levels.csv``; nothing is written into any folder.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import av

from nao_sessions.room.files.containers import open_recording
from nao_sessions.room.files.levels import HEADER, DecodedSound, Loudness, LoudnessTenth, samples_of


def levels_in(path: Path) -> Iterator[LoudnessTenth]:
    """Yield the levels of a recording's first sound, as far as it can be decoded.

    Raises:
        OSError: there is no such file.
        FFmpegError: it is no recording.
    """
    with open_recording(path) as container:
        if not container.streams.audio:
            return
        sound = container.streams.audio[0]
        lead = container.streams.video[0] if container.streams.video else sound
        assert lead.time_base is not None
        loudness = Loudness()
        with contextlib.suppress(av.error.FFmpegError):  # torn: what comes before it was heard
            for frame in container.decode(sound):
                if frame.pts is None or frame.time_base is None:
                    continue
                pts = round(frame.pts * frame.time_base / lead.time_base)
                block = DecodedSound(1, pts, lead.time_base, 0, frame.sample_rate, samples_of(frame))
                yield from loudness.add([block])
        yield from loudness.finish()


if __name__ == "__main__":
    os.nice(10)
    sys.stdout.write(f"{HEADER}\n")
    for level in levels_in(Path(sys.argv[1])):
        sys.stdout.write(level.to_line())

"""A film or a sound opened by FFmpeg: as what it may be, and nothing beside it.

FFmpeg guesses what a file is from what stands in it, and among what it knows are lists that name other files
and addresses. A recording is opened as the MP4 that it is; a foreign file as one of the kinds that hold their
pictures and sounds themselves. av is loaded by the functions here, never by an import of this module.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from nao_sessions.core.received import named, received

if TYPE_CHECKING:
    from av.container import InputContainer

FOREIGN = (
    "mov", "matroska", "avi", "mpegts", "mpeg", "mpegvideo", "asf", "flv", "ogg", "mxf", "dv", "h264", "hevc",
    "m4v", "mp3", "wav", "w64", "aiff", "aac", "flac", "amr", "caf", "ac3", "au", "ivf", "nut", "rm", "wtv",
    "dhav",
)  # fmt: skip
"""The kinds of foreign files that are read: cameras, recorders and telephones write them, converters too."""


@contextlib.contextmanager
def open_recording(path: Path) -> Iterator[InputContainer]:
    """Yield a recording of a session's folder, open for reading.

    Raises:
        RecordError: it is no plain file of the folder (R135).
        OSError: it cannot be opened.
        FFmpegError: it is no MP4.
    """
    import av

    with (
        received(path, path.parent.parent, None) as file,
        av.open(_THIS, "r", format="mp4", options=_alone(file)) as container,
    ):
        yield container


@contextlib.contextmanager
def open_foreign(path: Path) -> Iterator[InputContainer]:
    """Yield a file that a person named, open for reading.

    Raises:
        OSError: it cannot be opened, or is no regular file.
        FFmpegError: it is of none of the kinds that are read.
    """
    import av

    kinds = {"format_whitelist": ",".join(FOREIGN)}
    with named(path) as file, av.open(_THIS, "r", options=_alone(file) | kinds) as container:
        yield container


_THIS = "fd:"
"""FFmpeg reads the open file itself: a callback of Python would swallow a Ctrl-C that comes meanwhile."""


def _alone(file: BufferedReader) -> dict[str, str]:
    """Return the options by which FFmpeg reads an open file, and can open no other."""
    return {"fd": str(file.fileno()), "protocol_whitelist": "fd"}

"""A file of video or sound, opened for reading: that file, and nothing that it names.

FFmpeg gets a descriptor, no path, and may open no other: a playlist, a list of files or a session
description (``ffconcat``, ``m3u8``, ``sdp``) that calls itself a film opens neither its neighbour nor an
address. Of its three hundred formats those are read that cameras, telephones and programs for video write.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from nao_sessions.core.received import named, received

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream

AnyStream = TypeVar("AnyStream", bound="Stream")

OWN = "mov,mp4,m4a,3gp,3g2,mj2"
"""What lies in ``room/`` of a session folder: MP4, also where another program recorded it."""
FOREIGN = f"{OWN},matroska,webm,avi,mpegts,mpeg,asf,flv,dv,mxf,ogg,wav,w64,aiff,au,caf,mp3,aac,flac,amr,ac3"
"""What is taken from elsewhere, by FFmpeg's names."""


def open_recording(path: Path, formats: str = OWN, *, decodes: bool = True) -> InputContainer:
    """Open a recording.

    Args:
        path: of the file; with ``OWN`` of a session's folder, whose ``room`` is no link either.
        formats: those that it may have.
        decodes: whether any of it will be decoded; else no decoder is begun, not even to look at a picture.

    Raises:
        RecordError: it is no plain file of the folder (R135).
        OSError: it cannot be opened, or is no regular file (a pipe would be waited for, a device never end).
        FFmpegError: it has none of these formats, or is broken.
    """
    import av  # lazily: most of what knows a recording's place never opens it

    with received(path, path.parent.parent, None) if formats == OWN else named(path) as file:
        only = {"fd": str(file.fileno()), "protocol_whitelist": "fd", "format_whitelist": formats}
        if not decodes:
            only["codec_whitelist"] = "none"
        # FFmpeg keeps a duplicate of the descriptor. A title may be in any letters.
        return av.open("fd:", options=only, metadata_errors="replace")


def readable(streams: Iterable[AnyStream]) -> list[AnyStream]:
    """Return those streams whose codec FFmpeg knows; of another nothing can be copied, read or told."""
    return [stream for stream in streams if stream.codec_context is not None]

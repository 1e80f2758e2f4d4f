"""One recording, measured: its file is read once, and what was seen and heard of it comes back as bytes.

Seconds are the file's own: how they become session time may be found better later, and is applied when the
features are read. Nothing but figures leaves: no picture and no sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av

from nao_sessions.export.features.heard import Hearing
from nao_sessions.export.features.seen import Seeing
from nao_sessions.export.index_files import packed
from nao_sessions.text.messages import Text, msg

FIGURES = {
    "pictures": "int64",
    "brightness": "float64",
    "motion": "float64",
    "moving_share": "float64",
    "sharpness": "float64",
    "heard_s": "float64",
    "rms_dbfs": "float64",
    "peak_dbfs": "float64",
    "voice_share": "float64",
}
"""What is measured; a picture's row is empty in the columns of sound, and the other way round."""


def measured(path: Path) -> bytes | Text:
    """Measure a recording; a sentence where nothing of it can be read. A torn end ends it."""
    import pyarrow as pa

    seeing, hearing = Seeing(), Hearing()
    try:
        with av.open(str(path)) as container:
            for frame in _frames(container):
                if frame.pts is None or frame.time_base is None:
                    continue
                if isinstance(frame, av.VideoFrame):
                    seeing.see(frame, frame.pts * frame.time_base)
                else:
                    hearing.hear(frame, frame.pts * frame.time_base)
    except (av.error.FFmpegError, OSError) as error:
        return msg(
            "{name} cannot be read ({why}).", name=path.name, why=error.strerror or type(error).__name__
        )
    rows = [*seeing.rows(), *hearing.rows()]
    schema = pa.schema([("medium", pa.string()), ("second", pa.int64()), *FIGURES.items()])
    return packed(pa.Table.from_pylist(rows, schema=schema))


def _frames(container: Any) -> Iterator[Any]:
    """Decode pictures and sound; a packet that is damaged is passed over, and a torn end ends them."""
    streams = [*container.streams.video[:1], *container.streams.audio[:1]]
    for stream in container.streams.video[:1]:
        stream.thread_count = 1  # many recordings at once are what fills a machine
    packets = container.demux(streams)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.error.FFmpegError, OSError):
            return
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            continue

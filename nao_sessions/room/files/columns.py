"""The files of lines beside a recording (its index, its levels) as columns of numbers, an hour at once.

A torn line is passed over, as by those who read line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.received import LONGEST_BYTES, read_received
from nao_sessions.room.files import index, levels

Column = NDArray[Any]


def read_columns(path: Path, header: str, wanted: Sequence[tuple[str, type]]) -> tuple[Column, ...]:
    """Return some columns of a file of comma-separated lines; empty ones where there is no file.

    Args:
        path: the file.
        header: its first line; it may stand in the file again.
        wanted: names in the header, and ``int`` or ``float`` for each.
    """
    return columns_of(_content(path), header, wanted)


def _content(path: Path) -> bytes:
    try:
        return read_received(path, path.parent.parent, LONGEST_BYTES)
    except FileNotFoundError:
        return b""


def columns_of(content: bytes, header: str, wanted: Sequence[tuple[str, type]]) -> tuple[Column, ...]:
    """Return the wanted columns of comma-separated lines, without torn ones; see :func:`read_columns`."""
    names = header.split(",")
    lines = content[: content.rfind(b"\n") + 1].split(b"\n")[:-1]
    head = header.encode("ascii")
    whole = [line for line in lines if line.count(b",") == len(names) - 1 and line != head]
    try:
        return _converted(whole, names, wanted)
    except ValueError:  # a line that is torn in its middle: each is tried by itself
        return _converted([line for line in whole if _is_good(line, names, wanted)], names, wanted)


def _converted(
    lines: Sequence[bytes], names: Sequence[str], wanted: Sequence[tuple[str, type]]
) -> tuple[Column, ...]:
    fields = b",".join(lines).split(b",") if lines else []
    return tuple(
        np.array(fields[names.index(name) :: len(names)], dtype="S24").astype(
            np.int64 if kind is int else np.float64
        )
        for name, kind in wanted
    )


def _is_good(line: bytes, names: Sequence[str], wanted: Sequence[tuple[str, type]]) -> bool:
    fields = line.split(b",")
    try:
        for name, kind in wanted:
            kind(fields[names.index(name)])
    except ValueError:
        return False
    return True


def index_columns(path: Path) -> tuple[Column, Column, Column]:
    """Return segment, frame and pts of every line of an index (whole numbers)."""
    segment, frame, pts = read_columns(path, index.HEADER, (("segment", int), ("frame", int), ("pts", int)))
    return segment, frame, pts


def level_columns(path: Path) -> tuple[Column, Column, Column, Column]:
    """Return segment, pts, peak and loudness (dB) of every line of a file of levels."""
    return levels_of_lines(_content(path))


def levels_of_lines(content: bytes) -> tuple[Column, Column, Column, Column]:
    """Return segment, pts, peak and loudness (dB) of every line in the content of a file of levels."""
    wanted = (("segment", int), ("pts", int), ("peak_db", float), ("rms_db", float))
    segment, pts, peak, rms = columns_of(content, levels.HEADER, wanted)
    return segment, pts, peak, rms

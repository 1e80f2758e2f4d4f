"""The recovery of a folder whose recorder died: all is read, no picture rewritten, ``sync.json`` written.

A fragmented MP4 needs no repair: readers take it up to its torn end. Only a power cut in the head of a
fragment makes them refuse the file; that head, which leads to nothing, is then taken away.
"""

from __future__ import annotations

from pathlib import Path

from nao_sessions.record.private import truncate_private
from nao_sessions.room.files.index import segment_path
from nao_sessions.room.files.mp4 import boxes_of
from nao_sessions.room.files.probe import VideoReport, examine
from nao_sessions.room.sync.measuring import measure


def recover(folder: Path) -> tuple[VideoReport, ...]:
    """Read every video of a session folder, write its ``sync.json``, and return a report of each.

    Raises:
        OSError: ``sync.json`` cannot be written, or a torn head cannot be taken away.
    """
    for report in examine(folder):
        path = segment_path(folder / "room", report.name, report.segment)
        if report.frames_readable == 0 and path.exists():
            take_torn_head_away(path)
    reports = examine(folder)
    if reports:
        measure(folder)
    return reports


def take_torn_head_away(path: Path) -> None:
    """Cut off a file's last fragment where its head is torn; it holds no picture. Raises: OSError."""
    boxes = boxes_of(path)
    if boxes and not boxes[-1].whole and any(box.kind == "moof" and box.whole for box in boxes):
        truncate_private(path, boxes[-1].start, within=path.parent.parent)

"""The recovery of a folder whose recorder died: all is read, no picture rewritten, ``sync.json`` written.

``close_interrupted`` closes the whole folder of a session that died, its recordings with it.

A fragmented MP4 needs no repair: readers take it up to its torn end. Only a power cut in the head of a
fragment makes them refuse the file; that head, which leads to nothing, is then taken away.

A folder to recover may be anybody's: a confined child reads its recordings.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from nao_sessions.core.errors import ForeignFileRefused
from nao_sessions.record.folder import SessionFolder, not_closed
from nao_sessions.record.private import truncate_private
from nao_sessions.record.recover import Recovery
from nao_sessions.record.recover import recover as recover_record
from nao_sessions.record.signature import sign_addition
from nao_sessions.room.capture.hold import end_orphans
from nao_sessions.room.files.index import segment_path
from nao_sessions.room.files.mp4 import boxes_of
from nao_sessions.room.files.probe import VideoReport, examine
from nao_sessions.room.sync.measuring import measure
from nao_sessions.room.sync.renewal import child_for, measure_latencies_apart
from nao_sessions.room.sync.sync_file import SYNC_FILE
from nao_sessions.text.messages import msg


def close_interrupted(session: SessionFolder, wait: Callable[[], None]) -> Recovery:
    """Close the folder of a session that died; ``wait`` is called while its recorders are asked to end.

    Raises:
        RecordError: it cannot be read or written.
        LinkRefused, FolderInUse, UsageError, ReplayDiffers: as in the recovery of its record.
        ForeignFileRefused: its recordings took more than they may, or broke their reader. It is closed.
    """

    refused: ForeignFileRefused | None = None

    def recordings() -> None:
        nonlocal refused
        wait()
        if not any(session.room.glob("*")):
            return
        try:
            child_for(session.path).call(recover, session.path)
        except ForeignFileRefused as error:
            refused = error
        sign_addition(session.path / SYNC_FILE)

    try:
        with end_orphans(session.room):
            done = recover_record(session, recordings)
    except OSError as error:
        raise not_closed(error) from error
    # No room for it, or no way to read the sound: a later thing, which `sync` works out again, or tells.
    with contextlib.suppress(OSError, ForeignFileRefused):
        measure_latencies_apart(session.path)
    if refused is not None:
        raise ForeignFileRefused(_CLOSED.format(why=refused.sentence), _CLOSED_HINT, code=refused.code)
    return done


_CLOSED = msg("{why} The folder is closed all the same, without the times of its recordings.")
_CLOSED_HINT = msg("'nao-sessions sync' tries to read them again; 'nao-sessions verify' says what is wrong.")


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

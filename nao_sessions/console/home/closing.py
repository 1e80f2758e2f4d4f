"""Closes the folder of a session that was interrupted and that nobody will continue, in a child process.

``python -m nao_sessions.console.home.closing FOLDER`` prints one JSON line: null, or why it could not be.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.core.errors import NaoSessionsError, RecordError
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.journal import ReplayDiffers
from nao_sessions.room.capture.hold import wait_until_free
from nao_sessions.room.files.recover import close_interrupted
from nao_sessions.text.messages import Localized, Text, msg

_DIFFERS = msg("The log of this session does not play through again: its folder stays open.")
_DIFFERS_HINT = msg("Nothing is lost. 'nao-sessions verify' tells at which line.")
_RECORDED = msg("A camera or a microphone still records here and does not end: the folder stays open.")
_RECORDED_HINT = msg("Unplug the camera or switch the computer off, then close it again.")
_DIED = msg("The program that closes this folder has died: the folder stays open.")


async def close_in_a_child(folder: Path) -> NaoSessionsError | None:
    """Close a session's folder in a child process; return the error that prevented it, or None.

    Recorders that outlived the session are ended first.
    """
    child = await processes.start(
        processes.python_command("nao_sessions.console.home.closing", str(folder)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    line, _ = await child.communicate()
    try:
        why = json.loads(line)
        if why is None:
            return None
        hint = None if why["hint"] is None else Localized(**why["hint"])
        return RecordError(Localized(**why["sentence"]), hint, code=str(why["code"]))
    except (ValueError, TypeError, KeyError):
        return RecordError(_DIED, code="C106")


def close(folder: Path) -> None:
    """End the recorders that outlived the session, and close its folder.

    Raises:
        RecordError: it cannot be read or written, or somebody still records into it (C109).
        FolderInUse: the session runs.
        UsageError: it is closed already.
    """
    session = SessionFolder.open(folder)

    def wait() -> None:
        if not wait_until_free(session.room):
            raise RecordError(_RECORDED, _RECORDED_HINT, code="C109")

    try:
        close_interrupted(session, wait)
    except ReplayDiffers as error:
        raise RecordError(_DIFFERS, _DIFFERS_HINT, code="C105") from error


def main() -> None:
    """Close the folder named on the command line; print null, or why it could not be closed, as JSON.

    Why: ``code``, ``sentence`` and ``hint`` (or null), the last two as ``{"fr": ..., "en": ...}``.
    """
    why = None
    try:
        close(Path(sys.argv[1]))
    except NaoSessionsError as error:
        why = {"code": error.code, "sentence": _both(error.sentence), "hint": _both(error.hint)}
    print(json.dumps(why))


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"fr": text.fr, "en": text.en}


if __name__ == "__main__":
    main()

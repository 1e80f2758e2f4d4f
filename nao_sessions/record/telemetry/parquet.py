"""The making of ``telemetry.parquet``: ``python -m nao_sessions.record.telemetry.parquet FOLDER``.

The lines are removed only once the table is whole and in its place; until then every reader reads the lines.
A process of its own: what holds a session never loads pyarrow, and a table that is too large harms nobody.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import open_private
from nao_sessions.record.telemetry.samples import read_telemetry

WITHIN_S = 120.0
"""The longest time for the child process: four hours of samples take some seconds."""


def pack_telemetry(folder: SessionFolder) -> bool:
    """Write the table in a child process; return whether no lines are left outside it. Never raises.

    Where it fails the lines stay as they are: nothing is lost, and every reader knows them.
    """
    if not folder.telemetry_raw.is_file():
        return True
    command = processes.python_command("nao_sessions.record.telemetry.parquet", str(folder.path))
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        processes.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WITHIN_S,
            check=False,
        )
    return not folder.telemetry_raw.exists()


def pack(folder: SessionFolder) -> None:
    """Write the table, whole or not at all, and then remove the lines. Raises: OSError, RecordError."""
    import pyarrow.parquet as pq

    table = read_telemetry(folder)
    draft = folder.telemetry.with_suffix(".tmp")
    draft.unlink(missing_ok=True)  # what a crash left, or a link that a stranger laid
    file = open_private(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    with os.fdopen(file, "wb") as stream:
        pq.write_table(table, stream, compression="zstd")
        stream.flush()
        os.fdatasync(stream.fileno())
    draft.replace(folder.telemetry)
    folder.telemetry_raw.unlink()


if __name__ == "__main__":
    os.nice(10)
    pack(SessionFolder(Path(sys.argv[1])))

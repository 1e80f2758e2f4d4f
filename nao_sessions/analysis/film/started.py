"""Starting the process that makes copies and clips, and reading how far it is.

Where the caller is interrupted the process is ended, and what it had not finished is not reported as made.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from nao_sessions.analysis.film.work import Job, order
from nao_sessions.core import processes
from nao_sessions.core.errors import RecordError
from nao_sessions.text.messages import msg

WORKER = "nao_sessions.analysis.film.work"


def carry_out_apart(job: Job, tell: Callable[[float], None]) -> list[Path]:
    """Run a job in a process of its own, at low priority, and return the files that were made.

    *tell* is called with the share that is done, 0 to 1.

    Raises:
        RecordError: a recording cannot be read, or a file not be written (E130).
    """
    worker = processes.start_blocking(
        processes.python_command(WORKER),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    why = ""
    try:
        worker.stdin.write(order(job))
        worker.stdin.close()
        for line in worker.stdout:
            report = json.loads(line)
            if "made" in report:
                return [Path(path) for path in report["made"]]
            why = report.get("failed", why)
            tell(float(report.get("done", 0.0)))
    finally:
        worker.stdout.close()
        worker.terminate()
        worker.wait()
    raise RecordError(
        msg("The copy of the video cannot be made: {why}.", why=why or "worker"),
        msg("'nao-sessions verify' says whether the video is whole."),
        code="E130",
    )

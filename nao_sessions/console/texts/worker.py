"""The child process that examines texts: JSON lines in, JSON lines out, until its parent is gone.

The end of stdin means that the parent died, or needs it no longer.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO

from nao_sessions.console.texts.jobs import do

NICER = 5
"""How much the worker lowers its priority, so that a session that runs beside it goes first."""


def work(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line of stdin, a job, with one line."""
    for line in asked:
        question = json.loads(line)
        answer = do(question["job"], question["arguments"])
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    os.nice(NICER)
    work(sys.stdin.buffer, sys.stdout.buffer)

"""The simulator's start of other processes: their path and their environment.

Nothing of the current folder is imported by them (Python's ``-P``), and no variable that could name a folder
of code (``PYTHON*``, ``LD_*``) reaches them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this program, whatever lies in the current folder."""
    return [sys.executable, "-P", "-m", module, *arguments]


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[Any]:
    """Start a process; options as ``subprocess.Popen`` takes them. Raises: OSError."""
    return subprocess.Popen(command, env=_environment(), **options)


def _environment() -> dict[str, str]:
    """Return this process's variables without those that name code; of ``PATH``, the absolute folders."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "LD_"))}
    folders = kept.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())
    return {**kept, "PATH": path, "PYTHONSAFEPATH": "1"}

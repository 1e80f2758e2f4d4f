"""The command line in this process: a process of its own takes a second, most of it to begin."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from nao_sessions.cli.main import main


def nao_sessions_here(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command that only computes, from its arguments to its exit code; it shows no traceback."""
    command = ["nao-sessions", *map(str, arguments)]
    with pytest.MonkeyPatch.context() as patch, CliRunner().isolation(stdin) as (out, err, _):
        patch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as ended:
            main()
    said = err.getvalue().decode()
    assert "Traceback" not in said, said
    code = ended.value.code
    assert isinstance(code, int)
    return subprocess.CompletedProcess(command, code, out.getvalue().decode(), said)

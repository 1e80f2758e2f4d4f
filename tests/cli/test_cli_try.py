"""`try`: one step on a simulator of its own, and nothing that is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nao_sessions.cli.try_step import find_step
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol import load

DEMO = Path(__file__).parents[2] / "protocols" / "demo.yaml"


def test_a_step_is_found_by_its_own_name_and_a_misspelt_one_is_told() -> None:
    protocol = load(DEMO)
    inner = next(step for step in protocol.steps if "." in step)
    assert find_step(protocol, inner.rsplit(".", 1)[-1]) == inner
    assert find_step(protocol, inner) == inner
    with pytest.raises(UsageError) as error:
        find_step(protocol, "acceuil")
    assert error.value.hint is not None
    assert "accueil" in error.value.hint.en


def test_one_step_is_said_and_nothing_is_kept(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "nao-sessions"
    result = subprocess.run(
        [program, "try", DEMO, "accueil", "--speed", "10", "--lang", "fr"],
        env={**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout) == (0, "")
    assert "Bonjour" in result.stderr
    # The SDK keeps an id of the machine for itself; everything else would be ours.
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name != "qimessaging"]
    assert left == []

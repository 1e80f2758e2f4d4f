"""The set-up picks a Python that fits, or says in one sentence what is missing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

FIND = Path(__file__).resolve().parent.parent.parent / "tools" / "find-python"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that is all the machine has: the shell's own tools, and a Linux that says so."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "basename"):
        (tools / name).symlink_to(
            Path("/bin") / name if (Path("/bin") / name).exists() else f"/usr/bin/{name}"
        )
    uname(tools, "Linux", "x86_64")
    return tools


def uname(tools: Path, system: str, machine: str) -> None:
    program(tools / "uname", f'case "$1" in -s) echo {system};; -m) echo {machine};; esac')


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def python(tools: Path, name: str, *, version: str, fits: bool, venv: bool = True) -> None:
    """A Python that answers the two questions it is asked, and its version."""
    program(
        tools / name,
        f'case "$*" in --version) echo "Python {version}";; *version_info*) exit {0 if fits else 1};; '
        f"*ensurepip*) exit {0 if venv else 1};; esac",
    )


def find(tools: Path) -> tuple[int, str, str]:
    ran = subprocess.run(
        ["sh", str(FIND)], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout.strip(), ran.stderr.strip()


def test_the_first_that_fits_is_taken(machine: Path) -> None:
    python(machine, "python3.12", version="3.12.1", fits=True)
    python(machine, "python3.11", version="3.11.7", fits=True)
    assert find(machine) == (0, "python3.12", "")


def test_one_that_is_only_a_shell_of_itself_is_passed_over(machine: Path) -> None:
    program(machine / "python3.12", "exit 127")
    python(machine, "python3.11", version="3.11.7", fits=True)
    assert find(machine) == (0, "python3.11", "")


def test_a_plain_python3_is_taken_where_it_fits(machine: Path) -> None:
    python(machine, "python3", version="3.11.2", fits=True)
    assert find(machine) == (0, "python3", "")


def test_a_wrong_python_is_told_in_one_sentence_with_the_remedy(machine: Path) -> None:
    python(machine, "python3", version="3.9.2", fits=False)
    code, out, error = find(machine)
    assert (code, out, len(error.splitlines())) == (2, "", 1)
    assert "Python 3.9.2" in error
    assert "make PYTHON=" in error


def test_no_python_at_all_is_told(machine: Path) -> None:
    code, _, error = find(machine)
    assert (code, "no python3" in error) == (2, True)


def test_a_python_without_venv_is_told_with_the_package_to_install(machine: Path) -> None:
    python(machine, "python3.12", version="3.12.1", fits=True, venv=False)
    code, _, error = find(machine)
    assert (code, len(error.splitlines())) == (2, 1)
    assert "python3.12-venv" in error


def test_another_platform_is_told(machine: Path) -> None:
    uname(machine, "Darwin", "arm64")
    python(machine, "python3.12", version="3.12.1", fits=True)
    code, _, error = find(machine)
    assert (code, len(error.splitlines())) == (2, 1)
    assert "Darwin arm64" in error


def test_the_set_up_takes_what_this_machine_has() -> None:
    environment = {"PATH": os.environ["PATH"]}
    ran = subprocess.run(["sh", str(FIND)], env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")

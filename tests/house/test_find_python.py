"""The set-up picks a Python that fits, has one brought, or says in one sentence what is missing."""

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
    for name in ("sh", "basename", "rm", "mkdir", "chmod", "cat"):
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


def python(
    tools: Path, name: str, *, version: str, fits: bool, venv: bool = True, index: bool = False
) -> None:
    """A Python that answers the questions it is asked, and its version.

    ``index``: the environments that it makes have a pip that reaches an index, and gets a uv from it.
    """
    program(
        tools / name,
        f'case "$*" in --version) echo "Python {version}";; *version_info*) exit {0 if fits else 1};; '
        f"*ensurepip*) exit {0 if venv else 1};; "
        '"-m venv "*) mkdir -p "$3/bin" && '
        f'cat "{tools}/../pip" > "$3/bin/python" && chmod +x "$3/bin/python";; '
        "esac",
    )
    program(
        tools.parent / "pip",
        f"""case "$*" in *"--require-hashes -r tools/uv.txt"*) ;; *) exit 3;; esac
echo collecting
cat "{tools}/../uv" > .python/uv/bin/uv && chmod +x .python/uv/bin/uv"""
        if index
        else "echo no index >&2; exit 1",
    )


def uv(path: Path, *, brings: bool = True) -> None:
    """A uv that brings a Python 3.12 into the folder it is told, or has no network for it."""
    program(
        path,
        """[ "$*" = "python install 3.12" ] || exit 3
mkdir -p "$UV_PYTHON_INSTALL_DIR/cpython-3.12.9-linux/bin" && echo installed
printf '#!/bin/sh\\n' > "$UV_PYTHON_INSTALL_DIR/cpython-3.12.9-linux/bin/python3.12"
chmod +x "$UV_PYTHON_INSTALL_DIR/cpython-3.12.9-linux/bin/python3.12" """
        if brings
        else "echo no network >&2; exit 1",
    )


def find(tools: Path) -> tuple[int, str, str]:
    ran = subprocess.run(
        ["sh", str(FIND)],
        env={"PATH": str(tools)},
        cwd=tools.parent,
        capture_output=True,
        text=True,
        check=False,
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


BROUGHT = ".python/cpython-3.12.9-linux/bin/python3.12"


@pytest.mark.parametrize("name", ["python3", "python3.13", "python3.9"])
def test_where_none_fits_another_fetches_uv_which_brings_one_and_that_is_told(
    machine: Path, name: str
) -> None:
    python(machine, name, version="3.13.5", fits=False, index=True)
    uv(machine.parent / "uv")
    code, out, error = find(machine)
    assert (code, out) == (0, BROUGHT)
    told = error.splitlines()
    assert "Python 3.13.5" in told[0]
    assert "uv, fetched from the package index, brings Python 3.12" in told[0]
    assert told[1:] == ["collecting", "installed"]  # what they say is no answer
    assert sorted(path.name for path in (machine.parent / ".python").iterdir()) == ["cpython-3.12.9-linux"]


def test_one_that_was_brought_is_taken_the_next_time(machine: Path) -> None:
    python(machine, "python3", version="3.13.5", fits=False, index=True)
    uv(machine.parent / "uv")
    assert find(machine)[1] == BROUGHT
    (machine.parent / "uv").unlink()
    assert find(machine) == (0, BROUGHT, "")


def test_a_uv_that_is_there_brings_one_even_where_no_python_is(machine: Path) -> None:
    uv(machine / "uv")
    code, out, error = find(machine)
    assert (code, out, "no python3" in error) == (0, BROUGHT, True)


def test_one_that_fits_comes_before_one_that_was_brought(machine: Path) -> None:
    uv(machine / "uv")
    assert find(machine)[1] == BROUGHT
    python(machine, "python3.11", version="3.11.7", fits=True)
    assert find(machine) == (0, "python3.11", "")


@pytest.mark.parametrize("index", [False, True])
def test_without_a_network_the_last_sentence_says_what_to_do(machine: Path, index: bool) -> None:
    python(machine, "python3", version="3.13.5", fits=False, index=index)
    uv(machine.parent / "uv", brings=False)
    code, out, error = find(machine)
    assert (code, out) == (2, "")
    *_, why, last = error.splitlines()
    assert why == ("no network" if index else "no index")
    assert "make PYTHON=/path/to/python3.12" in last
    assert "copy the folder .python here" in last
    assert not (machine.parent / ".python" / "uv").exists()


def test_a_newer_python_without_venv_is_told_with_the_package_to_install(machine: Path) -> None:
    python(machine, "python3", version="3.13.5", fits=False, venv=False)
    code, out, error = find(machine)
    assert (code, out, len(error.splitlines())) == (2, "", 1)
    assert "Python 3.13.5" in error
    assert "apt install python3-venv" in error
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

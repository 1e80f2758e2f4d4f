"""Every process is made in one place of each program, as the source itself shows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = {
    ROOT / "nao_sessions" / "core" / "processes.py",
    ROOT / "simulator" / "nao_simulator" / "processes.py",
}
SOURCES = sorted({*(ROOT / "nao_sessions").rglob("*.py"), *(ROOT / "simulator").rglob("*.py")} - PLACES)

STARTERS = {
    *(f"subprocess.{name}" for name in ("Popen", "run", "call", "check_call", "check_output")),
    *(f"subprocess.{name}" for name in ("getoutput", "getstatusoutput")),
    *(f"asyncio.{name}" for name in ("create_subprocess_exec", "create_subprocess_shell")),
    *(f"asyncio.subprocess.{name}" for name in ("create_subprocess_exec", "create_subprocess_shell")),
    *(f"os.{name}" for name in ("system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp")),
    *(f"os.exec{end}" for end in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")),
    *(f"os.spawn{end}" for end in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")),
    *(f"pty.{name}" for name in ("fork", "spawn")),
    *(f"webbrowser.{name}" for name in ("open", "open_new", "open_new_tab", "get")),
    "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor",
    "sys.executable",
}
ROOMS_OF_STARTERS = ("multiprocessing", "webbrowser", "pty")
"""Modules of which nothing is to be used elsewhere, whatever its name."""


def started(source: str) -> list[str]:
    """Return what of a module's source can start a process: the starter's full name and its line.

    Annotations are left out: they name the type of a process that somebody else has started.
    """
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    found = []
    for node in _used(tree):
        full = _full_name(node, names)
        if full in STARTERS or full.partition(".")[0] in ROOMS_OF_STARTERS:
            found.append(f"{full} at line {node.lineno}")
    return found


def _used(node: ast.AST) -> Iterator[ast.expr]:
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, (ast.Name, ast.Attribute)):
                yield child
            if isinstance(child, ast.AST):
                yield from _used(child)


def _full_name(node: ast.expr, names: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_full_name(node.value, names)}.{node.attr}"
    return names.get(node.id, "") if isinstance(node, ast.Name) else ""


def test_no_module_starts_a_process_by_itself() -> None:
    found = {
        str(path.relative_to(ROOT)): starts
        for path in SOURCES
        if (starts := started(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_two_places_are_where_processes_are_made() -> None:
    assert all(started(path.read_text(encoding="utf-8")) for path in PLACES)


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess\nsubprocess.run(['ls'])",
        "import subprocess as s\ns.Popen(['ls'])",
        "from subprocess import check_output as ask\nask(['ls'])",
        "import asyncio\nasync def f(): await asyncio.create_subprocess_exec('ls')",
        "import os\nos.system('ls')",
        "from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor() as pool: pass",
        "import multiprocessing as m\nm.get_context('spawn')",
        "import webbrowser, threading\nthreading.Thread(target=webbrowser.open)",
        "import sys\ncommand = [sys.executable, '-m', 'x']",
    ],
)
def test_a_start_in_any_of_its_spellings_is_found(source: str) -> None:
    assert len(started(source)) >= 1


def test_the_type_of_a_process_is_no_start() -> None:
    assert started("import subprocess\nprocess: subprocess.Popen[str]\ndef f(p: subprocess.Popen): ...") == []

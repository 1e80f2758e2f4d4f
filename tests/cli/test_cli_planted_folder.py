"""Commands that are run in a folder which somebody else has filled: none of its code runs in any process.

The folder holds modules by the names that our processes import first. Each writes its name into a file as
soon as anybody imports it, in whatever process.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.cli.command_line import PROTOCOL
from tests.kills.processes import command, until

(SAMPLE,) = (Path(__file__).resolve().parent.parent.parent / "recordings" / "sample").iterdir()
PLANTED = (
    "nao_sessions", "nao_simulator", "qi", "json", "numpy", "av", "cv2", "sitecustomize", "usercustomize",
    "signal", "pickle", "re", "multiprocessing", "click", "asyncio", "pyarrow", "dask",
)  # fmt: skip
DEADLINE_S = 120.0


class Visited:
    """The folder, and what ran of it."""

    def __init__(self, place: Path) -> None:
        self.path = place / "visited"
        self.marks = place / "marks"
        self.path.mkdir()
        for name in PLANTED:
            code = f"open({str(self.marks)!r}, 'a').write({name!r} + chr(10))\nraise ImportError({name!r})\n"
            (self.path / f"{name}.py").write_text(code, encoding="utf-8")
            (self.path / name).mkdir()
            (self.path / name / "__init__.py").write_text(code, encoding="utf-8")

    def ran(self) -> set[str]:
        """Return the names of the modules that ran."""
        return set(self.marks.read_text(encoding="utf-8").split()) if self.marks.exists() else set()

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a command there to its end."""
        return subprocess.run(
            [command("nao-sessions"), *map(str, arguments)],
            cwd=self.path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=DEADLINE_S,
        )  # fmt: skip


@pytest.fixture
def visited(tmp_path: Path) -> Visited:
    return Visited(tmp_path)


def test_what_is_planted_runs_where_the_folder_is_on_the_path(visited: Visited) -> None:
    ran = subprocess.run(["python3", "-c", "import qi"], cwd=visited.path, check=False, capture_output=True)
    assert ran.returncode != 0
    assert "qi" in visited.ran()


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", PROTOCOL),
        ("rehearse", PROTOCOL, "--jobs", "2", "--sessions", "60"),
        ("info", SAMPLE),
    ],
    ids=lambda arguments: str(arguments[0]),
)
def test_a_command_runs_nothing_of_the_folder(visited: Visited, arguments: Sequence[object]) -> None:
    ran = visited.run(*arguments)
    assert (ran.returncode, visited.ran()) == (0, set()), ran.stderr


def test_an_export_by_two_processes_runs_nothing_of_the_folder(visited: Visited, tmp_path: Path) -> None:
    many = tmp_path / "sessions"
    many.mkdir()
    for number in range(20):  # more than one process takes at a time
        shutil.copytree(SAMPLE, many / f"s{number:02}", ignore=shutil.ignore_patterns("room"))
    ran = visited.run(
        "export", many, "--plain", "essai", "--to", "csv", "--output", tmp_path / "tables", "--jobs", "2"
    )
    assert visited.ran() == set(), ran.stderr
    assert list((tmp_path / "tables").iterdir()), ran.stderr


def test_a_session_its_guard_its_recorder_and_its_simulator_run_nothing_of_the_folder(
    visited: Visited, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = visited.run("run", PROTOCOL, "--simulator", "--out", out, "--lang", "en")
    assert (ran.returncode, visited.ran()) == (0, set()), ran.stderr
    (folder,) = out.iterdir()
    assert list((folder / "room").glob("*.mp4")), "nothing was recorded: the recorder did not run"


@pytest.fixture
def console(visited: Visited, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    arguments = ["--simulator", "--no-browser", "--lang", "en"]
    places = ["--out", str(tmp_path / "sessions"), "--keep", str(tmp_path / "keep")]
    process = subprocess.Popen(
        [command("nao-sessions"), "console", *arguments, *places],
        cwd=visited.path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_console_runs_nothing_of_the_folder(visited: Visited, console: subprocess.Popen[str]) -> None:
    assert console.stdout is not None
    address = console.stdout.readline().strip()
    assert address.startswith("http://")
    until(lambda: _answers(address), "the console answers")
    console.send_signal(signal.SIGINT)
    assert (console.wait(DEADLINE_S), visited.ran()) == (0, set())


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status) == 200
    except OSError:
        return False

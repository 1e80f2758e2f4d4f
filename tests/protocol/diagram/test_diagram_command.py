"""The command `diagram`: where the drawing goes, in which language, and the same bytes in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from tests.cli.in_process import nao_sessions_here

PROTOCOL = Path(__file__).parents[3] / "protocols" / "demo.yaml"
PROGRAM = "from nao_sessions.cli.main import main; main()"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return nao_sessions_here("diagram", *arguments)


def drawn_by_a_process(seed: str) -> str:
    """Draw it in a process that orders its sets and tables by a seed."""
    command = [sys.executable, "-c", PROGRAM, "diagram", str(PROTOCOL), "--lang", "en"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True).stdout


def test_it_draws_svg_on_stdout_and_says_nothing_else() -> None:
    done = run(PROTOCOL, "--lang", "fr")
    assert (done.returncode, done.stderr) == (0, "")
    assert Xml.fromstring(done.stdout).attrib["lang"] == "fr"


def test_it_draws_the_same_bytes_in_every_process() -> None:
    drawings = {drawn_by_a_process(seed) for seed in ("1", "2", "3")}
    assert len(drawings) == 1


@pytest.mark.parametrize(
    ("name", "options", "begins"),
    [
        ("d.svg", (), "<?xml"),
        ("d.mmd", (), "flowchart TD"),
        ("d.txt", ("--to", "mermaid"), "flowchart TD"),
        ("d.mmd", ("--to", "svg"), "<?xml"),
    ],
)
def test_it_writes_what_is_asked_for_or_what_the_name_says(
    name: str, options: tuple[str, ...], begins: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    done = run(PROTOCOL, "--lang", "fr", "-o", path, *options)
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr == f"Diagramme écrit : {path}\n"
    assert path.read_text(encoding="utf-8").startswith(begins)


def test_a_protocol_with_errors_is_told_and_not_drawn(tmp_path: Path) -> None:
    path = tmp_path / "faux.yaml"
    path.write_text("protocol: 1\n", encoding="utf-8")
    done = run(path, "--lang", "fr")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "P105" in done.stderr


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    done = run(PROTOCOL, "--lang", "en", "-o", tmp_path / "none" / "d.svg")
    assert done.returncode == 2
    assert "U121" in done.stderr

"""pytest in a process of its own, with the plugin and nothing else, in a folder of copies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "protocols"
PLUGIN = "nao_sessions.pytest_plugin.plugin"
HEAD = "Simulation. Ne dit rien des enfants réels."

QUICK = """\
expectations: 1
sessions: 3
profiles: [steady, silent]
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of pytest came to, and what it said, with plain spaces."""

    code: int
    said: str

    def counts(self) -> str:
        """Give the last line: how many passed, how many failed."""
        return self.said.strip().splitlines()[-1]


def run_pytest(folder: Path, *arguments: str, plugin: bool = True) -> Ran:
    """Run pytest in a folder; the plugin is named, whatever the project's installation knows of it."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    command += ["-p", PLUGIN] if plugin else []
    ran = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
    )
    said = (ran.stdout + ran.stderr).replace("\u00a0", " ")
    assert "Traceback" not in said, said
    return Ran(ran.returncode, said)


def protocols(folder: Path, *arguments: str) -> Ran:
    """Run the protocols of a folder, in French."""
    return run_pytest(folder, "--nao-protocols", "protocols", "--nao-lang", "fr", *arguments)


def copied(folder: Path, name: str = "demo", expectations: str = QUICK) -> Path:
    """Put a copy of a library's protocol into a folder's ``protocols``, with expectations of its own."""
    place = folder / "protocols"
    place.mkdir()
    path = shutil.copy(LIBRARY / f"{name}.yaml", place / f"{name}.yaml")
    (place / f"{name}.expect.yaml").write_text(expectations, encoding="utf-8")
    return Path(path)


def cases(path: Path) -> dict[str, ET.Element]:
    """Give the test cases of a JUnit file by their names."""
    return {str(case.get("name")): case for case in ET.parse(path).iter("testcase")}


def properties(element: ET.Element) -> list[tuple[str, str]]:
    """Give the properties that stand at an element of a JUnit file, in order."""
    return [(str(one.get("name")), str(one.get("value"))) for one in element.findall("properties/property")]

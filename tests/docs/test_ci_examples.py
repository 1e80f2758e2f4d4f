"""The examples for CI run as they are written: their commands, in an empty folder with a protocol in it.

Nothing is fetched. ``pip install nao_sessions pytest`` is run as it stands, without an index: it finds the
wheel that is built here, and everything else is installed already.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from nao_sessions.protocol import check

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
PAGES = ("docs/fr/integration-continue.md", "docs/en/continuous-integration.md")
EXPECTATIONS = "expectations: 1\nsessions: 3\nprofiles: [steady]\nexpect: {all: {outcome: completed}}\n"


def commands(name: str) -> list[str]:
    """Give the commands of an example, in the order that they would be run."""
    example: dict[str, Any] = yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
    if "jobs" in example:
        steps = [step for job in example["jobs"].values() for step in job["steps"]]
        return [step["run"] for step in steps if "run" in step]
    jobs = [job for key, job in example.items() if key != "default"]
    return [line for job in jobs for line in (*example["default"]["before_script"], *job["script"])]


def reports(name: str) -> list[str]:
    """Give the JUnit files that an example keeps."""
    example: dict[str, Any] = yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
    if "jobs" in example:
        return ["rehearsals.xml", "simulator.xml"]
    return [job["artifacts"]["reports"]["junit"] for key, job in example.items() if key != "default"]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the environment of a machine that has the wheel beside it, and all that the wheel needs."""
    pytest.importorskip("qi", reason="qi has no wheel for this Python")
    place = tmp_path_factory.mktemp("machine")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place / "wheels")]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    venv.create(place / "venv", with_pip=True)
    # What is installed here, but for this project: it shall come from the wheel.
    installed = place / "installed"
    installed.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if "nao_s" not in path.name and path.suffix != ".pth":
            (installed / path.name).symlink_to(path)
    own = next((place / "venv" / "lib").glob("python*/site-packages"))
    (own / "installed.pth").write_text(f"{installed}\n", encoding="utf-8")
    programs = place / "venv" / "bin"
    # pytest's command: an installation from an index would have put it there.
    script = f'#!/bin/sh\nexec "{programs}/python" -m pytest "$@"\n'
    (programs / "pytest").write_text(script, encoding="utf-8")
    (programs / "pytest").chmod(0o755)
    return {
        "HOME": str(place),
        "PATH": f"{programs}{os.pathsep}{os.defpath}",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(place / "wheels"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "LANG": "C.UTF-8",
    }


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml"])
def test_an_example_runs_as_it_is_written(name: str, machine: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "protocols").mkdir()
    shutil.copy(ROOT / "protocols" / "demo.yaml", tmp_path / "protocols")
    (tmp_path / "protocols" / "demo.expect.yaml").write_text(EXPECTATIONS, encoding="utf-8")
    lines = commands(name)
    assert lines[0] == "pip install nao_sessions pytest"
    for line in lines:
        ran = subprocess.run(
            ["bash", "-e", "-c", line], cwd=tmp_path, env=machine, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"
    for report in reports(name):
        suite = next(ET.parse(tmp_path / report).iter("testsuite"))
        assert int(str(suite.get("tests"))) > 0
        assert suite.find("properties/property[@name='simulation']") is not None


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_lead_to_the_examples_and_name_every_code(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for example in EXAMPLES.glob("*.yml"):
        assert f"(../examples/{example.name})" in text
    code = "".join(path.read_text("utf-8") for path in (ROOT / "nao_sessions" / "pytest_plugin").glob("*.py"))
    found = set(re.findall(r'"(E\d{3})"', code))
    assert len(found) > 10
    assert [one for one in sorted(found) if f"| {one} |" not in text] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_expectations_that_a_page_shows_are_right(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in text.split("```yaml\n")[1:]]
    shown = [block for block in blocks if block.startswith("expectations: 1")]
    assert shown
    shutil.copy(ROOT / "protocols" / "demo.yaml", tmp_path / "demo.yaml")
    for block in shown:
        (tmp_path / "demo.expect.yaml").write_text(block, encoding="utf-8")
        assert [one.render("en") for one in check(tmp_path / "demo.expect.yaml")] == []

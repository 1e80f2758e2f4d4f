"""The list of what the program is made of names what is installed here, and refuses what pins nothing."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tools.sbom import bill_of_materials

ROOT = Path(__file__).resolve().parent.parent.parent
OURS_AND_THE_INSTALLERS = {"nao-sessions", "pip", "setuptools", "wheel"}
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the list that the tool writes."""
    path = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run([sys.executable, ROOT / "tools" / "sbom.py", "-o", path], check=True)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_every_package_that_is_installed_here_is_named_with_its_version(written: dict[str, Any]) -> None:
    named = {(one["name"], one["version"]) for one in written["components"]}
    installed = {
        (re.sub(r"[-_.]+", "-", one.name).lower(), one.version)
        for one in importlib.metadata.distributions()
        if one.name
    }
    missing = {pair for pair in installed if pair[0] not in OURS_AND_THE_INSTALLERS} - named
    assert missing == set()


def test_every_digest_of_the_requirements_is_in_it(written: dict[str, Any]) -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    digests = [one["content"] for component in written["components"] for one in component["hashes"]]
    assert sorted(digests) == sorted(re.findall(r"sha256:(\w+)", text))


def test_it_is_cyclonedx_with_a_reference_of_its_own_for_each_part(written: dict[str, Any]) -> None:
    assert (written["bomFormat"], written["specVersion"]) == ("CycloneDX", "1.6")
    references = [one["bom-ref"] for one in written["components"]]
    assert len(references) == len(set(references))
    assert all(one["purl"].startswith("pkg:pypi/") for one in written["components"])


def test_two_runs_write_the_same(written: dict[str, Any]) -> None:
    run = subprocess.run([sys.executable, ROOT / "tools" / "sbom.py"], check=True, capture_output=True)
    assert json.loads(run.stdout) == written


@pytest.mark.parametrize("line", ["click==8.1.0\n", "click>=8 \\\n    --hash=sha256:" + "0" * 64 + "\n"])
def test_what_pins_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="no exact version with a digest: click"):
        bill_of_materials(_PROJECT, line)

"""Write the list of what the program is made of, as CycloneDX JSON, from requirements.txt.

python tools/sbom.py [-o FILE]

Each package has its name, its version, the condition under which it is installed, and the digests that an
installation accepts. Two runs over one file write the same bytes: no time and no random number is in it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
_HASH = re.compile(r"\s--hash=sha256:([0-9a-f]{64})")


def requirements(text: str) -> Iterator[tuple[Requirement, list[str]]]:
    """Return each requirement of a file with the digests that it accepts.

    Raises: ValueError, where a line is no exact version, or has no digest.
    """
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        digests = _HASH.findall(line)
        found = Requirement(_HASH.sub("", line).strip())
        if [one.operator for one in found.specifier] != ["=="] or not digests:
            raise ValueError(f"no exact version with a digest: {found}")
        yield found, digests


def bill_of_materials(project: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the list, of the project's table in pyproject.toml and of requirements. Raises: ValueError."""
    direct = {canonicalize_name(Requirement(one).name) for one in project["dependencies"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "nao_sessions",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [_component(one, digests, direct) for one, digests in requirements(text)],
    }


def _component(found: Requirement, digests: list[str], direct: set[str]) -> dict[str, Any]:
    (version,) = (one.version for one in found.specifier)
    name = canonicalize_name(found.name)
    purl = f"pkg:pypi/{name}@{version}"
    properties = [{"name": "nao_sessions:direct", "value": "yes" if name in direct else "no"}]
    if found.marker is not None:
        properties.append({"name": "nao_sessions:marker", "value": str(found.marker)})
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in digests],
        "properties": properties,
    }


def main(arguments: list[str]) -> int:
    """Write the list, and return the exit code."""
    parser = argparse.ArgumentParser(description="Write what the program is made of, as CycloneDX JSON.")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args(arguments)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bill = bill_of_materials(project, (ROOT / "requirements.txt").read_text(encoding="utf-8"))
    text = json.dumps(bill, indent=1, ensure_ascii=False) + "\n"
    if asked.output is None:
        sys.stdout.write(text)
    else:
        asked.output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the first pages say of the rooms is so: each room stands on them, and what they name exists."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "nao_sessions"
PACKAGES = sorted(path for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"``((?:[a-z_]\w*/)*[a-zA-Z_]\w*(?:\.npz|\.py)?/?)``")


def where(path: Path) -> str:
    """Return a package as the first pages write it: ``record/results``."""
    return str(path.parent.relative_to(PACKAGE))


def known_names(package: Path) -> set[str]:
    """Return what a package and those below it hold, and what its ``__init__`` binds."""
    inside = {one.name for one in package.iterdir()} | {one.stem for one in package.rglob("*.py")}
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    imported = {one.name for node in tree.body if isinstance(node, ast.ImportFrom) for one in node.names}
    return inside | imported | {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def floors_drawn() -> list[list[str]]:
    """Return the rooms of each floor as the picture of the house has them."""
    (picture,) = (block for block in re.findall(r"```\n(.*?)```", ARCHITECTURE, re.S) if "engine/" in block)
    floors = (line.split("   ")[0] for line in picture.splitlines() if not line.startswith(" "))
    return [sorted(re.findall(r"\b(\w+)/", floor)) for floor in floors]


@pytest.mark.parametrize("path", PACKAGES, ids=where)
def test_a_package_says_what_lives_in_it_and_names_what_exists(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert len(docstring) > 40
    known = known_names(path.parent)
    named = {name.rstrip("/") for name in _NAMED.findall(docstring)}
    lost = {
        name
        for name in named - known
        if not any((root / name).exists() or (root / f"{name}.py").exists() for root in (PACKAGE, ROOT))
    }
    assert sorted(lost) == []


def test_every_room_stands_in_the_picture_of_the_house_and_no_other() -> None:
    drawn = [room for floor in floors_drawn() for room in floor]
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]
    assert sorted(drawn) == sorted(rooms)


def test_the_picture_of_the_house_has_the_floors_that_the_imports_are_held_to() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    held = [sorted(re.findall(r"nao_sessions\.(\w+)", layer)) for layer in layers]
    assert floors_drawn() == held


def test_what_architecture_names_exists() -> None:
    named = re.findall(r"`((?:[a-z_]+/)+(?:[\w*]+(?:\.\w+)?)?)`", ARCHITECTURE)
    elsewhere = ("annotations/", "simulator/", "static/", "templates/")
    own = [name for name in named if "*" not in name and not name.startswith(elsewhere)]
    assert len(own) > 20
    assert [name for name in own if not (PACKAGE / name).exists()] == []

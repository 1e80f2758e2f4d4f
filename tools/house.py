"""Measure how the house is built: lines, modules, families, names; docs/decisions/house.md has the figures.

python tools/house.py [FOLDER]      # of this project, or of another copy of it
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

PACKAGE = "nao_sessions"
FULL_FOLDER = 15
FAMILY = 3
"""Modules of one folder that share the word before an underscore."""
SHARED_NAME = 2


def modules_of(root: Path) -> dict[str, Path]:
    """Return the modules of the package by their dotted names."""
    paths = (path for path in (root / PACKAGE).rglob("*.py") if "__pycache__" not in path.parts)
    return {".".join(path.relative_to(root).with_suffix("").parts): path for path in sorted(paths)}


def importers_of(modules: dict[str, Path]) -> dict[str, set[str]]:
    """Return which modules import each one."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                asked = {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
            elif isinstance(node, ast.Import):
                asked = {one.name for one in node.names}
            else:
                continue
            for one in asked & modules.keys():
                found[one].add(name)
    return found


def imports_of(modules: dict[str, Path]) -> dict[str, set[str]]:
    """Return which modules each one imports while it is loaded."""
    packages = {name.removesuffix(".__init__"): name for name in modules}
    found: dict[str, set[str]] = {}
    for name, path in modules.items():
        asked: set[str] = set()
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                whole = {f"{node.module}.{one.name}" for one in node.names}
                asked |= (whole & packages.keys()) or {node.module}
            elif isinstance(node, ast.Import):
                asked |= {one.name for one in node.names}
        found[name] = {packages[one] for one in asked & packages.keys()} - {name}
    return found


def longest_chain(imports: dict[str, set[str]]) -> list[str]:
    """Return the longest row of modules of which each imports the next.

    Raises:
        graphlib.CycleError: modules import each other in a circle, which the error holds.
    """
    chains: dict[str, list[str]] = {}
    for name in TopologicalSorter(imports).static_order():
        chains[name] = [name, *max((chains[one] for one in sorted(imports[name])), key=len, default=[])]
    return max(chains.values(), key=len)


def families_of(folder: Path) -> int:
    """Return how many families of modules a folder has."""
    words = Counter(path.stem.split("_")[0] for path in folder.glob("*.py") if "_" in path.stem.strip("_"))
    return sum(count >= FAMILY for count in words.values())


def measured(root: Path) -> dict[str, str]:
    """Return what is measured of a copy of the project."""
    modules = modules_of(root)
    texts = {name: path.read_text("utf-8") for name, path in modules.items()}
    lines = {name: text.count("\n") for name, text in texts.items()}
    sizes = {name: count for name, count in lines.items() if not name.endswith("__init__")}
    largest = max(sizes, key=sizes.__getitem__)
    folders = Counter(path.parent for path in modules.values() if path.name != "__init__.py")
    basenames = Counter(path.name for path in modules.values() if path.name != "__init__.py")
    classes = Counter(
        node.name
        for text in texts.values()
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    tests = "".join(path.read_text("utf-8") for path in (root / "tests").rglob("*.py"))
    importers = importers_of(modules)
    chain = longest_chain(imports_of(modules))
    return {
        "lines": f"{sum(lines.values()):,}",
        "modules": f"{len(modules)} ({len(sizes)} without __init__)",
        "median module": f"{median(sizes.values()):.0f} lines",
        "largest module": f"{sizes[largest]} lines ({largest})",
        "modules with one importer": str(sum(len(importers[name]) == 1 for name in sizes)),
        f"folders over {FULL_FOLDER} modules": str(sum(count > FULL_FOLDER for count in folders.values())),
        "families of one prefix": str(sum(map(families_of, folders))),
        f"basenames used more than {SHARED_NAME} times": str(
            sum(count > SHARED_NAME for count in basenames.values())
        ),
        "class names used more than once": str(sum(count > 1 for count in classes.values())),
        "sys.path.insert or append in tests": str(len(re.findall(r"sys\.path\.(?:insert|append)", tests))),
        f"longest chain of imports, {len(chain)}": " > ".join(
            name.removeprefix(f"{PACKAGE}.") for name in chain
        ),
        "# fmt: skip in the package": str(sum(text.count("# fmt: skip") for text in texts.values())),
    }


if __name__ == "__main__":
    of = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    for name, value in measured(of).items():
        print(f"{name}: {value}")

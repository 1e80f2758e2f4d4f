"""The recipes of CONTRIBUTING, followed to the letter on a copy: edits, commands, and what they cost."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
COPIED = ("nao_sessions", "simulator", "protocols", "docs", "tests", "tools", "pyproject.toml")
UNCOUNTED = ("tests/", "docs/")

Block = tuple[str, str]
"""The language of a block, and what stands in it."""


def recipes() -> dict[str, str]:
    """Return the recipes by their headings."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"^## Recipes\n(.*?)(?=^## )", text, re.M | re.S)
    parts = re.split(r"^### (.+)\n", section, flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


RECIPES = recipes()


def blocks_of(recipe: str) -> list[Block]:
    """Return the blocks of a recipe in their order."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", recipe, re.M | re.S)


def new_file(block: str) -> tuple[str, str]:
    """Return the path in a block's first line, and the file that the rest of it is."""
    head, _, rest = block.partition("\n")
    return head.removeprefix("# "), rest


def edit(root: Path, block: str) -> list[str]:
    """Make the edits of a block; return the paths of the files. What is to be replaced stands there once."""
    found = re.findall(r"^--- (\S+)\n(.*?)(?=^--- |\Z)", block, re.M | re.S)
    for path, hunks in found:
        text = (root / path).read_text(encoding="utf-8")
        for hunk in re.split(r"^@@\n", hunks, flags=re.M):
            if path.endswith(".po"):
                text = translated(text, hunk)
                continue
            lines = [line or " " for line in hunk.splitlines()]
            old, new = ("".join(f"{one[1:]}\n" for one in lines if one[0] in sign) for sign in (" -", " +"))
            if not old.strip():
                raise AssertionError(f"{path}: nothing says where {new!r} goes")
            assert text.count(f"\n{old}") == 1, f"{path}: {old!r} stands {text.count(old)} times"
            text = text.replace(f"\n{old}", f"\n{new}")
        (root / path).write_text(text, encoding="utf-8")
    return [path for path, _ in found]


def translated(catalogue: str, hunk: str) -> str:
    """Return a catalogue with the translation that a hunk gives; a guess that was marked fuzzy goes."""
    lines = hunk.splitlines()
    sentence, words = ("\n".join(line[1:] for line in lines if line[0] == sign) for sign in " +")
    place = rf"(?:#, fuzzy\n)?{re.escape(sentence)}\n(?:msgstr.*\n)+"
    made, count = re.subn(place, lambda _: f"{sentence}\n{words}\n", catalogue)
    assert count == 1, f"{sentence} stands {count} times"
    return made


def run(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the copy, by this Python."""
    python, *words = shlex.split(command)
    assert python == "python"
    path = os.pathsep.join([str(root), str(root / "simulator")])
    return subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path, "NAO_SESSIONS_STRICT_WORDS": ""},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the tree."""
    for name in COPIED:
        source, target = ROOT / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
    return tmp_path


def test_there_are_seven_recipes() -> None:
    assert list(RECIPES) == [
        "A key of the language",
        "A check",
        "A foreign format",
        "A language of sentences",
        "An event of the robot",
        "A judgement",
        "A sense",
    ]


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_does_what_it_says_at_the_cost_that_it_states(name: str, copy: Path) -> None:
    blocks = blocks_of(RECIPES[name])
    tests = [new_file(text) for kind, text in blocks if kind == "python" and text.startswith("# tests/")]
    for path, text in tests:
        (copy / path).write_text(text, encoding="utf-8")
    proof = blocks[-1][1].splitlines()[-1]
    before = run(copy, proof)
    assert before.returncode != 0, "its test holds without it"
    touched: set[str] = set()
    for kind, text in blocks:
        if kind == "diff":
            touched.update(edit(copy, text))
        elif kind == "python":
            path, content = new_file(text)
            (copy / path).write_text(content, encoding="utf-8")
            touched.add(path)
        else:
            for command in text.splitlines():
                done = run(copy, command)
                assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    modules = sorted(path for path in touched if path.endswith(".py"))
    for look in ("ruff check", "ruff format --check"):
        read = run(copy, f"python -m {look} {' '.join(modules)}")
        assert read.returncode == 0, read.stdout
    counted = {path for path in touched if not path.startswith(UNCOUNTED)}
    folders = {str(Path(path).parent) for path in counted}
    assert f"*Cost: {len(counted)} files in {len(folders)} folders" in RECIPES[name]

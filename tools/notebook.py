"""Write the example notebook from its program; with ``--check``, fail when it is old.

The program is the text that is changed and read in a difference; a notebook is what a researcher opens.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
PROGRAM, NOTEBOOK = EXAMPLES / "analysis.py", EXAMPLES / "analysis.ipynb"
MARK = "# %%"


def cells_of(program: str) -> Iterator[dict[str, Any]]:
    """Give the cells of a program in the percent format, as a notebook has them."""
    parts: list[tuple[bool, list[str]]] = []
    for line in program.splitlines():
        if line.startswith(MARK):
            parts.append((line.removeprefix(MARK).strip() == "[markdown]", []))
        else:
            parts[-1][1].append(line)
    for number, (told, lines) in enumerate(parts, start=1):
        text = [line.removeprefix("#").removeprefix(" ") for line in lines if line] if told else lines
        source = "\n".join(text).strip("\n").splitlines(keepends=True)
        cell: dict[str, Any] = {
            "cell_type": "markdown" if told else "code",
            "id": f"cell-{number:02}",
            "metadata": {},
            "source": source,
        }
        yield cell if told else {**cell, "execution_count": None, "outputs": []}


def notebook_of(program: str) -> str:
    """Give the notebook (nbformat 4.5), without outputs."""
    notebook = {
        "cells": list(cells_of(program)),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write or check, and give the exit code."""
    text = notebook_of(PROGRAM.read_text(encoding="utf-8"))
    old = not NOTEBOOK.is_file() or NOTEBOOK.read_text(encoding="utf-8") != text
    if old and "--check" in sys.argv[1:]:
        print(f"{NOTEBOOK.name}: not what {PROGRAM.name} says; run: python tools/notebook.py")
        return 1
    if old:
        NOTEBOOK.write_text(text, encoding="utf-8")
        print(f"{NOTEBOOK.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

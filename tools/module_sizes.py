"""Fail when a module is longer than 900 lines: one person must be able to hold a module in mind."""

from __future__ import annotations

import sys
from pathlib import Path

LIMIT = 900
TREES = ("nao_sessions", "simulator", "tests", "benchmarks", "tools")


def main() -> int:
    """Name every module over the limit, and give the exit code."""
    root = Path(__file__).resolve().parent.parent
    long = [
        (path.relative_to(root), count)
        for tree in TREES
        for path in sorted((root / tree).rglob("*.py"))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LIMIT
    ]
    for path, count in long:
        print(f"{path}: {count} lines, over {LIMIT}: split it by what it is about")
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main())

"""Write what is made from the key table and the glossary; with ``--check``, fail when a file is old."""

from __future__ import annotations

import sys
from pathlib import Path

from nao_sessions.protocol.schema.reference import kept
from nao_sessions.text.glossary.page import PATHS, glossary_page

ROOT = Path(__file__).resolve().parent.parent


def made() -> dict[str, str]:
    """Return every file of the tree that is made, by its path from the root."""
    return {**kept(), **{path: glossary_page(language) for language, path in PATHS.items()}}


def stale(root: Path) -> list[str]:
    """Name the files that differ from what the tables say, or are not there."""
    return [
        name
        for name, text in made().items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write or check, and give the exit code."""
    found = stale(ROOT)
    if "--check" in sys.argv[1:]:
        for name in found:
            print(f"{name}: not what the tables say; run: python tools/generated.py")
        return 1 if found else 0
    for name in found:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(made()[name], encoding="utf-8")
        print(f"{name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

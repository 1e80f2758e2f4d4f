"""Write the pages of the checks (docs/fr/controles, docs/en/checks) from their one source; `--check` only
compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nao_sessions.protocol.checks.explaining import FOLDERS, documents

ROOT = Path(__file__).resolve().parent.parent


def differing() -> list[str]:
    """Name the pages that are missing, out of date, or of a check that is no more."""
    wanted = {path: text for language in FOLDERS for path, text in documents(language).items()}
    there = {
        str(path.relative_to(ROOT)) for folder in FOLDERS.values() for path in (ROOT / folder).glob("*.md")
    }
    changed = [
        path for path, text in wanted.items() if path not in there or (ROOT / path).read_text("utf-8") != text
    ]
    return sorted([*changed, *(there - set(wanted))])


def main() -> int:
    """Write what differs, or with ``--check`` name it; give the exit code."""
    names = differing()
    if "--check" in sys.argv:
        for name in names:
            print(f"{name}: run tools/write_check_pages.py")
        return 1 if names else 0
    for language in FOLDERS:
        for path, text in documents(language).items():
            target = ROOT / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    for name in differing():
        (ROOT / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())

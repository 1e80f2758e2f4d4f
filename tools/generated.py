"""Write the files that are made from the key table; with ``--check``, fail when one is not up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from nao_sessions.protocol.schema.generated import kept

ROOT = Path(__file__).resolve().parent.parent


def stale(root: Path) -> list[str]:
    """Name the files that differ from what the table says, or are not there."""
    return [
        name
        for name, text in kept().items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write or check, and give the exit code."""
    found = stale(ROOT)
    if "--check" in sys.argv[1:]:
        for name in found:
            print(f"{name}: not what the key table says; run: python tools/generated.py")
        return 1 if found else 0
    for name in found:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(kept()[name], encoding="utf-8")
        print(f"{name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

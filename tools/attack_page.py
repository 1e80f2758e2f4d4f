"""Write docs/contracts/attacks.md from the table of attacks, or with --check say whether it differs.

python tools/attack_page.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.attacks.table import page  # noqa: E402  (lies elsewhere)

PAGE = ROOT / "docs" / "contracts" / "attacks.md"


def main() -> int:
    """Write the page, or check it."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") == page():
        return 0
    print(f"{PAGE.relative_to(ROOT)} differs: python tools/attack_page.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())

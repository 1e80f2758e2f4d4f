"""Write the pages of the data dictionary from its table; with ``--check``, fail when one is old."""

from __future__ import annotations

import sys
from pathlib import Path

from nao_sessions.analysis.tables.flat import dictionary_page

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {
    DOCS / "fr" / "dictionnaire-des-donnees.md": dictionary_page("fr"),
    DOCS / "en" / "data-dictionary.md": dictionary_page("en"),
}


def main() -> int:
    """Write or check, and give the exit code."""
    old = [
        path for path, text in PAGES.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in old:
        if "--check" in sys.argv[1:]:
            print(f"{path.name}: not what the dictionary says; run: python tools/dictionary_pages.py")
        else:
            path.write_text(PAGES[path], encoding="utf-8")
            print(f"{path.name}: written")
    return 1 if old and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())

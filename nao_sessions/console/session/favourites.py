"""The sentences that the professionals of a house keep to have Nao say: a short list, the newest first.

First names are turned back before a sentence is kept.
"""

from __future__ import annotations

import json
from pathlib import Path

from nao_sessions.session.private import replace_private

FILE = "favourites.json"
MOST = 24


def read_favourites(keep: Path) -> tuple[str, ...]:
    """Give the kept sentences; a file that cannot be read holds none."""
    try:
        found = json.loads((keep / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def keep_favourite(keep: Path, sentence: str) -> tuple[str, ...]:
    """Keep a sentence in front of the others; one that is kept already moves there. Raises: OSError."""
    others = [one for one in read_favourites(keep) if one != sentence]
    kept = tuple([sentence, *others][:MOST])
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_private(keep / FILE, json.dumps(list(kept), ensure_ascii=False).encode())
    return kept

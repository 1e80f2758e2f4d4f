"""``halts.jsonl`` of a session, written by its guard: what it halted, and what it saw of Nao then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_halts(path: Path) -> list[dict[str, Any]]:
    """Return the whole lines of a ``halts.jsonl``, in their order; none where there is no such file.

    A torn line, or what is no JSON object with an ``at`` in session ns, is left out.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    except OSError:
        return []
    halts = []
    for line in lines:
        try:
            halt = json.loads(line)
        except ValueError:
            continue
        if isinstance(halt, dict) and isinstance(halt.get("at"), int):
            halts.append(halt)
    return halts


def last_known_ns(path: Path, last_line_ns: int) -> int:
    """Return when a session that died was last known to run, in session ns: at its last line, or when its
    guard last halted Nao, as it does at once when a session dies, whichever is later."""
    halted: list[int] = [halt["at"] for halt in read_halts(path) if halt.get("event") == "halted"]
    return max([last_line_ns, *halted])

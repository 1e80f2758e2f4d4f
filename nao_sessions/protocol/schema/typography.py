"""French typography for what is generated: the table is typed with plain spaces."""

from __future__ import annotations

import re

_BEFORE = re.compile(r" (?=[:;!?»](?:\s|$|[.,)]))")
_AFTER = re.compile(r"(?<=«) ")


def french(text: str) -> str:
    """Return a text with no-break spaces before « : ; ! ? » and inside guillemets."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))

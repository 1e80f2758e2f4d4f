"""What a person typed, as it may stand in a file: composed letters, ordinary line breaks, no control signs.

Nothing a keyboard gives is changed by this; what a paste brings along unseen is.
"""

from __future__ import annotations

import re
import unicodedata

from nao_sessions.protocol.reading.source import CONTROL

LONGEST = 2_000
"""Characters of one value; the longest sentence of the library has 300."""

_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def as_typed(text: str) -> str:
    """Return a typed text as it is kept: NFC, as the language reads it; browsers end lines with CR LF."""
    plain = CONTROL.sub("", _SURROGATE.sub("", _LINE_BREAK.sub("\n", text)))
    return unicodedata.normalize("NFC", plain)[:LONGEST]

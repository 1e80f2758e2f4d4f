"""Bytes that stand inside a text: ``data:image/png;base64,...`` (RFC 2397)."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+=[^;,]*)*)(;base64)?,", re.A)
_SPACE = re.compile(r"\s+")


def read_data(text: str) -> tuple[str | None, bytes] | None:
    """Return the kind and the bytes of a data URI; None where the text is none."""
    head = _DATA.match(text)
    if head is None:
        return None
    body = text[head.end() :]
    if head.group(3) is None:
        return head.group(1), unquote_to_bytes(body)
    bare = _SPACE.sub("", body)
    try:
        return head.group(1), base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def write_data(kind: str, content: bytes) -> str:
    """Return bytes as a data URI."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"

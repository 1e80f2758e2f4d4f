"""What a picture's or a sound's bytes are: their kind, and the size of a picture, by its first bytes.

Nothing is unpacked: a picture that would fill the memory is known before anybody opens it.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/svg+xml": ".svg",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
}
"""The end of a file's name, by its kind."""

_HEAD = 4096
_SIDES = re.compile(rb'\bviewBox\s*=\s*"\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+(\d{1,6})(?:\.\d+)?[\s,]+(\d{1,6})')
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG that begin a frame, whose header holds the size (ITU-T T.81, table B.1)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type, and the size of a picture in pixels; None where it has none of its own."""

    type: str
    width: int | None = None
    height: int | None = None

    @property
    def pixels(self) -> int:
        """Return how many pixels the picture has when unpacked; 0 where that is not known."""
        return (self.width or 0) * (self.height or 0)


def kind_of(content: bytes) -> Kind | None:
    """Return the kind of a file's contents; None where it is no picture or sound that we know."""
    head = content[:_HEAD]
    if head.startswith(b"\x89PNG\r\n\x1a\n") and len(head) >= 24:
        return Kind("image/png", *struct.unpack(">II", head[16:24]))
    if head[:6] in (b"GIF87a", b"GIF89a") and len(head) >= 10:
        return Kind("image/gif", *struct.unpack("<HH", head[6:10]))
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(head)
    if head.startswith(b"BM") and len(head) >= 26:
        width, height = struct.unpack("<ii", head[18:26])
        return Kind("image/bmp", abs(width), abs(height))
    if _is_svg(head.removeprefix(b"\xef\xbb\xbf")):
        sides = _SIDES.search(head)
        return Kind("image/svg+xml", *(map(int, sides.groups()) if sides else (None, None)))
    return _sound(head)


def _is_svg(head: bytes) -> bool:
    """Return whether bytes are an SVG drawing, after an XML declaration, comments and a document type.

    Read part by part: a pattern that may pass over any number of comments takes a time that doubles with
    each of them.
    """
    rest = head.lstrip()
    if rest.startswith(b"<?xml"):
        rest = rest.partition(b">")[2].lstrip()
    while rest.startswith((b"<!--", b"<!DOCTYPE")):
        end = b"-->" if rest.startswith(b"<!--") else b">"
        rest = rest[4:].partition(end)[2].lstrip()
    return rest.startswith(b"<svg") and (rest[4:5].isspace() or rest[4:5] == b">")


def _sound(head: bytes) -> Kind | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Kind("audio/wav")
    if head.startswith(b"OggS"):
        return Kind("audio/ogg")
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):
        return Kind("audio/mpeg")
    return None


def _jpeg(content: bytes) -> Kind:
    """Return the kind and size of a JPEG picture, from the header of its frame."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Kind("image/jpeg", width, height)
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return Kind("image/jpeg")


def _webp(head: bytes) -> Kind:
    """Return the kind and size of a WebP picture in any of its three forms (RFC 9649)."""
    form = head[12:16]
    if form == b"VP8 " and len(head) >= 30:
        width, height = struct.unpack("<HH", head[26:30])
        return Kind("image/webp", width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L" and len(head) >= 25:
        bits = int.from_bytes(head[21:25], "little")
        return Kind("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8X" and len(head) >= 30:
        sides = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return Kind("image/webp", *sides)
    return Kind("image/webp")

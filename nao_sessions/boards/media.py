"""The pictures and sounds of boards: read, and examined: of which kind they are, and not too large.

What lies on the network stays there: a remark says so, and nothing is fetched.

What a picture's or a sound's bytes are: their kind, and the size of a picture, by its first bytes. Nothing is
unpacked: a picture that would fill the memory is known before anybody opens it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from nao_sessions.boards.bounds import LARGEST_MEDIUM_BYTES, MOST_PIXELS
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.model import BoardButton, BoardSet, Medium, read_data
from nao_sessions.boards.obf.fields import ObfFields
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg, msgn

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
class MediaKind:
    """A media type, and the size of a picture in pixels; None where it has none of its own."""

    type: str
    width: int | None = None
    height: int | None = None

    @property
    def pixels(self) -> int:
        """Return how many pixels the picture has when unpacked; 0 where that is not known."""
        return (self.width or 0) * (self.height or 0)


def kind_of(content: bytes) -> MediaKind | None:
    """Return the kind of a file's contents; None where it is no picture or sound that we know."""
    head = content[:_HEAD]
    if head.startswith(b"\x89PNG\r\n\x1a\n") and len(head) >= 24:
        return MediaKind("image/png", *struct.unpack(">II", head[16:24]))
    if head[:6] in (b"GIF87a", b"GIF89a") and len(head) >= 10:
        return MediaKind("image/gif", *struct.unpack("<HH", head[6:10]))
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(head)
    if head.startswith(b"BM") and len(head) >= 26:
        width, height = struct.unpack("<ii", head[18:26])
        return MediaKind("image/bmp", abs(width), abs(height))
    if _is_svg(head.removeprefix(b"\xef\xbb\xbf")):
        sides = _SIDES.search(head)
        return MediaKind("image/svg+xml", *(map(int, sides.groups()) if sides else (None, None)))
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


def _sound(head: bytes) -> MediaKind | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return MediaKind("audio/wav")
    if head.startswith(b"OggS"):
        return MediaKind("audio/ogg")
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):
        return MediaKind("audio/mpeg")
    return None


def _jpeg(content: bytes) -> MediaKind:
    """Return the kind and size of a JPEG picture, from the header of its frame."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return MediaKind("image/jpeg", width, height)
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return MediaKind("image/jpeg")


def _webp(head: bytes) -> MediaKind:
    """Return the kind and size of a WebP picture in any of its three forms (RFC 9649)."""
    form = head[12:16]
    if form == b"VP8 " and len(head) >= 30:
        width, height = struct.unpack("<HH", head[26:30])
        return MediaKind("image/webp", width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L" and len(head) >= 25:
        bits = int.from_bytes(head[21:25], "little")
        return MediaKind("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8X" and len(head) >= 30:
        sides = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return MediaKind("image/webp", *sides)
    return MediaKind("image/webp")


MOST_NAMED = 5
"""How many buttons a sentence names at most."""


def read_medium(fields: ObfFields, findings: BoardFindings) -> Medium | None:
    """Return a picture or a sound of a board, what is wrong with it reported; None where it has no id."""
    medium_id = fields.id("id")
    if medium_id is None:
        fields.missing("id")
        return None
    kind, written = fields.text("content_type"), fields.text("data")
    content: bytes | None = None
    if written is not None:
        found = read_data(written)
        if found is None:
            findings.error("B115", fields.place, _NO_DATA.format(id=medium_id))
        else:
            content = found[1]
            kind = kind or found[0]
            check_content(content, medium_id, fields.place, findings)
    return Medium(medium_id, kind, content, fields.text("path"), fields.text("url"), fields.more())


def check_content(content: bytes, name: str, place: Place, findings: BoardFindings) -> None:
    """Report a picture or sound that is too large, or of an unknown kind."""
    if len(content) > LARGEST_MEDIUM_BYTES:
        findings.error("B109", place, _TOO_HEAVY.format(name=name), _SMALLER)
        return
    kind = kind_of(content)
    if kind is None:
        findings.remark("B116", place, _UNKNOWN.format(name=name), _UNKNOWN_HINT)
    elif kind.pixels > MOST_PIXELS:
        findings.error(
            "B109", place, _TOO_WIDE.format(name=name, width=kind.width, height=kind.height), _SMALLER
        )


def check_set(boards: BoardSet, findings: BoardFindings) -> None:
    """Report what the boards of a set name but the set lacks, and actions that this program does not do."""
    for path, board in boards.boards.items():
        place = Place(path)
        elsewhere: list[str] = []
        for medium in (*board.pictures, *board.sounds):
            if boards.content(medium) is not None:
                continue
            if medium.path is not None and medium.data is None:
                findings.error("B114", place, _NOT_THERE.format(path=medium.path[:80]), _NOT_THERE_HINT)
            elif medium.url is not None or "symbol" in medium.more:
                elsewhere.append(medium.id)
            else:
                findings.remark("B117", place, _EMPTY.format(id=medium.id))
        if elsewhere:
            findings.remark("B117", place, _ELSEWHERE.format(n=len(elsewhere)), _ELSEWHERE_HINT)
        known = {None, *(medium.id for medium in (*board.pictures, *board.sounds))}
        lacking = [one for one in board.buttons if not {one.picture, one.sound} <= known]
        if lacking:
            findings.remark("B114", place, _NO_MEDIUM.format(labels=_labels(lacking)))
        astray = [one for one in board.buttons if one.link is not None and not boards.opened_by(one.link)]
        if astray:
            findings.remark("B118", place, _NO_BOARD.format(labels=_labels(astray)))
        actions = sorted({button.action for button in board.buttons if button.action})
        if actions:
            findings.remark("B120", place, _ACTIONS.format(actions=", ".join(actions)[:80]))


def _labels(buttons: Iterable[BoardButton]) -> str:
    """Return the labels of the first buttons, for a sentence, and how many more there are."""
    words = [button.word or button.id for button in buttons]
    more = f" (+ {len(words) - MOST_NAMED})" if len(words) > MOST_NAMED else ""
    return ", ".join(word[:24] for word in words[:MOST_NAMED]) + more


_NO_DATA = msg("what stands in 'data' of '{id}' is not data:...;base64,...")
_TOO_HEAVY = msg(
    "'{name}' is over {largest_medium_bytes} MB", largest_medium_bytes=LARGEST_MEDIUM_BYTES >> 20
)
_TOO_WIDE = msg("the picture '{name}' has {width} × {height} pixels: it would fill the memory of a tablet")
_SMALLER = msg("make it 1600 pixels wide")
_UNKNOWN = msg("'{name}' is neither a picture nor a sound that this program knows")
_UNKNOWN_HINT = msg("convert it to svg, png, jpg or webp; it is kept as it is")
_NOT_THERE = msg("'{path}' is not in the package")
_NOT_THERE_HINT = msg("export the board as .obz, with its pictures")
_EMPTY = msg("'{id}' does not say where its content is")
_ELSEWHERE = msgn(
    "{n} picture or sound lies on the Internet or in a set of symbols: nothing is fetched",
    "{n} pictures or sounds lie on the Internet or in a set of symbols: nothing is fetched",
)
_ELSEWHERE_HINT = msg("export the board with its pictures ('include images') from the program that made it")
_NO_MEDIUM = msg("buttons name a picture or a sound that the board does not have: {labels}")
_NO_BOARD = msg("buttons open a board that is not here: {labels}")
_ACTIONS = msg("buttons have an action of a communication program ({actions}): kept, not done")

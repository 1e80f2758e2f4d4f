"""How wide a text is, and how it is broken into lines, without a font at hand.

Widths are an upper estimate: a reader's machine has one of the fonts that the drawing asks for, and the
widest of these are taken, so that no text runs out of its card.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from nao_sessions.text.languages import unbroken

FONTS = "'DejaVu Sans', Verdana, 'Segoe UI', Helvetica, Arial, sans-serif"
"""What the drawing asks for: the two wide ones first, since these are measured."""

# Advance widths of DejaVu Sans, in thousandths of the size, read from the font's own table (hmtx).
_BY_WIDTH: Mapping[int, str] = {
    280: "ijlîïIJÎ'\u202f\u2009",
    320: " \u00a0,.’‘·|",
    340: "/:;\\",
    395: "f-t()[]‹›!r",
    460: '"',
    525: "*_`–“”sz?cç",
    558: "L",
    595: "Fkvxy•°TYPoôö«»",
    615: "aàâäeéèêëEÉÈÊ",
    637: "hnuùûüSbdgpq$0123456789{}",
    686: "KAVÀÂXZBRCÇ",
    750: "UNH",
    787: "DGOQÔ&",
    838: "w#+<=>^~→←↑↓↩↺≥≤≠×✓−",
    1000: "Mm%W@…—œŒæÆ",
}
_WIDTHS = {char: width for width, chars in _BY_WIDTH.items() for char in chars}
_OTHER, _WIDE = 700, 1_350
_BOLD = 1.12
"""DejaVu Sans Bold is 8 to 12 % wider, letter by letter."""
_MARGIN = 1.03

_BREAKS = re.compile(r"[ \t\n]+")
ELLIPSIS = "…"
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of writing: one left open turns everything after it."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the greatest width that a text can have, in pixels, at a size of letters in pixels."""
    thousandths = sum(_advance(char) for char in text)
    return thousandths * size / 1000 * (_BOLD if bold else 1.0) * _MARGIN


def _advance(char: str) -> int:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) == "So":
        return _WIDE
    base = unicodedata.decomposition(char).split(" ")[0]
    if base and not base.startswith("<"):
        return _WIDTHS.get(chr(int(base, 16)), _OTHER)
    return _OTHER


def clean(text: str) -> str:
    """Return a text without control characters, half characters and marks that turn its direction."""
    chars = (" " if char in "\n\r\t" else char for char in text)
    return "".join(
        char
        for char in chars
        if unicodedata.category(char) not in ("Cc", "Cs")
        and ord(char) & 0xFFFE != 0xFFFE
        and char not in _TURNS
    )


def wrapped(text: str, size: float, room: float, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into at most ``most`` lines of at most ``room`` pixels; … stands for what is left out.

    Lines break at ordinary spaces, never at a no-break space; a word that is wider than a line is cut.
    """
    words = [word for word in _BREAKS.split(unbroken(clean(text))) if word]
    lines: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if not line:
            line, rest = _cut(word, size, room, bold=bold)
            words.insert(0, rest)
        else:
            words.insert(0, word)
        if len(lines) == most - 1:
            return (*lines, shortened(f"{line} {' '.join(words)}", size, room, bold=bold))
        lines.append(line)
        line = ""
    return (*lines, line) if line else tuple(lines)


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return a text cut to one line, with an ellipsis where it was cut."""
    text = " ".join(word for word in _BREAKS.split(clean(text)) if word)
    if width(text, size, bold=bold) <= room:
        return text
    beginning, _ = _cut(text, size, room - width(ELLIPSIS, size, bold=bold), bold=bold)
    return beginning.rstrip(" \u00a0\u202f,;:") + ELLIPSIS


def _cut(word: str, size: float, room: float, *, bold: bool) -> tuple[str, str]:
    """Return the longest beginning that has room, one cluster of signs at least, and the rest."""
    end = 0
    for at in _clusters(word):
        if end and width(word[:at], size, bold=bold) > room:
            break
        end = at
    return word[:end], word[end:]


def _clusters(word: str) -> list[int]:
    """Return the indexes where a word may be cut: never between a sign and its combining marks."""
    ends: list[int] = []
    for at in range(1, len(word) + 1):
        after = word[at] if at < len(word) else ""
        joined = after and (
            unicodedata.category(after) in ("Mn", "Me", "Cf", "Sk") or word[at - 1] == "\u200d"
        )
        if not joined:
            ends.append(at)
    return ends

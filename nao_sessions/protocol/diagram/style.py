"""Colours and the style sheet of the drawing; how wide a text is, and how it is broken into lines.

Calm, and told apart without colour too: kinds of card by their frame, loops by their dashes. Text has a
contrast of 7 to 1 at least against what it stands on (a test computes it). Widths are an upper estimate: of
the fonts that the drawing asks for the widest is taken, so that no text runs out of its card.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from nao_sessions.text.languages import unbroken

FONTS = "'DejaVu Sans', Verdana, 'Segoe UI', Helvetica, Arial, sans-serif"
"""What the drawing asks for: the two wide ones first, since these are measured."""

INK = "#1c2733"
SOFT = "#44515f"
LINE_COLOUR = "#33475b"
LOOP_COLOUR = "#8a3b12"
WHITE = "#ffffff"
HEADS = {"step": "#e4eef7", "trials": "#ece6f6", "group": "#dde5ec", "end": "#e6e9ec"}
EDGES = {"step": "#4d6f8f", "trials": "#6b5095", "group": "#6c7b8a", "end": "#1c2733"}
GROUNDS = ("#ffffff", "#f5f8fa", "#ecf1f5")
"""Behind the steps: the page, a group, a group in a group; then in turn."""


def ground(depth: int) -> str:
    """Return the background colour of a level at a depth of groups."""
    return GROUNDS[0] if depth == 0 else GROUNDS[1 + (depth - 1) % 2]


PRINTED_MM = (190, 277)
"""What A4 leaves within margins of 10 mm, upright."""


def style(name: str, *, print_on: tuple[int, bool] | None) -> str:
    """Return the style sheet of drawings of one class.

    Args:
        name: the class of the drawing.
        print_on: how many pages of A4 it prints on, and whether these lie on their side; None: no file of its
            own, so the page that it stands in decides.
    """
    rules = {
        "": f"font-family:{FONTS};fill:{INK}",
        "text": f"fill:{INK};stroke:none",
        ".title": "font-size:13.5px;font-weight:bold",
        ".name": f"font-size:11px;fill:{SOFT}",
        ".said, & .plain, & .way": "font-size:12px",
        ".main": "font-size:12px;font-weight:bold",
        ".adult": "font-size:12px;font-style:italic",
        ".small, & .from": f"font-size:11px;fill:{SOFT}",
        ".if": f"font-size:11px;font-style:italic;fill:{SOFT}",
        ".number": "font-size:11px;font-weight:bold;text-anchor:middle",
        ".light": f"fill:{WHITE}",
        ".heading": "font-size:20px;font-weight:bold",
        ".about": f"font-size:12px;fill:{SOFT}",
        ".mark": "font-size:11px;font-weight:bold;text-anchor:middle",
        ".box": f"fill:{WHITE};stroke-width:1.4",
        ".behind": f"fill:{WHITE};stroke:{EDGES['group']};stroke-width:1",
        ".bar": "stroke-width:1.4;fill:none",
        ".rule": "stroke:#c3ccd5;stroke-width:1;fill:none",
        ".sign": f"fill:none;stroke:{LINE_COLOUR};stroke-width:1.5;stroke-linecap:round",
        ".sign.light": f"stroke:{WHITE};fill:none",
        ".chip": f"fill:{WHITE};stroke:{LINE_COLOUR};stroke-width:1.2",
        ".dark": f"fill:{LINE_COLOUR};stroke:{LINE_COLOUR}",
        ".halo": "fill:none;stroke-width:6",
        ".wire": f"fill:none;stroke:{LINE_COLOUR};stroke-width:1.7",
        ".wire.loop": f"stroke:{LOOP_COLOUR};stroke-dasharray:7 4",
        ".tip": f"fill:{LINE_COLOUR}",
        ".tip.loop": f"fill:{WHITE};stroke:{LOOP_COLOUR};stroke-width:1.6;stroke-linejoin:round",
        ".cut": f"stroke:{SOFT};stroke-width:1;stroke-dasharray:2 5;fill:none",
    }
    for kind, colour in EDGES.items():
        rules[f".{kind} > .box, & .{kind} > .bar"] = f"stroke:{colour}"
        rules[f".{kind} > .head"] = f"fill:{HEADS[kind]}"
        rules[f".{kind} > .badge"] = f"fill:{colour}"
    rules[".end > .box"] = f"stroke:{EDGES['end']};stroke-width:2.2"
    written = [_rule(name, selector, declared) for selector, declared in rules.items()]
    if print_on is not None:
        pages, on_side = print_on
        wide, high = reversed(PRINTED_MM) if on_side else PRINTED_MM
        # A hair less than the page, so that no printer opens an empty one behind the last.
        size = f"width:{wide}mm;height:{high * pages - 0.2:g}mm"
        written.append(f"@page{{size:A4 {'landscape' if on_side else 'portrait'};margin:10mm}}")
        written.append(f"@media print{{.{name}{{{size}}}.{name} .cut{{display:none}}}}")
    return "".join(written)


def _rule(name: str, selector: str, declared: str) -> str:
    if not selector:
        return f".{name}{{{declared}}}"
    own = f".{name} {selector}".replace("&", f".{name}")
    return f"{own}{{{declared}}}"


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

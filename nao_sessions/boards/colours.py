"""The colours of buttons: ``rgb(0, 0, 55)`` and ``rgba(200, 255, 255, 0.2)``, and what lies near.

A colour that is shown is written anew from its numbers, so that no text of a file reaches a style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_RGB = re.compile(
    r"\s*rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*+([01]?(?:\.\d{1,9})?)\s*)?\)\s*", re.A
)
_HEX = re.compile(r"\s*#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\s*")

Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)

FRAMES: Mapping[int, Rgb] = {
    0: (0, 0, 0),
    1: (255, 0, 255),
    2: (255, 255, 0),
    3: (0, 255, 0),
    4: (255, 128, 0),
    5: (0, 0, 255),
    6: (255, 255, 255),
}
"""What Plaphoons' numbers of a frame's colour (``MC``) stand for."""


def read_colour(text: str | None) -> Rgb | None:
    """Return a colour as it looks on white paper; None where the text is not a colour."""
    if text is None:
        return None
    written = _HEX.fullmatch(text)
    if written is not None:
        digits = written.group(1)
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    found = _RGB.fullmatch(text)
    if found is None:
        return None
    red, green, blue = (min(255, int(part)) for part in found.groups()[:3])
    alpha = min(1.0, float(found.group(4))) if found.group(4) not in (None, "", ".") else 1.0
    return _on_white(red, alpha), _on_white(green, alpha), _on_white(blue, alpha)


def _on_white(part: int, alpha: float) -> int:
    return round(255 - (255 - part) * alpha)


def css(colour: Rgb) -> str:
    """Return a colour as style sheets and boards write it: ``rgb(255, 0, 0)``."""
    return f"rgb({colour[0]}, {colour[1]}, {colour[2]})"


def is_dark(colour: Rgb) -> bool:
    """Return whether white letters are easier to read on a colour than black ones (luminance of WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def nearest_frame(colour: Rgb) -> int:
    """Return the number of the Plaphoons frame that looks most like a colour."""
    return min(
        FRAMES, key=lambda number: sum((a - b) ** 2 for a, b in zip(FRAMES[number], colour, strict=True))
    )

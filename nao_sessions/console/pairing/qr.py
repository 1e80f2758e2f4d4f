"""A code to scan, as the path of one SVG shape.

Pure; the template draws it, black on white whatever the colours of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of ``size`` modules a side, its border with it; ``path`` fills the dark ones."""

    size: int
    path: str


def qr_of(text: str) -> QrCode:
    """Draw a text; a sixth of the code may be dirty (level M)."""
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
            x += max(1, length)
    return QrCode(len(matrix) + 2 * QUIET, "".join(runs))

"""How large a board may be: bounds far above what people use, and far below what fills a memory.

Each is told where it is passed; nothing is read beyond it.
"""

from __future__ import annotations

LARGEST_FILE_BYTES = 64 << 20
"""Of one file as it lies on the disk; a whole vocabulary with its pictures has 5 to 40 MB."""

LARGEST_BOARD_BYTES = 16 << 20
"""Of the text of one board, pictures in it included."""

LARGEST_MEDIUM_BYTES = 10 << 20
"""Of one picture or sound."""

LARGEST_PACKAGE_BYTES = 256 << 20
"""Of a package once unpacked."""

MOST_FILES = 10_000
"""In a package."""

MOST_BOARDS = 1_000
MOST_SIDE = 60
"""Rows, or columns: the reference validator calls more than 20 too many for most devices."""

MOST_PIXELS = 40_000_000
"""Of one picture; a photograph of a telephone has 12 million. A browser unpacks four bytes for each."""

DEEPEST = 40
"""Brackets in brackets of what is kept and not understood."""

"""How large a board may be: bounds far above what people use, and far below what fills a memory.

A file that passes one is refused with a sentence; nothing is read beyond it.
"""

from __future__ import annotations

LARGEST_FILE_BYTES = 64 << 20
"""How large a file may be on the disk; a whole vocabulary with its pictures has 5 to 40 MB."""

LARGEST_BOARD_BYTES = 16 << 20
"""How large the text of one board may be, with the pictures that stand in it."""

LARGEST_MEDIUM_BYTES = 10 << 20
"""How large one picture or sound may be."""

LARGEST_PACKAGE_BYTES = 256 << 20
"""How large a package may be once unpacked."""

MOST_FILES = 10_000
"""How many files a package may have."""

MOST_BOARDS = 1_000
MOST_SIDE = 60
"""How many rows, or columns, a board may have: the reference validator warns of more than 20."""

MOST_PIXELS = 40_000_000
"""How many pixels a picture may have, 4 bytes each in a browser; a telephone's photograph has 12 million."""

DEEPEST = 40
"""How many brackets may stand inside one another in fields that are kept without being understood."""

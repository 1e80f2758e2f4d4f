"""Communication boards as files: Open Board Format and Plaphoons, read, written and printed.

``model`` is a board as a value; ``obf`` and ``pla`` are the formats, and ``opening`` tells which one a file
is. A board may come from anywhere, so everything is read within ``bounds``. What a protocol makes of a
board is in ``protocol/building``.
"""

"""Communication boards as files: Open Board Format and Plaphoons, read, written and printed.

``model`` is a board as a value; ``obf`` and ``pla`` are the formats, ``opening`` tells which one a file
is. Everything is read within bounds: a board may come from anywhere.
"""

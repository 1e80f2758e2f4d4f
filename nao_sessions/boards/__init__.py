"""Communication boards as files: Open Board Format and Plaphoons, read, written and printed.

``model`` is a board as a value; ``obf`` and ``pla`` are the formats, and ``opening`` tells which one a file
is. A board may come from anywhere, so everything is read within ``bounds``; ``media`` and ``kinds`` examine
pictures and sounds, ``findings`` gathers what is wrong, ``summary`` is what ``board show`` prints. What a
protocol makes of a board is in ``protocol/building``, its page for paper in ``protocol/sheet/board_page``.
"""

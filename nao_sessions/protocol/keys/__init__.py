"""The key table: every key of the protocol language, with its type and what it is for.

Each key is declared once here. Loading reads by it; the editor's schema and the reference page are written
from it. ``head``: a file's head (settings, data, commands) and the file as a whole; ``steps``: steps,
buttons, reactions; ``moments``: what one dash may say; ``trials``: blocks of trials; ``items``: columns of
tables; ``series`` and ``expectations``: the files of that name. The kinds of value that a key may take:
``types`` (annotations), ``values`` (patterns, examples), ``words`` (closed lists of words).
"""

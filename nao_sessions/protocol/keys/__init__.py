"""The key table: every key of the protocol language, with its type and what it is for.

Each key is declared once here. Loading reads by it; the editor's schema and the reference page are written
from it. ``head``: a file's head (settings, data, approvals, participants, commands, tables of items) and the
file as a whole; ``steps``: steps, buttons, reactions; ``moments``: what one dash of a list may say;
``trials``: blocks of trials, helps, feedback; ``series`` and ``expectations``: the files of that name. The
kinds of value that a key may take: ``types`` (the annotations of the tables, and the closed lists of words),
``values`` (patterns, bounds, examples), ``senses`` (how a child may answer).
"""

"""The key table: every key of the protocol language, with its type and what it is for.

Each key is declared once here. Loading reads by it; the editor's schema and the reference page are written
from it. ``types``, ``values`` and ``words`` are the kinds of value that a key may take.
"""

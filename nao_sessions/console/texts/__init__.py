"""Textes: the sentences, items and delays of a protocol changed in a form, and saved as a new draft version.

Only values change: comments, order, quotes and indentation of a file stay as their author wrote them.
"""

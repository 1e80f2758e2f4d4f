"""Texts: sentences, items and delays of a protocol changed in a form, and saved as a new draft version.

Only values change: comments, order, quotes and indentation of a file stay as their author wrote them.
``sites`` finds the values that may change, ``rewriting`` and ``tables`` write new ones. ``store`` keeps
what is being typed, ``drafts`` what was saved. ``worker`` is the process that checks and draws,
``examiner`` asks it.
"""

"""Texts: sentences, items and delays of a protocol changed in a form, and saved as a new draft version.

Only values change: comments, order, quotes and indentation of a file stay as their author wrote them.
``sites`` finds the values that may change, ``rewriting`` writes new ones (YAML and CSV). ``page_model`` is
the form as a value. ``store`` keeps what is being typed, ``drafts`` the files of a protocol, what was
saved, and its version. ``worker`` is the process that does the ``jobs`` (a check with its findings beside
the fields among them), ``examiner`` asks it. ``routes`` are the addresses, and explain a check; ``words``
the sentences.
"""

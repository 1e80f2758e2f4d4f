"""Texts: sentences, items and delays of a protocol changed in a form, and saved as a new draft version.

Only values change: comments, order, quotes and indentation of a file stay as their author wrote them.
``sites`` finds the values that may change, ``rewriting`` (YAML) and ``tables`` (CSV) write new ones, ``base``
is a protocol's files. ``page_model`` is the form as a value, ``findings`` puts the check's findings at its
fields. ``store`` keeps what is being typed, ``drafts`` what was saved, with the ``versions`` of its head.
``worker`` is the process that does the ``jobs``, ``examiner`` asks it. ``routes`` are the addresses, and
explain a check; ``words`` the sentences.
"""

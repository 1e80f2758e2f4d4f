"""ELAN: annotation files (EAF 2.x and 3.0), read and written as EAF 3.0, and templates with vocabularies.

``model`` is a file in memory, ``vocabulary`` its lists of words, ``parsing`` reads it, ``spans`` says when
its annotations begin and end. ``read`` takes annotations with their times, ``read_coding`` what coders noted,
``read_scheme`` the vocabularies alone. A session keeps a ``copy`` of what it was imported from; ``from_log``
makes one for older sessions. ``write`` makes a file of a session, in a ``document`` that begins empty or with
that copy, ``write_scheme`` a template of a scheme.
"""

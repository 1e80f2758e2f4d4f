"""ELAN: annotation files (EAF 2.x and 3.0), read and written as EAF 3.0, and templates with vocabularies.

``parsing`` gives the elements of a file, ``read`` its annotations with their times, ``read_coding`` what
coders noted in it; ``document`` is a file that is being made, ``write`` makes one of a session.
``read_scheme`` and ``write_scheme`` are of controlled vocabularies.
"""

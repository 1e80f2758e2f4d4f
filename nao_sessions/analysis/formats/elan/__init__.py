"""ELAN: annotation files (EAF 2.x and 3.0), read and written as EAF 3.0, and templates with vocabularies.

``model`` is a file in memory. ``parsing`` reads one, ``read`` gives its annotations with their times,
``read_coding`` what coders noted in it. ``copy`` is what a session keeps of one; ``document`` is one that is
being made, ``write`` makes it of a session. ``read_scheme`` and ``write_scheme`` are of vocabularies.
"""

"""Files of other programs: a package a program, :mod:`elan` and :mod:`boris`, and plain tables beside them.

A package reads and writes its program's files: ``read`` makes a table of events of one, ``read_coding`` what
coders noted in one, ``read_scheme`` a coding scheme; ``write`` and ``write_scheme`` make them of a session
and of a scheme. What the programs have in common lies here: ``table`` is what is read of any file,
``foreign`` what was imported once, ``coded`` what came back from coders, ``people``, ``first_names`` and
``name_filter`` keep names out.
"""

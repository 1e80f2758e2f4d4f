"""Files of other programs, each with its reading and its writing side by side.

``elan`` and ``boris`` are packages: ``read`` takes the events of a file, ``read_coding`` what coders noted
in it, ``read_scheme`` a coding scheme, and ``write`` and ``write_scheme`` make such files. Plain tables are
``csv_table`` and ``json_lines``. All of them share the modules here: ``tiers`` lays a session out as rows
of spans, ``table`` is a file as it was read, ``foreign`` what a session keeps of an import, ``coded`` what
comes back from coders; ``people``, ``first_names`` and ``name_filter`` keep names out.
"""

"""Files of other programs, each with its reading and its writing side by side.

``elan`` and ``boris`` are packages: ``read`` takes the events of a file, ``read_coding`` what coders noted
in it, ``read_scheme`` a coding scheme, and ``write`` and ``write_scheme`` make such files; ``textgrid`` and
``webvtt`` are only written. Plain tables are ``csv_table`` and ``json_lines``, with ``headings``, ``rows``
and ``times`` for their columns, cells and times. ``tiers`` lays a session out as rows of spans, ``table`` is
a file as it was read, ``foreign`` the events of an import, ``coded`` what comes back from coders, ``words``
how another program calls a scheme's codes, ``annotation_text`` texts and modifiers, ``remarks`` what an
export shows otherwise. ``people``, ``first_names`` and ``name_filter`` keep names out.
"""

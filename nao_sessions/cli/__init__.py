"""The commands, one file a verb: it parses its arguments, calls a room and prints the result.

``main`` lists the verbs, loads one when it is asked for, and has the exit codes; ``words`` prints errors,
findings and JSON, and has the options of all (``--lang``, ``--json``). Files that begin with another verb's
name (``rehearse_explore``, ``board_files``) are parts of that verb. Several verbs share ``first_names``
(``--names``), ``spreading`` (``--jobs``, ``--dask``), ``latencies`` and, while a session runs, ``progress``
and ``run_person``. Nothing about a session is decided here: ``run``, ``try_step`` and ``console`` ask
``launch``.
"""

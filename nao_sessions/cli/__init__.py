"""The commands, one file a verb: it parses its arguments, calls a room and prints the result.

``main`` lists the verbs and loads one when it is asked for; ``words`` prints errors and findings. Files
that begin with another verb's name (``rehearse_explore``, ``board_files``) are parts of that verb. Nothing
about a session is decided here: ``run``, ``try_step`` and ``console`` ask ``launch``.
"""

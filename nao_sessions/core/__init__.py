"""What every room may use; it imports no other room but ``text``.

``clock`` is session time, ``errors`` the tree of errors and the finding (code, place, sentence, hint),
``events`` a line of the log as a value and its JSON, ``processes`` starts every child process and chooses its
environment, ``confined_child`` calls a function in one that has given up network, files, memory and time
(``confinement``), ``received`` opens whatever comes from outside, ``bounded_json`` decodes it,
``json_places`` does so with the place of every value.
"""

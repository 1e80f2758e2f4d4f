"""What every room may use: events, the session clock, the tree of errors, the making of child processes.

``json_places`` reads JSON with the place of every value. This room imports no other but ``text``.
"""

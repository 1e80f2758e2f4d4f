"""Protocols as tests: a plugin of pytest that collects protocols, checks and rehearses them.

``plugin`` has the options; ``collecting`` says which tests a file has, what each does, and what the terminal
is told. ``runs`` shares the rehearsals and what they reached of a protocol; ``judging`` compares what was
measured with the expectations (``NAME.expect.yaml``).
"""

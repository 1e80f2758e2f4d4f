"""Protocols as tests: a plugin of pytest that collects protocols, checks and rehearses them.

``plugin`` has the options; ``collecting`` says which tests a file has and what each does, ``runs`` shares
the rehearsals; ``judging`` compares what was measured with the expectations (``NAME.expect.yaml``),
``reached`` is what can be reached of a protocol. ``telling`` writes it all to the terminal.
"""

"""Protocols as tests: a plugin of pytest that collects protocols, checks and rehearses them.

``collecting`` says which tests a file has and what each does, ``runs`` shares the rehearsals;
``judging`` holds what was measured against the expectations (``NAME.expect.yaml``), ``reached`` what was
reached against what can be.
"""

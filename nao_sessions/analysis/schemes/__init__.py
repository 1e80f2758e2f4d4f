"""Coding schemes: which behaviours a coder notes, with their modifiers, keys and meanings.

``model`` is a scheme, ``reading`` checks and reads its YAML, ``writing`` writes it; ``files`` finds one,
whichever program it is of. ``library/`` holds those that ship. The packages of
:mod:`nao_sessions.analysis.formats` read and write schemes of ELAN and BORIS: ``foreign`` is what both share,
``words`` the names under which codes leave, ``back`` merges a scheme that was changed there, ``exported`` is
a session's schemes as exports need them.
"""

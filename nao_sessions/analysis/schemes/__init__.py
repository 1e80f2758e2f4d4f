"""Coding schemes: which behaviours a coder notes, with their modifiers, keys and meanings.

``model`` is a scheme, ``reading`` and ``writing`` its YAML; ``files`` finds one, whichever program it is
of. ``library/`` holds those that ship. ``back`` merges a scheme that was changed in ELAN or BORIS; the
packages of :mod:`nao_sessions.analysis.formats` read and write it there.
"""

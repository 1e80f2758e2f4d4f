"""Coding schemes: which behaviours a coder notes, with their modifiers, keys and meanings.

``model`` is a scheme, ``reading`` and ``writing`` its YAML, ``files`` finds one whichever program it is of;
``library/`` are those that ship. The packages of :mod:`nao_sessions.analysis.formats` make files of other
programs of one, and read them.
"""

"""Coding schemes: which behaviours a coder notes, with their modifiers, keys and meanings.

A scheme as a value, the keys that are reserved, the words that BORIS has for its parts, and the sentences for
what can be wrong: ``model``. Reading and checking its YAML, keys for behaviours without one, and writing it:
``yaml_files``. Finding a scheme by name or file: ``files``; the schemes that ship are in ``library/``. What
schemes of ELAN and BORIS share, codes made of words, and merging back a scheme that was changed there:
``foreign``. The schemes that coders opened in a session: ``exported``. ELAN and BORIS themselves:
``analysis/formats``.
"""

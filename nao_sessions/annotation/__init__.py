"""Coding what a session shows: schemes, coders, agreement between them, fidelity to the protocol, the page.

Nothing here changes a session's record: what coders write lies beside it, in files of their own.
"""

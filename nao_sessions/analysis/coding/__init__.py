"""What coders write beside a session's record, in files of their own.

``acts`` decides what the press of a key does, ``session`` holds a coder's file open, ``viewing_log`` refuses
a page that is behind, ``statements`` writes what was watched or is done, ``folder`` reads what is there.
``pairs`` matches two codings, ``comparison`` makes a consensus of them, ``reimport`` takes a coding back from
ELAN or BORIS. ``blinding`` is what may be hidden, ``methods`` puts agreement and fidelity into sentences for
a paper. The pages are in ``review/coding``.
"""

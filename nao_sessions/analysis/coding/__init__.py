"""What coders write beside a session's record, in files of their own.

``acts`` decides what an act of coding does, ``session`` holds a coder's file open, ``folder`` reads what is
there, ``pairs`` and ``comparison`` lay two codings side by side and make one of them,
``reimport`` takes a coding back from ELAN or BORIS. ``blinding`` is what may be hidden, ``methods`` tells
agreement and fidelity for a paper. The pages are in ``review/coding``.
"""

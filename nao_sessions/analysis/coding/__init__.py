"""What coders write beside a session's record, in files of their own.

What the press of a key does (point, state, group): ``acts``. A coder's file held open, what is hidden from a
blind coder, the refusal of a page that is behind, and what was watched or is done: ``session``. What is there
in a session's folder, by whom and by which scheme: ``folder``. Matching two codings, and their consensus:
``comparison``. A coding taken back from ELAN or BORIS: ``reimport``. Agreement and fidelity in sentences for
a paper: ``methods``. The pages are in ``review/coding``.
"""

"""Coding what a session shows: coders at work, agreement between them, fidelity to the protocol.

The page: ``app`` serves the sessions to code, ``pages`` one of them, ``coding_session`` holds a coder's
file open, ``acts`` decides what a press does, ``blind`` removes what a coder must not see. Two coders:
``pairs``, ``comparing``, ``consensus``. Codings that come back from ELAN or BORIS: ``bringing``. Measures:
``agreement`` and ``fidelity``, told for a paper in ``methods``. ``attribution`` is who gave a response,
said from the video. Nothing here changes a session's record: what coders write lies beside it, in files of
their own.
"""

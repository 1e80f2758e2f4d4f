"""A recorder: the process that records one source of the room, and the one that starts and watches it.

``recording`` (in the session's process) starts a ``recorder``, which is told what to do by JSON lines
(``order``). It records by ``capture``, ``link`` and ``segment``, of which ``writer`` makes MP4 files that
no power cut spoils.
"""

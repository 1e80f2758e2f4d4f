"""A recorder: the process that records one source of the room, and the one that starts and watches it.

``recording`` (in the session's process) starts a ``recorder``, which is told what to do by JSON lines
(``order``). ``capture`` goes on when a source fails, ``segment`` is one file from its first frame, of which
``writer`` makes an MP4 that no power cut spoils; ``encoders`` are those of FFmpeg. ``looking`` decides what
is black, frozen or silent, and gives pictures to the page and to what looks for cards; ``counts`` are
frames kept and lost, ``hold`` is the file that keeps a second recorder away.
"""

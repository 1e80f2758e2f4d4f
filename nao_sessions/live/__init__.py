"""A session in real time: ``preflight``, ``start``, ``loop``, and the end that ``session`` brings about.

Beside it run the guard, a process that can stop Nao whatever else has failed (``guard`` and ``guard_route``
in that process, ``guard_process`` on the session's side), and what watches the disk
(``disk_watch``; the clocks in ``loop``). ``terminal`` is what the
professional types while the command `run` waits.
"""

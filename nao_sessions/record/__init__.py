"""A session's folder: what is written while it runs, what closes and verifies it, what is added later.

``folder`` knows where each thing lies, ``manifest`` is ``session.json``, ``log`` is ``events.jsonl`` (with
space kept for it on the disk), and ``journal`` writes it beside a running engine. ``recover`` closes what
died, ``verify`` checks whether a folder is what it was, by its ``checksums`` among others; ``private`` opens
every file for writing, as ``core.received`` does for reading. ``results`` reads from the log what a session
came to, ``film`` what its recordings lack, ``telemetry`` is Nao's body, ``additions`` are the files that grow
after the end, ``child_levels`` what is kept of a child for the next session.
"""

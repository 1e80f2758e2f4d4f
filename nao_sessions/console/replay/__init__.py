"""A recorded session seen again from the console. The page itself is in ``review/replay``.

``reader`` is the process that reads a session; ``routes`` are the addresses, and keep the last replays.
"""

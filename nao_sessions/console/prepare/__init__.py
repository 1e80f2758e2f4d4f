"""The preparation of a session: who takes part, the settings, the room, and what each child says today.

``prepared`` is what was typed and what follows from it, also what keeps the session from beginning. ``model``
is the page as a value, ``words`` its sentences. ``routes`` are the addresses, and remember a preparation for
the next time.
"""

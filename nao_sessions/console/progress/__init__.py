"""Progress over sessions: of one participant, and of the establishment without anybody's name or code.

``reader`` is a process that works out the ``figures`` of sessions, ``cache`` keeps them. ``view`` is a
participant's page: its table, its plots (drawn in ``console/plots``). ``establishment`` decides what the
establishment's figures must hide. ``routes`` are the addresses, ``words`` the sentences.
"""

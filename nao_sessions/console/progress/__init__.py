"""Progress over sessions: of one participant, and of the establishment without anybody's name or code.

``reader`` is a process that works out the ``figures`` of sessions, ``cache`` keeps them. ``establishment``
decides what the establishment's figures must hide. Plots are drawn in ``console/plots``.
"""

"""What is added to a session after its end: files that only grow, in which nothing is changed.

``corrections`` of trials and responses, a coder's ``annotations`` with the ``periods`` observed, the
professional's ``notes`` and voice ``memos``, the children's own word (``afterwards``), further
``recordings``. ``lines`` writes and reads their lines, and knows the seal.
"""

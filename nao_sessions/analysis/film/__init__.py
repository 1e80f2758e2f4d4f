"""Copies of a session's recordings: at a constant rate, clips around events, contact sheets.

``work`` makes each of these, in a process that ``started`` starts; ``columns`` are those of the lists beside
them. ``names`` finds the sentences with first names, ``sound`` copies the sound without them. ``slots``
counts the frames that a copy at a constant rate repeats or leaves out. ``features`` measures pictures and
sound second by second.
"""

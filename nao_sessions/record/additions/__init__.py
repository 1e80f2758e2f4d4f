"""What is added to a session after its end: files that only grow, in which nothing is changed.

Corrections, annotations with their observation periods, notes, voice memos, the children's own word,
recordings. ``lines`` is how all of them are written.
"""

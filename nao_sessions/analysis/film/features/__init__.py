"""Features of recordings: what can be measured second by second in the pictures and the sound of a film.

``measures`` reads a recording and measures its pictures and its sound; ``cache`` stores what was measured
(a file for each recording); ``table`` makes the table of a session from it, in session time.
"""

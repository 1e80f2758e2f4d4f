"""Features of recordings: what can be measured second by second in the pictures and the sound of a film.

``measures`` reads a recording and measures its pictures and its sound; ``cache`` keeps what was measured.
"""

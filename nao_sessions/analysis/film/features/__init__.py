"""Features of recordings: what can be measured second by second in the pictures and the sound of a film.

How brightness, motion and sharpness, loudness and voice are measured, their thresholds, and the list of
figures: ``measures`` (their columns are in ``analysis/tables/columns``). The cache of what was measured, the
FORMAT to raise when a measure changes, measuring on several cores, and the table of a session in session
time: ``store``.
"""

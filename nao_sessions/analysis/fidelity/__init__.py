"""Fidelity: of each trial, what the protocol planned and what was done.

What Nao is expected to say, do and show in a list of moments, and the tolerance of a wait: ``expected``. The
plan of a whole trial, its silences and the helps that are due, by the counts and the level that the block had
come to: ``plan``. The comparison with the log, component by component: verdicts, what broke a trial off,
silences and what ended them, helps that came early or not at all: ``trials``. The sentences and the JSON:
``words``. A person's check of a drawn sample, the form and its reading: ``checking``.
"""

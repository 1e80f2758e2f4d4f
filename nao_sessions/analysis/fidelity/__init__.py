"""Fidelity: of each trial, what the protocol planned and what was done.

``expected`` reads what a list of moments has Nao do, ``plan`` a whole trial, by the counts and the help
level that ``standing`` takes from the log. ``trials`` compares that with the log; ``interruptions`` is what
broke a trial off, ``waits`` its silences, ``verdicts`` what may be said. ``folder`` does it for a session,
``words`` writes it. A person's check of a drawn sample: ``table`` is the form, ``checking`` draws the trials
and reads the form back.
"""

"""Fidelity: of each trial, what the protocol planned and what was done.

``expected`` and ``plan`` read the protocol, ``trials`` compares its trials with the log; ``interruptions``
is what broke a trial off, ``waits`` its silences. A person's check of a drawn sample: ``table`` is the
form, ``checking`` reads it back.
"""

"""Rehearsals of two versions beside each other: what chance does not explain, in sentences.

``differences``: what is observed in each session, summed over many, and what differs; ``chances``: the tests
of statistics; ``earlier``: rehearses the earlier version too, and puts the differences into words.
"""

"""Rehearsals of two versions beside each other: what chance does not explain, in sentences.

``sample`` adds sessions up, ``chances`` has the tests of statistics, ``differences`` what differs,
``earlier`` rehearses both versions and puts the differences into words.
"""

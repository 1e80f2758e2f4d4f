"""Exploration: every order of events up to a depth, on the states of the engine itself.

``moves`` are what may happen next, ``abstraction`` says which states count as one, ``explore`` walks them
all. ``promises`` must hold in each; what does not, and waits without an end, are ``flaws``. ``search`` and
``unreachable`` ask of what was not reached whether it can be.
"""

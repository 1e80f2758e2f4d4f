"""ALMotion, in parts: ``stiffness`` (wakeUp, rest), ``angles``, ``walking``, ``space`` (getPosition),
``naming`` (names, limits), ``idle`` (reflexes, breathing), ``tasks`` (killAll); ``arguments`` reads their
arguments.
"""

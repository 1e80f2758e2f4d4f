"""How far coders agree: what is compared, by which measures, how surely.

``units`` cuts annotations into what can be compared, over the time that ``basis`` says was looked at,
without the sessions that are ``left_out``. ``measures`` and ``icc`` are the formulas, ``limits`` their
confidence intervals. ``report`` compares coders in every stream of one scheme and holds the parameters,
``study`` adds what the comparison rests on. ``words`` puts the figures into sentences and tables for a
terminal, ``plot`` draws the confusion matrix. ``plan`` draws which sessions are coded twice.
"""

"""How far coders agree: what is compared, by which measures, how surely.

``units`` cuts annotations into what can be compared, over the time that ``basis`` says was looked at,
without the sessions that are ``left_out``. ``measures`` and ``icc`` are the formulas, ``limits`` their
intervals. ``report`` puts them together for one scheme, ``study`` for everything. ``plan`` draws what is
coded twice.
"""

"""How far coders agree: what is compared, by which measures, how surely.

Bins of time, matching events, how long each coder watched, and what lies outside: ``units``. Percentage,
confusion matrix, kappa, PABAK, AC1 and alpha: ``measures``; intraclass correlation: ``icc``; confidence
limits (bootstrap): ``limits``. Which measures a stream gets, the parameters of a comparison, and coders'
rates, shares and latencies: ``report``. Which sessions are compared, and which are left out and why:
``study``. Sentences and tables for the terminal: ``words``; the picture of a confusion matrix: ``plot``.
Drawing the sessions that are coded twice: ``plan``.
"""

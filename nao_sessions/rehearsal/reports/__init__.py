"""The report of rehearsals: coverage, figures, what to look at, and the page.

``coverage``: which parts of a protocol were done; ``figures``: durations, answers, helps, over all sessions;
``report`` puts them together, decides what to look at, and lists the values to confirm. ``words`` has the
sentences of terminal and page, ``page`` draws the page and its plots. What one session showed is observed in
``rehearsal/comparison/differences``.
"""

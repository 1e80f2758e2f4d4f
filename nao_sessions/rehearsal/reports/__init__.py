"""The report of rehearsals: what each session showed, coverage, figures, and the page.

``observations`` are of one session, ``figures`` and ``coverage`` of many; ``report`` puts them together,
decides what to look at, and lists the values to confirm. ``words`` has the sentences of terminal and page,
``page`` draws the page.
"""

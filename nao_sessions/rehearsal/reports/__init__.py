"""The report of rehearsals: what each session showed, coverage, figures, and the page.

``observations`` are of one session, ``figures`` and ``coverage`` of many; ``report`` decides what to look
at.
"""

"""The researcher's pages: ``replay`` shows a recorded session, ``coding`` lets somebody annotate it.

In ``replay`` are the video player, the timeline with its lanes and curves, the list of events and the
sentence of each event. In ``coding`` are the page on which behaviours are coded, the page that compares two
coders, the rows of codings on the timeline, and the question who gave a response. What coders write, and how
it is compared, is in ``analysis/coding``; how far coders agree is in ``analysis/agreement``.
"""

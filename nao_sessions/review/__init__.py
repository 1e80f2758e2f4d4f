"""The researcher's pages: ``replay`` shows a recorded session, ``coding`` lets somebody annotate it.

What coders write, and how it is compared, is in ``analysis/coding``.
"""

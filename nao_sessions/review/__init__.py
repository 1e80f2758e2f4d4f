"""The researcher's pages: ``replay`` shows a recorded session, ``coding`` lets somebody annotate it."""

"""What leaves: tidy tables, files for ELAN, BORIS, Praat, BIDS and players, copies of films, corpora.

``session_export`` knows every format. ``source`` is a session as exports read it, and two forms are made of
it: tables (``columns`` is the data dictionary, ``rows`` fills them, ``tables`` and ``flat`` hand them out)
and tiers of spans (``tiers``), of which every timeline file is written. Many sessions: ``corpus``,
``index``, ``spread``. ``methods`` writes the sentences for a paper, ``bundle`` the archive.
"""

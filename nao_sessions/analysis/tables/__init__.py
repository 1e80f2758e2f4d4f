"""The tidy tables of a session, what each column means, and the methods that go with them.

``source`` is a session as exports read it, and two forms are made of it: tables (``columns`` is the data
dictionary, ``rows`` fills them, ``tables`` and ``flat`` hand them out), and tiers of spans
(``analysis/formats/tiers``), of which every timeline file is written. ``methods`` writes the sentences for
a paper, ``session_export`` knows every format.
"""

"""The tidy tables of a session, what each column means, and the methods that go with them.

``source`` is a session as exports read it (``spans`` says when what began was over, ``scale`` makes session
time a video's own), and two forms are made of it: tables, and tiers of spans (``analysis/formats/tiers``),
of which every timeline file is written. A column stands in ``columns`` (one of Nao's body in ``dictionary``,
which lists all tables), the words of its cells in ``levels``; ``rows`` fills it, ``arrow``, ``tables`` and
``flat`` make tables and files of rows. ``methods``, ``methods_coding`` and ``methods_film`` write the
sentences for a paper, ``session_export`` knows every format.
"""

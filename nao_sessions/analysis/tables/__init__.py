"""The tidy tables of a session, what each column means, and the methods that go with them.

``source`` reads a session folder once; ``columns`` declares every table's columns, ``rows`` fills them;
``dictionary`` and ``methods`` say in words what was exported.
"""

"""The home page: protocols to begin, sessions to go on with or look at, and the page of participants.

``model`` works out what the page shows (which past sessions, how many), ``past`` finds them, newest first.
``closing`` closes the folder of an interrupted session that nobody will continue. ``routes`` are the
addresses, those of the page of participants and of the waiting page too; ``words`` the sentences of all
three.
"""

"""The home page: protocols to begin, sessions to go on with or look at, and the page of participants.

``model`` works out what the page shows, ``past`` finds the sessions that were, ``people_page`` is the page of
participants. ``closing`` closes the folder of an interrupted session that nobody will continue. ``routes``
are the addresses, the waiting page's too; ``words`` the sentences of all three.
"""

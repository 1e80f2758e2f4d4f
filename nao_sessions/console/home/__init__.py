"""The home page: protocols to begin, sessions to go on with or look at, and the page of participants.

``model`` works out what the page shows, ``past`` is a session that was, ``people_page`` the participants.
``closing`` closes the folder of an interrupted session that nobody will continue.
"""

"""The home page: protocols to begin, sessions to go on with or look at, and the page of participants.

``closing`` closes the folder of an interrupted session that nobody will continue.
"""

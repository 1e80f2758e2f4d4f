"""Cards with a printed square (ArUco): finding them in a picture, and reporting each once while it is shown.

How a square is found, which dictionary of squares and how many cards there are, how often a card must be seen
to count and how long it must be away to count anew: ``sightings``. How large a card is printed, on which
pages, and from how far it is read: ``paper``. What a card means to a session stands in the protocol
(``protocol/keys``); the process that reads a camera for cards is in ``room/cards``.
"""

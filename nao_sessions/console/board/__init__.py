"""The children's boards: what each child's tablet shows, and the group's screen.

``display`` works out what a board shows from the session's view; ``boards`` does so for the session under
way, with the protocol's pictures, « first, then », a child's own settings, and whether a touch counts.
``slate`` is what a child draws, and its file. In ``routes`` are the addresses, the words and the event
stream.
"""

"""The children's boards: what each child's tablet shows, and the group's screen.

``display`` works out what a board shows from the session's view, ``touches`` whether a touch on it counts;
``boards`` does both for the session under way, with the protocol's pictures and « first, then ». ``settings``
are a child's own, ``slate`` is what a child draws, and its file. In ``routes`` are the addresses, the words
and the event stream.
"""

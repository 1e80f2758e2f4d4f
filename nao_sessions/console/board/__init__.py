"""The children's boards: what each child's tablet shows, and the group's screen.

``display`` works out what a board shows from the session's view, ``touches`` what a touch on it is worth.
``settings`` are a child's own; ``strokes`` and ``boards`` keep the slate.
"""

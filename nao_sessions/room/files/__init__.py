"""What a recording leaves on disk, written and read.

``index`` has the frames of a recording, names its files and appends lines to them, ``levels`` how loud it was
(``sound_levels`` works that out for a recording without), ``columns`` reads both at once. ``container`` opens
a file, ``mp4`` reads its head, ``probe`` all of it for `verify`, ``recover`` mends what a dead recorder left,
and closes its session.
"""

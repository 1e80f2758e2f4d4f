"""What a recording leaves on disk, written and read.

``index`` has the frames of a recording and names its files, ``levels`` how loud it was (``sound_levels``
works that out for a recording without), ``lines`` appends to both, ``columns`` reads both at once. ``mp4``
reads the head of a file, ``probe`` all of it for `verify`, ``sounds`` has the place of its sound in session
time, ``recover`` mends what a dead recorder left.
"""

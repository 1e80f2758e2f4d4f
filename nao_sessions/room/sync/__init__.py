"""When each frame was taken, in session time, and how sure that is: ``sync.json``.

``measuring`` reads the indexes, puts all together and writes the file; ``arrivals`` finds the line from ticks
to session time, below all arrivals, ``clap`` what cameras and microphones saw and heard of a clap,
``aligning`` the offset of a recording that was added. ``segment_times`` is what pages and exports read,
``words`` says how sure a time is, ``page`` draws it all for `sync`.
"""

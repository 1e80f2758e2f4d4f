"""When each frame was taken, in session time, and how sure that is: ``sync.json``.

``measuring`` reads the indexes and puts all together; ``arrivals`` finds the line from ticks to session
time, below all arrivals, ``clap`` what cameras and microphones saw and heard of a clap, ``aligning`` the
offset of a recording that was added. ``segment_times`` is what pages and exports read.
"""

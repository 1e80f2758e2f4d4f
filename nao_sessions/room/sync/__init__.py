"""When each frame was taken, in session time, and how sure that is: ``sync.json``.

``measuring`` reads the indexes, puts all together and writes the file; ``arrivals`` finds the line from ticks
to session time, below all arrivals, ``clap`` what cameras and microphones saw and heard of a clap,
``alignment`` the offset of a recording that was added, by its sound. ``sync_file`` is what pages and exports
read, the place of a file's sound too; ``words`` says how sure a time is, ``page`` draws it all. ``renewal``
does all of it again for `sync`.
"""

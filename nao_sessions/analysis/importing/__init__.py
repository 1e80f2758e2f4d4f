"""Sessions that were not run here: a foreign video and a table of events, made into a session folder.

The tables are read in ``analysis/formats``; ``options`` chooses their reader and reads the command line's
videos and offsets. ``placement`` finds where videos and events lie in session time, and ``folder`` writes
the whole. ``video`` and ``sound`` bring a film into a form that browsers play. ``added_files`` adds another
recorder's file to a session that exists.
"""

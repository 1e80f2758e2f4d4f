"""Sessions that were not run here: a foreign video and a table of events, made into a session folder.

Formats that are taken, names of videos and offsets on the command line: ``options`` (the tables are read in
``analysis/formats``). Where videos and events lie in session time, the log, the manifest and the folder:
``folder``. A video that browsers play: ``video``; its sound: ``sound``. Another recorder's file, aligned by
its sound and added to a session that exists: ``added_files``.
"""

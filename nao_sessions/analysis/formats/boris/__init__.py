"""BORIS: projects of format 7.0, with their observations and their ethogram.

``project`` is the file, ``read`` takes the events of one observation, ``read_coding`` what coders noted,
``read_scheme`` the ethogram alone. A session keeps a ``copy`` of what it was imported from. ``write`` makes
a project of a session: ``states`` pairs beginnings and ends as BORIS does, ``foreign`` gives back what was
imported.
"""

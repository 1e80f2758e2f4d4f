"""BORIS: projects of format 7.0, with their observations and their ethogram.

``read`` takes the events of one observation, ``read_coding`` what coders noted,
``read_scheme`` the ethogram alone. ``copy`` is the file, and what a session keeps of it. ``write`` makes
a project of a session, its beginnings and ends paired as BORIS does; ``foreign`` gives back what was
imported.
"""

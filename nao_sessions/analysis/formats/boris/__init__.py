"""BORIS: projects of format 7.0, with their observations and their ethogram.

``project`` gives what a file holds, ``read`` the events of one observation, ``read_coding`` what coders
noted; ``copy`` is what a session keeps of one. ``write`` makes a project of a session, with its ``ethogram``
and its ``states`` as BORIS pairs them. ``read_scheme`` and ``write_scheme`` are of ethograms alone.
"""

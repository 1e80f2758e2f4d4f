"""BORIS: projects of format 7.0, with their observations and their ethogram.

``read`` takes the events of one observation, ``read_coding`` what coders noted,
``read_scheme`` the ethogram alone. ``copy`` knows the keys of a project, and what a session keeps of one.
``write`` makes a project of a session, ``write_scheme`` one of a scheme; ``ethogram`` puts behaviours and
sets of modifiers together, ``states`` pairs beginnings and ends as BORIS does, ``foreign`` gives back what
was imported.
"""

"""What protects and serves every page: who may come in, strict headers, bounds, static files, TLS.

``access_policy`` decides on each request, ``protection`` and ``bounds`` are the walls around an
application, ``connections`` and ``limits`` keep a flood out. ``server`` serves, on the loopback and on the
room's network.
"""

"""What protects and serves every page: who may come in, strict headers, bounds, static files, TLS.

``access_policy`` decides on each request, ``protection`` and ``bounds`` are the walls around an
application, ``limits`` keep a flood out. ``server`` counts connections and serves, on the loopback and on the
room's network.
"""

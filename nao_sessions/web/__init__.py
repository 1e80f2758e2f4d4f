"""What protects and serves every page: who may come in, strict headers, bounds, static files, TLS.

``access_policy`` decides on each request (``kept_keys`` keeps its keys for the next run), ``protection`` sets
the headers, ``limits`` bounds bodies and streams. ``server`` counts connections and serves, on the loopback
and on the room's network. ``pages`` loads templates, reads static files and joins a page's scripts; the
shared look is in ``static/`` and ``templates/``.
"""

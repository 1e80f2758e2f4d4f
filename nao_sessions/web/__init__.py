"""What protects and serves every page: who may come in, strict headers, bounds, static files, TLS.

``access_policy`` decides on each request (``kept_keys`` keeps its keys for the next run), ``protection`` sets
the headers, ``bounds`` limits bodies and streams; the figures are in ``limits``. ``server`` counts
connections and serves, on the loopback and on the room's network. ``rendering`` loads templates, ``files``
reads static files and joins a page's scripts; the shared look is in ``static/`` and ``templates/``.
"""

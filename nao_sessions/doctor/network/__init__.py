"""The room's network, examined: which hosts announce themselves on it, which can be reached; findings D4xx.

``interfaces`` are the networks of this computer; ``reading`` sends questions in the two protocols ``mdns``
(Nao) and ``ws_discovery`` (cameras) and gathers the hosts, ``examination`` judges them and lists the
findings.
"""

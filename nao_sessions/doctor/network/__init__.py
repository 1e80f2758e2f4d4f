"""The room's network, examined: which hosts announce themselves on it, which can be reached; findings D4xx.

``interfaces`` are the networks of this computer; ``asking`` sends questions, in the two protocols ``mdns``
(Nao) and ``ws_discovery`` (cameras); ``reading`` gathers the hosts, ``examination`` judges them and lists
the findings.
"""

"""The room's network, examined: who makes itself known on it, who can be reached; findings D4xx.

``asking`` sends questions, ``mdns`` and ``ws_discovery`` are the two protocols in which they are put;
``reading`` gathers what is there, ``examination`` judges it.
"""

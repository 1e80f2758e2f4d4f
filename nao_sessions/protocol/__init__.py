"""The protocol language: files in YAML become a checked, frozen flow.

``keys`` declares every key, ``reading`` turns text into keys, ``building`` keys into the flow (``flow``,
``trials``), ``checks`` judges the flow; ``loading`` is the whole way. Made of a flow: ``outline`` tells it
in words, which ``sheet``, ``diagram`` and ``diff`` lay out; ``timing`` says how long everything lasts;
``schema`` is for editors; ``scaffold`` writes a first protocol; ``series`` plans several sessions.
``catalogue`` lists what Nao can do. This room reads files and nothing else: it loads no device, no page and
no robot.
"""

from __future__ import annotations

from nao_sessions.protocol.building.settings import setting_values
from nao_sessions.protocol.loading import check, load, load_files

__all__ = ["check", "load", "load_files", "setting_values"]

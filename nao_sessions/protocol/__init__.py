"""The protocol language: files in YAML become a checked, frozen flow.

``keys`` declares every key, ``reading`` turns text into keys, ``building`` keys into the flow (``flow``,
``trials``), ``checks`` judges the flow; ``loading`` is the whole way, ``findings`` and ``fixing`` what is
wrong and ``check --fix``. Made of a flow: ``outline`` puts it into words, which ``sheet``, ``diagram`` and
``diff`` lay out; ``timing`` says how long everything lasts; ``schema`` is for editors; ``scaffold`` writes a
first protocol. ``series``, ``series_loading`` and ``series_plan``: several sessions of several children;
``expectations`` and ``expectation_loading``: what rehearsals should come to. ``catalogue`` and ``poses`` list
what Nao can do. Words for people: ``wording`` (the language's terms), ``computed`` (expressions),
``part_names`` and ``titles`` (names of parts). ``spoken``: one language of several; ``expression``: computed
values; ``approvals``: the digest of what was approved. This room reads files and nothing else: it loads no
device, no page and no robot.
"""

from __future__ import annotations

from nao_sessions.protocol.building.settings import setting_values
from nao_sessions.protocol.loading import check, load, load_files

__all__ = ["check", "load", "load_files", "setting_values"]

"""The protocol language: files in YAML become a checked, frozen flow.

``keys`` declares every key, ``reading`` turns YAML text into keys, ``building`` keys into the flow: ``flow``
(steps, moments, reactions) and ``trials`` (blocks of trials) as values. ``loading`` is the whole way, with a
file's head and the bounds of its size; ``checks`` judges the flow, ``findings`` collects what is wrong,
``fixing`` is ``check --fix``. Made of a flow: ``outline`` puts it into words, which ``sheet`` (for paper),
``diagram`` and ``diff`` (comparison of versions) lay out; ``timing`` says how long everything lasts;
``schema`` is for editors; ``scaffold`` writes a first protocol. ``series``: several sessions of several
children, who plays what when (file: ``series_loading``); ``expectations``: what rehearsals should come to
(file: ``expectation_loading``). ``catalogue``: gestures, poses, postures, looks, colours of Nao. Words for
people: ``wording`` (the language's terms), ``computed`` (conditions), ``part_names`` (steps, buttons).
``spoken``: one language of several; ``expression``: computed values; ``approvals``: the digest of what was
approved. This room reads files and nothing else: it loads no device, no page and no robot.
"""

from __future__ import annotations

from nao_sessions.protocol.building.settings import setting_values
from nao_sessions.protocol.loading import check, load, load_files

__all__ = ["check", "load", "load_files", "setting_values"]

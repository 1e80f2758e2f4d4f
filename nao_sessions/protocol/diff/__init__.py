"""The comparison of two protocols by meaning: steps, sentences, times, ways on, help; never by text.

``compare`` goes through the whole: head, steps, buttons and reactions, blocks of trials, files; ``names``
through what has a name (settings, data, tables of items, words, routines, commands) and finds what was
renamed; ``pairs`` through what stands everywhere (texts, lists, moments) and finds which belong together.
``meaning`` says when two values are the same, ``report`` is what comes out. The order of keys, comments and
quotes are no difference; a new name for the same thing is reported as one.
"""

from __future__ import annotations

from nao_sessions.protocol.diff.compare import compare
from nao_sessions.protocol.diff.report import How, MeaningDifference, Part, Scope

__all__ = ["How", "MeaningDifference", "Part", "Scope", "compare"]

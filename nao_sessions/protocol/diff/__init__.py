"""The comparison of two protocols by meaning: steps, sentences, times, ways on, help; never by text.

``compare`` goes through the whole and its steps; ``trials`` and ``names`` through their parts, ``pairs``
through what stands everywhere. ``renames`` and ``align`` find what belongs together, ``meaning`` says when
two values are the same, ``report`` is what comes out. The order of keys, comments and quotes are no
difference; a new name for the same thing is reported as one.
"""

from __future__ import annotations

from nao_sessions.protocol.diff.compare import compare
from nao_sessions.protocol.diff.report import Difference, How, Part, Scope

__all__ = ["Difference", "How", "Part", "Scope", "compare"]

"""The one timing model: how long Nao speaks and moves, how long trials and sessions last, at best and at
worst.

``session`` is the whole of a session, ``trials`` a block of trials, ``moments`` a block of acts,
``actions`` and ``speech`` one action or sentence; ``loops`` how often a loop turns, ``values`` what is known
before a session; ``lengths`` spans of time, and what one session's actions last one after another.

Checks and rehearsals take their durations from here and from nowhere else. Nothing here reads a clock; all
durations are integer milliseconds.
"""

from __future__ import annotations

from nao_sessions.protocol.timing.actions import Lengths, action_ms, sounds_of, speech_ms
from nao_sessions.protocol.timing.session import SessionTime, session_time

__all__ = ["Lengths", "SessionTime", "action_ms", "session_time", "sounds_of", "speech_ms"]

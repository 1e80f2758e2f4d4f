"""The one timing model: how long Nao speaks and moves, how long trials and sessions last, at best and at
worst.

``session``: a whole session, its ways and how often a loop turns. ``blocks``: lists of moments, and blocks of
trials with their helps. ``actions``: one action (gesture, posture, look, sound), one sentence by its words,
and a span of time as a value. ``values``: what is known of settings and items before a session.

Checks and rehearsals take their durations from here and from nowhere else. Nothing here reads a clock; all
durations are integer milliseconds.
"""

from __future__ import annotations

from nao_sessions.protocol.timing.actions import Lengths, action_ms, sounds_of, speech_ms
from nao_sessions.protocol.timing.session import SessionTime, session_time

__all__ = ["Lengths", "SessionTime", "action_ms", "session_time", "sounds_of", "speech_ms"]

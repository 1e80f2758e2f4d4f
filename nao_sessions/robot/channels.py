"""The channels of Nao: what it can do one of at a time.

An action that comes while its channel is taken waits for its turn; a halt empties the turns.
"""

from __future__ import annotations

from collections.abc import Mapping

CHANNELS: Mapping[str, str] = {
    "say": "voice",
    "sound": "voice",
    "gesture": "body",
    "pose": "body",
    "posture": "body",
    "look": "head",
    "eyes": "eyes",
    "listen": "ears",
    "watch": "sight",
    "lamps": "eyes",
    "tone": "voice",
}
"""The channel of each verb of an :class:`~nao_sessions.engine.values.Action`; the last two are a clap's."""

STILL = frozenset({"watch"})
"""The verbs that move nothing and make no sound: the latch does not hold them back.

What they began can so be stopped at any time.
"""

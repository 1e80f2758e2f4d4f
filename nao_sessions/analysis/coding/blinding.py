"""What may be hidden from a coder, and what follows from it.

A blind coder must not know what a session was meant to show.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from nao_sessions.text.messages import Text, msg

Hidden = Literal["robot", "judgements", "phase", "number"]
HIDDEN: tuple[Hidden, ...] = ("robot", "judgements", "phase", "number")

NAMES: dict[Hidden, Text] = {
    "robot": msg("what Nao says and does"),
    # the whole lanes: what a child answered is what was judged, and a note often says it
    "judgements": msg("the session's judgements, and all that was noted of child and adult"),
    "phase": msg("the phase and the steps"),
    "number": msg("the session's number and date"),
}


def begins_silent(hidden: Collection[Hidden]) -> bool:
    """Return whether the sound starts switched off, because Nao is hidden and its voice would be heard."""
    return "robot" in hidden

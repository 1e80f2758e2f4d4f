"""What is noticed in pictures and sound: a picture that repeats itself, a black one, a silent microphone.

Nothing here reads a clock; what is noticed is handed on as an event, and nothing else is done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

STILL_S = 10.0
"""A picture is frozen, black or silent after this many seconds: in a room with children something moves."""
SAME = 1.5
"""Levels of grey by which no block of a repeated picture changes: encoding the same twice differs by less."""
PICTURES_TO_JUDGE = 3
DARK = 32
"""A picture whose brightest block is below this level of grey is black: black is 16, and noise adds to it."""
QUIET_DB = -66.0
"""A microphone whose loudest sample is below this is dead (full scale is 0); a quiet room is 20 dB louder."""

Blocks = NDArray[np.uint8]
Tell = Callable[[dict[str, Any]], None]


class Noticing:
    """The judge of pictures and sound: reports each fault once when it lasts, and once when it is over."""

    def __init__(self, tell: Tell, still_ns: int) -> None:
        self._tell, self._still_ns = tell, still_ns
        self._last: Blocks | None = None
        self._pictures = 0
        self._since: dict[str, int] = {}
        self._told: set[str] = set()

    def forget(self) -> None:
        """Forget the last picture, for a new connection; what was reported stays until it changes."""
        self._last, self._pictures = None, 0
        self._since = {kind: at for kind, at in self._since.items() if kind in self._told}

    def see(self, blocks: Blocks, at_ns: int) -> None:
        """Judge from the blocks of a picture whether the picture is frozen or black."""
        changed = self._last is None or bool(
            np.abs(blocks.astype(np.int16) - self._last.astype(np.int16)).max() > SAME
        )
        self._pictures = 1 if changed else self._pictures + 1
        black = int(blocks.max()) < DARK
        if self._last is not None or "frozen" not in self._told:
            repeats = not changed and not black and self._pictures >= PICTURES_TO_JUDGE
            self._judge("frozen", not changed and not black, at_ns, sure=repeats)
        self._judge("black", black, at_ns)
        self._last = blocks

    def hear(self, peak_db: float, at_ns: int) -> None:
        """Judge whether sound is silent, from its loudest sample in dB (full scale is 0)."""
        self._judge("silent", peak_db < QUIET_DB, at_ns)

    def _judge(self, kind: str, is_so: bool, at_ns: int, *, sure: bool = True) -> None:
        if not is_so:
            since_ns = self._since.pop(kind, None)
            if kind in self._told:
                self._told.discard(kind)
                self._tell({"event": "well_again", "after": kind, "from": since_ns, "to": at_ns})
            return
        since_ns = self._since.setdefault(kind, at_ns)
        if sure and kind not in self._told and at_ns - since_ns >= self._still_ns:
            self._told.add(kind)
            self._tell(
                {"event": kind, "from": since_ns, **({"reason": "repeats"} if kind == "frozen" else {})}
            )

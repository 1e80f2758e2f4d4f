"""A scripted child beside the simulator: it looks at the view, and its hand does what it decides.

Nothing reaches the engine this way but what the simulated robot itself notices.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from nao_sessions.core.events import Event
from nao_sessions.engine.values import View


class Act(Protocol):
    """What a child decided to do, and after how many seconds of session time."""

    @property
    def manner(self) -> str:
        """Touch or word."""
        ...

    @property
    def value(self) -> str:
        """The part, or the word."""
        ...

    @property
    def after_s(self) -> float:
        """Seconds of session time from what it saw."""
        ...


class Hand(Protocol):
    """What a child acts with."""

    def touch(self, part: str) -> None:
        """Touch a part."""
        ...

    def speak(self, word: str) -> None:
        """Say a word."""
        ...

    def rest(self) -> None:
        """Do nothing again."""
        ...


class ChildAtSimulator:
    """Watches a session and acts on a simulator."""

    REST_AFTER_S = 1.0

    def __init__(self, see: Callable[[View], Act | None], hand: Hand, speed: float) -> None:
        self._see = see
        self._hand = hand
        self._speed = speed

    def watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        """Look at the session after an input; a watcher of the session's loop."""
        act = self._see(view)
        if act is not None:
            asyncio.get_running_loop().call_later(act.after_s / self._speed, self._do, act)

    def _do(self, act: Act) -> None:
        if act.manner == "touch":
            self._hand.touch(act.value)
        else:
            self._hand.speak(act.value)
        asyncio.get_running_loop().call_later(self.REST_AFTER_S / self._speed, self._hand.rest)

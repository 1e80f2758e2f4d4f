"""The hand and the voice of a scripted child: what it does to the simulator, over a qi session of its own.

It uses the simulator's own service and nothing else; on a real Nao there is no such service.
"""

from __future__ import annotations

import asyncio
from typing import Any

from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.protocol.trials import Sense
from nao_sessions.robot.naoqi.link import CONNECT_DEADLINE_S, qi_module
from nao_sessions.robot.naoqi.watch import EXTRACTORS
from nao_sessions.text.messages import msg

TAP_S = 0.25
"""How long a child's hand stays on a sensor, in seconds of session time."""

CONFIDENCE = 0.6
"""The confidence with which the simulator recognises a word of the child."""


class SimulatedHand:
    """The hand, the voice and the face of a scripted child before one simulator."""

    def __init__(self, session: Any, service: Any, memory: Any) -> None:
        self._session = session
        self._service = service
        self._memory = memory

    @classmethod
    async def reach(cls, url: str, deadline_s: float = CONNECT_DEADLINE_S) -> SimulatedHand:
        """Connect to a simulator. Raises: DeviceUnavailable: it is not a simulator, or does not answer."""
        qi = qi_module()
        within_ms = round(1000 * deadline_s)

        def connect() -> tuple[Any, Any, Any]:
            session = qi.Session()
            session.connect(url, _async=True).value(within_ms)  # a RuntimeError where nothing answers in time
            found = (session.service(name, _async=True) for name in ("NaoSimulator", "ALMemory"))
            simulator, memory = (one.value(within_ms) for one in found)
            return session, simulator, memory

        try:
            return cls(*await asyncio.to_thread(connect))
        except RuntimeError as error:
            raise DeviceUnavailable(
                msg("The scripted child exists on the simulator only."),
                msg("Leave --child out, or run with --simulator."),
                code="D105",
            ) from error

    def touch(self, part: str) -> None:
        """Tap a part of the simulated Nao; returns at once."""
        self._service.child("reaching", _async=True)
        self._service.tap(part, TAP_S, _async=True)

    def speak(self, word: str) -> None:
        """Say a word to the simulated Nao; returns at once."""
        self._service.child("speaking", _async=True)
        self._service.hear(word, CONFIDENCE, _async=True)

    def rest(self) -> None:
        """Show the child doing nothing, as one who waits; returns at once."""
        self._service.child("idle", _async=True)

    def show(self, card: str | None) -> None:
        """Hold a card up to the simulated Nao, or put it away (None); returns at once."""
        if card is None:
            self._service.hideCard(_async=True)
        else:
            self._service.showCard(int(card), _async=True)

    def sense(self, sense: Sense, there: bool) -> None:
        """Give the simulated Nao a sign that is there or gone, or end it; returns at once.

        What the simulator has no act for is told to its memory, as Nao's extractor would.
        """
        if sense == "gaze":
            self._service.lookAtRobot(there, _async=True)
        elif sense == "face":
            self._service.faceVisible(there, _async=True)
        else:
            self._memory.raiseEvent(EXTRACTORS[sense].event, there, _async=True)

    def murmur(self, seconds: float) -> None:
        """Speak for some seconds without a word that Nao knows; returns at once."""
        self._service.murmur(seconds, _async=True)

    def close(self) -> None:
        """Close the connection to the simulator."""
        self._session.close()

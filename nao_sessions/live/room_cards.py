"""The cards that the room's cameras see, as inputs of the session: looked for only while the engine asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.live.room_file import Recorded
from nao_sessions.room.card_camera import CardCamera

Note = Callable[[str, str, dict[str, Any]], None]


class RoomCards:
    """A watcher of the session's loop: it follows what the engine asks the robot to ``watch`` for."""

    def __init__(
        self,
        cameras: Sequence[Recorded],
        put: Callable[[Incoming], None],
        note: Note,
        speed: float = 1.0,
    ) -> None:
        """Prepare.

        Args:
            cameras: those that are to look for cards.
            put: takes each card as an input, with source ``camera:NAME``.
            note: takes what becomes of a camera, for the log.
            speed: session seconds a real second.
        """
        self._put, self._note = put, note
        self._cameras = [CardCamera(one.name, one.url, self._hear, speed, one.login) for one in cameras]

    def watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        """Look for cards, or rest, as the outputs of an input say."""
        for output in outputs:
            if output.kind == "do" and output.data.get("verb") == "watch":
                looks = "card" in (output.data.get("senses") or ())
                for camera in self._cameras:
                    camera.look(looks)

    async def close(self) -> None:
        """Look no more."""
        await asyncio.gather(*(camera.stop() for camera in self._cameras))

    def _hear(self, name: str, event: dict[str, Any]) -> None:
        kind = str(event.get("event"))
        if kind == "card":
            data = {"card": str(event["card"])}
            self._put(Incoming(f"camera:{name}", "card", data, int(event["monotonic_ns"])))
        else:
            facts = {key: value for key, value in event.items() if key != "event"}
            self._note(f"camera:{name}", f"cards_{kind}", facts)

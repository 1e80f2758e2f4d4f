"""What the pages see and hear of the room: from the recorders while a session runs, else through its sources.

A recorder shows its pictures only while somebody asks for them; how loud it is then, its levels tell.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence

from nao_sessions.console.hall import Hall
from nao_sessions.console.stage import Picture
from nao_sessions.live.room_file import Recorded
from nao_sessions.room.recording import Recording
from nao_sessions.room.viewing import Heard, SourceView

UNASKED_S = 5.0
"""How long a recorder goes on showing its pictures after the last question."""


class Pictures:
    """The cameras and the microphones of one console."""

    def __init__(self, sources: Sequence[Recorded], hall: Hall) -> None:
        self._hall, self._sources = hall, tuple(sources)
        self._views = {
            source.name: SourceView(source.url, source.login, sound_only=source.sound_only)
            for source in sources
        }
        self._asked_s: dict[str, float] = {}
        self._switching: asyncio.Task[None] | None = None

    def names(self) -> tuple[str, ...]:
        """Give the names of the cameras."""
        return tuple(source.name for source in self._sources if not source.sound_only)

    async def of(self, camera: str) -> Picture | None:
        """Give what a camera sees now; None where it shows nothing."""
        recording = self._recording(camera)
        if recording is None:
            with contextlib.suppress(OSError):
                seen = await self._views[camera].last_picture()
                return None if seen is None else Picture(seen.jpeg, seen.at_ns)
            return None
        if camera not in self._asked_s:
            await recording.preview(True)
            asyncio.get_running_loop().call_later(UNASKED_S, self._end_unasked, camera)
        self._asked_s[camera] = time.monotonic()
        shown = recording.last_picture()
        return None if shown is None else Picture(shown.jpeg, shown.at_ns)

    async def heard(self) -> tuple[tuple[Recorded, Heard], ...]:
        """Tell how each source sounds now; nothing while a session runs, or is being set up."""
        if self._hall.running is not None or self._hall.setting_up is not None:
            return ()
        found = []
        for source in self._sources:
            with contextlib.suppress(OSError):
                found.append((source, await self._views[source.name].heard()))
        return tuple(found)

    async def let_go(self) -> None:
        """Look through no source: some let only one look, and a recorder comes."""
        self._asked_s.clear()
        for view in self._views.values():
            await view.stop()

    def _recording(self, camera: str) -> Recording | None:
        running = self._hall.running
        return None if running is None else running.session.recording(camera)

    def _end_unasked(self, camera: str) -> None:
        recording, asked_s = self._recording(camera), self._asked_s.get(camera)
        if recording is None or asked_s is None:
            self._asked_s.pop(camera, None)
            return
        loop = asyncio.get_running_loop()
        left_s = UNASKED_S - (time.monotonic() - asked_s)
        if left_s > 0:
            loop.call_later(left_s, self._end_unasked, camera)
            return
        del self._asked_s[camera]
        self._switching = loop.create_task(recording.preview(False))

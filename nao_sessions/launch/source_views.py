"""What is seen and heard of the room: from the recorders while a session runs, else through its sources.

A recorder shows its pictures only while somebody asks for them. Nothing here keeps a session from beginning:
whether a microphone records is seen when its recorder rolls.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping, Sequence

from nao_sessions.doctor.devices.codes import NO_SOUND, SILENT
from nao_sessions.live.preflight import SOUND, CheckLine, Verdict
from nao_sessions.live.session import LiveSession
from nao_sessions.room.capture.recording import Recording
from nao_sessions.room.room_file import RecordedSource
from nao_sessions.room.viewing.preview import Preview
from nao_sessions.room.viewing.view import Hearing, SoundState, SourceView
from nao_sessions.text.messages import Text, msg

UNASKED_S = 5.0
"""How long a recorder goes on showing its pictures after the last question."""


class SourceViews:
    """The cameras and the microphones of one room; ``session`` returns the session that runs, or None."""

    def __init__(self, sources: Sequence[RecordedSource], session: Callable[[], LiveSession | None]) -> None:
        self._session, self._sources = session, tuple(sources)
        self._views = {
            source.name: SourceView(source.url, source.login, sound_only=source.sound_only)
            for source in sources
        }
        self._asked_s: dict[str, float] = {}
        self._switching: asyncio.Task[None] | None = None

    def cameras(self) -> tuple[str, ...]:
        """Return the names of the room's cameras."""
        return tuple(source.name for source in self._sources if not source.sound_only)

    async def picture(self, camera: str) -> Preview | None:
        """Return the current picture of a camera; None where it has none.

        In a session only of one that is recorded: somebody may not want the others to look.
        """
        recording = self._recording(camera)
        if recording is None:
            if self._session() is not None:
                return None
            with contextlib.suppress(OSError):
                return await self._views[camera].last_picture()
            return None
        if camera not in self._asked_s:
            await recording.preview(True)
            asyncio.get_running_loop().call_later(UNASKED_S, self._end_unasked, camera)
        self._asked_s[camera] = time.monotonic()
        return recording.last_picture()

    async def levels(self) -> Mapping[str, float | None]:
        """Return each source's current peak level in dB, None where unknown; only while no session runs."""
        return {source.name: heard.peak_db for source, heard in await self._heard()}

    async def sound_lines(self) -> tuple[CheckLine, ...]:
        """Return a line of the preflight for each source's sound; only while no session runs."""
        return _sound_lines(await self._heard())

    async def release(self) -> None:
        """Release all sources: some serve one viewer only, and a recorder needs them."""
        self._asked_s.clear()
        for view in self._views.values():
            await view.stop()

    async def _heard(self) -> tuple[tuple[RecordedSource, SoundState], ...]:
        found = []
        for source in self._sources:
            with contextlib.suppress(OSError):
                found.append((source, await self._views[source.name].heard()))
        return tuple(found)

    def _recording(self, camera: str) -> Recording | None:
        session = self._session()
        return None if session is None else session.recording(camera)

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


def _sound_lines(sounds: Sequence[tuple[RecordedSource, SoundState]]) -> tuple[CheckLine, ...]:
    """Return a line for each source; for a camera without sound only where nothing else hears the room."""
    others = [source for source, heard in sounds if heard.state != "no_sound"]
    return tuple(_line(source, heard) for source, heard in sounds if heard.state != "no_sound" or not others)


def _line(source: RecordedSource, heard: SoundState) -> CheckLine:
    verdict, sentence, remedy, code = _LINES[heard.state]
    kind = _MICROPHONE if source.sound_only else _CAMERA
    named = sentence.format(source=kind.format(name=source.name))
    return CheckLine(f"{SOUND}{source.name}", verdict, named, remedy, code)


_CAMERA = msg("the camera '{name}'")
_MICROPHONE = msg("the microphone '{name}'")
_SPEAK = msg(
    "Speak: the bar must move. Otherwise: a muted or unplugged microphone, or sound that is off in the "
    "camera."
)
_SWITCH_ON = msg("Switch the sound on in the camera, or add a microphone to the room file.")
_LINES: Mapping[Hearing, tuple[Verdict, Text, Text | None, str]] = {
    "unknown": ("warning", msg("Listening to {source}..."), None, ""),
    "heard": (
        "well",
        msg("The room is heard through {source}."),
        None,
        "",
    ),
    "silent": (
        "warning",
        msg("Nothing is heard through {source}."),
        _SPEAK,
        SILENT.code,
    ),
    "no_sound": (
        "warning",
        msg("No sound: {source} sends none."),
        _SWITCH_ON,
        NO_SOUND.code,
    ),
    "gone": (
        "warning",
        msg("No sound: {source} does not answer."),
        msg("Check its power and its cable; 'nao-sessions doctor' says why."),
        "D107",
    ),
}

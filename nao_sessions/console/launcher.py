"""The port by which pages ask for a session to be set up: no page knows which robot stands behind it.

`live_launcher` is the real one; tests use one that notes what it was asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from nao_sessions.console.session_registry import RunningSession
from nao_sessions.live.preflight import CheckLine
from nao_sessions.privacy.ledger.rules import Means


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """The session that a professional has prepared.

    ``settings`` are as typed, by name; ``agreements`` are what each child has said today (yes, no, unsure;
    none: it was asked and did not answer), by code; ``despite`` are the codes of preflight lines that it
    begins in spite of; ``clap``: Nao gives the last clap too, once the adult says that the room is empty.
    ``instead`` is what the adult saw or decided where a child who takes part has not said yes, by code, in
    words; it is noted in the log. ``unrecorded``: no camera and no microphone records.
    ``rehearsal``: it is one, whatever robot stands behind it, since adults play the children.
    ``adults`` are those in the room, by their codes in the ledger of grounds. ``traceless``: nothing of it is
    kept.
    """

    protocol: Path
    participants: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    ground: str | None = None
    unencrypted: str | None = None
    clap: bool = False
    agreements: Mapping[str, str] = field(default_factory=dict)
    despite: tuple[str, ...] = ()
    seed: int | None = None
    instead: Mapping[str, str] = field(default_factory=dict)
    unrecorded: bool = False
    rehearsal: bool = False
    adults: tuple[str, ...] = ()
    traceless: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """The last picture of a camera, as JPEG; ``at_ns`` is the session time at which its first byte came."""

    jpeg: bytes
    at_ns: int


class ConsoleLauncher(Protocol):
    """What sets sessions up and begins them, on the robot and with the cameras of this console."""

    async def look(self, wanted: SessionRequest) -> tuple[CheckLine, ...]:
        """Return the lines of the preflight: disk, ground, robot, heat, sound. What is wrong is a line, too.

        Raises:
            NaoSessionsError: the protocol cannot be loaded, or does not fit what was asked.
        """
        ...

    async def begin(self, wanted: SessionRequest) -> RunningSession:
        """Begin a session and return it once it runs: recorders go on, the guard watches over Nao.

        Raises:
            NaoSessionsError: something that it needs is not there; nothing was begun.
        """
        ...

    async def go_on(self, folder: Path, despite: Collection[str] = ()) -> RunningSession:
        """Resume an interrupted session, paused at the step where it stopped.

        ``despite`` are the codes of preflight lines that it goes on in spite of, as in
        :class:`SessionRequest`.

        Raises:
            NaoSessionsError: something that it needs is not there; its folder is as it was.
        """
        ...

    def cameras(self) -> tuple[str, ...]:
        """Return the names of the room's cameras."""
        ...

    def records(self) -> bool:
        """Return whether the room has a camera or a microphone; without one, a clap synchronises nothing."""
        ...

    async def means(self) -> Means:
        """Return what children would be recorded with here."""
        ...

    async def objected(self, wanted: SessionRequest) -> frozenset[str]:
        """Return the cameras that somebody who takes part does not want to be seen by.

        Raises:
            NaoSessionsError: the protocol cannot be loaded, or does not fit what was asked.
        """
        ...

    async def recordable(self, wanted: SessionRequest) -> frozenset[str]:
        """Return the recorders (names of the ledger) that would record if each child said yes.

        Raises:
            NaoSessionsError: the protocol cannot be loaded, or does not fit what was asked.
        """
        ...

    async def picture(self, camera: str) -> Picture | None:
        """Return the current picture of a camera, during a session or not; None where it has none."""
        ...

    async def levels(self) -> Mapping[str, float | None]:
        """Return each sound source's peak level in dB, None where it is unknown; empty during a session."""
        ...

"""What the console reads and looks at before an interrupted session goes on, and how its folder is taken up.

Until all of it is through, nothing in the folder is changed: a session that cannot go on now can go on later.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.cli.words import log_differs
from nao_sessions.core.errors import UsageError
from nao_sessions.live.disk_space import Need, need_of
from nao_sessions.live.preflight import OVERRIDABLE, Line, Plan, preflight, refused
from nao_sessions.live.room_file import Room
from nao_sessions.live.session import not_written
from nao_sessions.live.start import Begun, begin_again, check_not_imported
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.journal import ReplayDiffers
from nao_sessions.session.manifest import Manifest
from nao_sessions.text.messages import msg


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A session that is to go on: what its folder says of it, and its protocol, read once."""

    folder: SessionFolder
    manifest: Manifest
    protocol: Protocol

    @classmethod
    def read(cls, path: Path) -> Interrupted:
        """Read it. Raises: RecordError, UsageError (it was imported), ProtocolRefused."""
        folder = SessionFolder.open(path)
        manifest = folder.read_manifest()
        check_not_imported(manifest)
        return cls(folder, manifest, load_files(folder.protocol_files(), manifest.protocol.entry))

    @property
    def recorded(self) -> bool:
        """Tell whether anything recorded it."""
        return bool(self.manifest.room.get("cameras") or self.manifest.room.get("microphones"))

    def needs(self, room: Room, *, real: bool) -> Need:
        """Estimate what it needs with this room's sources, by the settings that it began with."""
        return need_of(
            room,
            self.protocol,
            self.folder.path.parent,
            real=real,
            settings=self.manifest.settings,
            speed=self.manifest.clock.speed,
        )

    def look(self, room: Room, need: Need, despite: Collection[str], *, real: bool) -> tuple[Line, ...]:
        """Look at all that it needs; give what it goes on in spite of.

        What was given at its beginning holds; the volume and the disk are looked at again.

        Raises:
            NaoSessionsError: the gravest thing that keeps it from going on.
        """
        ground = self.manifest.ground
        lines = preflight(
            Plan(
                room=room,
                folder=self.folder.path,
                need=need,
                real=real,
                ground=ground.text,
                unencrypted=ground.unencrypted,
            )
        )
        keeping = refused(lines, despite)
        if keeping:
            told = keeping[0].told()
            if keeping[0].code in OVERRIDABLE:
                told = UsageError(told.sentence, _MAKE_ROOM_HERE, code=told.code)
            raise told
        return tuple(line for line in lines if line.verdict == "refused")

    def take_up(self) -> Begun:
        """Take up its log. Raises: NaoSessionsError, as :func:`begin_again`."""
        try:
            return begin_again(self.folder, self.protocol)
        except ReplayDiffers as error:
            raise log_differs(error.seq) from error
        except OSError as error:
            raise not_written(error) from error


_MAKE_ROOM_HERE = msg("Nothing is lost. Make room on this disk, then 'Go on'.")

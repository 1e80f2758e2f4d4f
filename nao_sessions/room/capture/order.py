"""The order to record one source, as a value and as the ``start`` command that a recorder reads.

No recording without a ground (why the session may be filmed): without one nothing is opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SessionClock
from nao_sessions.core.errors import UsageError
from nao_sessions.room.address import parse
from nao_sessions.room.sources.login import read_login
from nao_sessions.text.messages import msg


@dataclass(frozen=True, slots=True)
class Order:
    """One source to record: ``folder`` is the session folder's ``room``, ``segment`` the first number.

    ``login`` is the name of a file with user and password, and no secret; of a source that is ``sound_only``
    no picture is kept.
    """

    name: str
    source: str
    folder: Path
    clock: SessionClock
    ground: str
    segment: int = 1
    login: str = ""
    sound_only: bool = False

    def from_segment(self, segment: int) -> Order:
        """Return the same order, starting at another segment number."""
        return replace(self, segment=segment)

    def to_command(self) -> dict[str, Any]:
        """Return the order as the ``start`` command, for JSON."""
        return {
            "cmd": "start",
            "name": self.name,
            "source": self.source,
            "folder": str(self.folder),
            "origin_ns": self.clock.origin_ns,
            "speed": self.clock.speed,
            "segment": self.segment,
            "ground": self.ground,
            "login": self.login,
            "sound_only": self.sound_only,
        }

    @classmethod
    def from_command(cls, command: dict[str, Any]) -> Order:
        """Return the order in a ``start`` command.

        Raises:
            UsageError: a field is missing or wrong, or recording has no ground.
        """
        try:
            order = cls(
                name=str(command["name"]),
                source=str(command["source"]),
                folder=Path(command["folder"]),
                clock=SessionClock(int(command["origin_ns"]), float(command.get("speed", 1.0))),
                segment=int(command.get("segment", 1)),
                ground=str(command.get("ground") or "").strip(),
                login=str(command.get("login") or ""),
                sound_only=bool(command.get("sound_only", False)),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(
                msg("The order to record is incomplete."),
                code="bad_command",
            ) from error
        order.check()
        return order

    def check(self) -> None:
        """Check that the order is complete, and that its source may and can be recorded.

        Raises:
            UsageError: there is no ground, the name is no file's name, the source is of an unknown kind, or
                its login cannot be used.
        """
        if not self.ground:
            raise UsageError(
                msg("No recording without a ground: say why the session is filmed."),
                code="no_ground",
            )
        if not self.name or "/" in self.name or self.name.startswith("."):
            raise UsageError(
                msg("This name of a camera will not do."),
                code="bad_command",
            )
        parse(self.source)
        read_login(self.login)

"""Asking for the figures of all sessions: what is kept is taken, a child process reads the rest.

At most one reads at a time; whoever asks meanwhile gets what that one finds.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.console.house import House
from nao_sessions.console.progress.figures import SessionFigures
from nao_sessions.console.progress.kept import up_to_date
from nao_sessions.core import processes
from nao_sessions.core.errors import RecordError
from nao_sessions.protocol.series_plan import PlannedPart
from nao_sessions.text.messages import msg

LONGEST_S = 300
"""For a first reading of some thousands of long sessions on a slow disk."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: closed sessions of the house's own kind, the oldest first; what cannot be read."""

    sessions: tuple[SessionFigures, ...]
    unread: tuple[str, ...]
    planned: Mapping[str, tuple[PlannedPart, ...]]


class Figures:
    """The figures of a house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._reading: asyncio.Task[Read] | None = None

    async def read(self) -> Read:
        """Give the figures as they are now.

        Rehearsals are left out; in a rehearsal's house they are all there is.

        Raises:
            RecordError: the process that reads them failed (A110).
        """
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(asyncio.to_thread(self._ask))
        return await asyncio.shield(self._reading)

    def _ask(self) -> Read:
        """Take what is kept, where all is there; else have the process read it. Raises: RecordError."""
        house = self._house
        kept = up_to_date(house.sessions, house.protocols, house.keep)
        if kept is not None:
            return read_of(kept, rehearsal=house.rehearsal)
        places = [str(house.sessions), str(house.protocols), str(house.keep)]
        try:
            ran = processes.run(
                processes.python_command("nao_sessions.console.progress.reader", *places),
                capture_output=True,
                check=True,
                timeout=LONGEST_S,
                stdin=subprocess.DEVNULL,
            )
            return read_of(json.loads(ran.stdout), rehearsal=house.rehearsal)
        except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
            raise RecordError(_FAILED, _FAILED_HINT, code="A110") from error


def read_of(record: Mapping[str, object], *, rehearsal: bool) -> Read:
    """Take up what the process wrote. Raises: KeyError, TypeError, ValueError, where it is none of ours."""
    sessions, unread, planned = record["sessions"], record["unread"], record["planned"]
    if not (isinstance(sessions, list) and isinstance(unread, list) and isinstance(planned, dict)):
        raise TypeError("not what the reader writes")
    figures = [SessionFigures.from_json(one) for one in sessions]
    kept = [one for one in figures if one.closed and one.rehearsal == rehearsal]
    return Read(
        sessions=tuple(sorted(kept, key=lambda one: (one.utc_s, one.id))),
        unread=tuple(map(str, unread)),
        planned={code: tuple(PlannedPart(**one) for one in plan) for code, plan in planned.items()},
    )


_FAILED = msg("The sessions could not be read.")
_FAILED_HINT = msg("Load the page again; if it happens again, 'nao-sessions info' says which one is damaged.")

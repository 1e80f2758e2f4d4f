"""What became of a session that no longer runs here: is it closed, and what did its guard last say of Nao?

Read from its folder alone, since whoever knew more is dead. What the folder does not prove is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nao_sessions.console.home.past import is_held
from nao_sessions.console.session.words import ENDINGS
from nao_sessions.core.errors import RecordError
from nao_sessions.core.events import Event
from nao_sessions.robot.port import NOBODY
from nao_sessions.room.hold import is_closing, is_recorded
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.halts import read_halts
from nao_sessions.session.interruptions import CLOSER, STOPS, read_interruptions
from nao_sessions.session.log import read_log
from nao_sessions.text.messages import Text

Nao = Literal["still", "halted", "ended", "none", "unknown"]
"""``still``: the guard halted Nao after the session's last line, and saw it still; ``halted``: it sent the
halt, and has not seen Nao still; ``ended``: the session was closed, and commands Nao no more; ``none``: no
Nao took part."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a session ended; ``closed`` means that its folder is, and that there is nothing to go on with,
    ``closing`` that somebody closes it, and that there soon will be nothing.

    ``already``: Nao was stopped before the session died, by somebody or by its head. ``recorded``: the room
    is still being recorded, since recorders outlive the session for a while.
    """

    closed: bool
    nao: Nao
    already: bool = False
    recorded: bool = False
    closing: bool = False

    @property
    def sentence(self) -> Text | None:
        """Return what is said of Nao; None where none took part."""
        if self.nao == "none":
            return None
        return ENDINGS["still_already" if self.nao == "still" and self.already else self.nao]


def read_ending(path: Path | None) -> Ending:
    """Read what became of a session by its folder; None, or one that tells nothing: nothing is known.

    Some milliseconds for a long log: from the loop, call it in a thread.
    """
    if path is None:
        return Ending(closed=False, nao="unknown")
    folder = SessionFolder(path)
    try:
        manifest = folder.read_manifest()
        closed = manifest.state != "open"
        closing = not closed and is_closing(folder.room)
        # Held, and not to close it: another process goes on with it, and what Nao does is that one's.
        held = not closing and is_held(folder.events)
        recorded = not closed and not held and is_recorded(folder.room)
        if manifest.robot.get("kind") == NOBODY:
            return Ending(closed, "none", recorded=recorded, closing=closing)
        if closed:
            return Ending(closed, "ended")
        if held:
            return Ending(closed, "unknown")
        events = _before_closing(read_log(folder.events).events)
        return Ending(closed, _last_word(folder, events), _is_stopped(events), recorded, closing)
    except RecordError:
        return Ending(closed=False, nao="unknown")


def _before_closing(events: Sequence[Event]) -> Sequence[Event]:
    """Return the lines without those by which closing the folder told the session's death: no act of Nao."""
    deaths = (place for place, event in enumerate(events) if event.dir == "in" and event.source == CLOSER)
    return events[: next(deaths, len(events))]


def _is_stopped(events: Sequence[Event]) -> bool:
    """Tell whether a session died while Nao was stopped."""
    last = read_interruptions(events)[-1:]
    return any(not one.over and (one.why in STOPS or one.halt is not None) for one in last)


def _last_word(folder: SessionFolder, events: Sequence[Event]) -> Nao:
    """Return what the guard last said of a Nao whose session died."""
    last_ns = events[-1].at if events else 0
    word: Nao = "unknown"
    for halt in read_halts(folder.halts):
        match halt.get("event"):
            case "halted":  # one from before a later line was perhaps undone by a resume
                word = "halted" if halt["at"] >= last_ns else "unknown"
            case "quiet" if word == "halted":
                word = "still"
            case "cut_again" if word == "still":
                word = "halted"
    return word

"""What the home page says of what is kept: an incident under way, the last restore that was tried."""

from __future__ import annotations

import datetime

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.privacy.life.backup import backups_known, last_rehearsal
from nao_sessions.privacy.life.hold import read_hold
from nao_sessions.record.house import House
from nao_sessions.text.formats import Day
from nao_sessions.text.messages import Text, msg


def custody_lines() -> tuple[Text, ...]:
    """Return the lines of the home page of a console that records persons."""
    try:
        house = House.default()
        hold, last = read_hold(house), last_rehearsal(house)
        known = backups_known(house)
    except NaoSessionsError as error:
        return (error.sentence,)
    lines = () if hold is None else (hold.in_words(),)
    if last is not None and not last.good:
        return (*lines, _FAILED.format(when=_day(last.when_utc)))
    if last is not None:
        return (*lines, _REHEARSED.format(when=_day(last.when_utc)))
    return (*lines, _NEVER if known else _NO_BACKUP)


def _day(when_utc: str) -> Day:
    return Day(datetime.date.fromisoformat(when_utc[:10]))


_REHEARSED = msg("A restore was tried on {when}: all came back.")
_FAILED = msg("A restore was tried on {when}, and not all came back: back up to another disk.")
_NEVER = msg(
    "There are backups, and no restore was ever tried. The person who looks after the computer does it by: "
    "nao-sessions restore STICK --rehearse"
)
_NO_BACKUP = msg(
    "There is no backup, and no restore was ever tried. The person who looks after the computer makes one "
    "by: nao-sessions backup STICK --new"
)

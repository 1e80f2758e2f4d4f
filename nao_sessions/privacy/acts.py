"""What the house's journal says of persons: who unlocked, opened, exported, corrected, withdrew, destroyed.

A line holds a code and never a name, and nothing of what was seen. It is written before the thing is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nao_sessions.record.house import House
from nao_sessions.text.messages import Text, msg, verbatim

PERSON = "person"
"""The kind of the journal's lines about what a person did in the console."""
EXPORT = "export"
UNKNOWN = "unknown"
"""Who did it, where a command was not told: whoever uses this computer."""

ACTS: Mapping[str, Text] = {
    "unlocked": msg("unlocked the console"),
    "refused": msg("somebody typed a wrong secret code for this one"),
    "locked": msg("locked the console"),
    "opened": msg("opened"),
    "seen": msg("saw again"),
    "heard": msg("heard a memo of"),
    "exported": msg("exported"),
    "exported_refused": msg("handed out, with films that somebody refuses:"),
    "corrected": msg("corrected"),
    "noted": msg("added to"),
    "destroyed": msg("destroyed something of"),
    "kept": msg("wrote why the film is kept of"),
    "erased": msg("erased everything of a person"),
    "held": msg("had nothing erased any more, after an incident"),
    "released": msg("let what falls due be erased again"),
    "terms": msg("changed how long something is kept:"),
    "imported": msg("brought in"),
    "answered": msg("wrote down an agreement or a withdrawal"),
    "paired": msg("paired or forgot a device"),
    "added": msg("added a person:"),
    "changed": msg("changed the secret code of"),
    "removed": msg("removed a person:"),
    "not_done": msg("and was refused, with nothing changed:"),
    "read": msg("read this journal"),
    "turned_away": msg("asked for what is not for this device:"),
}
"""What a person may have done, as it stands between her code and what it was about."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """A line of the journal: when (UTC), which person ("" for nobody known), what, about what, and where."""

    when_utc: str
    person: str
    act: str
    about: str
    where: str

    @property
    def words(self) -> Text:
        """Return what was done, and about what."""
        what = ACTS.get(self.act, verbatim(self.act))
        return msg("{what} {about}", what=what, about=self.about) if self.about else what

    def to_json(self) -> dict[str, str]:
        """Return the line as JSON values."""
        return {
            "when_utc": self.when_utc,
            "person": self.person or UNKNOWN,
            "act": self.act,
            "about": self.about,
            "where": self.where,
        }


def note_act(house: House, act: str, person: str, where: str, about: str = "") -> None:
    """Note what a person does. Raises: OSError, RecordError."""
    house.note(PERSON, act=act, person=person, where=where, about=about)


def read_acts(house: House) -> tuple[ActLine, ...]:
    """Return what the journal says of persons, the oldest first. Raises: RecordError (R161)."""
    return tuple(_act(line) for line in house.lines() if line.get("kind") in (PERSON, EXPORT))


def _act(line: Mapping[str, Any]) -> ActLine:
    if line["kind"] == EXPORT:
        about = ", ".join(map(str, line.get("sessions", ())))
        act = "exported_refused" if line.get("refused_too") else "exported"
        return ActLine(str(line["when_utc"]), str(line.get("by", "")), act, about, "command")
    return ActLine(*(str(line.get(name, "")) for name in ("when_utc", "person", "act", "about", "where")))

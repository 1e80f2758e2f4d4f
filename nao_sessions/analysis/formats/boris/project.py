"""The file of a BORIS project: JSON whose values know their places, whatever is read of it.

That it holds observations and behaviours is for its readers to ask.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from nao_sessions.analysis.formats.json_lines import plain_number
from nao_sessions.analysis.formats.table import Findings
from nao_sessions.analysis.formats.texts import HALF_CHARACTER, HALF_CHARACTER_HINT, decoded
from nao_sessions.analysis.formats.times import HINT, NOT_A_TIME, time_ns
from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import HalfCharacter, Located, Places, check_characters, locate
from nao_sessions.text.messages import Text, msg

FEWEST_FIELDS = 5


@dataclass(frozen=True, slots=True)
class Project:
    """A project, the places of what it holds, and what is to be told of how it was read."""

    whole: Located
    places: Places
    remarks: tuple[Text, ...]


def project_of(content: bytes, file: str, findings: Findings) -> Project:
    """Read a project. Raises: TableRefused, at its place, when it is no JSON."""
    text, remarks = decoded(content, file, findings)
    try:
        whole = locate(text)
        check_characters(text)
    except HalfCharacter as error:
        where = Place(file, error.lineno, error.colno)
        raise findings.refuse("I101", where, HALF_CHARACTER, HALF_CHARACTER_HINT) from None
    except json.JSONDecodeError as error:
        raise findings.refuse("I101", Place(file, error.lineno, error.colno), NO_PROJECT) from None
    except ValueError:
        raise findings.refuse("I101", Place(file), NO_PROJECT) from None
    return Project(whole, Places(text, file), remarks)


def check_times(observation: Located, places: Places, findings: Findings) -> None:
    """Refuse an observation whose times are not those of a video. Raises: TableRefused, at its place."""
    kind = observation.get("type")
    if kind is not None and str(kind.value).upper() == "IMAGES":
        raise findings.refuse("I113", places.place(kind.offset), _IMAGES)
    dated = observation.get("media_creation_date_as_offset")
    if dated is not None and dated.value is True:
        raise findings.refuse("I113", places.place(dated.offset), _DATED, _DATED_HINT)


def written_time(event: Located, places: Places, findings: Findings) -> str | None:
    """Give the time of an event as a plain number of seconds; None, and a finding, where this is no event."""
    fields = event.elements()
    seconds = fields[0].value if len(fields) >= FEWEST_FIELDS else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        findings.add("I101", places.place(event.offset), _NO_EVENT, _NO_EVENT_HINT)
        return None
    written = plain_number(seconds)
    if time_ns(written) is None:
        findings.add("I107", places.place(event.offset), NOT_A_TIME, HINT)
        return None
    return written


def nanoseconds(value: Located | None) -> int | None:
    """Return a number of seconds in nanoseconds; None where there is none."""
    return None if value is None else nanoseconds_of(value.value)


def nanoseconds_of(leaf: object) -> int | None:
    """Return a number of seconds in nanoseconds; None where it is none."""
    if not isinstance(leaf, int | float) or isinstance(leaf, bool):
        return None
    return time_ns(plain_number(leaf))


NO_PROJECT = msg("this file is no BORIS project")
_IMAGES = msg("this observation is of pictures, not of a video")
_DATED = msg("the times of this observation are dates")
_DATED_HINT = msg("switch off the creation date as offset in BORIS, and save")
_NO_EVENT = msg("this is no event of BORIS")
_NO_EVENT_HINT = msg("an event: [time, subject, code, modifiers, comment]")

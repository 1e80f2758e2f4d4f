"""Who was declared to be in a session's room, at any time, beside its participants: by its log's notes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.codes import is_part
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.received import is_there, received
from nao_sessions.privacy.ledger.values import PURPOSES, Purpose

PRESENT = "present"
"""The kind of the log's line that says who is in the room beside its participants, and what is recorded for.

It is written again when somebody comes in; the last one counts for a decision, all of them for who was there.
"""
AGREEMENT = "agreement"
"""The kind of the log's line that says what a child answered before it, also one who then takes no part."""
_MARKS = (f'"{PRESENT}"'.encode(), f'"{AGREEMENT}"'.encode())


@dataclass(frozen=True, slots=True)
class PeopleThere:
    """Who was in the room beside the participants, and what it was recorded for.

    ``children`` came in, or were asked before the session, whatever they said; ``adults`` were declared.
    """

    children: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()
    purpose: Purpose = PURPOSES[0]


def people_in(folder: Path) -> PeopleThere:
    """Return who was declared to be in the room of a session, in the order in which they were named.

    A line that is damaged is passed over.

    Raises:
        OSError, RecordError: the log cannot be read.
    """
    children: dict[str, None] = {}
    adults: dict[str, None] = {}
    purpose = PURPOSES[0]
    if not is_there(folder / "events.jsonl"):
        return PeopleThere()
    with received(folder / "events.jsonl", folder) as stream:
        for line in stream:
            if not any(mark in line for mark in _MARKS):
                continue
            try:
                record = decode_json(line)
                if record["kind"] == AGREEMENT:
                    children[str(record["data"]["participant"])] = None
                    continue
                data = record["data"] if record["kind"] == PRESENT else record["data"].get(PRESENT, {})
                children |= dict.fromkeys(map(str, data.get("children", ())))
                adults |= dict.fromkeys(map(str, data.get("adults", ())))
                purpose = next((one for one in PURPOSES if one == data.get("purpose")), purpose)
            except (ValueError, KeyError, TypeError, AttributeError, NaoSessionsError):
                continue
    return PeopleThere(tuple(one for one in children if not is_part(one)), tuple(adults), purpose)

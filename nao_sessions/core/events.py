"""The event: one thing that happened in a session, as the log keeps it.

Readers ignore fields and kinds that they do not know; writers never rewrite a line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from nao_sessions.core.bounded_json import decode_json, finite, is_plain

Direction = Literal["in", "out", "note"]
NO_DATA: Final[Mapping[str, Any]] = {}
_BLANK = " \t\n\r"
_decode = json.JSONDecoder(parse_float=finite, parse_constant=finite).raw_decode
"""What json.loads calls in the end; called directly, a long log is read in two thirds of the time."""

_string: Any = json.encoder.encode_basestring
_chunks: Any = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, json.JSONEncoder().default, _string, None, ":", ",", False, False, False
)
"""What json.dumps calls in the end for ``ensure_ascii=False, separators=(",", ":"), allow_nan=False``: made
once, as making another for each line takes more time than the line."""


class Event(NamedTuple):
    """One line of ``events.jsonl``.

    ``at`` is when the line was taken up (session ns, never earlier than the line before); ``t`` is when it
    happened; ``cause`` is the seq of what led to it, so that a latency is a query. ``source_t`` is the
    device's own time, in seconds, as the device told it.
    """

    seq: int
    dir: Direction
    at: int
    source: str
    kind: str
    data: Mapping[str, Any] = NO_DATA
    t: int | None = None
    cause: int | None = None
    participant: str | None = None
    turn: str | None = None
    source_t: float | None = None

    @property
    def happened_ns(self) -> int:
        """Return the session time in ns at which it happened, which may be before it was logged."""
        return self.at if self.t is None else self.t

    def to_line(self) -> str:
        """Return the event as one line of JSON, without a line end, as json.dumps would write it.

        Its own fields are written here, which takes half the time of a dictionary; those that
        :meth:`from_line` takes as they come may hold any JSON.

        Raises:
            ValueError: there is a NaN or an infinite number in it.
            TypeError: something in it is no JSON.
        """
        seq, direction, at, source, kind, data, t, cause, participant, turn, source_t = self
        more = ""
        if cause is not None:
            more = f',"cause":{cause if cause.__class__ is int else _json(cause)}'
        if participant is not None:
            more += f',"participant":{_json(participant)}'
        if turn is not None:
            more += f',"turn":{_json(turn)}'
        if source_t is not None:
            more += f',"source_t":{_json(source_t)}'
        way = _string(direction) if direction.__class__ is str else _json(direction)
        happened = at if t is None else t if t.__class__ is int else _json(t)
        return (
            f'{{"seq":{seq},"dir":{way},"at":{at},"t":{happened},"source":{_string(source)}'
            f',"kind":{_string(kind)},"data":{"".join(_chunks(data, 0))}{more}}}'
        )

    @classmethod
    def from_line(cls, line: str) -> Event:
        """Return the event that a line of JSON holds; fields that an event does not have are left out.

        Raises:
            ValueError: the line is no JSON object with the fields that every event has.
        """
        line = line.strip(_BLANK)
        if is_plain(line):
            record, end = _decode(line)
            if end != len(line):
                raise ValueError("a line holds one event")
        else:
            record = decode_json(line)
        if not isinstance(record, dict) or not isinstance(record.get("data"), dict):
            raise ValueError("an event is a JSON object with data")
        try:
            event = cls(  # in their order: by name a log takes a seventh longer to read
                record["seq"],
                record["dir"],
                record["at"],
                record["source"],
                record["kind"],
                record["data"],
                record.get("t"),
                record.get("cause"),
                record.get("participant"),
                record.get("turn"),
                record.get("source_t"),
            )
        except KeyError as error:
            raise ValueError(f"not an event: {error}") from error
        if not _is_sound(event):
            raise ValueError("a field of an event is of another kind")
        return event


def _is_sound(event: Event) -> bool:
    """Return whether the fields of an event, but for its data, are of the kinds that every event has."""
    seq, direction, at, source, kind, _, t, cause, participant, turn, source_t = event
    return (
        seq.__class__ is int
        and at.__class__ is int
        and -_FAR <= at < _FAR
        and direction.__class__ is str
        and source.__class__ is str
        and kind.__class__ is str
        and (t is None or (t.__class__ is int and -_FAR <= t < _FAR))
        and (cause is None or cause.__class__ is int)
        and (participant is None or participant.__class__ is str)
        and (turn is None or turn.__class__ is str)
        and (source_t is None or source_t.__class__ in _NUMBERS)
    )


_NUMBERS = (int, float)
_FAR = 2**63
"""The times of an event, in ns, are whole numbers of 64 bits."""


def _json(value: object) -> str:
    return "".join(_chunks(value, 0))

"""The event: one thing that happened in a session, as the log keeps it.

Readers ignore fields and kinds that they do not know; writers never rewrite a line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

Direction = Literal["in", "out", "note"]
NO_DATA: Final[Mapping[str, Any]] = {}
_BLANK = " \t\n\r"
_decode = json.JSONDecoder().raw_decode
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
        record, end = _decode(line)
        if end != len(line):
            raise ValueError("a line holds one event")
        if not isinstance(record, dict) or not isinstance(record.get("data"), dict):
            raise ValueError("an event is a JSON object with data")
        cause = record.get("cause")
        if cause is not None and not isinstance(cause, int):
            raise ValueError("a cause is a seq")
        try:
            return cls(  # in their order: by name a log takes a seventh longer to read
                int(record["seq"]),
                record["dir"],
                int(record["at"]),
                str(record["source"]),
                str(record["kind"]),
                record["data"],
                record.get("t"),
                cause,
                record.get("participant"),
                record.get("turn"),
                record.get("source_t"),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not an event: {error}") from error


def _json(value: object) -> str:
    return "".join(_chunks(value, 0))

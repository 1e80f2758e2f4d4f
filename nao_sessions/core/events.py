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
"""What json.loads calls in the end; called at once, a long log is read in two thirds of the time."""


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

    def to_line(self) -> str:
        """Give the event as one line of JSON, without the line's end."""
        record: dict[str, Any] = {
            "seq": self.seq,
            "dir": self.dir,
            "at": self.at,
            "t": self.at if self.t is None else self.t,
            "source": self.source,
            "kind": self.kind,
            "data": self.data,
        }
        for name in ("cause", "participant", "turn", "source_t"):
            value = getattr(self, name)
            if value is not None:
                record[name] = value
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_line(cls, line: str) -> Event:
        """Read one line.

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

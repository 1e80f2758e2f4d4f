"""``halts.jsonl`` of a session, written by its guard: what it halted, and what it saw of Nao then."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nao_sessions.core.events import Event

_WORKED_OUT = "last_ns_worked_out"


def read_halts(path: Path) -> list[dict[str, Any]]:
    """Return the whole lines of a ``halts.jsonl``, in their order; none where there is no such file.

    A torn line, or what is no JSON object with an ``at`` in session ns, is left out.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    except OSError:
        return []
    halts = []
    for line in lines:
        try:
            halt = json.loads(line)
        except ValueError:
            continue
        if isinstance(halt, dict) and isinstance(halt.get("at"), int):
            halts.append(halt)
    return halts


def last_known_ns(path: Path, last_line_ns: int) -> int:
    """Return when a session that died was last known to run, in session ns: at its last line, or when its
    guard last halted Nao, as it does at once when a session dies, whichever is later."""
    halted: list[int] = [halt["at"] for halt in read_halts(path) if halt.get("event") == "halted"]
    return max([last_line_ns, *halted])


def with_deaths(events: Sequence[Event], path: Path) -> tuple[Event, ...]:
    """Return a log in which every death of the program has its time, as ``last_ns`` of ``resumed``.

    Logs from before November 2026 do not tell it: there it is the last input or output before, or the halt by
    which the guard, whose ``halts.jsonl`` is at ``path``, stopped Nao after that line. A rehearsal's crash,
    which takes no time, stays as it is; :func:`as_logged` leaves out again what was added.
    """
    lacking = [one for one in events if _is_death(one) and "last_ns" not in one.data]
    if not lacking:
        return tuple(events)
    halts_ns = [halt["at"] for halt in read_halts(path) if halt.get("event") == "halted"]
    found, ran_ns = [], 0
    for event in events:
        if _is_death(event) and "last_ns" not in event.data:
            last_ns = max([ran_ns, *(at for at in halts_ns if ran_ns <= at <= event.at)])
            event = event._replace(data={**event.data, "last_ns": last_ns, _WORKED_OUT: True})
        ran_ns = event.at if event.dir != "note" else ran_ns  # who takes it up notes things before that line
        found.append(event)
    return tuple(found)


def as_logged(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a line holds in the log, without what :func:`with_deaths` added."""
    if _WORKED_OUT not in data:
        return data
    return {name: value for name, value in data.items() if name not in ("last_ns", _WORKED_OUT)}


def _is_death(event: Event) -> bool:
    return (event.dir, event.source, event.kind) == ("in", "session", "resumed")

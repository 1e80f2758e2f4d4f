"""Where each session of a corpus stands for each child: by date, and by a series' plan where given.

A pure function of rows of the table of sessions; rehearsals are no sessions of a child, and get no number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from nao_sessions.export.source import InSeries
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.series_plan import PlannedSession, plan

_UNDATED = datetime.max.replace(tzinfo=UTC)
"""An imported session: nobody knows when it was; it comes behind the others, in the order of names."""

Key = tuple[str, str]
"""A session and a child's code."""


def places_of(sessions: Iterable[Mapping[str, Any]], series: Series | None = None) -> dict[Key, InSeries]:
    """Give the place of every session for every child.

    Args:
        sessions: rows of the table ``sessions``: session, participant, protocol, begun_utc, rehearsal.
        series: whose phases are told; its sessions alone are counted for its children.
    """
    by_child: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in sessions:
        if row["participant"] and not row["rehearsal"]:
            by_child[row["participant"]].append(row)
    found: dict[Key, InSeries] = {}
    for child, rows in by_child.items():
        rows.sort(key=lambda row: (row["begun_utc"] or _UNDATED, row["session"]))
        planned = [one for one in plan(series) if one.participant == child] if series is not None else []
        if series is None or not planned:
            for number, row in enumerate(rows, start=1):
                found[row["session"], child] = InSeries(session_number=number)
        else:
            found |= {(row["session"], child): place for row, place in _planned(rows, planned, series)}
    return found


def with_shared(places: Mapping[Key, InSeries], sessions: Iterable[Mapping[str, Any]]) -> dict[Key, InSeries]:
    """Add the place of what is no child's, under no code: the one that all children of a session share."""
    children: dict[str, set[str]] = defaultdict(set)
    for row in sessions:
        children[row["session"]].add(row["participant"] or "")
    found = dict(places)
    for session, codes in children.items():
        shared = {places.get((session, code)) for code in codes}
        place = shared.pop() if len(shared) == 1 else None
        if place is not None:
            found[session, ""] = place
    return found


def _planned(
    rows: list[Mapping[str, Any]], planned: list[PlannedSession], series: Series
) -> Iterator[tuple[Mapping[str, Any], InSeries]]:
    """Put the sessions that were held beside those that were planned, in the order of time.

    A planned session that plays several protocols took as many folders; sessions beyond the plan have a
    number and no phase.
    """
    kinds = {phase.name: phase.kind for phase in series.phases}
    theirs = {protocol.id for protocol in series.protocols.values()}
    mine = [row for row in rows if row["protocol"] in theirs]
    slots = [one for one in planned for _ in one.protocols]
    beyond = slots[-1].overall if slots else 0
    for place, row in enumerate(mine):
        if place < len(slots):
            slot = slots[place]
            yield row, InSeries(series.id, slot.phase, kinds[slot.phase], slot.overall)
        else:
            yield row, InSeries(series.id, None, None, beyond + 1 + place - len(slots))

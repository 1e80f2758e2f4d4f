"""Where each session of a corpus stands for each child: by date, and by what was said and a series' plan.

A pure function of rows of the table of sessions; rehearsals are no sessions of a child, and get no number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from nao_sessions.analysis.tables.source import InSeries
from nao_sessions.protocol.building.settings import setting_values
from nao_sessions.protocol.series import HeldSession, PlannedPart, Series, parts_held, parts_of
from nao_sessions.record.manifest import Manifest
from nao_sessions.text.messages import Text, msg

Key = tuple[str, str]
"""A session's name and a child's code."""


def places_of(sessions: Iterable[Mapping[str, Any]], series: Series | None = None) -> dict[Key, InSeries]:
    """Return the place of each child's sessions, by session and child; rehearsals are left out.

    A session whose date nobody knows is left out too: its order is not known. For a child of the series,
    so is a session whose protocol is not one of the series'.

    Args:
        sessions: rows of the table ``sessions``: session, participant, protocol, begun_utc, rehearsal, and
            phase: what was said when it began. Of several children the plan of each counts instead.
        series: the series whose phases count; only its sessions are counted for its children.
    """
    by_child: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    children: Counter[str] = Counter()
    for row in sessions:
        children[row["session"]] += 1
        if row["participant"] and not row["rehearsal"] and row["begun_utc"] is not None:
            by_child[row["participant"]].append(row)
    planned = {} if series is None else parts_of(series)
    found: dict[Key, InSeries] = {}
    for child, rows in by_child.items():
        rows.sort(key=lambda row: (row["begun_utc"], row["session"]))
        if series is None or child not in planned:
            for number, row in enumerate(rows, start=1):
                found[row["session"], child] = InSeries(session_number=number)
        else:
            found |= {(name, child): place for name, place in _places(rows, planned[child], series, children)}
    return found


def with_shared(places: Mapping[Key, InSeries], sessions: Iterable[Mapping[str, Any]]) -> dict[Key, InSeries]:
    """Return the places, and for each session the one that all its children share, under the code "".

    A session whose children have different places has none under that code.
    """
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


def departure(facts: Manifest, place: InSeries, series: Series) -> Text | None:
    """Return a sentence on how a session's version or settings differ from its phase's plan, or None.

    Settings for which the phase plans no value are each session's own.
    """
    phase = next(
        (one for one in series.phases if place.series == series.id and one.name == place.phase), None
    )
    if phase is None:
        return None
    planned = []
    for one in phase.protocols:
        protocol = series.protocols[one.file]
        if protocol.id == facts.protocol.id:
            values = setting_values(protocol, one.given)
            planned.append((one.version, {name: values[name] for name in one.given}))
    fits = any(
        version == facts.protocol.version
        and all(facts.settings.get(name) == value for name, value in settings.items())
        for version, settings in planned
    )
    if fits or not planned:
        return None
    names = {name for _, settings in planned for name in settings}
    played = {name: value for name, value in facts.settings.items() if name in names}
    return _DEPARTS.format(
        session=facts.id,
        phase=phase.name,
        played=_named(facts.protocol.id, facts.protocol.version, played),
        planned=" / ".join(_named(facts.protocol.id, *one) for one in planned),
    )


def _named(protocol: str, version: str, settings: Mapping[str, Any]) -> str:
    listed = ", ".join(
        f"{name}: {str(value).lower() if isinstance(value, bool) else value}"
        for name, value in sorted(settings.items())
    )
    return f"{protocol} {version} ({listed})" if listed else f"{protocol} {version}"


_DEPARTS = msg(
    "Session {session} is not what its phase '{phase}' plans: {played} was played, {planned} was planned."
)


def _places(
    rows: list[Mapping[str, Any]],
    planned: Sequence[PlannedPart],
    series: Series,
    children: Mapping[str, int],
) -> Iterator[tuple[str, InSeries]]:
    """Yield name and place of each session of a child whose protocol is one of the series', in time's order.

    A planned session that plays several protocols took as many folders, which have one number.
    """
    theirs = {protocol.id for protocol in series.protocols.values()}
    mine = [row for row in rows if row["protocol"] in theirs]
    phases = [(row["phase"] or "") if children[row["session"]] == 1 else "" for row in mine]
    held = [HeldSession(row["protocol"], phase) for row, phase in zip(mine, phases, strict=True)]
    number, together = 0, 0
    for row, (part, its_own) in zip(mine, parts_held(held, planned), strict=True):
        if not (its_own and part is not None and part.overall == together):
            number += 1
        together = part.overall if its_own and part is not None else 0
        phase, kind = (None, None) if part is None else (part.phase, part.kind)
        yield row["session"], InSeries(series.id, phase, kind, number)

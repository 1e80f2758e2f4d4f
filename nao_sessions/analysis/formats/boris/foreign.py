"""What was imported, as BORIS has it: behaviours by their names, points as points, and their whole ethogram.

A project that came from BORIS goes back with its own ethogram. Of any other table the ethogram is made of its
events: a code that lasts anywhere is a state, a tier that is all of a code's is its category.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from nao_sessions.analysis.formats.boris.copy import (
    INTERVAL,
    MORE,
    OBSERVATION,
    OF_ITS_FILES,
    OFFSET,
    PLOTS,
    PROJECT,
    TIME_FORMAT,
    TIME_FORMATS,
    VARIABLES,
    behaviours_of,
    imported_project,
    nanoseconds_of,
    observation_of,
)
from nao_sessions.analysis.formats.boris.ethogram import BETWEEN, NONE, is_state, paired_ends
from nao_sessions.analysis.formats.foreign import MOST_DIGITS, Foreign, foreign_of, zero_ns_of
from nao_sessions.analysis.formats.rows import listed, mapped, shaped_alike, text_of
from nao_sessions.analysis.tables.source import Scale, SessionSource
from nao_sessions.core.clock import SECOND_NS

FRAME, END_FRAME = "frame", "end_frame"
"""Keys of an imported event under which the log has the frame that BORIS showed at its start and its end."""
DIGITS = 9
"""Decimals of a second in a project, so that no nanosecond is lost; BORIS itself shows three."""


def seconds(ns: int, scale: Scale) -> float:
    """Return session time in seconds as the first video's clock counts, exact to the nanosecond."""
    return _to_seconds(scale.zero_ns + scale.of(ns))


def foreign_ethogram(source: SessionSource) -> list[dict[str, Any]]:
    """Return the ethogram of the imported events: their behaviours."""
    found = foreign_of(source)
    own = [
        {**one, "code": one["code"].strip(), "category": text_of(one.get("category"))}
        for one in behaviours_of(imported_project(source))
    ]
    known = {one["code"] for one in own}
    made: dict[str, list[Foreign]] = {}
    for one in found:
        if one.code not in known:
            made.setdefault(one.code, []).append(one)
    return own + [_behaviour(code, ones) for code, ones in made.items()]


def foreign_events(
    source: SessionSource, ethogram: Sequence[Mapping[str, Any]], scale: Scale
) -> list[list[Any]]:
    """Return the imported events as BORIS lists: time, subject, behaviour, modifiers, comment, frame."""
    states = {one["code"].strip() for one in ethogram if is_state(one)}
    events: list[list[Any]] = []
    ends = {one.seq: stop for one, stop in foreign_ends(source, states)}
    for one in foreign_of(source):
        common = [one.subject, one.code, one.modifiers]
        events.append([seconds(one.start_ns, scale), *common, one.remark, _frame(one, FRAME)])
        stop = ends.get(one.seq)
        if stop is not None:
            events.append([seconds(stop, scale), *common, one.end_comment, _frame(one, END_FRAME)])
    return events


def foreign_ends(source: SessionSource, states: Collection[str]) -> list[tuple[Foreign, int | None]]:
    """Return each imported state with its end in BORIS (:func:`paired_ends`), None where it has none there.

    Of a code that lasts elsewhere, a moment has an end too: BORIS pairs what it has of a state.
    """
    ones = [one for one in foreign_of(source) if one.code in states]
    own = [one.stop_ns if one.open or one.stop_ns is not None else one.start_ns for one in ones]
    keys = [(one.subject, one.code, one.modifiers) for one in ones]
    begun = [(key, one.start_ns, stop) for key, one, stop in zip(keys, ones, own, strict=True)]
    return list(zip(ones, paired_ends(begun), strict=True))


def foreign_project(source: SessionSource) -> dict[str, Any]:
    """Return the imported project's facts about itself and its further content, under their own keys."""
    there = imported_project(source)
    of_itself = {key: text for key in PROJECT if (text := text_of(there.get(key)))}
    if there.get(TIME_FORMAT) in TIME_FORMATS:
        of_itself[TIME_FORMAT] = text_of(there[TIME_FORMAT])
    return of_itself | {key: value for key, kind in MORE.items() if isinstance(value := there.get(key), kind)}


def foreign_observation(
    source: SessionSource, made: Mapping[str, Any], scale: Scale
) -> tuple[str, dict[str, Any]]:
    """Return the name of the imported observation, "" if unknown, and the observation's own facts.

    Args:
        source: the session.
        made: the observation as it is made without it; imported settings of another shape are left out.
        scale: of the video whose own time positions are now.
    """
    name, there = observation_of(imported_project(source))
    found: dict[str, Any] = {
        key: value
        for key, value in there.items()
        if key not in OF_ITS_FILES and (key not in made or shaped_alike(made[key], value))
    }
    found |= {key: text for key in OBSERVATION if (text := text_of(there.get(key)))}
    if values := mapped(there.get(VARIABLES)):
        found[VARIABLES] = values
    return name, found | _placed(source, there, scale)


def _placed(source: SessionSource, there: Mapping[str, Any], scale: Scale) -> dict[str, Any]:
    """Return the interval and the plots of an observation, moved to the positions as they are now."""
    begins_ns = zero_ns_of(source) + (nanoseconds_of(there.get(OFFSET)) or 0)
    found: dict[str, Any] = {}
    match [nanoseconds_of(one) for one in listed(there.get(INTERVAL))]:
        case [int(start_ns), int(stop_ns)] if start_ns or stop_ns:
            both = [scale.of(begins_ns + ns) for ns in (start_ns, stop_ns)]
            if not stop_ns or both[1] > 0:  # else it lies before all that there is now
                found[INTERVAL] = [max(0.0, _to_seconds(both[0])), _to_seconds(both[1]) if stop_ns else 0]
    late = Decimal(scale.of(begins_ns)) / SECOND_NS
    plots = {number: dict(plot) for number, one in mapped(there.get(PLOTS)).items() if (plot := mapped(one))}
    for plot in plots.values():
        with suppress(InvalidOperation):
            if late:
                plot["time_offset"] = str(Decimal(text_of(plot.get("time_offset"))) - late)
    return found | ({PLOTS: plots} if plots else {})


def _to_seconds(ns: int) -> float:
    return round(ns / SECOND_NS, DIGITS)


def _frame(one: Foreign, key: str) -> int | str:
    """Return the frame that BORIS showed, as a number; "NA" where nobody knows it."""
    number = text_of(one.original.get(key))
    return int(number) if number.isdecimal() and len(number) < MOST_DIGITS else "NA"


def _behaviour(code: str, ones: Sequence[Foreign]) -> dict[str, Any]:
    """Return a behaviour of the ethogram that is made of the imported events of one code."""
    tiers = {one.tier for one in ones}
    values: dict[int, dict[str, None]] = {}
    for one in ones:
        for place, value in enumerate(one.modifiers.split(BETWEEN) if one.modifiers else ()):
            values.setdefault(place, {})[value.strip()] = None
    return {
        "type": "State event" if any(one.lasts for one in ones) else "Point event",
        "key": "",
        "code": code,
        "description": "",
        "color": "",
        "category": tiers.pop() if len(tiers) == 1 else "",
        "modifiers": {
            str(place): {
                "name": str(place + 1),
                "description": "",
                "type": 0,
                "ask at stop": False,
                "values": [value for value in chosen if value and value != NONE],
            }
            for place, chosen in values.items()
        },
        "excluded": "",
        "coding map": "",
    }

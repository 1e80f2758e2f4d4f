"""What was imported, as BORIS has it: behaviours by their names, points as points, and their whole ethogram.

A project that came from BORIS goes back with its own ethogram. Of any other table the ethogram is made of its
events: a code that lasts anywhere is a state, a tier that is all of a code's is its category.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.export.boris_ethogram import BETWEEN, NONE, is_state
from nao_sessions.export.foreign import MOST_DIGITS, Foreign, foreign_of, layout_of
from nao_sessions.export.scale import Scale
from nao_sessions.export.shapes import called, mapped, text_of
from nao_sessions.export.source import Source

VARIABLES = "independent_variables"
PROJECT = ("project_name", "project_description", "project_date")
"""What a project says of itself."""
OBSERVATION = ("description", "date")
"""What an observation says of itself, beside its independent variables."""
MORE: Mapping[str, type] = {
    VARIABLES: dict,
    "behavioral_categories_config": dict,
    "coding_map": dict,
    "behaviors_coding_map": list,
    "converters": dict,
}
"""What else a project holds that goes back as it came, and of which shape it is."""
FRAME, END_FRAME = "frame", "end_frame"
"""By these, an event in a log says which frame BORIS showed at its beginning and its end."""
DIGITS = 9
"""Of a second, so that no nanosecond is lost; BORIS itself shows three."""


def seconds(ns: int, scale: Scale) -> float:
    """Give session seconds as the first video's clock counts them, to the nanosecond."""
    return round((scale.zero_ns + scale.of(ns)) / SECOND_NS, DIGITS)


def foreign_ethogram(source: Source) -> list[dict[str, Any]]:
    """Give the behaviours of what was imported."""
    found = foreign_of(source)
    layout = layout_of(source, "boris")
    own = [
        {**one, "category": text_of(one.get("category"))} for one in called(layout.get("behaviours"), "code")
    ]
    known = {one["code"].strip() for one in own}
    made: dict[str, list[Foreign]] = {}
    for one in found:
        if one.code not in known:
            made.setdefault(one.code, []).append(one)
    return own + [_behaviour(code, ones) for code, ones in made.items()]


def foreign_events(source: Source, ethogram: Sequence[Mapping[str, Any]], scale: Scale) -> list[list[Any]]:
    """Give the events of what was imported: time, subject, behaviour, modifiers, comment, frame."""
    states = {one["code"].strip() for one in ethogram if is_state(one)}
    events: list[list[Any]] = []
    for one in foreign_of(source):
        common = [one.subject, one.code, one.modifiers]
        events.append([seconds(one.start_ns, scale), *common, one.remark, _frame(one, FRAME)])
        stop = one.stop_ns
        if stop is None and one.code in states and not one.open:
            stop = (
                one.start_ns
            )  # of a code that lasts elsewhere, a moment: BORIS pairs what it has of a state
        if stop is not None and one.code in states:
            events.append([seconds(stop, scale), *common, one.end_comment, _frame(one, END_FRAME)])
    return events


def foreign_project(source: Source) -> dict[str, Any]:
    """Give what the project said of itself, and what else it held: keys of a project as they came."""
    layout = layout_of(source, "boris")
    told, more = mapped(layout.get("project")), mapped(layout.get("more"))
    of_itself = {key: text for key in PROJECT if (text := text_of(told.get(key)))}
    return of_itself | {key: value for key, kind in MORE.items() if isinstance(value := more.get(key), kind)}


def foreign_observation(source: Source) -> tuple[str, dict[str, Any]]:
    """Give how the observation was called, "" where nobody knows, and what it said of itself."""
    told = mapped(layout_of(source, "boris").get("observation"))
    of_itself: dict[str, Any] = {key: text for key in OBSERVATION if (text := text_of(told.get(key)))}
    values = mapped(told.get(VARIABLES))
    return text_of(told.get("name")), of_itself | ({VARIABLES: values} if values else {})


def _frame(one: Foreign, key: str) -> int | str:
    """Give the frame that BORIS showed, as a number; "NA" where nobody knows it."""
    number = text_of(one.original.get(key))
    return int(number) if number.isdecimal() and len(number) < MOST_DIGITS else "NA"


def _behaviour(code: str, ones: Sequence[Foreign]) -> dict[str, Any]:
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
                "values": [value for value in said if value and value != NONE],
            }
            for place, said in values.items()
        },
        "excluded": "",
        "coding map": "",
    }

"""The copy of a BORIS project that a session keeps: the ethogram and one observation, without its events.

A copy holds the keys that this package knows, and of the observation how it was set, all texts through the
name filter; no paths of media. Its events are in the log, where each state has its beginning and its end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from nao_sessions.analysis.formats.annotation_text import HALF_CHARACTER, HALF_CHARACTER_HINT, decoded
from nao_sessions.analysis.formats.foreign import layout_of
from nao_sessions.analysis.formats.name_filter import NameFilter
from nao_sessions.analysis.formats.plain_tables import plain_number
from nao_sessions.analysis.formats.rows import called, is_about_somebody, listed, mapped, text_of, texts_in
from nao_sessions.analysis.formats.table import NOT_A_TIME, TIME_HINT, TableFindings, time_ns
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import HalfCharacter, LineStarts, Located, check_characters, locate
from nao_sessions.text.messages import Text, msg

FEWEST_FIELDS = 5
"""An event has at least: time, subject, code, modifiers, comment."""


@dataclass(frozen=True, slots=True)
class Project:
    """The JSON of a project, whose values know their places in the file, and remarks on how it was read."""

    whole: Located
    places: LineStarts
    remarks: tuple[Text, ...]


def project_of(content: bytes, file: str, findings: TableFindings) -> Project:
    """Return a project as it stands in a file. Raises: TableRefused, when the file is no JSON.

    Whether it has observations and behaviours is not asked here.
    """
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
    return Project(whole, LineStarts(text, file), remarks)


def check_times(observation: Located, places: LineStarts, findings: TableFindings) -> None:
    """Raise TableRefused, with its place, if an observation's times are not those of a video."""
    kind = observation.get("type")
    if kind is not None and str(kind.value).upper() == "IMAGES":
        raise findings.refuse("I113", places.place(kind.offset), _IMAGES)
    dated = observation.get("media_creation_date_as_offset")
    if dated is not None and dated.value is True:
        raise findings.refuse("I113", places.place(dated.offset), _DATED, _DATED_HINT)


def written_time(event: Located, places: LineStarts, findings: TableFindings) -> str | None:
    """Return the time of an event (s) as a text without exponent; None, and a finding, where it has none."""
    fields = event.elements()
    seconds = fields[0].value if len(fields) >= FEWEST_FIELDS else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        findings.add("I101", places.place(event.offset), _NO_EVENT, _NO_EVENT_HINT)
        return None
    written = plain_number(seconds)
    if time_ns(written) is None:
        findings.add("I107", places.place(event.offset), NOT_A_TIME, TIME_HINT)
        return None
    return written


def nanoseconds(value: Located | None) -> int | None:
    """Return a number of seconds in nanoseconds; None where there is no number."""
    return None if value is None else nanoseconds_of(value.value)


def nanoseconds_of(leaf: object) -> int | None:
    """Return a number of seconds in nanoseconds; None where the value is no number."""
    if not isinstance(leaf, int | float) or isinstance(leaf, bool):
        return None
    return time_ns(plain_number(leaf))


NO_PROJECT = msg("this file is no BORIS project")
_IMAGES = msg("this observation is of pictures, not of a video")
_DATED = msg("the times of this observation are dates")
_DATED_HINT = msg("switch off the creation date as offset in BORIS, and save")
_NO_EVENT = msg("this is no event of BORIS")
_NO_EVENT_HINT = msg("an event: [time, subject, code, modifiers, comment]")

BEHAVIOURS, CATEGORIES, SUBJECTS = "behaviors_conf", "behavioral_categories", "subjects_conf"
OBSERVATIONS = "observations"
VARIABLES = "independent_variables"
PROJECT = ("project_name", "project_description", "project_date")
"""Keys of what a project says of itself."""
TIME_FORMAT = "time_format"
TIME_FORMATS = ("hh:mm:ss", "s")
OBSERVATION = ("description", "date")
"""Keys of what an observation says of itself, beside its independent variables."""
KEPT = "nao_sessions"
"""The key under which this program writes into an observation or a project."""
INTERVAL = "observation time interval"
"""Key of the two positions (s) between which an observation is watched; 0 as the second: to the end."""
PLOTS = "plot_data"
"""Key of the files of measures drawn beside the video, each with what is added to a position (s)."""
OFFSET = "time offset"
"""Key of what is added to a position, player 1's own time, so that it is the time of an event (s)."""
_PLACED = frozenset({INTERVAL, PLOTS, OFFSET, VARIABLES, *OBSERVATION})
OF_ITS_FILES = _PLACED | {
    KEPT, "events", "type", "file", "media_info", "media_creation_date_as_offset", "directories_list",
    "observations list",
}  # fmt: skip
"""Keys of an observation that are written anew, or read one by one; all others go back as they came."""
MORE: Mapping[str, type] = {
    VARIABLES: dict,
    "behavioral_categories_config": dict,
    "coding_map": dict,
    "behaviors_coding_map": list,
    "converters": dict,
}
"""Further keys of a project whose values go back as they came, and the type of each value."""
KEYS = {
    "project_format_version", KEPT, SUBJECTS, BEHAVIOURS, CATEGORIES, OBSERVATIONS, TIME_FORMAT,
    *PROJECT, *MORE,
}  # fmt: skip
"""All keys of a project that are known."""
_VALUES_OF_A_VARIABLE = ("default value", "possible values")


def copy_of(project: Located, name: str, observation: Located, names: NameFilter) -> bytes:
    """Return the copy of a project that a session keeps.

    Args:
        project: the whole project.
        name: the name of the observation whose events are read.
        observation: that observation.
        names: takes out names of people.
    """
    whole, of_it = mapped(project.plain()), mapped(observation.plain())
    more = {key: one for key, kind in MORE.items() if isinstance(one := whole.get(key), kind) and one}
    if VARIABLES in more:
        more[VARIABLES] = dict(_variables(mapped(more[VARIABLES]), names))
    copy = {
        "project_format_version": "7.0",
        **{key: names.text(text_of(whole.get(key))) for key in (*PROJECT, TIME_FORMAT)},
        **names.any(more),
        SUBJECTS: numbered(_subjects(whole, names)),
        BEHAVIOURS: numbered(_behaviours(whole, names)),
        CATEGORIES: names.any(texts_in(_values(whole.get(CATEGORIES)))),
        OBSERVATIONS: {names.title(name): _observation(of_it, names)},
    }
    return (json.dumps(copy, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def imported_project(source: SessionSource) -> Mapping[str, Any]:
    """Return the stored copy of the project that a session was imported from; empty without one.

    Nothing is sure of its content: values of another shape than expected are left out of exports.
    """
    if source.copy_program == "boris":
        try:
            return mapped(json.loads(source.copy))
        except (ValueError, RecursionError):
            return {}
    layout = layout_of(source, "boris")
    return _project_of_log(layout) if layout else {}


def _project_of_log(layout: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the copy of a project from the first line of a log that is older than copies."""
    of_it = mapped(layout.get("observation"))
    begins_ns = of_it.get("begins_ns")
    interval = [ns / SECOND_NS for ns in listed(of_it.get("interval_ns")) if isinstance(ns, int)]
    return {
        **mapped(layout.get("project")),
        **mapped(layout.get("more")),
        SUBJECTS: layout.get("subjects"),
        BEHAVIOURS: layout.get("behaviours"),
        CATEGORIES: layout.get("categories"),
        OBSERVATIONS: {
            text_of(of_it.get("name")): {
                **mapped(of_it.get("settings")),
                **{key: of_it.get(key) for key in (*OBSERVATION, VARIABLES)},
                OFFSET: begins_ns / SECOND_NS if isinstance(begins_ns, int) else None,
                INTERVAL: interval,
                PLOTS: of_it.get("plots"),
            }
        },
    }


def behaviours_of(project: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the behaviours of a project or its copy that have a code."""
    return called(_values(project.get(BEHAVIOURS)), "code")


def subjects_of(project: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the subjects of a project or its copy that have a name."""
    return called(_values(project.get(SUBJECTS)), "name")


def observation_of(project: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the name of the observation in a copy, "" if unknown, and its content."""
    return next(((name, mapped(one)) for name, one in mapped(project.get(OBSERVATIONS)).items()), ("", {}))


def _subjects(whole: Mapping[str, Any], names: NameFilter) -> Iterable[Mapping[str, str]]:
    """Return the subjects of a project by codes or roles, each once; others are left out."""
    found: dict[str, Mapping[str, str]] = {}
    for one in subjects_of(whole):
        # two words for one child are one word now
        if name := names.subject(one["name"]).strip():
            texts = {key: names.text(str(one.get(key) or "")) for key in ("key", "description")}
            found.setdefault(name, {"name": name, **texts})
    return found.values()


def _behaviours(whole: Mapping[str, Any], names: NameFilter) -> Iterator[Mapping[str, Any]]:
    """Yield the behaviours of a project without people's names, each code once."""
    written: dict[str, bool] = {}
    for one in behaviours_of(whole):
        code = names.text(one["code"])
        hidden = code != one["code"]
        # two that are called alike without a child's name are one now
        if not code or (code in written and (hidden or written[code])):
            continue
        written[code] = hidden
        if isinstance(excluded := one.get("excluded"), str):
            # codes, of which each one counts by itself
            one = {**one, "excluded": ",".join(filter(names.text, excluded.split(",")))}
        yield names.any(one)


def _observation(of_it: Mapping[str, Any], names: NameFilter) -> dict[str, Any]:
    """Return an observation without its events and files, and without people's names."""
    settings = {key: value for key, value in of_it.items() if key not in OF_ITS_FILES}
    plots = {number: plot for number, one in mapped(of_it.get(PLOTS)).items() if (plot := mapped(one))}
    copy: dict[str, Any] = names.any(
        {
            **dict(names.by_label(settings.items())),
            **{key: text_of(of_it.get(key)) for key in OBSERVATION},
            VARIABLES: dict(names.by_label(mapped(of_it.get(VARIABLES)).items())),
            **{key: of_it[key] for key in (OFFSET, INTERVAL) if key in of_it},
            PLOTS: {number: {**one, "file_path": _file(one, names)} for number, one in plots.items()},
        }
    )
    return copy


def _file(plot: Mapping[str, Any], names: NameFilter) -> str:
    """Return the path of a file of measures that is drawn; of an absolute path the file's name alone."""
    path = text_of(plot.get("file_path"))
    whole = PureWindowsPath(path).is_absolute() or PurePosixPath(path).is_absolute()
    return names.title(PureWindowsPath(path).name if whole else path)


def _variables(variables: Mapping[str, Any], names: NameFilter) -> Iterator[tuple[str, Any]]:
    """Yield the variables that announce no names; of those that say who somebody is, only codes stay."""
    for number, one in variables.items():
        label = text_of(mapped(one).get("label"))
        if not names.names_people(label):
            yield number, _codes_alone(label, one, names) if is_about_somebody(label) else one


def _codes_alone(label: str, variable: Mapping[str, Any], names: NameFilter) -> dict[str, Any]:
    """Return a variable that says who somebody is, with only the codes among its possible values."""
    found = dict(variable)
    for key in _VALUES_OF_A_VARIABLE:
        values = text_of(found.get(key)).split(",") if key in found else []
        codes = [code for value in values if (code := names.code(value.strip()))]
        if len(codes) < len([value for value in values if value.strip()]):
            names.texts_left_out.add(label)
        if key in found:
            found[key] = ",".join(codes)
    return found


def numbered(values: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return values by their numbers from 0 as texts, as BORIS has behaviours and subjects."""
    return {str(number): value for number, value in enumerate(values)}


def _values(plain: object) -> object:
    """Return what a map holds, without its keys; a list as it is."""
    return list(plain.values()) if isinstance(plain, Mapping) else plain

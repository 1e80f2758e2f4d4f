"""A BORIS project (format 7.0): the events of one observation, and when its videos begin.

BORIS keeps the beginnings and the ends of states as events alike: they are paired here as BORIS pairs them,
by subject, behaviour and modifiers. A media offset says when the video of a player but the first begins; the
time offset of the observation is part of every event's time (BORIS 10, ``sync_time`` and ``write_event``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PureWindowsPath

from nao_sessions.analysis.formats.boris.copy import (
    FEWEST_FIELDS,
    KEYS,
    NO_PROJECT,
    OFFSET,
    check_times,
    copy_of,
    nanoseconds,
    project_of,
    written_time,
)
from nao_sessions.analysis.formats.boris.foreign import END_FRAME, FRAME
from nao_sessions.analysis.formats.name_filter import holds_first_name
from nao_sessions.analysis.formats.table import (
    LEFT_OUT,
    ImportedTable,
    Media,
    TableFindings,
    TableRow,
    time_ns,
)
from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import LineStarts, Located
from nao_sessions.text.messages import msg

FORMAT = "7."
"""How the version of a project's format begins; BORIS itself writes older projects anew as 7.0."""
FIRST_PLAYER = "1"
"""BORIS's key of the player whose own time the positions of an observation are."""


def read_boris(content: bytes, file: str, observation: str | None = None) -> ImportedTable:
    """Read one observation of a project: the only one, or the one with the given name.

    Raises:
        TableRefused: this is no such project, or the observation is not in it.
    """
    findings = TableFindings()
    read = project_of(content, file, findings)
    project, places = read.whole, read.places
    observations, version = project.get("observations"), project.get("project_format_version")
    if observations is None or version is None:
        raise findings.refuse("I101", Place(file), NO_PROJECT)
    if not str(version.value).startswith(FORMAT):
        where = places.place(version.offset)
        raise findings.refuse("I113", where, _OTHER_FORMAT.format(found=version.value), _OTHER_HINT)
    name, chosen = _chosen(observations, observation, places, findings)
    states = state_codes(project)
    rows = list(_events(chosen, places, findings))
    findings.check()
    if not rows:
        raise findings.refuse("I111", places.place(chosen.offset), _NO_EVENT, _NO_EVENT_HINT)
    copy = partial(copy_of, project, name, chosen)
    unknown = [key for key, one in project.items() if key not in KEYS and one.plain()]
    left_out = (LEFT_OUT.format(what=_UNKNOWN, count=len(unknown)),) if unknown else ()
    return ImportedTable(
        tuple(_paired(rows, states)), tuple(_media(chosen)), (*read.remarks, *left_out), copy
    )


def _chosen(
    observations: Located, wanted: str | None, places: LineStarts, findings: TableFindings
) -> tuple[str, Located]:
    """Return the observation that is wanted, or the only one, with its name. Raises: TableRefused."""
    known = dict(observations.items())
    where = places.place(observations.offset)
    if wanted is None and len(known) != 1:
        names = ", ".join(_names(known)) or "—"
        raise findings.refuse("I112", where, _SEVERAL.format(count=len(known)), _KNOWN.format(names=names))
    name = observation_name(known, wanted, where, findings) if wanted is not None else next(iter(known))
    chosen = known[name]
    check_times(chosen, places, findings)
    return name, chosen


def observation_name(known: Collection[str], wanted: str, where: Place, findings: TableFindings) -> str:
    """Return the name of the observation that a person asks for. Raises: TableRefused."""
    shown = _names(known)
    name = wanted if wanted in known else shown.get(wanted)
    if name is None:
        raise findings.refuse("I112", where, _NOT_THERE, _KNOWN.format(names=", ".join(shown) or "—"))
    return name


def _names(known: Collection[str]) -> dict[str, str]:
    """Return names by how they are shown: a number stands for one that holds a first name."""
    return {str(n) if holds_first_name(name) else name: name for n, name in enumerate(known, start=1)}


def state_codes(project: Located) -> set[str]:
    """Return the codes of the project's behaviours that are states."""
    ethogram = project.get("behaviors_conf")
    found = set()
    for _, behaviour in ethogram.items() if ethogram is not None else ():
        code, kind = behaviour.get("code"), behaviour.get("type")
        if code is not None and kind is not None and str(kind.value).casefold().startswith("state"):
            found.add(str(code.value).strip())
    return found


def _events(observation: Located, places: LineStarts, findings: TableFindings) -> Iterator[TableRow]:
    """Yield a row for each event of an observation; findings where an event has no time or no code."""
    events = observation.get("events")
    for event in events.elements() if events is not None else ():
        where = places.place(event.offset)
        fields = event.elements()
        written = written_time(event, places, findings)
        start_ns = time_ns(written or "")
        if written is None or start_ns is None:
            continue
        subject, code, modifiers, comment = (str(field.value or "") for field in fields[1:5])
        subject, code = subject.strip(), code.strip()
        if not code:
            findings.add("I110", where, _NO_CODE)
            continue
        yield TableRow(
            place=where,
            start_ns=start_ns,
            code=code,
            subject=subject,
            subject_place=places.place(fields[1].offset),
            comment=comment,
            fields={"modifiers": modifiers} if modifiers else {},
            original={"start": written} | _frame(fields),
        )


def _frame(fields: Sequence[Located]) -> dict[str, str]:
    """Return the frame that was shown as what a row keeps of it; empty where BORIS did not know it."""
    number = fields[FEWEST_FIELDS].value if len(fields) > FEWEST_FIELDS else None
    known = isinstance(number, int) and not isinstance(number, bool)
    return {FRAME: str(number)} if known else {}


def _paired(rows: list[TableRow], states: set[str]) -> Iterator[TableRow]:
    """Yield moments as they are, and each state once, from its beginning to its end."""
    begun: dict[tuple[str, str, str], int] = {}
    found: dict[int, TableRow] = {}
    for number, row in enumerate(sorted(rows, key=lambda row: row.start_ns)):
        key = (row.subject, row.code, row.fields.get("modifiers", ""))
        if row.code not in states:
            found[number] = row
        elif key in begun:
            first = begun.pop(key)
            opened = found[first]
            comments = " · ".join(filter(None, (opened.comment, row.comment)))
            original = {**opened.original, "end": row.original["start"]}
            if FRAME in row.original:
                original[END_FRAME] = row.original[FRAME]
            if row.comment:
                original["end_comment"] = row.comment
            found[first] = replace(
                opened, end_ns=row.start_ns, comment=comments, original=original, open=False
            )
        else:
            begun[key] = number
            found[number] = replace(row, open=True)
    yield from found.values()


def _media(observation: Located) -> Iterator[Media]:
    """Yield the videos and when each begins: players side by side, the files of one player in a row."""
    files, info = observation.get("file"), observation.get("media_info")
    offsets = info.get("offset") if info is not None else None
    lengths = info.get("length") if info is not None else None
    base = nanoseconds(observation.get(OFFSET))
    for player, paths in files.items() if files is not None else ():
        # what the first player shows is the time itself: BORIS asks no offset of it
        later = offsets.get(player) if offsets is not None and player != FIRST_PLAYER else None
        begins: int | None = (base or 0) + (nanoseconds(later) or 0)
        for path in paths.elements():
            name = str(path.value)
            if begins is not None:
                yield Media(PureWindowsPath(name).name, begins)
            length = nanoseconds(lengths.get(name)) if lengths is not None else None
            begins = begins + length if begins is not None and length is not None else None


_UNKNOWN = msg("keys of the project that are not known")
_OTHER_FORMAT = msg("this project has format {found}; format 7.0 is what is read")
_OTHER_HINT = msg("open it and save it with BORIS 7 or newer")
_SEVERAL = msg("this project holds {count} observations: which one is to be imported?")
_NO_EVENT = msg("there is no event in this observation")
_NO_EVENT_HINT = msg("the project itself is read: code it in BORIS, or choose another one (--observation)")
_NOT_THERE = msg("this observation is not in the project")
_KNOWN = msg("--observation, one of: {names}")
_NO_CODE = msg("the behaviour is missing")

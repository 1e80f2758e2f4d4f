"""Annotations that come back from BORIS: an observation a coder, to the nanosecond where nothing changed.

BORIS keeps the beginnings and the ends of states as events alike. Those that are as they were written belong
to the annotation that they came from; the others are paired as BORIS pairs them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import PureWindowsPath
from typing import Any

from nao_sessions.analysis.formats.annotation_text import kept
from nao_sessions.analysis.formats.boris.copy import (
    FEWEST_FIELDS,
    INTERVAL,
    KEPT,
    NO_PROJECT,
    OFFSET,
    check_times,
    nanoseconds,
    nanoseconds_of,
    project_of,
    written_time,
)
from nao_sessions.analysis.formats.boris.ethogram import Sets, named, names_here
from nao_sessions.analysis.formats.boris.foreign import DIGITS
from nao_sessions.analysis.formats.boris.read import FIRST_PLAYER, observation_name, state_codes
from nao_sessions.analysis.formats.boris.write import Event, events_of_each
from nao_sessions.analysis.formats.coded import AsShown, Back, CodedFile, CodedItem, periods_read, scale_from
from nao_sessions.analysis.formats.rows import listed, mapped, texts_in
from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.analysis.formats.words import Wordings, spoken, understood, words_from
from nao_sessions.analysis.tables.source import Film, Scale
from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import LineStarts, Located
from nao_sessions.record.additions.annotations import Annotation

_Key = tuple[int, str, str, str, str]
"""What BORIS shows of an event: milliseconds, subject, behaviour, modifiers, comment."""


def read_coded_boris(
    content: bytes,
    file: str,
    films: Sequence[Film] = (),
    offset_ns: int | None = None,
    wanted: str | None = None,
) -> CodedFile:
    """Read what coders noted in a BORIS project, in session time; the session's own observation is left out.

    Args:
        content: the project.
        file: its name.
        films: the session's recordings: a foreign observation is placed by its first video.
        offset_ns: the session time of such an observation's 0, where a person gave it.
        wanted: the one observation that is read; None: all of them.

    Raises:
        TableRefused: this is no BORIS project, it has no such observation, or nobody knows what an
        observation's 0 is.
    """
    findings = TableFindings()
    read = project_of(content, file, findings)
    project = read.whole
    observations, behaviours = project.get("observations"), project.get("behaviors_conf")
    if observations is None or behaviours is None or not isinstance(observations.value, dict):
        raise findings.refuse("I101", Place(file), NO_PROJECT)
    reading = _Reading(read.places, findings, state_codes(project), _sets(behaviours), films, offset_ns)
    session, codings = "", []
    if wanted is not None:
        where = read.places.place(observations.offset)
        wanted = observation_name(dict(observations.items()), wanted, where, findings)
    for name, observation in observations.items():
        if wanted not in (None, name):
            continue
        own = observation.get(KEPT)
        ours = own.plain() if own is not None and isinstance(own.value, dict) else {}
        session = session or str(ours.get("identity", ""))
        if not ours.get("session"):  # else the session's own events: they are in the log
            codings.append(reading.coding(name, observation, ours))
    findings.check()
    return CodedFile(file, session, tuple(codings), read.remarks)


class _Reading:
    """The reading of a project: what counts for all of its observations."""

    def __init__(
        self,
        places: LineStarts,
        findings: TableFindings,
        states: set[str],
        sets: Sets,
        films: Sequence[Film],
        offset_ns: int | None,
    ) -> None:
        self._places = places
        self._findings = findings
        self._states = states
        self._sets = sets
        self._films = films
        self._offset_ns = offset_ns

    def coding(self, name: str, observation: Located, ours: Mapping[str, Any]) -> Back:
        """Return what a coder noted in one observation.

        What this program wrote into it as it was exported says whose it is; else the observation's name does.
        """
        before = kept(json.dumps(ours.get("annotations", [])))
        wordings = {name: words_from(words) for name, words in mapped(ours.get("words")).items()}
        scale, zero_ns = self._scale(observation, ours)
        waiting: dict[_Key, list[Place]] = defaultdict(list)
        for event in _elements(observation, "events"):
            found = self._event(event)
            if found is not None:
                waiting[found[0]].append(found[1])
        sets = {code: texts_in(names) for code, names in mapped(ours.get("sets")).items()}
        as_shown = events_of_each((spoken(one, wordings) for one in before), sets, scale)
        own_ones = {one.id: one for one in before}
        written = [(own_ones[one.id], [_key(event) for event in events]) for one, events in as_shown]
        without_end = {one.id for one, _ in as_shown if one.open}
        open_ones = Counter(keys[0][1:4] for one, keys in written if one.id in without_end)
        noted = []
        still_open: dict[_Key, Annotation] = {}
        for one, keys in written:
            # the end of a state that was open may have been coded since: it is paired first
            if one.id in without_end and open_ones[keys[0][1:4]] == 1:
                still_open[keys[0]] = one
                continue
            if all(len(waiting[key]) >= count for key, count in Counter(keys).items()):
                first, *_ = [waiting[key].pop(0) for key in keys]
                noted.append(CodedItem(one, first))
        rest = sorted((key, place) for key, places in waiting.items() for place in places)
        for key, each in self._paired(rest, scale, zero_ns, self._names(ours)):
            each = replace(each, annotation=understood(each.annotation, wordings))
            as_before = still_open.get(key) if each.annotation.open else None
            noted.append(each if as_before is None else replace(each, annotation=as_before))
        ends = {one.id: (own_ones[one.id], one) for one, _ in as_shown}
        shown = partial(_shown, scale=scale, zero_ns=zero_ns, wordings=wordings, ends=ends)
        interval = _interval(observation, scale)
        if _listed_interval(observation) == listed(ours.get("interval")):
            interval = None  # as it left: what was planned is told to the nanosecond
        return Back(
            str(ours.get("coder", name)), shown, tuple(noted), before,
            periods=periods_read(ours.get("periods")), planned=interval,
        )  # fmt: skip

    def _scale(self, observation: Located, ours: Mapping[str, Any]) -> tuple[Scale, int]:
        """Return the scale that makes an observation's times session time, and the ns to subtract first."""
        zero_ns, rate = ours.get("zero_ns"), ours.get("rate")
        if isinstance(zero_ns, int) and isinstance(rate, int | float):
            own = Scale(zero_ns, rate)
            if own.is_possible:
                return own, zero_ns
        check_times(observation, self._places, self._findings)
        files, place = observation.get("file"), self._places.place(observation.offset)
        first = _elements(files, FIRST_PLAYER) if files is not None else []
        video = PureWindowsPath(str(first[0].value)).name if first else ""
        scale = scale_from(self._films, video, 0, self._offset_ns, place, self._findings)
        # BORIS adds the observation's time offset to the time of the first player
        added = nanoseconds(observation.get(OFFSET)) or 0
        return scale, added if self._offset_ns is None else 0

    def _event(self, event: Located) -> tuple[_Key, Place] | None:
        """Return what BORIS shows of an event, and its place; None, and a finding, where it has no time."""
        if written_time(event, self._places, self._findings) is None:
            return None
        return _key([field.value for field in event.elements()]), self._places.place(event.offset)

    def _names(self, ours: Mapping[str, Any]) -> Sets:
        """Return the present names of each behaviour's sets of modifiers, in the file's order."""
        written = {code: texts_in(names) for code, names in mapped(ours.get("sets")).items()}
        called = mapped(ours.get("called"))
        found = {}
        for code, there in self._sets.items():
            names = written.get(code, [])
            as_called = [str(one) for one in listed(called.get(code, names))]
            found[code] = names_here(there, as_called, names)
        return found

    def _paired(
        self, events: Sequence[tuple[_Key, Place]], scale: Scale, zero_ns: int, sets: Sets
    ) -> Iterator[tuple[_Key, CodedItem]]:
        """Yield points as they are and a state once, from beginning to end; each with its first event."""
        begun: dict[tuple[str, str, str], tuple[_Key, CodedItem]] = {}
        for number, (event, place) in enumerate(events, start=1):
            ms, subject, behaviour, modifiers, comment = event
            at = scale.session(ms * MILLISECOND_NS - zero_ns)
            key = (subject, behaviour, modifiers)
            lasts = behaviour.strip() in self._states
            if lasts and key in begun:
                first, noted = begun.pop(key)
                comments = " · ".join(filter(None, (noted.annotation.comment, comment)))
                whole = replace(noted.annotation, stop_ns=at, open=False, comment=comments)
                yield first, replace(noted, annotation=whole)
                continue
            new = Annotation(
                id=f"boris-{number}", scheme="", behaviour=behaviour, start_ns=at, open=lasts,
                modifiers=named(modifiers, sets.get(behaviour, ())), subject=subject, comment=comment,
            )  # fmt: skip
            if lasts:
                begun[key] = event, CodedItem(new, place)
            else:
                yield event, CodedItem(new, place)
        yield from begun.values()


def _listed_interval(observation: Located) -> list[object]:
    found = observation.get(INTERVAL)
    return [] if found is None else [one.value for one in found.elements()]


def _interval(observation: Located, scale: Scale) -> tuple[int, int | None] | None:
    """Return the session times (ns) that limit an observation, or None; None as the second: the end."""
    match [nanoseconds_of(one) for one in _listed_interval(observation)]:
        case [int() as start_ns, int() as stop_ns] if start_ns or stop_ns:
            return scale.session(start_ns), scale.session(stop_ns) if stop_ns else None
    return None


def _shown(
    one: Annotation,
    scale: Scale,
    zero_ns: int,
    wordings: Wordings,
    ends: Mapping[str, tuple[Annotation, Annotation]],
) -> AsShown:
    """Return what BORIS shows of an annotation.

    Args:
        one: the annotation.
        scale: of the video's own time.
        zero_ns: what BORIS adds to that.
        wordings: BORIS's words for codes.
        ends: the annotations that the file was written from, by id: as they were, and as BORIS shows them.
    """
    was, now = ends.get(one.id, (one, one))
    if (one.start_ns, one.stop_ns, one.open) == (was.start_ns, was.stop_ns, was.open):
        one = replace(one, stop_ns=now.stop_ns, open=now.open)
    one = spoken(one, wordings)

    def shown_ms(ns: int) -> int:
        return _ms(round((zero_ns + scale.of(ns)) / SECOND_NS, DIGITS))

    return AsShown(
        start_ms=shown_ms(one.start_ns),
        stop_ms=None if one.stop_ns is None else shown_ms(one.stop_ns),
        behaviour=one.behaviour,
        subject=one.subject,
        modifiers=tuple(sorted(one.modifiers.items())),
        comment=one.comment,
        open=one.open,
    )


def _key(event: Event) -> _Key:
    time, subject, behaviour, modifiers, comment = event[:FEWEST_FIELDS]
    return _ms(time), str(subject or ""), str(behaviour), str(modifiers or ""), str(comment or "")


def _ms(seconds: float) -> int:
    """Return seconds in ms, rounded as BORIS does when it opens a project: halves fall to the same side."""
    return int(Decimal(float(seconds)).quantize(Decimal(".001")).scaleb(3))


def _sets(behaviours: Located) -> dict[str, tuple[str, ...]]:
    """Return the names of the sets of modifiers of each behaviour, in their order; "" where one has none."""
    found = {}
    for _, one in behaviours.items():
        code, modifiers = one.get("code"), one.get("modifiers")
        if code is not None and modifiers is not None:
            found[str(code.value)] = tuple(_leaf(each, "name") for _, each in modifiers.items())
    return found


def _leaf(one: Located, key: str) -> str:
    found = one.get(key)
    return "" if found is None or found.value is None else str(found.value)


def _elements(one: Located, key: str) -> list[Located]:
    found = one.get(key)
    return [] if found is None else found.elements()

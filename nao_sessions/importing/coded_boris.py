"""Annotations that come back from BORIS: an observation a coder, to the nanosecond where nothing changed.

BORIS keeps the beginnings and the ends of states as events alike. Those that are as they were written belong
to the annotation that they came from; the others are paired as BORIS pairs them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.errors import Place, TableRefused
from nao_sessions.core.text import Text
from nao_sessions.export.boris import KEPT, Event, coded_events
from nao_sessions.export.kept import kept, modifiers_read, restored
from nao_sessions.export.scale import Scale
from nao_sessions.importing.table import Findings
from nao_sessions.importing.texts import decoded
from nao_sessions.session.annotations import Annotation

FEWEST_FIELDS = 5
_Key = tuple[int, str, str, str, str]
"""What BORIS shows of an event: milliseconds, subject, behaviour, modifiers, comment."""


def read_coded_boris(content: bytes, file: str) -> dict[str, tuple[Annotation, ...]]:
    """Give the annotations of every observation that a coder made, by coder, in the order of time.

    An observation that was not written here is a coder's of its own name.

    Raises:
        TableRefused: this is no BORIS project.
    """
    findings = Findings()
    text, _ = decoded(content, file, findings)
    try:
        project = json.loads(text)
        states = {
            str(one["code"])
            for one in project["behaviors_conf"].values()
            if str(one["type"]).casefold().startswith("state")
        }
        observations: Mapping[str, Any] = project["observations"]
        found = {}
        for name, observation in observations.items():
            ours = observation.get(KEPT)
            ours = ours if isinstance(ours, dict) else {}
            if ours.get("session"):
                continue  # the session's own events: they are in the log
            before = kept(json.dumps(ours.get("annotations", [])))
            scale = Scale(int(ours.get("zero_ns", 0)), float(ours.get("rate", 1.0)))
            found[str(ours.get("coder", name))] = coded_of(observation["events"], states, before, scale)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _refused(findings, file) from None
    return found


def coded_of(
    events: Iterable[Event], states: set[str], before: tuple[Annotation, ...], scale: Scale
) -> tuple[Annotation, ...]:
    """Give the annotations that events are, those that are there whole as they were written."""
    left = Counter(_key(event) for event in events if len(event) >= FEWEST_FIELDS)
    same = []
    for one in before:
        wanted = Counter(_key(event) for event in coded_events([one], scale))
        if wanted <= left:
            left -= wanted
            same.append(one)
    return restored([*same, *_paired(sorted(left.elements()), states, scale)], same, lambda one: one.id)


def _key(event: Event) -> _Key:
    time, subject, behaviour, modifiers, comment = event[:FEWEST_FIELDS]
    ms = round(float(time) * SECOND_NS / MILLISECOND_NS)
    return ms, str(subject or ""), str(behaviour), str(modifiers or ""), str(comment or "")


def _paired(events: list[_Key], states: set[str], scale: Scale) -> Iterator[Annotation]:
    begun: dict[tuple[str, str, str], Annotation] = {}
    for number, (ms, subject, behaviour, modifiers, comment) in enumerate(events, start=1):
        at = scale.session(ms * MILLISECOND_NS - scale.zero_ns)
        key = (subject, behaviour, modifiers)
        if behaviour in states and key in begun:
            first = begun.pop(key)
            said = " · ".join(filter(None, (first.comment, comment)))
            yield _new(first.id, first.start_ns, at, key, said)
        elif behaviour in states:
            begun[key] = _new(f"boris-{number}", at, None, key, comment, still_open=True)
        else:
            yield _new(f"boris-{number}", at, None, key, comment)
    yield from begun.values()


def _new(
    name: str, start: int, stop: int | None, key: tuple[str, str, str], comment: str, still_open: bool = False
) -> Annotation:
    subject, behaviour, modifiers = key
    return Annotation(
        name, "", behaviour, start, stop, still_open, modifiers_read(modifiers), subject, comment
    )


def _refused(findings: Findings, file: str) -> TableRefused:
    return findings.refuse(
        "I101",
        Place(file),
        Text(fr="ce fichier n'est pas un projet BORIS", en="this file is no BORIS project"),
    )

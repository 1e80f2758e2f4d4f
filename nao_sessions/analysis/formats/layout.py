"""What a file of BORIS or ELAN says beside its events: the ethogram, or tiers, their types and vocabularies.

It is kept so that an export gives it back; :mod:`nao_sessions.analysis.formats.hidden` takes the names out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from nao_sessions.analysis.formats.boris.foreign import (
    INTERVAL,
    MORE,
    OBSERVATION,
    OF_ITS_FILES,
    OFFSET,
    PLOTS,
    PROJECT,
    TIME_FORMAT,
    VARIABLES,
)
from nao_sessions.analysis.formats.boris.project import nanoseconds
from nao_sessions.analysis.formats.elan.parsing import Document
from nao_sessions.analysis.formats.foreign import OURS
from nao_sessions.analysis.formats.shapes import called, mapped, text_of, texts_in
from nao_sessions.core.json_places import Located

Layout = Mapping[str, Any]
_OF_THE_FILE = ("URN", "lastUsedAnnotationId")
"""Properties of an ELAN file that are of this file alone."""


def layout_of_boris(project: Located, name: str, observation: Located) -> Layout:
    """Give what a project says beside its events, without what has another shape than there.

    Args:
        project: the whole.
        name: how the observation is called whose events are read.
        observation: what stands there of it.
    """
    whole, of_it = project.plain(), mapped(observation.plain())
    return {
        "program": "boris",
        "project": {key: text_of(mapped(whole).get(key)) for key in (*PROJECT, TIME_FORMAT)},
        "observation": {
            "name": name,
            **{key: text_of(of_it.get(key)) for key in OBSERVATION},
            VARIABLES: mapped(of_it.get(VARIABLES)),
            "settings": {key: value for key, value in of_it.items() if key not in OF_ITS_FILES},
            "begins_ns": nanoseconds(observation.get(OFFSET)) or 0,
            "interval_ns": _interval(observation.get(INTERVAL)),
            "plots": {number: _plot(one) for number, one in mapped(of_it.get(PLOTS)).items() if mapped(one)},
        },
        "more": {
            key: value
            for key, kind in MORE.items()
            if isinstance(value := mapped(whole).get(key), kind) and value
        },
        "behaviours": called(_values(project.get("behaviors_conf")), "code"),
        "categories": texts_in(_values(project.get("behavioral_categories"))),
        "subjects": called(_values(project.get("subjects_conf")), "name"),
    }


def layout_of_eaf(document: Document) -> Layout:
    """Give the tiers in their order, each with its type, and the vocabularies, as they stand."""
    numbers = {tier.id: number for number, tier in enumerate(document.tiers)}
    tiers = []
    for tier in document.tiers:
        one = {
            "name": tier.name,
            "whom": tier.whom,
            "participant": tier.participant,
            "annotator": tier.annotator,
            "type": tier.kind,
            **({"more": tier.more} if tier.more else {}),
        }
        tiers.append(one | ({"parent": numbers[tier.parent]} if tier.parent in numbers else {}))
    types = {
        name: {
            "constraint": constraint,
            "vocabulary": document.vocabulary_of.get(name, ""),
            **({"more": more} if (more := document.types_more.get(name)) else {}),
        }
        for name, constraint in document.constraints.items()
    }
    return {
        "program": "elan",
        "tiers": tiers,
        "types": types,
        "vocabularies": {name: one.to_json() for name, one in document.vocabularies.items()},
        "others": {
            tag: [{name: without_folders(text) for name, text in one.items()} for one in ones]
            for tag, ones in document.others.items()
        },
        "properties": [
            [name, text]
            for name, text in document.told
            if name not in _OF_THE_FILE and not name.startswith(OURS)
        ],
    }


def _interval(located: Located | None) -> list[int]:
    """Give the positions between which an observation is looked at; none where it is all of it."""
    found = [nanoseconds(one) for one in located.elements()] if located is not None else []
    times = [ns for ns in found if ns is not None]
    return times if len(times) == len(found) == 2 and any(times) else []


def _plot(plot: Mapping[str, Any]) -> dict[str, Any]:
    """Give which measures are drawn; of a file of somebody's computer its name alone."""
    path = text_of(plot.get("file_path"))
    whole = PureWindowsPath(path).is_absolute() or PurePosixPath(path).is_absolute()
    return {**plot, "file_path": PureWindowsPath(path).name if whole else path}


def without_folders(text: str) -> str:
    """Give an address; of a file of somebody's computer its name alone."""
    return PureWindowsPath(text).name if text.casefold().startswith("file:") else text


def _values(located: Located | None) -> Any:
    """Give what a map holds, without its places; a list as it is."""
    plain = None if located is None else located.plain()
    return list(plain.values()) if isinstance(plain, dict) else plain

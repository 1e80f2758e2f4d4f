"""A scheme as BORIS has it: a project of format 7.0 that holds an ethogram and no observation.

What came from BORIS goes back by BORIS's words, and with what it alone knows; the scheme itself travels in a
key of ours, which BORIS keeps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from nao_sessions.annotation.scheme import Behaviour, Modifier, ModifierKind, Scheme, Value, known_there
from nao_sessions.annotation.scheme_writing import as_yaml
from nao_sessions.core.text import Language
from nao_sessions.export.boris import KEPT
from nao_sessions.export.shapes import texts_in

BORIS = "boris"
BORIS_VERSION = "7.0"
BORIS_TYPES: Mapping[ModifierKind, int] = {"one": 0, "several": 1, "number": 2}


def as_boris(scheme: Scheme) -> str:
    """Write a scheme as a BORIS project.

    A group becomes BORIS's mutual exclusion and a category; title and definition go into the description,
    since BORIS shows the code.
    """
    behaviours = list(boris_behaviours(scheme))
    for one, entry in zip(scheme.behaviours, behaviours, strict=True):
        for name, each in zip(one.modifiers, entry["modifiers"].values(), strict=True):
            # here sets are known by their names; there they need none
            each["name"] = known_there(scheme.modifiers[name].there, BORIS).get("name", each["name"])
    there = known_there(scheme.there, BORIS)
    used = sorted({one["category"] for one in behaviours if one["category"]})
    project: dict[str, Any] = {
        "time_format": "hh:mm:ss",
        "project_date": "",
        "project_name": scheme.id,
        "project_description": scheme.title.fr,
        "project_format_version": BORIS_VERSION,
        "subjects_conf": {
            str(n): {"key": "", "name": name, "description": ""} for n, name in enumerate(scheme.subjects)
        },
        "behaviors_conf": {str(number): one for number, one in enumerate(behaviours)},
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
        "observations": {},
        **there,
        "behavioral_categories": list(dict.fromkeys([*texts_in(there.get("behavioral_categories")), *used])),
        KEPT: {"scheme": as_yaml(scheme)},
    }
    return json.dumps(project, ensure_ascii=False, indent=1) + "\n"


def boris_behaviours(scheme: Scheme, language: Language = "fr") -> Iterator[dict[str, Any]]:
    """Give the behaviours as BORIS has them in its ethogram."""
    for one in scheme.behaviours:
        yield {
            "type": "State event" if one.kind == "state" else "Point event",
            "key": one.key,
            "code": one.word,
            "description": meaning(one, language),
            "color": "",
            "category": one.group,
            "modifiers": {
                str(n): _set(scheme.modifiers[name], language) for n, name in enumerate(one.modifiers)
            },
            "excluded": ",".join(rivals(scheme, one)),
            "coding map": "",
            **known_there(one.there, BORIS),
        }


def rivals(scheme: Scheme, one: Behaviour) -> list[str]:
    """Give the words of the states that do not go on beside one."""
    others = (other for other in scheme.behaviours if other is not one)
    return [other.word for other in others if one.group and other.group == one.group]


def meaning(one: Behaviour, language: Language, beside: str = "") -> str:
    """Give what is read of a behaviour beside a word for it, as a rule its own: title and definition."""
    title, definition = one.title.in_language(language), one.definition.in_language(language)
    said = "" if title == (beside or one.word) else title.removesuffix(".")
    return ". ".join(filter(None, (said, definition)))


def _set(modifier: Modifier, language: Language) -> dict[str, Any]:
    title = modifier.title.in_language(language)
    return {
        "name": modifier.word,
        "description": "" if title == modifier.word else title,
        "type": BORIS_TYPES[modifier.kind],
        "ask at stop": False,
        "values": [value_and_key(value) for value in modifier.values],
        **{key: value for key, value in known_there(modifier.there, BORIS).items() if key != "name"},
    }


def value_and_key(value: Value) -> str:
    """Give a value with the key that chooses it, as BORIS writes both: ``weak (1)``."""
    there = known_there(value.there, BORIS).get("value")
    made = f"{value.word} ({value.key})" if value.key else value.word
    return there if isinstance(there, str) else made

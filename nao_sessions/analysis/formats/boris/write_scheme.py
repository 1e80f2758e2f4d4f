"""A scheme as BORIS has it: a project of format 7.0 that holds an ethogram and no observation.

What came from BORIS goes back by BORIS's words, and with what it alone knows; the scheme itself travels in a
key of ours, which BORIS keeps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from nao_sessions.analysis.formats.boris.copy import KEPT, MORE, PROJECT, TIME_FORMAT, TIME_FORMATS
from nao_sessions.analysis.formats.boris.ethogram import CALLED, as_called
from nao_sessions.analysis.formats.rows import mapped, text_of, texts_in
from nao_sessions.analysis.schemes.model import Behaviour, Modifier, ModifierKind, Scheme
from nao_sessions.analysis.schemes.words import (
    BORIS,
    behaviour_words,
    empty_sets,
    in_boris_order,
    modifier_words,
    value_words,
)
from nao_sessions.analysis.schemes.writing import as_yaml
from nao_sessions.text.languages import Language

BORIS_VERSION = "7.0"
BORIS_TYPES: Mapping[ModifierKind, int] = {"one": 0, "several": 1, "number": 2}


def as_boris(scheme: Scheme) -> str:
    """Return a scheme as the text of a BORIS project.

    A group becomes BORIS's mutual exclusion and a category; title and definition go into the description,
    since BORIS shows the code.
    """
    behaviours = list(map(as_called, boris_behaviours(scheme)))
    there = mapped(scheme.there.get(BORIS))
    used = sorted({one["category"] for one in behaviours if one["category"]})
    project: dict[str, Any] = {
        TIME_FORMAT: TIME_FORMATS[0],
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
        **{key: there[key] for key in OF_A_PROJECT if key in there},
        CATEGORIES: list(dict.fromkeys([*texts_in(there.get(CATEGORIES)), *used])),
        KEPT: {"scheme": as_yaml(scheme)},
    }
    return json.dumps(project, ensure_ascii=False, indent=1) + "\n"


def boris_behaviours(scheme: Scheme, language: Language = "fr") -> Iterator[dict[str, Any]]:
    """Yield a scheme's behaviours as BORIS has them; each set of modifiers has a name of its own."""
    words, sets = behaviour_words(scheme), modifier_words(scheme)
    for one in scheme.behaviours:
        there = mapped(one.there.get(BORIS))
        yield {
            "type": "State event" if one.kind == "state" else "Point event",
            "key": one.key,
            "code": words[one.code],
            "description": meaning(one, language, beside=words[one.code]),
            "color": "",
            "category": one.group,
            "modifiers": {str(n): each for n, each in enumerate(_sets(scheme, one, sets, language))},
            "excluded": ",".join(words[code] for code in rivals(scheme, one)),
            "coding map": "",
            **{key: value for key, value in there.items() if key not in OF_A_BEHAVIOUR},
            **{key: text_of(there[key]) for key in GIVEN_BACK if key in there},
        }


OF_A_BEHAVIOUR = frozenset(
    {
        "type", "key", "code", "description", "color", "category", "modifiers", "excluded", "coding map",
    }
)  # fmt: skip
"""Keys of a behaviour of BORIS that are read one by one; a coding map is a picture of the project."""
GIVEN_BACK = ("key", "color", "category", "excluded")
"""Keys of a behaviour that go back as they came, whatever the scheme says."""
CATEGORIES = "behavioral_categories"
OF_A_PROJECT = (
    *PROJECT,
    TIME_FORMAT,
    CATEGORIES,
    *(key for key in MORE if "coding_map" not in key),
)
"""Keys of a project that go back as they came; a coding map is a picture, and too large for a scheme."""


def rivals(scheme: Scheme, one: Behaviour) -> list[str]:
    """Return the codes of the states that exclude a behaviour: those of its group."""
    others = (other for other in scheme.behaviours if other is not one)
    return [other.code for other in others if one.group and other.group == one.group]


def meaning(one: Behaviour, language: Language, beside: str) -> str:
    """Return a behaviour's title and definition as one text; a title equal to ``beside`` is left out."""
    title, definition = one.title.in_language(language), one.definition.in_language(language)
    return ". ".join(filter(None, ("" if title == beside else title.removesuffix("."), definition)))


def _sets(
    scheme: Scheme, one: Behaviour, names: Mapping[str, str], language: Language
) -> Iterator[dict[str, Any]]:
    """Yield the sets of modifiers of a behaviour, also those without values."""
    empty, taken = iter(empty_sets(one)), {names[code] for code in one.modifiers}
    for place, code in enumerate(in_boris_order(one)):
        if code:
            yield _set(scheme.modifiers[code], names[code], language)
        else:
            there = next(empty)
            called = text_of(there.get("name"))
            free = next(name for n in count(place + 1) if (name := f"{one.code} {n}") not in taken)
            taken.add(free)
            made = {"description": "", "type": BORIS_TYPES["one"], "ask at stop": False, **there}
            yield made | {"name": free, CALLED: called, "values": []}


def _set(modifier: Modifier, name: str, language: Language) -> dict[str, Any]:
    """Return a modifier as BORIS's set, with what BORIS alone knew of it where its shape fits."""
    title, there = modifier.title.in_language(language), mapped(modifier.there.get(BORIS))
    own = there.get("name")
    made = {
        "name": name,
        CALLED: own if isinstance(own, str) else modifier.word,
        "description": "" if title in (name, modifier.word) else title,
        "type": BORIS_TYPES[modifier.kind],
        "ask at stop": False,
        "values": _values(modifier),
    }
    # what has another shape there is no such thing
    return made | {
        key: value
        for key, value in there.items()
        if key not in ("name", CALLED)
        and (key != "values" or modifier.kind == "number")
        and (key not in made or type(value) is type(made[key]))
    }


def _values(modifier: Modifier) -> list[str]:
    """Return the values with the keys that choose them, as BORIS writes both: ``weak (1)``."""
    words, found = value_words(modifier), []
    for value in modifier.values:
        word, there = words[value.code], mapped(value.there.get(BORIS)).get("value")
        made = f"{word} ({value.key})" if value.key else word
        found.append(there if isinstance(there, str) and word == value.word else made)
    return found

"""What a file of BORIS or ELAN says beside its events: the ethogram, or tiers, their types and vocabularies.

It is kept so that an export gives it back. Whom a word means is said by codes as everywhere, and a sentence
that still seems to hold a first name is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.core.json_places import Located
from nao_sessions.core.text import Text
from nao_sessions.export.foreign import called, texts_in
from nao_sessions.importing.eaf_parsing import Document
from nao_sessions.importing.first_names import holds_first_name
from nao_sessions.importing.people import People

Layout = Mapping[str, Any]
MARK = "@"
"""``regard@P07``: a tier's name often ends with whom it is about."""


def layout_of_boris(project: Located) -> Layout:
    """Give a project's ethogram, categories and subjects as they stand, without what is no such thing."""
    return {
        "program": "boris",
        "behaviours": called(_values(project.get("behaviors_conf")), "code"),
        "categories": texts_in(_values(project.get("behavioral_categories"))),
        "subjects": called(_values(project.get("subjects_conf")), "name"),
    }


def layout_of_eaf(document: Document) -> Layout:
    """Give the tiers in their order, each with its type, and the vocabularies, as they stand."""
    numbers = {tier.id: number for number, tier in enumerate(document.tiers)}
    tiers = []
    for tier in document.tiers:
        name, mark, whom = tier.id.rpartition(MARK)
        marked = bool(mark and name)
        one = {
            "name": name if marked else tier.id,
            "whom": whom.strip() if marked else "",
            "participant": tier.participant,
            "annotator": tier.annotator,
            "type": tier.kind,
        }
        tiers.append(one | ({"parent": numbers[tier.parent]} if tier.parent in numbers else {}))
    types = {
        name: {"constraint": constraint, "vocabulary": document.vocabulary_of.get(name, "")}
        for name, constraint in document.constraints.items()
    }
    return {"program": "elan", "tiers": tiers, "types": types, "vocabularies": document.vocabularies}


class Hidden:
    """A layout as it may stand in a log; ``left_out`` counts what was not taken over."""

    def __init__(self, layout: Layout, people: People) -> None:
        """Turn a layout of the table into one without names."""
        self._people = people
        self.left_out = 0
        match layout.get("program"):
            case "boris":
                self.layout: Layout = self._boris(layout)
            case "elan":
                self.layout = self._elan(layout)
            case _:
                self.layout = {}

    def _boris(self, layout: Layout) -> Layout:
        subjects = []
        for one in layout["subjects"]:
            name = self._people.written(one["name"])
            if name:
                told = self._sentence(str(one.get("description") or ""))
                subjects.append({"name": name, "key": str(one.get("key") or ""), "description": told})
        behaviours = []
        for one in layout["behaviours"]:
            # codes and the values of modifiers stand in the events as well, as the coder wrote them
            hidden = self._words({key: value for key, value in one.items() if key != "description"})
            behaviours.append(hidden | {"description": self._sentence(str(one.get("description") or ""))})
        categories = self._words(layout["categories"])
        return {"program": "boris", "behaviours": behaviours, "categories": categories, "subjects": subjects}

    def _elan(self, layout: Layout) -> Layout:
        tiers = [
            {
                **one,
                "name": self._sentence(one["name"]),
                "whom": self._people.written(one["whom"]),
                "participant": self._people.written(one["participant"]),
                # whoever annotated is a person: a code stays, a name does not
                "annotator": self._people.written(one["annotator"]),
                "type": self._people.hide(one["type"]),
            }
            for one in layout["tiers"]
        ]
        vocabularies = {
            self._people.hide(name): [
                [hidden, self._sentence(told)] for word, told in words if (hidden := self._sentence(word))
            ]
            for name, words in layout["vocabularies"].items()
        }
        types = self._words(layout["types"])
        return {"program": "elan", "tiers": tiers, "types": types, "vocabularies": vocabularies}

    def _sentence(self, text: str) -> str:
        hidden = self._people.hide(text)
        if not holds_first_name(hidden):
            return hidden
        self.left_out += 1
        return ""

    def _words(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._people.hide(value)
        if isinstance(value, Mapping):
            return {self._people.hide(str(key)): self._words(each) for key, each in value.items()}
        if isinstance(value, Sequence):
            return [self._words(each) for each in value]
        return value


def _values(located: Located | None) -> Any:
    """Give what a map holds, without its places; a list as it is."""
    plain = None if located is None else located.plain()
    return list(plain.values()) if isinstance(plain, dict) else plain


LEFT_OUT = Text(
    fr="Descriptions où un prénom semble rester, laissées de côté : {count}. Donnez-le avec --names.",
    en="Descriptions in which a first name seems to be left, left out: {count}. Give it with --names.",
)

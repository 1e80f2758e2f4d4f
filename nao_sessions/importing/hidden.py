"""A layout as it may stand in a log: codes for people, and no text in which a first name seems to be left.

An event's own words stay, wherever a layout has them again: what events hold is kept, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from math import isfinite
from typing import Any

from nao_sessions.export.boris_foreign import VARIABLES
from nao_sessions.export.eaf_vocabulary import Entry, Vocabulary, Word, vocabulary_from
from nao_sessions.export.shapes import mapped, text_of
from nao_sessions.importing.first_names import holds_first_name
from nao_sessions.importing.headings import is_about_somebody, says_names
from nao_sessions.importing.layout import Layout
from nao_sessions.importing.people import People
from nao_sessions.importing.table import Row
from nao_sessions.record.folder import is_code
from nao_sessions.text.messages import Text, msg

PICTURE = "bitmap"
"""Where BORIS keeps the picture of a coding map, as base64."""
_VALUES_OF_A_VARIABLE = ("default value", "possible values")


class Hidden:
    """A layout as it may stand in a log: what seems to hold a first name that no event holds is left out."""

    def __init__(self, layout: Layout, people: People, rows: Sequence[Row] = ()) -> None:
        """Turn a layout of the table into one without names.

        Args:
            layout: as it was read.
            people: who is called how in the table.
            rows: the events, whose own words stay: they are in the log already, and were told.
        """
        self._people = people
        self._held = {people.hide(word).strip() for row in rows for word in _words_of(row)}
        self._left_out: set[str] = set()
        self._annotators: set[str] = set()
        match layout.get("program"):
            case "boris":
                self.layout: Layout = self._boris(layout)
            case "elan":
                self.layout = self._elan(layout)
            case _:
                self.layout = {}

    @property
    def left_out(self) -> int:
        """Count the texts that were not taken over, each once, wherever it stood."""
        return len(self._left_out)

    @property
    def remarks(self) -> tuple[Text, ...]:
        """Give what is to be told of what was not taken over."""
        told = ((LEFT_OUT, len(self._left_out)), (ANNOTATORS_LEFT_OUT, len(self._annotators)))
        return tuple(sentence.format(count=count) for sentence, count in told if count)

    def _boris(self, layout: Layout) -> Layout:
        # two words for one child are one word now
        subjects: dict[str, Any] = {}
        for one in layout["subjects"]:
            name = self._somebody(one["name"], self._left_out).strip()
            if name:
                told = {key: self._text(str(one.get(key) or "")) for key in ("key", "description")}
                subjects.setdefault(name, {"name": name, **told})
        behaviours: list[Any] = []
        written: dict[str, bool] = {}
        for one in layout["behaviours"]:
            code = self._text(one["code"])
            hidden = code != one["code"]
            # two that are called alike without a child's name are one now
            if code and not (code in written and (hidden or written[code])):
                behaviours.append(self._behaviour(one))
                written[code] = hidden
        more = {**layout["more"]}
        if VARIABLES in more:
            more[VARIABLES] = dict(self._variables(more[VARIABLES]))
        observation = {**layout["observation"]}
        for key in (VARIABLES, "settings"):
            observation[key] = dict(self._of_people(observation[key].items()))
        observation["plots"] = {
            number: {**one, "file_path": self._called(one["file_path"])}
            for number, one in observation["plots"].items()
        }
        observation["name"] = self._called(observation["name"])
        return {
            "program": "boris",
            "project": self._any(layout["project"]),
            "observation": self._any(observation),
            "more": self._any(more),
            "behaviours": behaviours,
            "categories": self._any(layout["categories"]),
            "subjects": list(subjects.values()),
        }

    def _called(self, name: str) -> str:
        """Give the name of an observation or a file, which is often a child's: also without a capital."""
        words = re.split(r"[\W\d_]+", self._people.hide(name))
        if any(holds_first_name(word.title()) for word in words):
            self._left_out.add(name)
            return ""
        return name

    def _variables(self, variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Give those that announce no names; of who somebody is, what it may be is not said either."""
        for number, one in variables.items():
            label = text_of(mapped(one).get("label"))
            if not self._names_people(label):
                yield number, self._codes_alone(label, one) if is_about_somebody(label) else one

    def _codes_alone(self, label: str, variable: Mapping[str, Any]) -> dict[str, Any]:
        """Give a variable of who somebody is: of what it may be and is at first, codes alone."""
        found = dict(variable)
        for key in _VALUES_OF_A_VARIABLE:
            values = text_of(found.get(key)).split(",") if key in found else []
            codes = [code for value in values if (code := self._code(value.strip()))]
            if len(codes) < len([value for value in values if value.strip()]):
                self._left_out.add(label)
            if key in found:
                found[key] = ",".join(codes)
        return found

    def _names_people(self, label: str) -> bool:
        """Tell whether a label announces names; what it is of is left out then, whatever it holds."""
        if says_names(label):
            self._left_out.add(label)
        return says_names(label)

    def _of_people(self, values: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """Give what is said under labels: nothing of names, and of who somebody is a code alone."""
        for label, value in values:
            if self._names_people(label):
                continue
            # a number and a truth are nobody's name, and what is empty neither
            said = value if isinstance(value, str | Mapping | Sequence) else ""
            if said and is_about_somebody(label) and not self._code(text_of(said)):
                self._left_out.add(label)
                value = ""
            yield label, value

    def _behaviour(self, one: Mapping[str, Any]) -> Any:
        excluded = one.get("excluded")
        if isinstance(excluded, str):
            # codes, of which each one counts by itself
            one = {**one, "excluded": ",".join(filter(self._text, excluded.split(",")))}
        return self._any(one)

    def _elan(self, layout: Layout) -> Layout:
        types, vocabularies = layout["types"], layout["vocabularies"]
        type_names = self._names("type", [*types, *(one["type"] for one in layout["tiers"])])
        referred = [kind["vocabulary"] for kind in types.values()]
        vocabulary_names = self._names("vocabulary", [*vocabularies, *referred])
        tiers = [
            {
                **one,
                "name": self._text(one["name"]),
                "whom": self._somebody(one["whom"], self._left_out),
                "participant": self._somebody(one["participant"], self._left_out),
                # whoever annotated is a person: a code stays, a name does not
                "annotator": self._somebody(one["annotator"], self._annotators),
                "type": type_names[one["type"]],
                **({"more": self._any(one["more"])} if "more" in one else {}),
            }
            for one in layout["tiers"]
        ]
        return {
            "program": "elan",
            "tiers": tiers,
            "types": {
                type_names[name]: {
                    "constraint": self._text(kind["constraint"]),
                    "vocabulary": vocabulary_names[kind["vocabulary"]],
                    **({"more": self._any(kind["more"])} if "more" in kind else {}),
                }
                for name, kind in types.items()
            },
            "vocabularies": {
                vocabulary_names[name]: self._vocabulary(vocabulary_from(kept)).to_json()
                for name, kept in vocabularies.items()
            },
            "others": self._any(layout["others"]),
            "properties": [
                [hidden, self._any(text)]
                for name, text in self._of_people(layout["properties"])
                if (hidden := self._text(name)) or not name
            ],
        }

    def _somebody(self, word: str, left_out: set[str]) -> str:
        """Give a word for somebody as it may be written, in its spaces; what may be a name is left out."""
        bare = word.strip()
        written = self._code(bare)
        if bare and not written:
            left_out.add(bare)
        return word.replace(bare, written) if written else ""

    def _code(self, word: str) -> str:
        """Give how a word for somebody may be written; a code is no name, also of who takes no part."""
        return self._people.written(word) or (word if is_code(word) else "")

    def _vocabulary(self, one: Vocabulary) -> Vocabulary:
        entries: list[Entry] = []
        for entry in one.entries:
            words = tuple(
                Word(word.language, hidden, self._text(word.meaning))
                for word in entry.words
                if (hidden := self._text(word.text))
            )
            if words and (words == entry.words or words not in [known.words for known in entries]):
                entries.append(replace(entry, words=words, id=self._text(entry.id)))
        told = [(language, self._text(text)) for language, text in one.told]
        return replace(one, told=tuple(told), entries=tuple(entries))

    def _names(self, neutral: str, names: Sequence[str]) -> dict[str, str]:
        """Give how each name is written; what refers to one that is left out finds a number there."""
        written: dict[str, str] = {}
        for name in dict.fromkeys(names):
            taken = {*names, *written.values()}
            free = (made for number in count(1) if (made := f"{neutral} {number}") not in taken)
            hidden = self._text(name)
            # two of one name, now that a child has a code in it, stay two
            met = hidden != name and hidden in taken
            written[name] = (
                f"{hidden} ({next(free)})" if met and hidden else hidden or (next(free) if name else "")
            )
        return written

    def _any(self, value: Any) -> Any:
        """Give a value of any shape without the texts that are left out; of a map, without such keys."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            known = {key: self._text(key) for key in value}
            return {
                # a picture as letters says no name, whatever letters follow each other
                known[key]: each if key == PICTURE and is_base64(each) else self._any(each)
                for key, each in value.items()
                if (known[key] or not key) and not _no_number(each)
            }
        if isinstance(value, Sequence):
            kept = [(each, self._any(each)) for each in value if not _no_number(each)]
            return [after for before, after in kept if after != "" or before == ""]
        return value

    def _text(self, text: str) -> str:
        hidden = self._people.hide(text)
        if not holds_first_name(hidden) or hidden.strip() in self._held:
            return hidden
        # BORIS lists a value with its key, "Tom (t)", and keeps of an event the value alone
        value, _, key = hidden.partition(" (")
        if value.strip() in self._held and not holds_first_name(key):
            return hidden
        self._left_out.add(text)
        return ""


def _no_number(value: object) -> bool:
    """Tell whether a value is NaN or infinite, which BORIS may write and a log cannot hold."""
    return isinstance(value, float) and not isfinite(value)


def is_base64(value: object) -> bool:
    """Tell whether a value is a text of bytes as letters."""
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9+/\s]*={0,2}", value) is not None


def _words_of(row: Row) -> list[str]:
    """Give what an event says in words that a layout lists: its code, its tier, its modifiers one by one."""
    return [row.code, row.fields.get("tier", ""), *re.split("[|,]", row.fields.get("modifiers", ""))]


LEFT_OUT = msg(
    "Where a first name seems to be left that no event says (behaviours, values, categories, "
    "descriptions, variables, settings, names of tiers and whom they are about, types, vocabularies), "
    "left out: {count}. Give it with --names."
)
ANNOTATORS_LEFT_OUT = msg("Annotators who are not told by a code such as C01, left out: {count}.")

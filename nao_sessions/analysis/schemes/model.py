"""A coding scheme as frozen values: which behaviours are coded, by which keys, with which modifiers.

The words that BORIS has for its parts are made here, and the sentences for what can be wrong with one (K101
to K109) stand first. Nothing here reads a file; what a scheme may look like as YAML stands in ``yaml_files``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import isfinite
from typing import Any, Literal, Protocol

from nao_sessions.analysis.formats.boris.ethogram import NONE
from nao_sessions.analysis.formats.rows import mapped
from nao_sessions.analysis.formats.words import BETWEEN
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, verbatim

UNKNOWN_KEY = msg("'{key}' is no key of a scheme")
A_PROTOCOL = msg("this file is a protocol, and no coding scheme")
CHECK_IT = msg("'nao-sessions check' checks it")
NOT_A_MAP = msg("keys and values are needed here")
NOT_A_LIST = msg("a list is needed here")
NOT_A_TEXT = msg("a text is needed here")
MISSING = msg("'{key}' is missing")
NO_CODE = msg("'{code}': a code is lower-case letters, digits and _")
OTHER_VERSION = msg("this program reads version {known} of schemes, not '{found}'")
WRITE_VERSION = msg("write scheme: {known}")
NO_KIND = msg("'{kind}' is no kind of behaviour")
KINDS = msg("point: a moment; state: something that lasts")
NO_MODIFIER_KIND = msg("'{kind}' is no kind of modifier")
MODIFIER_KINDS = msg("one: one value; several: several of them; number: a number")
KEY_LENGTH = msg("'{key}': a key is one character")
KEY_RESERVED = msg("the key '{key}' is needed by the player")
KEY_TAKEN = msg("the key '{key}' is already that of '{other}'")
OTHER_KEY = msg("take another letter or a digit from 1 to 9")
NO_SUCH_GROUP = msg("no behaviour is of a group '{name}'")
NOT_THERE = msg("there is no modifier '{name}'")
GROUP_OF_POINTS = msg("a group excludes states: '{code}' is a point")
LEAVE_GROUP_OUT = msg("leave 'group' out here")
NAMES_A_PERSON = msg("'{subject}' is neither a code (P07) nor a role (nao, adult, group)")
NO_ETHOGRAM = msg("this file has no BORIS ethogram")
NO_VOCABULARY = msg("this ELAN file has no controlled vocabulary")
VOCABULARY_HINT = msg("behaviours are the entries of the tiers' controlled vocabularies")
OTHER_KEY_GIVEN = msg("the key '{key}' of '{name}' is taken, or cannot be one here: '{other}' stands instead")
NUMBER_NOT_ASKED = msg(
    "'{name}' of '{of}' is a number: it is kept and read, but the coding page does not ask for it"
)
SEVERAL_NOT_ASKED = msg("'{name}' of '{of}' has several values at once: kept and read; the page asks for one")
WRITTEN_TWICE = msg("'{name}' is written twice: the first one counts")
NO_VALUES = msg("'{name}' of '{of}' has no value: it is kept for BORIS alone")
NO_WORDS = msg("the vocabulary '{name}' is empty: it is left out")
EXCLUDES_MORE = msg(
    "'{name}' does not exclude in BORIS all states of '{group}': here, one of a group goes on at a time"
)
POINT_EXCLUDES = msg("'{name}' is a point: here, a point excludes nothing")
LEFT_OUT = msg("left out: {what}{name}")
THINGS = {
    "coding map": msg("a coding map"),
    "coding_map": msg("coding maps"),
    "behaviors_coding_map": msg("coding maps of behaviours"),
    "behavioral_categories": msg("categories"),
    "behavioral_categories_config": msg("settings of categories"),
    "independent_variables": msg("independent variables"),
    "converters": msg("converters"),
    "time_format": msg("the format of times"),
    "project_name": msg("the project's name"),
    "project_description": msg("the project's description"),
    "project_date": msg("the project's date"),
}
FIRST_NAME_LEFT_OUT = msg("left out, a first name seems to be left in it: {what}")
FIRST_NAME_STAYS = msg(
    "a first name seems to be written in '{what}' or its description: change it in the scheme"
)
SUBJECT_LEFT_OUT = msg("this subject is neither a code (P07) nor a role (nao, adult, group): it is left out")
ELAN_KNOWS_NO = msg(
    "ELAN has no keys, modifiers or moments: keys are given, and all lasts but what has a "
    "description that ends with '(point)'"
)
TIERS_LEFT_OUT = msg(
    "left out: tiers ({tiers}) and types ({types}) of the file; a template written from here has a tier "
    "for each vocabulary"
)
LOST_IN_ELAN = msg(
    "When ELAN saves this template, it loses of it: keys, modifiers, version, subjects, English titles."
)

VERSION = 1
Kind = Literal["point", "state"]
ModifierKind = Literal["one", "several", "number"]
RESERVED_KEYS = frozenset(" jkl+-0*/[]<>zy?")
"""Keys of one character that the page needs itself: playing, frames, zoom, the child, edges, undo, redo."""

NO_TEXT = EMPTY_TEXT
There = Mapping[str, Any]
"""What another program knows of a part of a scheme: its ``word`` for it; under ``boris`` or ``elan`` what
that program alone knows, a colour, a further language. It is written back as it came, and means nothing here.
"""

PARTICIPANTS = "participants"
"""The word for ``subjects`` that means all who take part in the session that is coded."""


@dataclass(frozen=True, slots=True)
class ModifierValue:
    """One value of a modifier, and the key that chooses it."""

    code: str
    title: Text
    key: str
    there: There = field(default_factory=dict, hash=False)

    @property
    def word(self) -> str:
        """Return the value's name in the program that it came from, else its code."""
        return _word(self.there, self.code)


@dataclass(frozen=True, slots=True)
class Modifier:
    """What a coder may add to a behaviour: one of a set of values, several of them, or a number.

    The coding page asks for one value of a set. Several, and numbers, come from BORIS, and go back there.
    """

    code: str
    title: Text
    values: tuple[ModifierValue, ...]
    kind: ModifierKind = "one"
    there: There = field(default_factory=dict, hash=False)

    @property
    def word(self) -> str:
        """Return the modifier's name in the program that it came from, else its code."""
        return _word(self.there, self.code)

    def holds(self, text: str) -> bool:
        """Return whether the modifier may have a value: a number, one of its codes, or several of them."""
        if self.kind == "number":
            return is_number(text)
        parts = text.split(BETWEEN) if self.kind == "several" else [text]
        return all(part in [value.code for value in self.values] for part in parts)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What is coded: a point in time, or a state that lasts.

    Of the states of one ``group`` at most one goes on at a time, for one subject; ``modifiers`` are codes.
    """

    code: str
    title: Text
    kind: Kind
    key: str
    group: str = ""
    modifiers: tuple[str, ...] = ()
    definition: Text = NO_TEXT
    there: There = field(default_factory=dict, hash=False)

    @property
    def word(self) -> str:
        """Return the behaviour's name in the program that it came from, else its code."""
        return _word(self.there, self.code)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A coding scheme. ``subjects`` are codes or roles; empty: the session's participants.

    ``groups`` are the titles of groups that have one; without, what is coded and the digest are the same.
    """

    id: str
    title: Text
    version: str
    behaviours: tuple[Behaviour, ...]
    modifiers: Mapping[str, Modifier] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    groups: Mapping[str, Text] = field(default_factory=dict)
    there: There = field(default_factory=dict, hash=False)

    def behaviour(self, code: str) -> Behaviour | None:
        """Return the behaviour of a code; None where the scheme has none."""
        return next((one for one in self.behaviours if one.code == code), None)

    def streams(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of each stream, by its name: a group's behaviours, or one that has no group."""
        found: dict[str, tuple[str, ...]] = {}
        for one in self.behaviours:
            name = one.group or one.code
            found[name] = (*found.get(name, ()), one.code)
        return found

    def stream_title(self, name: str) -> Text:
        """Return a stream's title; for a group without a title, one made of its code."""
        alone = self.behaviour(name)
        if alone is not None and not alone.group:
            return alone.title
        shown = name[:1].upper() + name[1:]
        return self.groups.get(name, verbatim(shown))

    def digest(self) -> str:
        """Return the SHA-256 of the scheme's meaning, as hex; the layout of its file does not change it."""
        both: list[Any] = [self.to_json("fr"), self.to_json("en")]
        kinds = [
            [code, one.kind, one.title.fr, one.title.en]
            for code, one in self.modifiers.items()
            if one.kind != "one"
        ]
        if kinds:  # else as before there were kinds
            both.append([kinds, [one.modifiers for one in self.behaviours]])
        return sha256(json.dumps(both, sort_keys=True).encode("utf-8")).hexdigest()

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the scheme as JSON values for the coding page, without modifiers that are numbers."""
        shown = {code: one for code, one in self.modifiers.items() if one.kind != "number"}
        return {
            "id": self.id,
            "title": self.title.in_language(language),
            "version": self.version,
            "subjects": list(self.subjects),
            "behaviours": [
                {
                    "code": one.code,
                    "title": one.title.in_language(language),
                    "kind": one.kind,
                    "key": one.key,
                    "group": one.group,
                    "modifiers": [name for name in one.modifiers if name in shown],
                    "definition": one.definition.in_language(language),
                }
                for one in self.behaviours
            ],
            "modifiers": {
                code: {
                    "title": one.title.in_language(language),
                    "values": [
                        {"code": value.code, "title": value.title.in_language(language), "key": value.key}
                        for value in one.values
                    ],
                }
                for code, one in shown.items()
            },
        }


def _word(there: There, code: str) -> str:
    """Return the word that another program has, else the code."""
    word = there.get("word")
    return word if isinstance(word, str) and word else code


def is_number(text: str) -> bool:
    """Return whether a text is a finite number, as BORIS lets one be typed."""
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def plain_code(word: str) -> str:
    """Return a code made of a word: ``Regarde Nao`` becomes ``regarde_nao``."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    code = re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")[:40].rstrip("_")
    return code if code[:1].isalpha() else f"b_{code}".rstrip("_")[:40]


BORIS = "boris"

LISTED = (",", "|")
"""The signs that separate behaviours or values in BORIS's lists."""
KEYED = (*LISTED, " (")
"""These, and the one that separates a value from its key."""


class SchemeWord(Protocol):
    """A part of a scheme with a code, and the word that another program has for it."""

    @property
    def code(self) -> str: ...
    @property
    def word(self) -> str: ...


def told_apart(ones: Iterable[SchemeWord], parting: Sequence[str] = ()) -> dict[str, str]:
    """Return a word for each part of a scheme, by code: unique, and never another part's code.

    Args:
        ones: the parts of the scheme.
        parting: signs that no word may hold; the code stands for a word with one.
    """
    every = list(ones)
    count = Counter(one.word for one in every)
    codes = {one.code for one in every}
    return {
        one.code: one.word
        if count[one.word] == 1
        and (one.word == one.code or one.word not in codes)
        and not any(sign in one.word for sign in parting)
        else one.code
        for one in every
    }


def behaviour_words(scheme: Scheme) -> Mapping[str, str]:
    """Return BORIS's words for the behaviours, by their codes."""
    return told_apart(scheme.behaviours, LISTED)


def modifier_words(scheme: Scheme) -> Mapping[str, str]:
    """Return BORIS's words for the modifiers, by their codes; unique within each behaviour."""
    words = {code: one.word for code, one in scheme.modifiers.items()}
    for behaviour in scheme.behaviours:
        apart = told_apart(scheme.modifiers[code] for code in dict.fromkeys(behaviour.modifiers))
        words |= {code: code for code, word in apart.items() if word == code}
    return words


def said_words(modifier: Modifier) -> Mapping[str, str]:
    """Return BORIS's words for a modifier's values, by code; the code where the word would mean "nothing"."""
    return {code: code if word == NONE else word for code, word in value_words(modifier).items()}


def in_boris_order(one: Behaviour) -> list[str]:
    """Return the codes of a behaviour's modifiers at their places in BORIS; "" at the place of an empty set.

    BORIS may have a set without values, which nobody can choose from: it stands under ``there`` by its place.
    """
    codes = list(one.modifiers)
    for place in sorted(_empty(one)):
        codes.insert(place, "")
    return codes


def empty_sets(one: Behaviour) -> list[Mapping[str, Any]]:
    """Return the modifier sets of a behaviour that have no values in BORIS, in their order."""
    return [each for _, each in sorted(_empty(one).items())]


def _empty(one: Behaviour) -> dict[int, Mapping[str, Any]]:
    """Return the sets of modifiers without values, by their places in BORIS."""
    kept = mapped(mapped(one.there.get(BORIS)).get("modifiers"))
    return {int(place): mapped(each) for place, each in kept.items() if place.isdecimal() and mapped(each)}


def value_words(modifier: Modifier) -> Mapping[str, str]:
    """Return BORIS's words for the values of a modifier, by their codes."""
    return told_apart(modifier.values, KEYED)

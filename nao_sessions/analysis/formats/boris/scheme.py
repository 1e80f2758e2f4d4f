"""The ethogram of a BORIS project and a coding scheme, each made of the other: behaviours, keys, modifiers.

The scheme that a project was written from travels in it, in a key of ours that BORIS keeps.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count
from pathlib import PurePath
from typing import Any

from nao_sessions.analysis.formats.boris.copy import (
    CATEGORIES,
    KEPT,
    MORE,
    PROJECT,
    TIME_FORMAT,
    TIME_FORMATS,
    project_of,
)
from nao_sessions.analysis.formats.boris.ethogram import CALLED, as_called, value_and_key
from nao_sessions.analysis.formats.rows import mapped, text_of, texts_in
from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.analysis.schemes.foreign import (
    UNNAMED,
    Codes,
    ForeignScheme,
    as_it_left,
    can_be_kept,
    checked,
    free_key,
    kept_scheme,
    says_first_name,
    there_of,
    unnamed,
)
from nao_sessions.analysis.schemes.model import (
    BORIS,
    EXCLUDES_MORE,
    FIRST_NAME_LEFT_OUT,
    FIRST_NAME_STAYS,
    LEFT_OUT,
    NO_ETHOGRAM,
    NO_VALUES,
    NUMBER_NOT_ASKED,
    OTHER_KEY_GIVEN,
    POINT_EXCLUDES,
    SEVERAL_NOT_ASKED,
    SUBJECT_LEFT_OUT,
    THINGS,
    WRITTEN_TWICE,
    Behaviour,
    Kind,
    Modifier,
    ModifierKind,
    ModifierValue,
    Scheme,
    There,
    behaviour_words,
    empty_sets,
    in_boris_order,
    modifier_words,
    plain_code,
    value_words,
)
from nao_sessions.analysis.schemes.yaml_files import ROLES, as_yaml
from nao_sessions.core.codes import is_code
from nao_sessions.core.errors import Finding, Place, SchemeRefused, TableRefused
from nao_sessions.core.json_places import LineStarts, Located, locate
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, verbatim

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
            "description": title_and_definition(one, language, beside=words[one.code]),
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
OF_A_PROJECT = (
    *PROJECT,
    TIME_FORMAT,
    CATEGORIES,
    *(key for key in MORE if "coding_map" not in key),
)
"""Keys of a project that go back as they came; a coding map is a picture, and too large for a scheme."""


def rivals(scheme: Scheme, one: Behaviour) -> list[str]:
    """Return the codes (of the scheme, not BORIS's words) of the other behaviours of its group, if any."""
    others = (other for other in scheme.behaviours if other is not one)
    return [other.code for other in others if one.group and other.group == one.group]


def title_and_definition(one: Behaviour, language: Language, beside: str) -> str:
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


_KINDS: dict[str, ModifierKind] = {"0": "one", "1": "several", "2": "number", "3": "number"}
"""The kind of a modifier by BORIS's number of its type; 3 is a value read from a file of measures."""


def read_boris_ethogram(content: bytes, file: str) -> ForeignScheme:
    """Return the scheme that a BORIS project's ethogram describes, with remarks. Raises: SchemeRefused."""
    try:
        found = project_of(content, file, TableFindings())
    except TableRefused as refused:
        where = refused.findings[-1].place
        raise SchemeRefused([Finding("K107", where, NO_ETHOGRAM)]) from refused
    project = found.whole
    ethogram = project.get("behaviors_conf")
    if ethogram is None or not any(leaf(one, "code") for _, one in ethogram.items()):
        raise SchemeRefused([Finding("K107", Place(file), NO_ETHOGRAM)])
    reading = _Ethogram(found.places)
    read = reading.scheme(project, ethogram, file)
    ours = project.get(KEPT)
    kept = kept_scheme(None if ours is None else leaf(ours, "scheme"))
    if kept is None:
        scheme = checked(read, file, reading.standing)
        return ForeignScheme(scheme, reading.remarks(scheme))
    again = locate(as_boris(kept))
    before = again.get("behaviors_conf")
    assert before is not None
    unwritten = _Ethogram(LineStarts("", file))
    written = unwritten.scheme(again, before, file)
    left = as_it_left(read, written, kept, [one.code for one in kept.behaviours], key=lambda one: one.word)
    scheme = checked(_with_categories(left, read), file, reading.standing)
    # what it was written with is no loss
    known = {one.sentence for one in unwritten.remarks(checked(written, file, {}))}
    return ForeignScheme(scheme, tuple(one for one in reading.remarks(scheme) if one.sentence not in known))


def _with_categories(scheme: Scheme, read: Scheme) -> Scheme:
    """Return a scheme that came back with the file's categories, also those of no behaviour."""
    there = mapped(read.there.get(BORIS)).get(CATEGORIES, [])
    if set(texts_in(there)) <= set(json.loads(as_boris(scheme))[CATEGORIES]):
        return scheme
    boris = {**mapped(scheme.there.get(BORIS)), CATEGORIES: there}
    return replace(scheme, there={**scheme.there, BORIS: boris})


class _Ethogram:
    """The reading of an ethogram as a scheme; what has no place in a scheme becomes a remark."""

    def __init__(self, places: LineStarts) -> None:
        self._places = places
        self._remarks: list[tuple[Located, Text]] = []
        self._keys: list[tuple[Located, str, str, tuple[str, ...]]] = []
        self._modifiers: dict[str, Modifier] = {}
        self.standing: dict[tuple[str, str], Place] = {}
        """The places of behaviours and modifiers in the file."""

    def scheme(self, project: Located, ethogram: Located, file: str) -> Scheme:
        """Return the scheme that an ethogram of the project describes."""
        entries = list(self._once(ethogram))
        codes = Codes(leaf(entry, "code") for entry in entries)
        keys: set[str] = set()
        groups = Groups(entries)
        behaviours = []
        for entry in entries:
            name, description = leaf(entry, "code"), leaf(entry, "description")
            self.standing["behaviours", codes.of(name)] = self._places.place(entry.offset)
            if says_first_name([name, description, leaf(entry, "category")]):
                self._remarks.append((entry, FIRST_NAME_STAYS.format(what=name)))
            kind: Kind = "state" if leaf(entry, "type").casefold().startswith("state") else "point"
            wanted = leaf(entry, "key")
            key = free_key(wanted, keys)
            if wanted and not key:
                self._keys.append((entry, wanted, name, (codes.of(name),)))
            group = groups.of(name) if kind == "state" else ""
            self._remark_on(entry, kind, name, groups, group)
            empty: dict[str, Any] = {}
            sets = tuple(self._sets(entry.get("modifiers"), codes.of(name), name, empty))
            alone = self._alone(entry, OF_A_BEHAVIOUR, name) | groups.there(entry, kind, group, key)
            alone |= {"modifiers": empty} if empty else {}
            behaviours.append(
                Behaviour(
                    code=codes.of(name),
                    title=verbatim(name),
                    kind=kind,
                    key=key,
                    group=group,
                    modifiers=sets,
                    definition=verbatim(description),
                    there=there_of(name, codes.of(name), alone),
                )
            )
        for what in ("coding_map", "behaviors_coding_map"):
            found = project.get(what)
            if found is not None and found.value:
                self._remarks.append((found, LEFT_OUT.format(what=THINGS[what], name="")))
        name, described = leaf(project, "project_name"), leaf(project, "project_description")
        return Scheme(
            id=Codes().of(unnamed((name, PurePath(file).stem)) or UNNAMED),
            title=verbatim(unnamed((described, name, file)) or UNNAMED),
            version="1",
            behaviours=tuple(behaviours),
            modifiers=self._modifiers,
            subjects=tuple(self._subjects(project.get("subjects_conf"))),
            groups={code: verbatim(title) for code, title in groups.titles.items() if title != code},
            there=there_of("", "", self._project(project)),
        )

    def _once(self, ethogram: Located) -> Iterable[Located]:
        """Yield the behaviours of the ethogram, each code once; a second one is reported."""
        seen: set[str] = set()
        for _, entry in ethogram.items():
            code = leaf(entry, "code")
            if code in seen:
                self._remarks.append((entry, WRITTEN_TWICE.format(name=code)))
            elif code:
                seen.add(code)
                yield entry

    def _project(self, project: Located) -> There:
        """Return what the project has beside its behaviours, without what seems to hold a first name."""
        found = {}
        for what in OF_A_PROJECT:
            located = project.get(what)
            value = None if located is None else located.plain()
            if located is None or not value or (what, value) == (TIME_FORMAT, TIME_FORMATS[0]):
                continue
            if says_first_name(value):
                self._remarks.append((located, FIRST_NAME_LEFT_OUT.format(what=THINGS[what])))
            elif not can_be_kept(value):
                self._remarks.append((located, LEFT_OUT.format(what=THINGS[what], name="")))
            else:
                found[what] = value
        return found

    def remarks(self, scheme: Scheme) -> tuple[Finding, ...]:
        """Return the remarks in the order of the file, with those on keys that another one replaced."""
        keys: dict[tuple[str, ...], str] = {(one.code,): one.key for one in scheme.behaviours}
        for one in scheme.modifiers.values():
            keys |= {(one.title.fr, value.title.fr): value.key for value in one.values}
        remarks = [
            *(
                (entry, OTHER_KEY_GIVEN.format(key=wanted, name=name, other=keys.get(whose) or "—"))
                for entry, wanted, name, whose in self._keys
            ),
            *self._remarks,
        ]
        found = [Finding("K109", self._places.place(at.offset), one, None, "remark") for at, one in remarks]
        return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))

    def _remark_on(self, entry: Located, kind: Kind, name: str, groups: Groups, group: str) -> None:
        """Add remarks on properties of a behaviour that a scheme cannot hold."""
        if kind == "point" and leaf(entry, "excluded"):
            self._remarks.append((entry, POINT_EXCLUDES.format(name=name)))
        elif group and not groups.exact(name):
            self._remarks.append((entry, EXCLUDES_MORE.format(name=name, group=group)))
        if groups.named(name):
            self._remarks.append((entry, FIRST_NAME_LEFT_OUT.format(what=name)))
        if leaf(entry, "coding map"):
            self._remarks.append((entry, LEFT_OUT.format(what=THINGS["coding map"], name=f" ({name})")))

    def _sets(self, entry: Located | None, behaviour: str, of: str, empty: dict[str, Any]) -> Iterable[str]:
        """Yield the codes of a behaviour's sets of modifiers; what another behaviour has alike is one.

        Those without values are put into ``empty``, by their places.
        """
        mine: set[str] = set()
        for number, (_, one) in enumerate(entry.items() if entry is not None else (), start=1):
            if not isinstance(one.value, dict):
                continue
            name = leaf(one, "name") or f"{of}_{number}"
            if says_first_name([name, leaf(one, "description")]):
                self._remarks.append((one, FIRST_NAME_STAYS.format(what=name)))
            kind = _KINDS.get(leaf(one, "type") or "0", "one")
            values = tuple(self._values(one.get("values"), name)) if kind != "number" else ()
            if kind == "number":
                self._remarks.append((one, NUMBER_NOT_ASKED.format(name=name, of=of)))
            elif not values:
                self._remarks.append((one, NO_VALUES.format(name=name, of=of)))
                empty[str(number - 1)] = {"name": leaf(one, "name")} | self._set_there(one, "one", name)
                continue
            elif kind == "several":
                self._remarks.append((one, SEVERAL_NOT_ASKED.format(name=name, of=of)))
            alone = self._set_there(one, kind, name)
            longer = plain_code(f"{behaviour}_{name}")
            numbered = (f"{longer[:36]}_{number}" for number in count(2))
            # one that is alike may have its longer code, where a set of the same name has the short one
            alike = [known.code for known in self._modifiers.values() if known.word == name]
            for code in chain(alike, (plain_code(name), longer), numbered):
                modifier = Modifier(code, verbatim(name), values, kind, there_of(name, code, alone))
                if code not in mine and self._modifiers.setdefault(code, modifier) == modifier:
                    mine.add(code)
                    self.standing.setdefault(("modifiers", code), self._places.place(one.offset))
                    yield code
                    break

    def _values(self, listed: Located | None, of: str) -> Iterable[ModifierValue]:
        """Yield the values of a set of modifiers, each once; remarks on doubles, keys and first names."""
        elements = (
            [one for one in listed.elements() if isinstance(one.value, str | int | float)] if listed else []
        )
        pairs = [_value_and_key(str(element.value).strip()) for element in elements]
        codes, keys = Codes(name for name, _ in pairs), set[str]()
        seen: set[str] = set()
        for element, (name, wanted) in zip(elements, pairs, strict=True):
            if name in seen:
                self._remarks.append((element, WRITTEN_TWICE.format(name=f"{of} = {name}")))
                continue
            seen.add(name)
            key = free_key(wanted, keys)
            if wanted and not key:
                self._keys.append((element, wanted, f"{of} = {name}", (of, name)))
            written = str(element.value).strip()
            if says_first_name(written):
                self._remarks.append((element, FIRST_NAME_STAYS.format(what=f"{of} = {name}")))
            there = {} if key and written == f"{name} ({key})" else {"value": written}
            yield ModifierValue(codes.of(name), verbatim(name), key, there_of(name, codes.of(name), there))

    def _alone(self, entry: Located, written: Container[str], of: str) -> dict[str, Any]:
        """Return what BORIS alone knows of an entry, without what seems to hold a first name."""
        found: dict[str, Any] = {}
        for key, located in entry.items():
            if key in written:
                continue
            one = {key: located.plain()}
            if says_first_name(one):
                self._remarks.append((located, FIRST_NAME_LEFT_OUT.format(what=of)))
            elif can_be_kept(one):
                found |= one
            else:
                self._remarks.append((located, LEFT_OUT.format(what=key, name=f" ({of})")))
        return found

    def _set_there(self, one: Located, kind: ModifierKind, of: str) -> dict[str, Any]:
        """Return what only BORIS knows of a set of modifiers, where it differs from what would be written."""
        made = {"name": leaf(one, "name"), "description": "", "type": BORIS_TYPES[kind], "ask at stop": False}
        found = self._alone(one, {"values", *made}, of)
        for key, value in ((key, found_.plain()) for key, found_ in one.items() if key in made):
            if value != made[key] and can_be_kept(value):
                found[key] = value
        values = one.get("values")
        listed = values.plain() if kind == "number" and values is not None else []
        if listed and says_first_name(listed):
            self._remarks.append((one, FIRST_NAME_LEFT_OUT.format(what=of)))
        elif listed and can_be_kept(listed):
            found["values"] = listed
        return found | ({"name": ""} if not made["name"] else {})

    def _subjects(self, conf: Located | None) -> Iterable[str]:
        for _, one in conf.items() if conf is not None else ():
            name = leaf(one, "name")
            if is_code(name) or name in ROLES:
                yield name
            elif name:
                # It may be a child's first name: it is not taken over, and not shown either.
                self._remarks.append((one, SUBJECT_LEFT_OUT))


FEW = 3
"""So many behaviours name a group that has no name of its own."""


class Groups:
    """Groups of states that exclude each other: BORIS lists for each behaviour those that it excludes."""

    def __init__(self, entries: list[Located]) -> None:
        self._excluded = {leaf(one, "code"): listed_in(one, "excluded") for one in entries}
        states = [one for one in entries if leaf(one, "type").casefold().startswith("state")]
        names = {leaf(one, "code") for one in states}
        self._rivals = {
            leaf(one, "code"): {leaf(one, "code"), *listed_in(one, "excluded")} & names for one in states
        }
        self._members: dict[str, set[str]] = {}
        for name, rivals in self._rivals.items():
            whole = set(rivals)
            for other in rivals:
                whole |= self._members.get(other, set())
            for other in whole:
                self._members[other] = whole
            self._members[name] = whole
        codes = Codes()
        self._codes: dict[frozenset[str], str] = {}
        self.titles: dict[str, str] = {}
        """The title of each group, by its code: its category, else the behaviours that it holds."""
        for one in states:
            members = frozenset(self._members[leaf(one, "code")])
            if len(members) > 1 and members not in self._codes:
                wanted = plain_category(leaf(one, "category") or leaf(one, "code"))
                taken = set(self._codes.values())
                group = codes.of(wanted) if wanted not in taken else codes.of(f"{wanted} 2")
                self._codes[members] = group
                held = [leaf(each, "code") for each in states if leaf(each, "code") in members]
                some = " / ".join([*held[:FEW], *(["…"] if len(held) > FEW else [])])
                self.titles[group] = leaf(one, "category") or some

    def of(self, name: str) -> str:
        """Return the code of a state's group; "" where the state excludes nothing."""
        return self._codes.get(frozenset(self._members.get(name, ())), "")

    def there(self, entry: Located, kind: Kind, group: str, key: str) -> dict[str, Any]:
        """Return what only BORIS knows of a behaviour, where it differs from what would be written."""
        excluded = set(listed_in(entry, "excluded"))
        exclusive = self._members.get(leaf(entry, "code"), set()) if kind == "state" else set()
        found: dict[str, Any] = {}
        if leaf(entry, "color"):
            found["color"] = leaf(entry, "color")
        if leaf(entry, "category") != group:
            found["category"] = leaf(entry, "category")
        if excluded != exclusive - {leaf(entry, "code")}:
            found["excluded"] = leaf(entry, "excluded")
            if self.named(leaf(entry, "code")):
                found["excluded"] = ",".join(
                    one for one in listed_in(entry, "excluded") if self._may_stay(one)
                )
        # here whatever has no key is given one
        if leaf(entry, "key") != key or not key:
            found["key"] = leaf(entry, "key")
        return found

    def named(self, name: str) -> bool:
        """Return whether a behaviour excludes an unknown behaviour whose name holds a first name."""
        return not all(map(self._may_stay, self._excluded[name]))

    def _may_stay(self, other: str) -> bool:
        return other in self._excluded or not says_first_name(other)

    def exact(self, name: str) -> bool:
        """Return whether a state excludes all other states of its group."""
        return self._rivals[name] == self._members[name]


def plain_category(category: str) -> str:
    """Return the name of the group that a category is written as."""
    return Codes().of(category)


def listed_in(entry: Located, key: str) -> list[str]:
    """Return the parts of a text of an entry that has commas between them."""
    return [one.strip() for one in leaf(entry, key).split(",") if one.strip()]


def leaf(entry: Located, key: str) -> str:
    """Return a text or a number of an entry as text without spaces around it; "" where it is neither."""
    found = entry.get(key)
    return (
        str(found.value).strip() if found is not None and isinstance(found.value, str | int | float) else ""
    )


def _value_and_key(text: str) -> tuple[str, str]:
    value, key = value_and_key(text)
    return (value.strip(), key) if value.strip() else (text, "")

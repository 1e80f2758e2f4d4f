"""A BORIS ethogram or ELAN's controlled vocabularies, as a scheme: what coders have already, taken over.

Their words become titles, by which codings made with them are read, and their codes are made from these; what
has no counterpart here is left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from nao_sessions.annotation.scheme import RESERVED_KEYS, Behaviour, Kind, Modifier, Scheme, Value, plain_code
from nao_sessions.annotation.scheme_codes import NO_ETHOGRAM, NO_VOCABULARY, VOCABULARY_HINT
from nao_sessions.annotation.scheme_reading import read_scheme
from nao_sessions.annotation.scheme_writing import as_yaml
from nao_sessions.core.errors import Finding, Place, SchemeRefused, TableRefused
from nao_sessions.core.json_places import Located, locate
from nao_sessions.core.text import Text
from nao_sessions.importing.eaf_parsing import parse_eaf
from nao_sessions.importing.table import Findings
from nao_sessions.importing.texts import decoded
from nao_sessions.session.folder import is_code

_VALUE_AND_KEY = re.compile(r"(.*?)\s*\((.)\)")
"""``weak (1)``: how BORIS writes the key of a modifier's value."""


def read_boris_ethogram(content: bytes, file: str) -> Scheme:
    """Read the ethogram of a BORIS project: behaviours, keys, modifiers, groups. Raises: SchemeRefused."""
    try:
        text, _ = decoded(content, file, Findings())
        project = locate(text)
    except (json.JSONDecodeError, ValueError, TableRefused) as error:
        raise SchemeRefused([Finding("K107", Place(file), NO_ETHOGRAM)]) from error
    ethogram = project.get("behaviors_conf")
    if ethogram is None or not ethogram.items():
        raise SchemeRefused([Finding("K107", Place(file), NO_ETHOGRAM)])
    codes = Codes(_leaf(entry, "code") for _, entry in ethogram.items())
    keys: set[str] = set()
    groups = _Groups()
    modifiers: dict[str, Modifier] = {}
    behaviours = []
    for _, entry in ethogram.items():
        name = _leaf(entry, "code")
        kind: Kind = "state" if _leaf(entry, "type").casefold().startswith("state") else "point"
        group = ""
        if kind == "state":
            rivals = [one.strip() for one in _leaf(entry, "excluded").split(",") if one.strip()]
            group = groups.of(name, rivals, _leaf(entry, "category"))
        behaviours.append(
            Behaviour(
                code=codes.of(name),
                title=_same(name),
                kind=kind,
                key=_free(_leaf(entry, "key"), keys),
                group=group,
                modifiers=tuple(_boris_modifiers(entry.get("modifiers"), modifiers, codes.of(name))),
                definition=_same(_leaf(entry, "description")),
            )
        )
    subjects = project.get("subjects_conf")
    named = [_leaf(one, "name") for _, one in subjects.items()] if subjects is not None else []
    return _checked(
        Scheme(
            id=Codes().of(_leaf(project, "project_name") or PurePath(file).stem),
            title=_same(_leaf(project, "project_description") or _leaf(project, "project_name") or file),
            version="1",
            behaviours=tuple(behaviours),
            modifiers=modifiers,
            # Whoever is no code may be a child's first name: left out, and the session's codes stand instead.
            subjects=tuple(one for one in named if is_code(one)),
        ),
        file,
    )


def read_elan_vocabulary(content: bytes, file: str) -> Scheme:
    """Read the controlled vocabularies of an ELAN template or file, a group of states each.

    Raises:
        SchemeRefused: it is no such file, or holds none.
    """
    try:
        document = parse_eaf(content, file, Findings())
    except TableRefused as refused:
        where = refused.findings[-1].place
        raise SchemeRefused([Finding("K108", where, NO_VOCABULARY, VOCABULARY_HINT)]) from refused
    behaviours: list[Behaviour] = []
    found = document.vocabularies.items()
    count = Counter(value for _, entries in found for value in {value for value, _ in entries})
    codes, groups = Codes(count), Codes(document.vocabularies)
    for name, entries in found:
        shared = any(count[value] > 1 for value, _ in entries)
        group = groups.of(name) if len(entries) > 1 or shared else ""
        for value, description in entries:
            # a word of several vocabularies is as many behaviours: the tier says which one is meant
            code = codes.of(value if count[value] == 1 else f"{group}_{value}")
            known = [one for one in behaviours if one.code == code]
            if not known:
                behaviours.append(Behaviour(code, _same(value), "state", "", group, (), _same(description)))
    if not behaviours:
        raise SchemeRefused([Finding("K108", Place(file), NO_VOCABULARY, VOCABULARY_HINT)])
    stem = PurePath(file).stem
    return _checked(Scheme(Codes().of(stem), _same(stem), "1", tuple(behaviours)), file)


def _checked(scheme: Scheme, file: str) -> Scheme:
    """Read the scheme again as if it had been written by hand: keys are given, and the same rules hold."""
    return read_scheme(as_yaml(scheme).encode("utf-8"), file)


def _boris_modifiers(entry: Located | None, known: dict[str, Modifier], behaviour: str) -> Iterable[str]:
    """Give the codes of a behaviour's modifiers; two that are alike are one."""
    for number, (_, one) in enumerate(entry.items() if entry is not None else ()):
        if not isinstance(one.value, dict):
            continue
        codes = Codes()
        values, keys = [], set[str]()
        listed = one.get("values")
        for element in listed.elements() if listed is not None else ():
            text = str(element.value)
            found = _VALUE_AND_KEY.fullmatch(text)
            name, key = (found[1], found[2]) if found else (text, "")
            values.append(Value(codes.of(name), _same(name), _free(key, keys)))
        if not values:
            continue
        name = _leaf(one, "name") or f"{behaviour}_{number + 1}"
        code = Codes().of(name)
        modifier = Modifier(code, _same(name), tuple(values))
        if code in known and known[code] != modifier:
            code = Codes().of(f"{behaviour}_{name}")
            modifier = Modifier(code, modifier.title, modifier.values)
        known[code] = modifier
        yield code


class Codes:
    """Codes made of words, each once: ``Regarde Nao`` is ``regarde_nao``; a word that is one stays."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Begin; of ``words``, those that are codes already get themselves, whatever comes before them."""
        self._by_word = {word: word for word in words if word and self.plain(word) == word}

    def of(self, word: str) -> str:
        if word not in self._by_word:
            code, number = self.plain(word), 2
            while code in self._by_word.values():
                code, number = f"{self.plain(word)[:36]}_{number}", number + 1
            self._by_word[word] = code
        return self._by_word[word]

    @staticmethod
    def plain(word: str) -> str:
        return plain_code(word)


class _Groups:
    """What excludes each other, as groups: BORIS lists for each behaviour those that it excludes."""

    def __init__(self) -> None:
        self._group: dict[str, str] = {}

    def of(self, name: str, rivals: list[str], category: str) -> str:
        others = [one for one in rivals if one != name]
        if not others and name not in self._group:
            return ""
        group = self._group.get(name) or next(
            (self._group[one] for one in others if one in self._group), Codes.plain(category or name)
        )
        for one in (name, *others):
            self._group.setdefault(one, group)
        return group


def _leaf(entry: Located, key: str) -> str:
    found = entry.get(key)
    return "" if found is None or found.value is None else str(found.value).strip()


def _free(key: str, taken: set[str]) -> str:
    """Give a key if it can be one here and is not taken; "" lets the scheme choose another."""
    key = key.lower()
    if len(key) != 1 or key in RESERVED_KEYS or key in taken:
        return ""
    taken.add(key)
    return key


def _same(text: str) -> Text:
    return Text(fr=text, en=text)

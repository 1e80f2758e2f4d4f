"""A BORIS ethogram or ELAN's controlled vocabularies, as a scheme: what coders have already, taken over.

Their words become titles and their codes are made from them; what has no counterpart here is left out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from nao_sessions.annotation.scheme import RESERVED_KEYS, Behaviour, Kind, Modifier, Scheme, Value
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
    codes = _Codes()
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
                title=_same(_leaf(entry, "description") or name),
                kind=kind,
                key=_free(_leaf(entry, "key"), keys),
                group=group,
                modifiers=tuple(_boris_modifiers(entry.get("modifiers"), modifiers, codes.of(name))),
            )
        )
    subjects = project.get("subjects_conf")
    named = [_leaf(one, "name") for _, one in subjects.items()] if subjects is not None else []
    return _checked(
        Scheme(
            id=_Codes().of(_leaf(project, "project_name") or PurePath(file).stem),
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
    codes = _Codes()
    for name, entries in document.vocabularies.items():
        group = codes.plain(name) if len(entries) > 1 else ""
        for value, description in entries:
            behaviours.append(Behaviour(codes.of(value), _same(description or value), "state", "", group))
    if not behaviours:
        raise SchemeRefused([Finding("K108", Place(file), NO_VOCABULARY, VOCABULARY_HINT)])
    stem = PurePath(file).stem
    return _checked(Scheme(_Codes().of(stem), _same(stem), "1", tuple(behaviours)), file)


def _checked(scheme: Scheme, file: str) -> Scheme:
    """Read the scheme again as if it had been written by hand: keys are given, and the same rules hold."""
    return read_scheme(as_yaml(scheme).encode("utf-8"), file)


def _boris_modifiers(entry: Located | None, known: dict[str, Modifier], behaviour: str) -> Iterable[str]:
    """Give the codes of a behaviour's modifiers; two that are alike are one."""
    for number, (_, one) in enumerate(entry.items() if entry is not None else ()):
        if not isinstance(one.value, dict):
            continue
        codes = _Codes()
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
        code = _Codes().of(name)
        modifier = Modifier(code, _same(_leaf(one, "description") or name), tuple(values))
        if code in known and known[code] != modifier:
            code = _Codes().of(f"{behaviour}_{name}")
            modifier = Modifier(code, modifier.title, modifier.values)
        known[code] = modifier
        yield code


class _Codes:
    """Codes made of words, each once: ``Regarde Nao`` is ``regarde_nao``."""

    def __init__(self) -> None:
        self._by_word: dict[str, str] = {}

    def of(self, word: str) -> str:
        if word not in self._by_word:
            code, number = self.plain(word), 2
            while code in self._by_word.values():
                code, number = f"{self.plain(word)[:36]}_{number}", number + 1
            self._by_word[word] = code
        return self._by_word[word]

    @staticmethod
    def plain(word: str) -> str:
        bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        code = re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")[:40].rstrip("_")
        return code if code[:1].isalpha() else f"b_{code}".rstrip("_")[:40]


class _Groups:
    """What excludes each other, as groups: BORIS lists for each behaviour those that it excludes."""

    def __init__(self) -> None:
        self._group: dict[str, str] = {}

    def of(self, name: str, rivals: list[str], category: str) -> str:
        others = [one for one in rivals if one != name]
        if not others and name not in self._group:
            return ""
        group = self._group.get(name) or next(
            (self._group[one] for one in others if one in self._group), _Codes.plain(category or name)
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

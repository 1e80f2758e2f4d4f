"""ELAN's controlled vocabularies, as a scheme: each a group of states, of which one goes on at a time.

ELAN knows no moments: a description that ends with ``(point)``, as a template from here has it, tells of one.
The scheme that a template was written from travels in a property, which ELAN drops when it saves one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import PurePath

from nao_sessions.annotation.scheme import Behaviour, Kind, Scheme
from nao_sessions.annotation.scheme_codes import (
    ELAN_KNOWS_NO,
    NO_VOCABULARY,
    OTHER_LANGUAGES,
    VOCABULARY_HINT,
)
from nao_sessions.annotation.scheme_foreign import Codes, Taken, as_it_left, checked, kept_scheme, same
from nao_sessions.annotation.scheme_writing import KEPT_SCHEME, POINT, as_elan
from nao_sessions.core.errors import Finding, Place, SchemeRefused, TableRefused
from nao_sessions.importing.eaf_parsing import Document, parse_eaf
from nao_sessions.importing.table import Findings


def read_elan_vocabulary(content: bytes, file: str) -> Taken:
    """Read the controlled vocabularies of an ELAN template or file.

    Raises:
        SchemeRefused: it is no such file, or holds none.
    """
    try:
        document = parse_eaf(content, file, Findings())
    except TableRefused as refused:
        where = refused.findings[-1].place
        raise SchemeRefused([Finding("K108", where, NO_VOCABULARY, VOCABULARY_HINT)]) from refused
    read = _shown(document, file)
    if not read.behaviours:
        raise SchemeRefused([Finding("K108", Place(file), NO_VOCABULARY, VOCABULARY_HINT)])
    kept = kept_scheme(document.properties.get(KEPT_SCHEME))
    if kept is None:
        place = document.root or Place(file)
        several = any(len(e.words) > 1 for one in document.vocabularies.values() for e in one.entries)
        said = [ELAN_KNOWS_NO, *([OTHER_LANGUAGES] if several else [])]
        remarks = tuple(Finding("K109", place, one, None, "remark") for one in said)
        return Taken(checked(read, file), remarks)
    written = _shown(parse_eaf(as_elan(kept).encode("utf-8"), file, Findings()), file)
    return Taken(checked(as_it_left(read, written, kept), file))


def _shown(document: Document, file: str) -> Scheme:
    found = [
        (name, [(word.text, word.meaning) for word in one.first_words()])
        for name, one in document.vocabularies.items()
    ]
    count = Counter(word for _, entries in found for word in {value for value, _ in entries})
    codes, groups = Codes(count), Codes(document.vocabularies)
    behaviours: dict[str, Behaviour] = {}
    for name, entries in found:
        shared = any(count[value] > 1 for value, _ in entries)
        group = groups.of(name) if len(entries) > 1 or shared else ""
        for value, description in entries:
            # a word of several vocabularies is as many behaviours: the tier says which one is meant
            code = codes.of(value if count[value] == 1 else f"{group}_{value}")
            meant = description.removesuffix(POINT)
            kind: Kind = "point" if meant != description else "state"
            one = Behaviour(code, same(value), kind, "", group, (), same(meant.strip()))
            behaviours.setdefault(code, one if kind == "state" else replace(one, group=""))
    stem = PurePath(file).stem
    return Scheme(Codes().of(stem), same(stem), "1", tuple(behaviours.values()))

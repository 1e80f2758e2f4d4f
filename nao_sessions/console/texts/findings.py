"""The check's findings as the form shows them: each at the field that it is about, else at its section.

The same findings as those of ``nao-sessions check``, in its order; none is left out, and none is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from nao_sessions.console.texts.base import Base
from nao_sessions.console.texts.page_model import section_of
from nao_sessions.console.texts.sites import Path as YamlPath
from nao_sessions.console.texts.sites import Site, TextSites, find
from nao_sessions.console.texts.tables import read_table
from nao_sessions.console.texts.words import SEVERITIES, WORDS
from nao_sessions.core.errors import Finding, Severity
from nao_sessions.text.languages import Language, typeset

_ENOUGH = 12
"""How many characters of a text must stand in a finding's sentence for the finding to be about it."""


@dataclass(frozen=True, slots=True)
class FieldFinding:
    """One finding of the check, as the form shows it; ``weight`` is its severity in words.

    ``field`` and ``section`` are the ids of those that it is about, empty where it is about neither.
    """

    code: str
    severity: Severity
    weight: str
    sentence: str
    hint: str
    place: str
    field: str
    section: str


def told(findings: Iterable[Finding], base: Base, language: Language) -> tuple[FieldFinding, ...]:
    """Return the findings of a check as the form shows them.

    Args:
        findings: what was found in the texts.
        base: those texts, as they were checked.
        language: of the page.
    """
    finder = _Finder(base)
    return tuple(_shown(finding, *finder.owner(finding), base.path.name, language) for finding in findings)


def _shown(finding: Finding, field: str, section: str, own: str, language: Language) -> FieldFinding:
    place = finding.place
    line = WORDS["line"].format(line=place.line).in_language(language) if place.line else ""
    elsewhere = "" if place.file == own else place.file
    return FieldFinding(
        code=finding.code,
        severity=finding.severity,
        weight=SEVERITIES[finding.severity].in_language(language),
        sentence=typeset(finding.sentence.in_language(language), language),
        hint="" if finding.hint is None else typeset(finding.hint.in_language(language), language),
        place=", ".join(part for part in (elsewhere, line) if part),
        field=field,
        section=section,
    )


class _Finder:
    """The fields and sections of the texts that were checked, to be found by a finding's place."""

    def __init__(self, base: Base) -> None:
        self._base = base
        text = base.text.removeprefix("\ufeff")
        self._found = find(text)
        self._lines = [0]
        for line in text.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def owner(self, finding: Finding) -> tuple[str, str]:
        """Return the ids of the field and section that a finding is about; empty where there is none."""
        place = finding.place
        if place.file in self._base.tables:
            return self._cell(finding), ""
        if place.file != self._base.path.name or not 0 < place.line < len(self._lines):
            return "", ""
        if self._found is None:
            return "", ""
        index = self._lines[place.line - 1] + place.col - 1
        inside = next((site for site in self._found.sites if site.begin <= index < site.end), None)
        if inside is not None:
            return inside.id, section_of(inside.path)
        path = _deepest(self._found, index)
        below = [site for site in self._found.sites if site.path[: len(path)] == path]
        begins = _begins_at(self._found, path, index)
        return _meant(below if begins else [], finding), section_of(path) if path else ""

    def _cell(self, finding: Finding) -> str:
        name = finding.place.file
        table = read_table(name, self._base.tables[name].removeprefix("\ufeff"))
        cells = [] if table is None else [one for one in table.cells if one.line == finding.place.line]
        return next((one.id for one in cells if _repeats(finding, one.text)), "")


def _meant(sites: list[Site], finding: Finding) -> str:
    """Return the value under a place that a finding means: the one in its sentence, or the only one."""
    repeated = [site for site in sites if _repeats(finding, site.text)]
    chosen = repeated[:1] or (sites if len(sites) == 1 else [])
    return chosen[0].id if chosen else ""


def _repeats(finding: Finding, text: str) -> bool:
    line = " ".join(text.split())
    return len(line) > 1 and any(line[:_ENOUGH] in value for value in finding.sentence.values())


def _deepest(found: TextSites, index: int) -> YamlPath:
    """Return the path of the innermost key or element that a character of the file belongs to."""
    path: YamlPath = ()
    node: yaml.Node | None = found.root
    while node is not None:
        inner = None
        for key, begin, value in _children(node):
            if begin <= index < value.end_mark.index:
                inner, path = value, (*path, key)
                break
        node = inner
    return path


def _begins_at(found: TextSites, path: YamlPath, index: int) -> bool:
    """Return whether the last part of a path begins at an index: a finding there means all of it."""
    node: yaml.Node = found.root
    begins = False
    for part in path:
        for key, begin, value in _children(node):
            if key == part:
                begins = index in (begin, value.start_mark.index)
                node = value
                break
    return begins


def _children(node: yaml.Node) -> Iterator[tuple[str | int, int, yaml.Node]]:
    """Yield the children of a node: key or number, where that begins, and value."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.index, value
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield number, value.start_mark.index, value

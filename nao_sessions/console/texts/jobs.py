"""What is worked out about texts that are being changed: the form, the check, the drawing, the differences.

Each job goes from plain data to plain data, so that a child process can do it: 30 to 300 ms that the
console's loop must not wait for. Nothing here writes but :func:`save`.

The check's findings as the form shows them: each at the field that it is about, else at its section. The same
findings as those of ``nao-sessions check``, in its order; none is left out, and none is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from nao_sessions.console.texts.drafts import Base, TextDraft, read_base, write_draft
from nao_sessions.console.texts.page_model import as_typed, section_of, sections_of
from nao_sessions.console.texts.rewriting import read_table
from nao_sessions.console.texts.sites import Path as YamlPath
from nao_sessions.console.texts.sites import Site, TextSites, find, word
from nao_sessions.console.texts.words import SEVERITIES, WORDS
from nao_sessions.core.errors import Finding, NaoSessionsError, ProtocolRefused, Severity
from nao_sessions.protocol.diagram import svg
from nao_sessions.protocol.diff import MeaningDifference, compare
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import CheckedFile, examine_bytes, load
from nao_sessions.protocol.sheet import protocol_sheet
from nao_sessions.protocol.sheet.cards import cards_of
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import by_language, msg

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


Answer = dict[str, Any]


def page(path: str, changes: Mapping[str, str], language: Language) -> Answer:
    """Return all that the page of a protocol's texts shows.

    Raises:
        NaoSessionsError: T101, the file cannot be read.
    """
    base = read_base(Path(path))
    found = find(base.text.removeprefix("\ufeff"))
    sections = sections_of(base, changes, language)
    known = {field.id for section in sections for field in section.fields}
    changed = base.changed(changes)
    examined = examine_bytes(changed.content(), changed.path, changed.others())
    protocol = examined.protocol
    return {
        "sha256": base.sha256,
        "cards": protocol is not None and bool(cards_of(protocol, language)),
        "version": "" if found is None else word(found.root, "version"),
        "status": ("" if found is None else word(found.root, "status")) or "draft",
        "title": "" if found is None else _title(found, changes, language),
        "sections": [asdict(section) for section in sections],
        "unplaced": sorted(set(changes) - known),
        **_findings(examined, changed, language),
        "drawing": _drawn(examined, language),
    }


def differing(path: str, typed: Mapping[str, str]) -> Answer:
    """Return the values of a whole form (*typed*, by field) that differ from the files.

    Raises:
        NaoSessionsError: T101, the file cannot be read.
    """
    base = read_base(Path(path))
    written = {
        field.id: as_typed(field.original) for one in sections_of(base, {}, "fr") for field in one.fields
    }
    changes = {key: text for key, text in typed.items() if key in written and written[key] != text}
    return {"sha256": base.sha256, "changes": changes}


def check(path: str, changes: Mapping[str, str], language: Language) -> Answer:
    """Return the findings on the texts as typed now, their durations, and the drawing of the protocol.

    Raises:
        NaoSessionsError: T101, the file cannot be read.
    """
    base = read_base(Path(path))
    sections = sections_of(base, changes, language)
    changed = base.changed(changes)
    examined = examine_bytes(changed.content(), changed.path, changed.others())
    return {
        "sha256": base.sha256,
        "titles": {section.id: section.title for section in sections},
        "estimates": {
            field.id: field.estimate for section in sections for field in section.fields if field.estimate
        },
        **_findings(examined, changed, language),
        "drawing": _drawn(examined, language),
    }


def differences(path: str, changes: Mapping[str, str], language: Language, against: str) -> Answer:
    """Return how the texts as typed now differ from another version of the protocol.

    Raises:
        NaoSessionsError: T101, the file cannot be read.
        ProtocolRefused: the other version cannot be loaded.
    """
    base = read_base(Path(path))
    changed = base.changed(changes)
    examined = examine_bytes(changed.content(), base.path, changed.others())
    answer = {"sha256": base.sha256, **_findings(examined, changed, language), "parts": []}
    if examined.protocol is not None and not _refused(examined):
        answer["parts"] = parts_of(compare(load(Path(against)), examined.protocol), language)
    return answer


def paper(path: str, language: Language, kind: str) -> Answer:
    """Return the printed form of a protocol as HTML: its sheet, or its ``cards``.

    Raises:
        ProtocolRefused: it cannot be loaded.
        NaoSessionsError: T109, no card is shown in it.
    """
    protocol = load(Path(path))
    if kind != "cards":
        return {"html": protocol_sheet(protocol, language)}
    from nao_sessions.cards.paper import cards_paper  # it loads what draws the squares

    cards = cards_paper(protocol, language)
    if cards is None:
        raise NaoSessionsError(
            msg("No card is waited for in this protocol: there is nothing to print."),
            code="T109",
        )
    return {"html": cards}


def save(
    path: str, changes: Mapping[str, str], language: Language, against: str, folder: str, version: str
) -> Answer:
    """Write the texts as a draft with a version number, into a folder of its own.

    Raises:
        NaoSessionsError: T101, it cannot be read; T104, it has errors and cannot run; T105, it cannot be
            written.
    """
    base = read_base(Path(path))
    draft = TextDraft(base.changed(changes), version, load(Path(against)))
    return {"path": str(write_draft(draft, Path(folder)))}


def parts_of(found: tuple[MeaningDifference, ...], language: Language) -> list[Answer]:
    """Return differences grouped by part, as a page shows them."""
    return [
        {
            "title": typeset(title.in_language(language), language),
            "sentences": [typeset(one.sentence.in_language(language), language) for one in inside],
        }
        for title, inside in groupby(found, key=lambda one: one.part.title)
    ]


def _findings(examined: CheckedFile, changed: Base, language: Language) -> Answer:
    return {"told": [asdict(one) for one in told(examined.findings, changed, language)]}


def _drawn(examined: CheckedFile, language: Language) -> str | None:
    """Return the drawing of a protocol as SVG; None where the check refused it."""
    drawn: Protocol | None = None if _refused(examined) else examined.protocol
    return None if drawn is None else svg(drawn, language)


def _refused(examined: CheckedFile) -> bool:
    return any(finding.severity == "error" for finding in examined.findings)


def _title(found: TextSites, changes: Mapping[str, str], language: Language) -> str:
    own = word(found.root, "language")
    for wanted in (("title", language), ("title", own), ("title",)):
        text = changes.get("/" + "/".join(wanted), word(found.root, *wanted))
        if text:
            return text
    return ""


JOBS: Mapping[str, Callable[..., Answer]] = {
    "page": page,
    "differing": differing,
    "check": check,
    "differences": differences,
    "paper": paper,
    "save": save,
}


def do(job: str, arguments: Mapping[str, Any]) -> Answer:
    """Run a job of JOBS; return ``done`` with its result, or ``refused`` with the error, as data."""
    try:
        return {"done": JOBS[job](**arguments)}
    except ProtocolRefused as refused:
        lines = [by_language(finding.render) for finding in refused.findings[:3]]
        hint = joined(lines, SEMICOLON)
        return {"refused": _error(NaoSessionsError(refused.sentence, hint, code="T104"))}
    except NaoSessionsError as error:
        return {"refused": _error(error)}


def _error(error: NaoSessionsError) -> Answer:
    hint = error.hint
    return {
        "code": error.code,
        "sentence": [error.sentence.fr, error.sentence.en],
        "hint": None if hint is None else [hint.fr, hint.en],
    }

"""The copy of an ELAN file that a session keeps, and how it becomes part of an EAF that is being made.

A copy holds the elements and attributes that this package knows, their texts through the name filter, as EAF
3.0; no media, nobody who annotated but by a code, no comment. Tiers, what hangs on what, slots that are
shared and slots without a time are as they came: an export moves the times and adds its own tiers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PureWindowsPath
from xml.etree import ElementTree as ET

from nao_sessions.analysis.formats.elan.document import SUBDIVIDED, SYMBOLIC, free, to_ms
from nao_sessions.analysis.formats.elan.document import Document as Made
from nao_sessions.analysis.formats.elan.elements import ON_ANNOTATIONS, ON_TIERS, Elements
from nao_sessions.analysis.formats.elan.parsing import Annotation, Document, parse_eaf
from nao_sessions.analysis.formats.elan.spans import Span, spans_of
from nao_sessions.analysis.formats.elan.vocabulary import Entry, Vocabulary, Word
from nao_sessions.analysis.formats.first_names import holds_first_name
from nao_sessions.analysis.formats.foreign import SUBJECT_MARK
from nao_sessions.analysis.formats.name_filter import NameFilter
from nao_sessions.analysis.formats.table import Findings
from nao_sessions.core.errors import TableRefused

PLAIN = "imported"
"""The linguistic type of what came with none."""
UNNAMED = "?"
"""How a tier is called whose name is left out."""
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)

Shown = Callable[[int], int]
"""By a time of the copy (ns), the millisecond at which the file that is being made shows it."""


def copy_of(parsed: Document, names: NameFilter) -> bytes:
    """Return the copy of a file that a session keeps."""
    made = Made(_NO_DATE)
    paste(made, without_names(parsed, names), to_ms)
    return made.end()


def parsed_copy(content: bytes) -> Document | None:
    """Read a copy again; None where nobody can, for instance since somebody changed it."""
    findings = Findings()
    try:
        parsed = parse_eaf(content, "", findings)
        spans_of(parsed, findings)
        findings.check()
    except TableRefused:
        return None
    return parsed


def without_names(parsed: Document, names: NameFilter) -> Document:
    """Return what a file holds with codes for people, and without the texts in which a name seems to be."""
    kinds = names.renamed("type", [*parsed.constraints, *(tier.kind for tier in parsed.tiers)])
    lists = names.renamed("vocabulary", [*parsed.vocabularies, *parsed.vocabulary_of.values()])
    called: list[str] = []
    for tier in parsed.tiers:
        name = SUBJECT_MARK.join(filter(None, (names.text(tier.name) or UNNAMED, names.somebody(tier.whom))))
        called.append(free(name, called))
    by_id = {tier.id: name for tier, name in zip(parsed.tiers, called, strict=True)}
    return replace(
        parsed,
        tiers=[
            replace(
                tier,
                id=name,
                participant=names.somebody(tier.participant),
                kind=kinds[tier.kind],
                annotator=names.annotator(tier.annotator),
                parent=by_id.get(tier.parent, ""),
                more=names.any(tier.more),
            )
            for tier, name in zip(parsed.tiers, called, strict=True)
        ],
        annotations=[
            replace(
                one,
                value=names.hide(one.value),
                # what it refers to may be called by a word, and is left out as the word is
                more={key: text for key, text in one.more.items() if not holds_first_name(names.hide(text))},
            )
            for one in parsed.annotations
        ],
        constraints={kinds[name]: names.text(one) for name, one in parsed.constraints.items()},
        types_more={kinds[name]: names.any(more) for name, more in parsed.types_more.items()},
        vocabulary_of={kinds[name]: lists[one] for name, one in parsed.vocabulary_of.items()},
        vocabularies={lists[name]: _vocabulary(one, names) for name, one in parsed.vocabularies.items()},
        others={
            tag: [names.any({key: without_folders(text) for key, text in one.items()}) for one in ones]
            for tag, ones in parsed.others.items()
        },
        told=[
            (hidden, names.text(text))
            for name, text in names.labelled(parsed.own_properties)
            if (hidden := names.text(name)) or not name
        ],
    )


def without_folders(text: str) -> str:
    """Return an address; of a file of somebody's computer its name alone."""
    return PureWindowsPath(text).name if text.casefold().startswith("file:") else text


def _vocabulary(one: Vocabulary, names: NameFilter) -> Vocabulary:
    entries: list[Entry] = []
    for entry in one.entries:
        words = tuple(
            Word(word.language, hidden, names.text(word.meaning))
            for word in entry.words
            if (hidden := names.text(word.text))
        )
        if words and (words == entry.words or words not in [known.words for known in entries]):
            entries.append(replace(entry, words=words, id=names.text(entry.id)))
    told = tuple((language, names.text(text)) for language, text in one.told)
    return replace(one, told=told, entries=tuple(entries))


def paste(made: Made, parsed: Document, shown: Shown) -> list[str]:
    """Put all that a copy holds into an EAF that is being made.

    Args:
        made: the EAF.
        parsed: the copy.
        shown: how times of the copy are shown there.

    Returns:
        the names of the tiers.

    Raises:
        TableRefused: an annotation of the copy has no times.
    """
    return _Pasting(made, parsed, shown).names()


class _Pasting:
    """Puts the tiers of a copy into an EAF, with new ids and slots in their order."""

    def __init__(self, made: Made, parsed: Document, shown: Shown) -> None:
        findings = Findings()
        self._spans = spans_of(parsed, findings)
        findings.check()
        self._made, self._parsed = made, parsed
        self._elements = Elements(made, parsed)
        self._on: dict[int, list[Annotation]] = defaultdict(list)
        for one in parsed.annotations:
            self._on[one.tier].append(one)
        self._tier_of = {one.id: one.tier for one in parsed.annotations}
        self._ms = _apart(_told_ns(parsed, self._spans), shown)
        self._shown = shown
        self._slots: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def names(self) -> list[str]:
        """Put all tiers, each below the one that it hangs on, in the order of the file."""
        by_id = {tier.id: number for number, tier in enumerate(self._parsed.tiers)}
        parents = [by_id.get(tier.parent) for tier in self._parsed.tiers]
        begin, elements, names = len(self._made.root), dict[int, ET.Element](), dict[int, str]()
        for number in parents_first(parents):
            tier, parent = self._parsed.tiers[number], parents[number]
            kind = self._elements.kind(tier.kind)
            wanted, above = tier.kind or PLAIN, names.get(parent, "") if parent is not None else ""
            hangs = bool(above and kind.constraint) and all(
                self._fits(one, parent, kind.constraint) for one in self._on[number]
            )
            if not hangs:
                # it stands by itself: of a type that hangs there is another one that does not
                wanted, above = f"{wanted} (2)" if kind.constraint else wanted, ""
                kind = replace(kind, constraint="")
            names[number] = self._made.free_name(tier.id)
            elements[number] = self._made.tier(
                names[number],
                self._made.type_of(wanted, kind),
                tier.participant,
                tier.annotator,
                above,
                self._elements.more(tier.more, ON_TIERS),
            )
            self._put(elements[number], self._on[number], kind.constraint)
        self._made.root[begin:] = [elements[number] for number in sorted(elements)]
        return list(names.values())

    def _fits(self, one: Annotation, parent: int | None, constraint: str) -> bool:
        """Tell whether an annotation hangs as the type of its tier says."""
        if constraint not in SYMBOLIC:
            return one.slots is not None
        return one.slots is None and self._tier_of.get(one.refers_to) == parent

    def _put(self, tier: ET.Element, ones: Sequence[Annotation], constraint: str) -> None:
        if constraint == SUBDIVIDED:
            ones = sorted(ones, key=lambda one: self._spans[one.id])
        previous: dict[str, str] = {}
        for one in ones:
            more = self._elements.more(one.more, ON_ANNOTATIONS)
            if constraint in SYMBOLIC:
                before = previous.get(one.refers_to, "") if constraint == SUBDIVIDED else ""
                above = self._ids[one.refers_to]
                self._ids[one.id] = self._made.referring(tier, above, one.value, before, more)
                previous[one.refers_to] = self._ids[one.id]
            else:
                first, last = self._between(one)
                self._ids[one.id] = self._made.between(tier, first, last, one.value, more).id

    def _between(self, one: Annotation) -> tuple[str, str]:
        """Return the slots of an annotation, which lasts 1 ms at least."""
        span = self._spans[one.id]
        names = one.slots or ("", "")
        first = self._slot(names[0], span[0])
        if span[0] == span[1]:
            return first, self._made.slot(self._made.ms_of(first) + 1)
        return first, self._slot(names[1], span[1])

    def _slot(self, name: str, ns: int) -> str:
        if name not in self._slots or not name:
            told = not name or bool(self._parsed.slots[name][0])
            self._slots[name] = self._made.slot(self._ms.get(ns, self._shown(ns)), told=told)
        return self._slots[name]


def _told_ns(parsed: Document, spans: Mapping[str, Span]) -> Iterator[int]:
    """Yield the times that the file itself tells."""
    for one in parsed.annotations:
        for slot, ns in zip(one.slots or (), spans[one.id], strict=False):
            if parsed.slots[slot][0]:
                yield ns


def _apart(times: Iterable[int], shown: Shown) -> dict[int, int]:
    """Return when times are shown so that those which differ still differ, whatever a camera's clock does."""
    found: dict[int, int] = {}
    last = -1
    for ns in sorted(set(times)):
        last = found[ns] = max(shown(ns), last + 1)
    return found


def parents_first(parents: Sequence[int | None]) -> list[int]:
    """Return the numbers of tiers, each after the one that it hangs on.

    Args:
        parents: by its number, on which tier each hangs; of a circle any may be the first.
    """

    def depth(number: int) -> int:
        count, parent = 0, parents[number]
        while parent is not None and parent < len(parents) and count <= len(parents):
            count, parent = count + 1, parents[parent]
        return count

    return sorted(range(len(parents)), key=lambda number: (depth(number), number))

"""The copy of an ELAN file that a session keeps, and how it becomes the base of an EAF that is being made.

A copy holds the elements and attributes that this package knows, their texts through the name filter, as EAF
3.0; no media, no annotators but codes, no comment. Tiers, ids, references, slots that are shared and slots
without a time are as they came: an export moves the times and adds its own tiers. For a session without one
it is made of the log.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import PureWindowsPath
from typing import Any

from nao_sessions.analysis.formats.coded import free
from nao_sessions.analysis.formats.elan.document import Document, name_for
from nao_sessions.analysis.formats.elan.model import (
    ASSOCIATED,
    CONSTRAINTS,
    ELEMENTS,
    EXTERNAL,
    NOWHERE,
    ON_ANNOTATIONS,
    ON_TIERS,
    ON_TYPES,
    REFERS,
    SUBDIVIDED,
    SYMBOLIC,
    TIME_SUBDIVIDED,
    Annotation,
    Attributes,
    Eaf,
    ElanTier,
    LinguisticType,
    clean,
    elements_of,
    last_number,
    to_ms,
)
from nao_sessions.analysis.formats.elan.parsing import Span, parse_eaf, spans_of
from nao_sessions.analysis.formats.elan.vocabulary import Vocabulary, VocabularyEntry, Word, vocabulary_from
from nao_sessions.analysis.formats.foreign import SUBJECT_MARK, Foreign
from nao_sessions.analysis.formats.name_filter import NameFilter, holds_first_name
from nao_sessions.analysis.formats.rows import listed, mapped, text_of
from nao_sessions.analysis.formats.table import TableFindings, time_ns
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.errors import TableRefused

PLAIN = "imported"
"""The linguistic type of tiers that came with none."""
UNNAMED = "?"
"""The name of a tier whose own name is left out."""
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)

Shown = Callable[[int], int]
"""A function from a time of a file (ns) to the millisecond at which another file shows it."""


def copy_of(parsed: Eaf, names: NameFilter) -> bytes:
    """Return the bytes of the copy of an ELAN file that a session keeps, without names."""
    base = base_of(without_names(parsed, names), to_ms)
    assert base is not None  # the file was read
    return Document(_NO_DATE, base=base).end()


def read_copy(content: bytes) -> Eaf | None:
    """Return the content of a copy; None where it cannot be read, for instance after somebody edited it."""
    try:
        return parse_eaf(content, "", TableFindings())
    except TableRefused:
        return None


def without_names(parsed: Eaf, names: NameFilter) -> Eaf:
    """Return a file with codes for people, and without the texts in which a name seems to be left."""
    kinds = names.new_names("type", [*parsed.types, *(tier.kind for tier in parsed.tiers)])
    referred = [kind.vocabulary for kind in parsed.types.values()]
    lists = names.new_names("vocabulary", [*parsed.vocabularies, *referred])
    ids_of_tiers: list[str] = []
    for tier in parsed.tiers:
        name = SUBJECT_MARK.join(filter(None, (names.text(tier.name) or UNNAMED, names.subject(tier.whom))))
        ids_of_tiers.append(free(name, ids_of_tiers))
    by_id = {tier.id: name for tier, name in zip(parsed.tiers, ids_of_tiers, strict=True)}
    ids = _as_elan_has_them("a", [one.id for one in parsed.annotations])
    slots = _as_elan_has_them("ts", parsed.slots)
    return replace(
        parsed,
        tiers=[
            replace(
                tier,
                id=name,
                participant=names.subject(tier.participant),
                kind=kinds[tier.kind],
                annotator=names.annotator(tier.annotator),
                parent=by_id.get(tier.parent, ""),
                more=names.any(tier.more),
            )
            for tier, name in zip(parsed.tiers, ids_of_tiers, strict=True)
        ],
        annotations=[
            replace(
                one,
                id=ids[one.id],
                slots=one.slots and (slots[one.slots[0]], slots[one.slots[1]]),
                refers_to=ids.get(one.refers_to, ""),
                previous=ids.get(one.previous, ""),
                value=names.hide(one.value),
                # what it refers to may be called by a word, and is left out as the word is
                more={key: text for key, text in one.more.items() if not holds_first_name(names.hide(text))},
            )
            for one in parsed.annotations
        ],
        types={
            kinds[name]: LinguisticType(
                names.text(one.constraint), lists[one.vocabulary], names.any(one.more)
            )
            for name, one in parsed.types.items()
        },
        vocabularies={lists[name]: _vocabulary(one, names) for name, one in parsed.vocabularies.items()},
        others={
            tag: [names.any({key: without_folders(text) for key, text in one.items()}) for one in ones]
            for tag, ones in parsed.others.items()
        },
        media=[],
        slots={slots[name]: one for name, one in parsed.slots.items()},
        properties=[
            (hidden, names.text(text))
            for name, text in names.by_label(parsed.own_properties)
            if (hidden := names.text(name)) or not name
        ],
    )


def _as_elan_has_them(prefix: str, ids: Iterable[str]) -> dict[str, str]:
    """Return ids of ELAN's form by a file's ids: others may be words, and get the next numbers."""
    found = {id_: id_ for id_ in ids}
    number = last_number(prefix, found)
    for id_ in found:
        if re.fullmatch(f"{prefix}[0-9]+", id_) is None:
            number += 1
            found[id_] = f"{prefix}{number}"
    return found


def without_folders(text: str) -> str:
    """Return an address; of a local file only its name, without folders."""
    return PureWindowsPath(text).name if text.casefold().startswith("file:") else text


def _vocabulary(one: Vocabulary, names: NameFilter) -> Vocabulary:
    """Return a vocabulary without people's names; of entries that become alike the first stays."""
    entries: list[VocabularyEntry] = []
    for entry in one.entries:
        words = tuple(
            Word(word.language, hidden, names.text(word.meaning))
            for word in entry.words
            if (hidden := names.text(word.text))
        )
        if words and (words == entry.words or words not in [known.words for known in entries]):
            entries.append(replace(entry, words=words, id=names.text(entry.id)))
    descriptions = tuple((language, names.text(text)) for language, text in one.told)
    return replace(one, told=descriptions, entries=tuple(entries))


def base_of(parsed: Eaf, shown: Shown) -> Eaf | None:
    """Return a copy as ELAN opens it, with its times as they are shown.

    References to what is not there are left out. A tier that does not lie under its parent as its type says
    stands by itself. An annotation lasts 1 ms at least.

    Args:
        parsed: the copy.
        shown: how its times are shown.

    Returns:
        None where an annotation has no times.
    """
    findings = TableFindings()
    try:
        spans = spans_of(parsed, findings)
        findings.check()
    except TableRefused:
        return None
    others: dict[str, list[Attributes]] = {}
    known: dict[str, set[str]] = {}
    for tag in ELEMENTS:
        there = elements_of(tag, parsed.others.get(tag))
        taken = {id_ for ids in known.values() for id_ in ids}
        known[tag] = there.keys() - taken
        others[tag] = [one for id_, one in there.items() if id_ in known[tag]]
    external = {id_: id_ for id_ in known[EXTERNAL]}
    vocabularies = {clean(name): one.known(external) for name, one in parsed.vocabularies.items()}
    types: dict[str, LinguisticType] = {}
    for name, kind in parsed.types.items():
        if name:
            types[clean(name)] = LinguisticType(
                kind.constraint if kind.constraint in CONSTRAINTS else "",
                words if (words := clean(kind.vocabulary)) in vocabularies else "",
                _known(kind.more, ON_TYPES, known),
            )
    tiers = [replace(tier, more=_known(tier.more, ON_TIERS, known)) for tier in parsed.tiers]
    ones = [replace(one, more=_known(one.more, ON_ANNOTATIONS, known)) for one in parsed.annotations]
    base = Eaf(tiers=tiers, annotations=ones, types=types, properties=parsed.own_properties,
               vocabularies=vocabularies, others=others)  # fmt: skip
    _place(base, parsed, spans, shown)
    _hang(base, spans, shown)
    return base


def _known(more: Attributes, allowed: Iterable[str], known: Mapping[str, set[str]]) -> Attributes:
    """Return the further attributes that an element may have, without references to what is not there."""
    found = {}
    for name in allowed:
        there, text = known.get(REFERS.get(name, "")), more.get(name, "")
        kept = text if there is None else " ".join(one for one in text.split() if one in there)
        if kept and (name != "GRAPHIC_REFERENCES" or kept in ("true", "false")):
            found[name] = kept
    return found


def _place(base: Eaf, parsed: Eaf, spans: Mapping[str, Span], shown: Shown) -> None:
    """Set the times of slots and annotations, rounded to ms so that different times stay different."""
    times_ns = {slot: time_ns(value, "ms") for slot, (value, _) in parsed.slots.items() if value}
    ms: dict[int | None, str] = {None: ""}
    last = -1
    for ns in sorted({ns for ns in times_ns.values() if ns is not None}):
        last = max(shown(ns), last + 1)
        ms[ns] = str(last)
    base.slots = {slot: (ms[times_ns.get(slot)], NOWHERE) for slot in parsed.slots}
    for one in base.annotations:
        start, stop = spans[one.id]
        if one.slots is not None and start == stop:
            after = free(f"{one.slots[1]}_1", base.slots, "{}_{}")
            base.slots[after] = (str(int(ms.get(start) or shown(start)) + 1), NOWHERE)
            one.slots = (one.slots[0], after)


def _hang(base: Eaf, spans: Mapping[str, Span], shown: Shown) -> None:
    """Attach each tier to its parent as its linguistic type says, or detach it where it does not fit."""
    tier_of = {one.id: one.tier for one in base.annotations}
    by_tier: list[list[Annotation]] = [[] for _ in base.tiers]
    for one in base.annotations:
        by_tier[one.tier].append(one)
    parents, placed = base.parents(), set[int]()
    for number in parents_first(parents):
        tier, parent, ones = base.tiers[number], parents[number], by_tier[number]
        kind = base.types.get(clean(tier.kind), LinguisticType())
        symbolic = kind.constraint in SYMBOLIC
        fits = all(
            one.slots is None and tier_of.get(one.refers_to) == parent if symbolic else one.slots is not None
            for one in ones
        )
        if not (kind.constraint and parent in placed and fits):
            # of a type that hangs there is another one that does not
            tier.parent, wanted = "", f"{tier.kind or PLAIN} (2)" if kind.constraint else tier.kind or PLAIN
            tier.kind = name_for(base.types, wanted, replace(kind, constraint=""))
            for one in ones:
                one.slots = one.slots or _slots(base, *(shown(ns) for ns in spans[one.id]))
        last: dict[str, str] = {}
        for one in sorted(ones, key=lambda one: spans[one.id]):
            one.previous = last.get(one.refers_to, "") if kind.constraint == SUBDIVIDED else ""
            last[one.refers_to] = one.id
        placed.add(number)


def _slots(base: Eaf, start_ms: int, stop_ms: int) -> tuple[str, str]:
    """Add two slots at least 1 ms apart, and return their ids."""
    names = []
    for ms in (start_ms, max(stop_ms, start_ms + 1)):
        names.append(free(f"ts_{len(base.slots) + 1}", base.slots, "{}_{}"))
        base.slots[names[-1]] = (str(ms), NOWHERE)
    return names[0], names[1]


def parents_first(parents: Sequence[int | None]) -> list[int]:
    """Return the numbers of tiers, each one after its parent.

    Args:
        parents: the number of each tier's parent, by the tier's number; of a circle any may be the first.
    """

    def depth(number: int) -> int:
        count, parent = 0, parents[number]
        while parent is not None and parent < len(parents) and count <= len(parents):
            count, parent = count + 1, parents[parent]
        return count

    return sorted(range(len(parents)), key=lambda number: (depth(number), number))


def eaf_of_log(layout: Mapping[str, Any], found: Sequence[Foreign], zero_ns: int) -> Eaf | None:
    """Return the file that an import was made of; None where the log does not say on which tiers events were.

    Args:
        layout: what the log says of the file beside its events; its shape is not sure.
        found: the imported events.
        zero_ns: the session time of the file's 0.
    """
    tiers: list[ElanTier] = []
    parents: list[int | None] = []
    for one in map(mapped, listed(layout.get("tiers"))):
        names = (text_of(one.get("name")) or UNNAMED, text_of(one.get("whom")))
        name = free(SUBJECT_MARK.join(filter(None, names)), {tier.id for tier in tiers})
        facts = {key: text_of(one.get(key)) for key in ("participant", "annotator")}
        more = _texts(one.get("more"))
        tiers.append(ElanTier(name, kind=text_of(one.get("type")), place=NOWHERE, more=more, **facts))
        parent = one.get("parent")
        parents.append(parent if isinstance(parent, int) and parent >= 0 else None)
    if not found or any(one.number is None or one.number >= len(tiers) for one in found):
        return None
    for tier, parent in zip(tiers, parents, strict=True):
        tier.parent = tiers[parent].id if parent is not None and parent < len(tiers) else ""
    eaf = Eaf(
        tiers=tiers,
        types={name: _kind(mapped(one)) for name, one in mapped(layout.get("types")).items()},
        vocabularies={name: vocabulary_from(one) for name, one in mapped(layout.get("vocabularies")).items()},
        others={tag: list(map(_texts, listed(one))) for tag, one in mapped(layout.get("others")).items()},
        properties=_properties(layout.get("properties")),
    )
    hanging = _Hanging(eaf, zero_ns)
    for number in parents_first(parents):
        hanging.put(number, parents[number], [one for one in found if one.number == number])
    # as a file has them: in the order of time
    eaf.slots = {name: eaf.slots[name] for name, _ in sorted(hanging.slots.items(), key=lambda slot: slot[1])}
    return eaf


class _Hanging:
    """The tiers of a file that are filled with events, a tier after its parent.

    The parts of an annotation are in the order of the log, which is that of time.
    """

    def __init__(self, eaf: Eaf, zero_ns: int) -> None:
        self._eaf = eaf
        self.slots: dict[str, int] = {}
        """The time of each slot (ms), by its id."""
        self._zero_ns = zero_ns
        self._laid: dict[int, list[tuple[Span, Annotation]]] = {}

    def put(self, number: int, parent: int | None, ones: Sequence[Foreign]) -> None:
        """Add the events of a tier, attached to annotations of the parent tier as the tier's type says."""
        constraint = self._eaf.kind(number).constraint
        above = sorted(self._laid.get(parent, []) if parent is not None else [], key=lambda one: one[0])
        begins = [span[0] for span, _ in above]
        self._laid[number] = []
        slots: dict[tuple[str, int], str] = {}
        for one in ones:
            span = (one.start_ns, one.start_ns if one.stop_ns is None else one.stop_ns)
            made = Annotation(
                id=f"a{len(self._eaf.annotations) + 1}",
                tier=number,
                place=NOWHERE,
                slots=None,
                value=one.words,
                more=_texts(one.original),
            )
            last = bisect_right(begins, span[0])
            # of two that touch, a child without length may close the first
            near = [each for each in reversed(above[max(0, last - 2) : last]) if span[1] <= each[0][1]]
            if constraint == ASSOCIATED:
                near = [each for each in near if each[0] == span]
            if constraint in SYMBOLIC and near:
                made.refers_to = near[0][1].id
            elif constraint == TIME_SUBDIVIDED and near and near[0][1].slots is not None:
                around, (first, second) = near[0][0], near[0][1].slots
                slots |= {(near[0][1].id, around[0]): first, (near[0][1].id, around[1]): second}
                edges = []
                for ns, role in zip(span, ("start", "end"), strict=True):
                    key = (near[0][1].id, ns)
                    if key not in slots:
                        slots[key] = self._slot(ns, timed=role in one.original)
                    edges.append(slots[key])
                made.slots = (edges[0], edges[1])
            else:
                made.slots = (self._slot(span[0]), self._slot(span[1]))
            self._eaf.annotations.append(made)
            self._laid[number].append((span, made))

    def _slot(self, ns: int, *, timed: bool = True) -> str:
        """Add a slot at a session time, and return its id; if not ``timed``, it has no time in the file."""
        name = f"ts{len(self._eaf.slots) + 1}"
        ms = format(Decimal(ns - self._zero_ns) / MILLISECOND_NS, "f") if timed else ""
        self._eaf.slots[name] = (ms, NOWHERE)
        self.slots[name] = to_ms(ns - self._zero_ns)
        return name


def _kind(one: Mapping[str, Any]) -> LinguisticType:
    return LinguisticType(
        text_of(one.get("constraint")), text_of(one.get("vocabulary")), _texts(one.get("more"))
    )


def _properties(value: object) -> list[tuple[str, str]]:
    """Return the properties of the header as names and texts; the oldest logs have them as a map."""
    pairs = [*mapped(value).items(), *map(listed, listed(value))]
    return [(text_of(one[0]), text_of(one[1])) for one in pairs if len(one) == 2]


def _texts(value: object) -> dict[str, str]:
    return {name: text_of(text) for name, text in mapped(value).items()}

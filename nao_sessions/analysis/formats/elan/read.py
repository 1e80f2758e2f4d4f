"""An ELAN file (EAF 2.x and 3.0): annotations with their times, tier by tier, and when the videos begin.

An annotation without a time of its own gets it as ELAN shows it: from the annotation that it refers to, or
an equal share between its neighbours. TIME_ORIGIN is the media's time at the table's 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PureWindowsPath
from urllib.parse import unquote

from nao_sessions.analysis.formats.elan.document import SUBDIVIDED
from nao_sessions.analysis.formats.elan.hanging import shares
from nao_sessions.analysis.formats.elan.parsing import SAVE_AGAIN, Annotation, Document, Tier, parse_eaf
from nao_sessions.analysis.formats.foreign import SPACED
from nao_sessions.analysis.formats.layout import layout_of_eaf
from nao_sessions.analysis.formats.rows import BACKWARDS
from nao_sessions.analysis.formats.table import EMPTY, EMPTY_HINT, Findings, Media, Row, Table
from nao_sessions.analysis.formats.times import HINT, NOT_A_TIME, time_ns
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import Text, msg

NEWEST = 3

Span = tuple[int, int]


def read_eaf(content: bytes, file: str) -> Table:
    """Read every tier. Raises: TableRefused."""
    findings = Findings()
    document = parse_eaf(content, file, findings)
    check_head(document, file, findings)
    spans = spans_of(document, findings)
    findings.check()
    rows = [
        _row(annotation, document.tiers[annotation.tier], spans[annotation.id], document)
        for annotation in document.annotations
    ]
    silent = sum(not row.code for row in rows)
    if silent == len(rows):
        raise findings.refuse("I111", Place(file), EMPTY, EMPTY_HINT)
    remarks = ((_SILENT.format(count=silent),) if silent else ()) + tuple(_left_out(document))
    return Table(tuple(rows), tuple(_media(document, findings)), remarks, layout_of_eaf(document))


def _left_out(document: Document) -> Iterator[Text]:
    """Tell what of the file is not kept."""
    for what, tags in _NOT_KEPT:
        if count := sum(document.left_out[tag] for tag in tags):
            yield _LEFT_OUT.format(what=what, count=count)


def check_head(document: Document, file: str, findings: Findings) -> None:
    """Check that the file's format and units are known. Raises: TableRefused."""
    where = document.root or Place(file)
    major = document.version.partition(".")[0]
    if major.isdigit() and int(major) > NEWEST:
        raise findings.refuse("I113", where, _NEWER.format(found=document.version), _NEWER_HINT)
    if document.units != "milliseconds":
        raise findings.refuse("I113", where, _UNITS.format(found=document.units), _UNITS_HINT)


def spans_of(document: Document, findings: Findings) -> dict[str, Span]:
    """Give the beginning and the end of every annotation, by its id; what has none is told."""
    times: dict[str, int] = {}
    for slot, (value, place) in document.slots.items():
        if value:
            found = time_ns(value, "ms")
            if found is None:
                findings.add("I107", place, NOT_A_TIME, HINT)
            else:
                times[slot] = found
    by_tier: dict[int, list[Annotation]] = defaultdict(list)
    known: set[str] = set()
    for annotation in document.annotations:
        by_tier[annotation.tier].append(annotation)
        if annotation.id in known:
            findings.add("I117", annotation.place, _ID_TWICE, SAVE_AGAIN)
        known.add(annotation.id)
    spans: dict[str, Span] = {}
    for of_tier in by_tier.values():
        _share_between(of_tier, times)
    for annotation in document.annotations:
        if annotation.slots is not None:
            first, second = (times.get(slot) for slot in annotation.slots)
            declared = all(slot in document.slots for slot in annotation.slots)
            if first is None or second is None or not declared:
                findings.add("I117", annotation.place, _NO_SLOT, SAVE_AGAIN)
            elif second < first:
                findings.add("I108", annotation.place, BACKWARDS)
            else:
                spans[annotation.id] = (first, second)
    _refer(document, by_tier, spans, findings)
    return spans


def _share_between(annotations: list[Annotation], times: dict[str, int]) -> None:
    """Give the slots without a time, in a row of annotations, equal shares of what lies between."""
    follows = {a.slots[0]: a.slots[1] for a in annotations if a.slots is not None}
    for first in [slot for slot in follows if slot in times]:
        chain, seen = [first], {first}
        while (following := follows.get(chain[-1])) is not None and following not in seen:
            chain.append(following)
            seen.add(following)
            if following in times:
                break
        if len(chain) > 2 and chain[-1] in times:
            begin, length = times[first], times[chain[-1]] - times[first]
            for number, slot in enumerate(chain[1:-1], start=1):
                times[slot] = begin + length * number // (len(chain) - 1)


def _refer(
    document: Document, by_tier: dict[int, list[Annotation]], spans: dict[str, Span], findings: Findings
) -> None:
    """Give times to the annotations that refer to others, as deep as they hang."""
    waiting = {tier: [a for a in of_tier if a.slots is None] for tier, of_tier in by_tier.items()}
    while any(waiting.values()):
        placed = False
        for tier, of_tier in waiting.items():
            ready = [a for a in of_tier if a.refers_to in spans]
            if ready:
                placed = True
                _place_below(ready, document.constraints.get(document.tiers[tier].kind, ""), spans)
                waiting[tier] = [a for a in of_tier if a.id not in spans]
        if not placed:
            for annotation in (a for of_tier in waiting.values() for a in of_tier):
                findings.add("I117", annotation.place, _NO_PARENT, SAVE_AGAIN)
            return


def _place_below(annotations: list[Annotation], constraint: str, spans: dict[str, Span]) -> None:
    """Give annotations the span of what they refer to; where they divide it, equal shares in their order."""
    below: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in annotations:
        below[annotation.refers_to].append(annotation)
    for parent, children in below.items():
        begin, end = spans[parent]
        if constraint != SUBDIVIDED:
            spans.update({child.id: (begin, end) for child in children})
            continue
        ordered = [child.id for child in _in_order(children)]
        spans.update(zip(ordered, shares(begin, end, len(ordered)), strict=True))


def _in_order(children: list[Annotation]) -> list[Annotation]:
    """Put the parts of an annotation in the order that PREVIOUS_ANNOTATION tells; else as they stand."""
    after = {child.previous: child for child in children}
    if len(after) < len(children):
        return children
    ordered: list[Annotation] = []
    following = after.get("")
    while following is not None and len(ordered) < len(children):
        ordered.append(following)
        following = after.get(following.id)
    return ordered if len(ordered) == len(children) else children


def _row(annotation: Annotation, tier: Tier, span: Span, document: Document) -> Row:
    slots = annotation.slots or ()
    written = {role: document.slots[slot][0] for role, slot in zip(("start", "end"), slots, strict=False)}
    return Row(
        place=annotation.place,
        start_ns=span[0],
        end_ns=span[1],
        code=annotation.said,
        subject=tier.subject,
        subject_place=tier.place,
        fields={"tier": tier.name},
        original={role: text for role, text in written.items() if text}
        | ({SPACED: annotation.value} if annotation.value != annotation.said else {})
        | {"tier": str(annotation.tier)}
        | dict(annotation.more),
    )


def origin_of(attributes: Mapping[str, str]) -> int | None:
    """Give a linked medium's own time at the file's 0, in ns; None where what stands there is no time."""
    return time_ns(attributes.get("TIME_ORIGIN") or "0", "ms")


def _media(document: Document, findings: Findings) -> Iterator[Media]:
    for attributes, place in document.media:
        url = attributes.get("MEDIA_URL") or attributes.get("RELATIVE_MEDIA_URL", "")
        at_zero_ns = origin_of(attributes)
        if at_zero_ns is None:
            raise findings.refuse("I107", place, NOT_A_TIME, HINT)
        name = PureWindowsPath(unquote(url)).name
        if name:
            yield Media(name, -at_zero_ns)


_NEWER = msg("this file has format EAF {found}; this program reads up to format 3.0")
_NEWER_HINT = msg("save it in ELAN as EAF 3.0")
_UNITS = msg("the times are in '{found}'")
_UNITS_HINT = msg("ELAN writes milliseconds: save it again with ELAN")
_ID_TWICE = msg("another annotation has the same ANNOTATION_ID")
_NO_SLOT = msg("this annotation has no times")
_NO_PARENT = msg("this annotation refers to another one, which is missing")
_LINKS = ("CROSS_REF_LINK", "GROUP_REF_LINK")
_NOT_KEPT = (
    (msg("licence"), ("LICENSE",)),
    (msg("links between annotations"), _LINKS),
    (msg("linked files"), ("LINKED_FILE_DESCRIPTOR",)),
)
"""What of a file is not read, and by which tags it is counted."""
_LEFT_OUT = msg("Left out, {what}: {count}.")
_SILENT = msg("Annotations without text, kept for ELAN alone: {count}.")

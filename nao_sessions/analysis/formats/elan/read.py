"""An ELAN file (EAF 2.x and 3.0): annotations with their times, tier by tier, and when the videos begin.

TIME_ORIGIN is the media's time at the table's 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PureWindowsPath
from urllib.parse import unquote

from nao_sessions.analysis.formats.elan.copy import copy_of
from nao_sessions.analysis.formats.elan.model import Annotation, Eaf, ElanTier
from nao_sessions.analysis.formats.elan.parsing import COMMENT, UNKNOWN, Span, parse_eaf, spans_of
from nao_sessions.analysis.formats.table import (
    EMPTY,
    EMPTY_HINT,
    LEFT_OUT,
    NOT_A_TIME,
    TIME_HINT,
    ImportedTable,
    Media,
    TableFindings,
    TableRow,
    time_ns,
)
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import Text, msg

NEWEST = 3


def read_eaf(content: bytes, file: str) -> ImportedTable:
    """Return every annotation of an ELAN file as a table, with the videos it links. Raises: TableRefused."""
    findings = TableFindings()
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
    return ImportedTable(tuple(rows), tuple(_media(document, findings)), remarks, partial(copy_of, document))


def _left_out(document: Eaf) -> Iterator[Text]:
    """Yield remarks on what the file holds and the session does not keep."""
    for what, tags in _NOT_KEPT:
        if count := sum(document.left_out[tag] for tag in tags):
            yield LEFT_OUT.format(what=what, count=count)


def check_head(document: Eaf, file: str, findings: TableFindings) -> None:
    """Raise TableRefused if the file's format or its units are not known."""
    where = document.root or Place(file)
    major = document.version.partition(".")[0]
    if major.isdigit() and int(major) > NEWEST:
        raise findings.refuse("I113", where, _NEWER.format(found=document.version), _NEWER_HINT)
    if document.units != "milliseconds":
        raise findings.refuse("I113", where, _UNITS.format(found=document.units), _UNITS_HINT)


def _row(annotation: Annotation, tier: ElanTier, span: Span, document: Eaf) -> TableRow:
    """Return an annotation as a row of a table."""
    slots = annotation.slots or ()
    written = {role: document.slots[slot][0] for role, slot in zip(("start", "end"), slots, strict=False)}
    return TableRow(
        place=annotation.place,
        start_ns=span[0],
        end_ns=span[1],
        code=annotation.word,
        subject=tier.subject,
        subject_place=tier.place,
        fields={"tier": tier.name},
        original={role: text for role, text in written.items() if text} | {"tier": str(annotation.tier)},
    )


def origin_of(attributes: Mapping[str, str]) -> int | None:
    """Return a linked medium's own time at the file's 0, in ns; None where the attribute is no time."""
    return time_ns(attributes.get("TIME_ORIGIN") or "0", "ms")


def media_name(attributes: Mapping[str, str]) -> str:
    """Return the file's name of a linked medium, without folders; "" where there is none."""
    url = attributes.get("MEDIA_URL") or attributes.get("RELATIVE_MEDIA_URL", "")
    return PureWindowsPath(unquote(url)).name


def _media(document: Eaf, findings: TableFindings) -> Iterator[Media]:
    """Yield the linked videos, and when each begins in the file's time. Raises: TableRefused."""
    for attributes, place in document.media:
        at_zero_ns = origin_of(attributes)
        if at_zero_ns is None:
            raise findings.refuse("I107", place, NOT_A_TIME, TIME_HINT)
        if name := media_name(attributes):
            yield Media(name, -at_zero_ns)


_NEWER = msg("this file has format EAF {found}; this program reads up to format 3.0")
_NEWER_HINT = msg("save it in ELAN as EAF 3.0")
_UNITS = msg("the times are in '{found}'")
_UNITS_HINT = msg("ELAN writes milliseconds: save it again with ELAN")
_LINKS = ("CROSS_REF_LINK", "GROUP_REF_LINK")
_NOT_KEPT = (
    (msg("licence"), ("LICENSE",)),
    (msg("links between annotations"), _LINKS),
    (msg("linked files"), ("LINKED_FILE_DESCRIPTOR",)),
    (msg("who is named as its author"), ("AUTHOR",)),
    (msg("comments"), (COMMENT,)),
    (msg("elements that are not known"), (UNKNOWN,)),
)
"""What of a file is not read, in words, and the tags under which it is counted."""
_SILENT = msg("Annotations without text, kept for ELAN alone: {count}.")

"""Tables as other programs write them, made of the same events: the witness of what is read from them.

Written with the standard library alone, so that nothing of the readers is in the writers.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

MILLISECOND_NS = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Coded:
    """An event that somebody coded; times are whole milliseconds, as all of these programs have them."""

    start_ms: int
    code: str
    end_ms: int | None = None
    subject: str = ""
    comment: str = ""


def seconds(milliseconds: int, sign: str = ".") -> str:
    """Write a time in seconds."""
    return str(Decimal(milliseconds) / 1000).replace(".", sign)


def clock(milliseconds: int, sign: str = ".") -> str:
    """Write a time as ``h:mm:ss.mmm``."""
    rest, thousandths = divmod(milliseconds, 1000)
    return f"{rest // 3600}:{rest // 60 % 60:02}:{rest % 60:02}{sign}{thousandths:03}"


def as_csv(events: list[Coded], *, separator: str = ";", sign: str = ",", clocks: bool = False) -> bytes:
    """Write a CSV table."""
    write = clock if clocks else seconds
    target = io.StringIO()
    table = csv.writer(target, delimiter=separator)
    table.writerow(["début", "fin", "comportement", "sujet", "commentaire"])
    for event in events:
        end = "" if event.end_ms is None else write(event.end_ms, sign)
        table.writerow([write(event.start_ms, sign), end, event.code, event.subject, event.comment])
    return target.getvalue().encode()


def as_json_lines(events: list[Coded]) -> bytes:
    """Write JSON lines, with numbers."""
    lines = []
    for event in events:
        record: dict[str, object] = {"start": event.start_ms / 1000, "code": event.code}
        if event.end_ms is not None:
            record["end"] = event.end_ms / 1000
        record |= {"subject": event.subject, "comment": event.comment}
        lines.append(json.dumps(record, ensure_ascii=len(lines) % 2 == 0))
    return "\n".join(lines).encode()


def as_boris(events: list[Coded]) -> bytes:
    """Write a BORIS project: what lasts is a state, and two events."""
    states = {event.code for event in events if event.end_ms is not None}
    coded: list[list[object]] = []
    for event in events:
        coded.append([event.start_ms / 1000, event.subject, event.code, "", event.comment])
        if event.end_ms is not None:
            coded.append([event.end_ms / 1000, event.subject, event.code, "", ""])
    coded.sort(key=lambda row: row[0] if isinstance(row[0], float) else 0.0)
    ethogram = {
        str(number): {"type": "State event" if code in states else "Point event", "code": code}
        for number, code in enumerate(sorted({event.code for event in events}))
    }
    observation = {"type": "MEDIA", "time offset": 0.0, "events": coded, "file": {}, "media_info": {}}
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": ethogram,
        "observations": {"une": observation},
    }
    return json.dumps(project).encode()


def as_eaf(events: list[Coded]) -> bytes:
    """Write an ELAN file: a tier a subject, and times in slots."""
    slots, tiers = [], []
    for subject in sorted({event.subject for event in events}):
        annotations = []
        for event in (one for one in events if one.subject == subject):
            number = len(slots)
            end_ms = event.start_ms if event.end_ms is None else event.end_ms
            slots += [
                f'<TIME_SLOT TIME_SLOT_ID="ts{number}" TIME_VALUE="{event.start_ms}"/>',
                f'<TIME_SLOT TIME_SLOT_ID="ts{number + 1}" TIME_VALUE="{end_ms}"/>',
            ]
            annotations.append(
                f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{number}" TIME_SLOT_REF1="ts{number}"'
                f' TIME_SLOT_REF2="ts{number + 1}"><ANNOTATION_VALUE>{escape(event.code)}</ANNOTATION_VALUE>'
                "</ALIGNABLE_ANNOTATION></ANNOTATION>"
            )
        tier = f'<TIER LINGUISTIC_TYPE_REF="l" TIER_ID={quoteattr("t" + subject)} PARTICIPANT="{subject}">'
        tiers.append(tier + "".join(annotations) + "</TIER>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT FORMAT="3.0" VERSION="3.0">'
        f'<HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>{"".join(slots)}</TIME_ORDER>{"".join(tiers)}'
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="l" TIME_ALIGNABLE="true"/></ANNOTATION_DOCUMENT>'
    ).encode()

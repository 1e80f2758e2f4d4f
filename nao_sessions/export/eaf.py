"""ELAN: a session and what its coders wrote, as EAF 3.0, with its videos where the measured offset puts them.

ELAN counts whole milliseconds from the beginning of its first video, and knows no moments: one lasts 1 ms.
The session time of that beginning, and the annotations to the nanosecond, travel in PROPERTY elements.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.text import Language
from nao_sessions.export.kept import modifiers_shown, to_keep
from nao_sessions.export.scale import Scale, scale_of
from nao_sessions.export.source import Film, Source
from nao_sessions.export.tiers import Span, lanes, tiers_of
from nao_sessions.session.annotations import Annotation

MOMENT_MS = 1
KEPT = "nao_sessions:annotations:"
"""The PROPERTY that holds a coder's annotations as they are here; the coder's code follows."""
IDS = "nao_sessions:ids:"
"""The PROPERTY that gives our ids by ELAN's (``a12=x1``); the coder's code follows."""
SESSION = "nao_sessions:session"
"""The PROPERTY that says of which session a file is, whatever the folder is called by now."""
SCALE = "nao_sessions:scale"
"""The PROPERTY that holds the session time (ns) of the file's 0, and the session seconds of its second."""
ORIGINS = "nao_sessions:origins"
"""The PROPERTY that says where each video left (ms, as TIME_ORIGIN), by its file's name, as JSON."""
SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OWN_KIND = "session"
"""The linguistic type of the session's own tiers: what is in them stands in the log."""
_CODING, _DETAIL = "coding", "detail"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ASSOCIATED = "Symbolic_Association"


class _Document:
    """An EAF that is being made: its slots, its tiers, its ids."""

    def __init__(self, begun: datetime) -> None:
        ET.register_namespace("xsi", XSI)
        self.root = ET.Element(
            "ANNOTATION_DOCUMENT",
            {
                "AUTHOR": "nao_sessions",
                "DATE": begun.isoformat(timespec="seconds"),
                "FORMAT": "3.0",
                "VERSION": "3.0",
                f"{{{XSI}}}noNamespaceSchemaLocation": SCHEMA,
            },
        )
        self.header = ET.SubElement(self.root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
        self.order = ET.SubElement(self.root, "TIME_ORDER")
        self.slots: list[tuple[int, str]] = []
        self.count = 0

    def tier(self, name: str, kind: str, subject: str = "", coder: str = "", parent: str = "") -> ET.Element:
        attributes = {"LINGUISTIC_TYPE_REF": kind, "TIER_ID": clean(name)}
        optional = {"PARTICIPANT": subject, "ANNOTATOR": coder, "PARENT_REF": parent}
        return ET.SubElement(self.root, "TIER", attributes | {k: clean(v) for k, v in optional.items() if v})

    def aligned(self, tier: ET.Element, span: Span) -> str:
        assert span.stop_ns is not None  # as _lanes gives it
        one = ET.SubElement(
            ET.SubElement(tier, "ANNOTATION"),
            "ALIGNABLE_ANNOTATION",
            {
                "ANNOTATION_ID": self._id(),
                "TIME_SLOT_REF1": self._slot(to_ms(span.start_ns)),
                "TIME_SLOT_REF2": self._slot(to_ms(span.stop_ns)),
            },
        )
        ET.SubElement(one, "ANNOTATION_VALUE").text = clean(span.label)
        return one.attrib["ANNOTATION_ID"]

    def referring(self, tier: ET.Element, to: str, value: str) -> None:
        one = ET.SubElement(
            ET.SubElement(tier, "ANNOTATION"),
            "REF_ANNOTATION",
            {"ANNOTATION_ID": self._id(), "ANNOTATION_REF": to},
        )
        ET.SubElement(one, "ANNOTATION_VALUE").text = clean(value)

    def _id(self) -> str:
        self.count += 1
        return f"a{self.count}"

    def _slot(self, ms: int) -> str:
        name = f"ts{len(self.slots) + 1}"
        self.slots.append((ms, name))
        return name

    def end(self) -> bytes:
        # ELAN wants the slots in the order of time
        for ms, name in sorted(self.slots, key=lambda slot: slot[0]):
            ET.SubElement(self.order, "TIME_SLOT", {"TIME_SLOT_ID": name, "TIME_VALUE": str(ms)})
        for name, constraint in ((OWN_KIND, ""), (_CODING, ""), (_DETAIL, ASSOCIATED)):
            attributes = {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": name,
                          "TIME_ALIGNABLE": "false" if constraint else "true"}  # fmt: skip
            if constraint:
                attributes["CONSTRAINTS"] = constraint
            ET.SubElement(self.root, "LINGUISTIC_TYPE", attributes)
        ET.SubElement(
            self.root,
            "CONSTRAINT",
            {"DESCRIPTION": "1-1 association with a parent annotation", "STEREOTYPE": ASSOCIATED},
        )
        ET.indent(self.root)
        made: bytes = ET.tostring(self.root, encoding="utf-8", xml_declaration=True)
        return made


def eaf_of(source: Source, language: Language, media: Mapping[Film, str]) -> bytes:
    """Give a session as an EAF.

    Args:
        source: the session.
        language: of the tiers' names and of what stands in them.
        media: for each film that is linked, where it lies as seen from the EAF.
    """
    utc_ns = source.facts.clock.utc_ns
    films = _in_order(media)
    scale = scale_of(films[:1])
    document = _Document(datetime.fromtimestamp(utc_ns / SECOND_NS, UTC))
    for film in films:
        ET.SubElement(document.header, "MEDIA_DESCRIPTOR", _media(film, media[film], scale))
    _property(document, "URN", f"urn:nl-mpi-tools-elan-eaf:{uuid5(NAMESPACE_URL, source.name)}")
    for tier in tiers_of(source, language):
        seen = [span for span in tier.spans if (span.stop_ns or span.start_ns) >= scale.zero_ns]
        for number, lane in enumerate(_lanes(seen, scale), start=1):
            name = tier.title(language) if number == 1 else f"{tier.title(language)} ({number})"
            made = document.tier(name, OWN_KIND, tier.subject)
            for span in lane:
                document.aligned(made, span)
    for coder, coded in source.coders.items():
        ids = _coder(document, coder, coded, scale)
        # in JSON, what XML cannot hold can be spelt out
        kept = _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", to_keep(coded))
        _property(document, f"{KEPT}{coder}", kept)
        _property(document, f"{IDS}{coder}", " ".join(f"{there}={here}" for there, here in ids.items()))
    _property(document, "lastUsedAnnotationId", str(document.count))
    _property(document, SESSION, source.identity)
    _property(document, SCALE, f"{scale.zero_ns} {scale.rate!r}")
    _property(document, ORIGINS, json.dumps({film.path.name: _origin_ms(film, scale) for film in films}))
    _property(document, "nao_sessions:sync", _told(source))
    return document.end()


def _coder(document: _Document, coder: str, coded: Sequence[Annotation], scale: Scale) -> dict[str, str]:
    """Lay out what a coder wrote, a tier a subject, with modifiers and remarks; give our ids by ELAN's."""
    named: dict[str, str] = {}
    for subject in sorted({one.subject for one in coded}):
        spans = [
            Span(one.start_ns, one.stop_ns, one.behaviour, number, subject)
            for number, one in enumerate(coded)
            if one.subject == subject
        ]
        for number, lane in enumerate(_lanes(spans, scale), start=1):
            name = " ".join(filter(None, (coder, subject, f"({number})" if number > 1 else "")))
            tier = document.tier(name, _CODING, subject, coder)
            ids = {span.seq: document.aligned(tier, span) for span in lane}
            named |= {there: coded[seq].id for seq, there in ids.items()}
            details: tuple[tuple[str, dict[int, str]], ...] = (
                ("modifiers", {s.seq: modifiers_shown(coded[s.seq].modifiers) for s in lane}),
                ("comment", {s.seq: coded[s.seq].comment for s in lane}),
            )
            for what, values in details:
                if any(values.values()):
                    below = document.tier(f"{name} {what}", _DETAIL, subject, coder, name)
                    for seq, value in values.items():
                        if value:
                            document.referring(below, ids[seq], value)
    return named


def _lanes(spans: Iterable[Span], scale: Scale) -> list[list[Span]]:
    """Give spans in the file's own time, as ELAN shows them, on as many tiers as it takes.

    In session time those before the video may lie apart that are all shown at 0, and ELAN, which knows no
    overlap on a tier, removes them as soon as one of them is changed.
    """
    shown = []
    for span in spans:
        start_ms, stop_ms = shown_ms(span.start_ns, span.stop_ns, scale)
        shown.append(replace(span, start_ns=start_ms * MILLISECOND_NS, stop_ns=stop_ms * MILLISECOND_NS))
    return lanes(tuple(shown), MOMENT_MS * MILLISECOND_NS)


def shown_ms(start_ns: int, stop_ns: int | None, scale: Scale) -> tuple[int, int]:
    """Give the whole milliseconds that ELAN shows; none is shorter than one, none before 0."""
    start = max(0, to_ms(scale.of(start_ns)))
    return start, max(start + MOMENT_MS, to_ms(scale.of(stop_ns)) if stop_ns is not None else 0)


def to_ms(ns: int) -> int:
    """Round to the nearest millisecond, in whole numbers."""
    return (ns + MILLISECOND_NS // 2) // MILLISECOND_NS


def _in_order(films: Iterable[Film]) -> list[Film]:
    """Give first the video that begins first: ELAN's master, whose beginning is the file's 0.

    ELAN takes the first that it can play as master, and cannot go to a time at which that one did not run.
    """
    return sorted(films, key=lambda film: (film.sound_alone, film.begins_ns, film.path.name))


def _media(film: Film, where: str, scale: Scale) -> dict[str, str]:
    """Say where a video lies, in its folder and in time."""
    facts = {
        "MIME_TYPE": "audio/mp4" if film.sound_alone else "video/mp4",
        "TIME_ORIGIN": str(_origin_ms(film, scale)),
    }
    if PurePosixPath(where).is_absolute() or PureWindowsPath(where).is_absolute():
        return {"MEDIA_URL": _url(where), **facts}
    return {
        "MEDIA_URL": where,
        "RELATIVE_MEDIA_URL": where if where.startswith(".") else f"./{where}",
        **facts,
    }


def _origin_ms(film: Film, scale: Scale) -> int:
    """Give a film's own time at the file's 0: negative where it begins later."""
    return -to_ms(scale.of(film.begins_ns))


def _url(path: str) -> str:
    """Give the URL of a whole path as ELAN reads one: nothing escaped, two slashes before a server."""
    return f"file:{path}" if path.startswith("//") else f"file:///{path.removeprefix('/')}"


def _told(source: Source) -> str:
    parts = []
    for film in source.films:
        unsure = film.sync.uncertainty_ms
        parts.append(f"{film.stream}.{film.segment:02} {film.sync.verdict} "
                     f"±{'?' if unsure is None else format(unsure, '.1f')} ms")  # fmt: skip
    return "; ".join(parts) or "no video"


def _property(document: _Document, name: str, value: str) -> None:
    ET.SubElement(document.header, "PROPERTY", {"NAME": name}).text = clean(value)


def clean(text: str) -> str:
    """Leave out the characters that XML cannot hold at all; XML knows one way to end a line."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def linked(source: Source, folder: Path) -> Iterator[tuple[Film, str]]:
    """Give each film, and where it lies as seen from a folder."""
    for film in source.films:
        try:
            yield film, Path(os.path.relpath(film.path.resolve(), folder.resolve())).as_posix()
        except ValueError:  # on another drive
            yield film, film.path.resolve().as_posix()

"""ELAN: a session and what its coders wrote, as EAF 3.0, with its videos where the measured offset puts them.

ELAN counts whole milliseconds from the beginning of its first video, and knows no moments: one lasts 1 ms. It
knows no open state either: one lasts to the end of what its coder observed.
The session time of that beginning, and the annotations to the nanosecond, travel in PROPERTY elements.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from uuid import NAMESPACE_URL, uuid5

from nao_sessions.analysis.formats.annotation_text import modifiers_shown, to_keep
from nao_sessions.analysis.formats.elan.copy import PLAIN, base_of, eaf_of_log, parents_first, read_copy
from nao_sessions.analysis.formats.elan.document import CODING, DETAIL, OWN_KIND, Document
from nao_sessions.analysis.formats.elan.model import (
    ASSOCIATED,
    LANGUAGES,
    NOT_IN_XML,
    NOWHERE,
    Eaf,
    LinguisticType,
    clean,
    to_ms,
)
from nao_sessions.analysis.formats.foreign import (
    OURS,
    SUBJECT_MARK,
    Foreign,
    foreign_of,
    layout_of,
    zero_ns_of,
)
from nao_sessions.analysis.formats.tiers import Span, lanes, tiers_of
from nao_sessions.analysis.formats.words import ElanVocabulary, by_scheme
from nao_sessions.analysis.tables.source import Film, Scale, SessionSource, scale_of
from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.text.languages import Language

Lanes = Callable[[list[Span]], list[list[Span]]]
"""A function that spreads spans over as many tiers as it takes for none to overlap another."""


def imported_eaf(source: SessionSource, scale: Scale) -> Eaf | None:
    """Return the ELAN file that a session was imported from, with its times as shown now.

    Args:
        source: the session.
        scale: of the times that are shown.

    Returns:
        None where there is none that can be read.
    """
    zero_ns = zero_ns_of(source)
    if source.copy_program == "eaf":
        parsed = read_copy(source.copy)
    else:
        parsed = eaf_of_log(layout_of(source, "elan"), foreign_of(source, blank=True), zero_ns)
    if parsed is None:
        return None
    return base_of(parsed, lambda ns: max(0, to_ms(scale.of(ns + zero_ns))))


def lay_out(document: Document, source: SessionSource, lanes: Lanes) -> list[str]:
    """Add tiers for imported events, made from the events alone; return the tiers' names.

    Events without a tier have one for each code and subject; modifiers and comments are on tiers below.

    Args:
        document: the file that gets them.
        source: the session.
        lanes: spreads what overlaps.
    """
    names: list[str] = []
    by_tier: dict[tuple[str, str], list[Foreign]] = {}
    for one in foreign_of(source, blank=True):
        document.type_of(PLAIN, LinguisticType())
        name = SUBJECT_MARK.join(filter(None, (one.tier or one.code, one.subject)))
        by_tier.setdefault((name, one.subject), []).append(one)
    for (name, subject), ones in by_tier.items():
        names += _laid(document, name, subject, ones, lanes)
    return names


def _laid(document: Document, wanted: str, subject: str, ones: Sequence[Foreign], lanes: Lanes) -> list[str]:
    """Add events to a tier, and to more tiers where they overlap; return the tiers' names."""
    spans = [Span(one.start_ns, one.stop_ns, one.words, number, subject) for number, one in enumerate(ones)]
    names: list[str] = []
    for lane in lanes(spans):
        tier = document.tier(wanted, PLAIN, subject)
        names.append(document.name_of(tier))
        here = {span.seq: document.aligned(tier, span) for span in lane}
        for what in ("modifiers", "comment"):
            texts = {number: getattr(ones[number], what) for number in here}
            if any(texts.values()):
                wanted_below = f"{document.name_of(tier)} {what}"
                below = document.tier(
                    wanted_below, document.own[DETAIL], subject, parent=document.name_of(tier)
                )
                names.append(document.name_of(below))
                for number, text in texts.items():
                    if text:
                        document.referring(below, here[number], text)
    return names


MOMENT_MS = 1
"""So long ELAN shows a moment, which it does not know."""
_OWN = {OWN_KIND: LinguisticType(), CODING: LinguisticType(), DETAIL: LinguisticType(ASSOCIATED)}
"""The linguistic types that this program adds, by their wanted names."""
KEPT = f"{OURS}annotations:"
"""The PROPERTY that holds a coder's annotations as they are here; the coder's code follows."""
IDS = f"{OURS}ids:"
"""The PROPERTY that gives our ids by ELAN's (``a12=x1``); the coder's code follows."""
WORDS = f"{OURS}words:"
"""The PROPERTY that gives ELAN's words for our codes, as JSON; the coder's code follows."""
ENDS = f"{OURS}ends:"
"""The PROPERTY that says, as JSON by our ids, until when (ns) states are shown whose end was not coded."""
PERIODS = f"{OURS}periods:"
"""The PROPERTY that says what a coder planned and watched, as JSON; the coder's code follows."""
SESSION = f"{OURS}session"
"""The PROPERTY that says of which session a file is, whatever the folder is called by now."""
SCALE = f"{OURS}scale"
"""The PROPERTY that holds the session time (ns) of the file's 0, and the session seconds of its second."""
ORIGINS = f"{OURS}origins"
"""The PROPERTY that holds each video's TIME_ORIGIN (ms) at the export, by its file's name, as JSON."""
TYPES = f"{OURS}types"
"""The PROPERTY that says, as JSON, how our linguistic types are called where a file had their names."""
IMPORTED = f"{OURS}imported"
"""The PROPERTY that names, as JSON, the tiers of what was imported: it stands in the log too."""


def eaf_of(source: SessionSource, language: Language, media: Mapping[Film, str]) -> bytes:
    """Return a session as the bytes of an EAF.

    Args:
        source: the session.
        language: of the tiers' names and of what stands in them; English where ELAN has no name for it here.
        media: the films that are linked, each with its path as seen from the EAF.
    """
    language = language if language in LANGUAGES else "en"
    utc_ns = source.facts.clock.utc_ns
    films = _in_order(media)
    scale = _with_imported(scale_of(films[:1]), source)
    base = imported_eaf(source, scale)
    document = Document(datetime.fromtimestamp(utc_ns / SECOND_NS, UTC), language, base)
    document.eaf.media = [(_media(film, media[film], scale), NOWHERE) for film in films]
    urn = ("URN", f"urn:nl-mpi-tools-elan-eaf:{uuid5(NAMESPACE_URL, source.name)}")
    document.eaf.properties.insert(0, urn)
    document.eaf.types = {name: _OWN[kind] for kind, name in document.own.items()} | document.eaf.types
    imported = [document.name_of(number) for number in parents_first(document.eaf.parents())]
    for tier in tiers_of(source, language):
        if tier.kind == "imported":
            continue
        in_video = [span for span in tier.spans if (span.stop_ns or span.start_ns) >= scale.zero_ns]
        for number, lane in enumerate(_lanes(in_video, scale), start=1):
            name = tier.title(language) if number == 1 else f"{tier.title(language)} ({number})"
            made = document.tier(name, document.own[OWN_KIND], tier.subject)
            for span in lane:
                document.aligned(made, span)
    if base is None:
        imported = lay_out(document, source, lambda spans: _lanes(spans, scale))
    if imported:
        document.property(IMPORTED, json.dumps([clean(name) for name in imported], ensure_ascii=False))
    for coder, coded in source.coders.items():
        ids, lists = _coder(document, source, coder, language, scale)
        # in JSON, what XML cannot hold can be spelt out
        kept = NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", to_keep(coded))
        document.property(f"{KEPT}{coder}", kept)
        document.property(f"{IDS}{coder}", " ".join(f"{there}={here}" for there, here in ids.items()))
        if ends := {one.id: source.ends_ns(coder, one) for one in coded if one.open}:
            document.property(f"{ENDS}{coder}", json.dumps(ends))
        if periods := source.periods.get(coder):
            stated = {scheme: one.to_json() for scheme, one in periods.items()}
            document.property(f"{PERIODS}{coder}", json.dumps(stated))
        if lists:
            words = [[one.vocabulary, one.scheme, dict(one.words)] for one in lists]
            document.property(f"{WORDS}{coder}", json.dumps(words, ensure_ascii=False))
    document.property("lastUsedAnnotationId", str(document.count))
    document.property(SESSION, source.identity)
    if any(kind != name for kind, name in document.own.items()):
        document.property(TYPES, json.dumps(document.own))
    document.property(SCALE, f"{scale.zero_ns} {scale.rate!r}")
    document.property(ORIGINS, json.dumps({film.path.name: _origin_ms(film, scale) for film in films}))
    document.property(f"{OURS}sync", _sync(source))
    return document.end()


def _with_imported(scale: Scale, source: SessionSource) -> Scale:
    """Return the scale, its 0 moved to the first imported event where that is before the first video."""
    begins = [one.start_ns for one in foreign_of(source, blank=True)]
    return replace(scale, zero_ns=min([scale.zero_ns, *begins]))


def _coder(
    document: Document, source: SessionSource, coder: str, language: Language, scale: Scale
) -> tuple[dict[str, str], Sequence[ElanVocabulary]]:
    """Add a coder's annotations, on a tier for each vocabulary and subject.

    A vocabulary of the scheme has a tier also where nothing was coded yet: a coder goes on there.

    Returns:
        our ids by ELAN's; and the words of each vocabulary by the scheme's codes.
    """
    named: dict[str, str] = {}
    lists: list[ElanVocabulary] = []
    ended = [replace(one, stop_ns=source.ends_ns(coder, one)) for one in source.coders[coder]]
    for by, coded in by_scheme(ended, source.schemes.get(coder, ())):
        if by is None:
            for subject in sorted({one.subject for one in coded}):
                ones = [one for one in coded if one.subject == subject]
                name = " ".join(filter(None, (coder, subject)))
                named |= _tiers(document, name, coder, subject, document.own[CODING], ones, scale)
            continue
        subjects = {one.subject for one in coded} | set(by.subjects or source.facts.participants)
        languages, known = document.speaks(by.languages), document.external(by.external)
        for stream in by.streams:
            vocabulary = document.vocabulary(stream.name, stream.vocabulary[language].known(known, languages))
            kind = document.type_of(stream.name, LinguisticType(vocabulary=vocabulary))
            lists.append(ElanVocabulary(vocabulary, by.scheme, stream.words))
            for subject in sorted(subjects):
                ones = [
                    replace(one, behaviour=stream.words[one.behaviour])
                    for one in coded
                    if one.subject == subject and one.behaviour in stream.words
                ]
                name = " ".join(filter(None, (coder, subject, stream.name)))
                named |= _tiers(document, name, coder, subject, kind, ones, scale, more=stream.more)
    return named, lists


def _tiers(
    document: Document,
    name: str,
    coder: str,
    subject: str,
    kind: str,
    coded: Sequence[Annotation],
    scale: Scale,
    *,
    more: bool = False,
) -> dict[str, str]:
    """Add annotations to as many tiers as needed, with modifiers and remarks; return our ids by ELAN's."""
    named: dict[str, str] = {}
    spans = [
        Span(one.start_ns, one.stop_ns, one.behaviour, number, subject) for number, one in enumerate(coded)
    ]
    for lane in _lanes(spans, scale) or [[]]:
        tier = document.tier(name, kind, subject, coder)
        free = document.name_of(tier)
        ids = {span.seq: document.aligned(tier, span) for span in lane}
        named |= {there: coded[seq].id for seq, there in ids.items()}
        details: tuple[tuple[str, dict[int, str]], ...] = (
            ("modifiers", {s.seq: modifiers_shown(coded[s.seq].modifiers) for s in lane}),
            ("comment", {s.seq: coded[s.seq].comment for s in lane}),
        )
        for what, values in details:
            if any(values.values()) or (more and what == "modifiers"):
                below = document.tier(f"{free} {what}", document.own[DETAIL], subject, coder, free)
                for seq, value in values.items():
                    if value:
                        document.referring(below, ids[seq], value)
    return named


def _lanes(spans: Iterable[Span], scale: Scale) -> list[list[Span]]:
    """Return spans in the file's own time, as ELAN shows them, on as many tiers as it takes.

    In session time those before the video may lie apart that are all shown at 0, and ELAN, which knows no
    overlap on a tier, removes them as soon as one of them is changed.
    """
    shown = []
    for span in spans:
        start_ms, stop_ms = shown_ms(span.start_ns, span.stop_ns, scale)
        shown.append(replace(span, start_ns=start_ms * MILLISECOND_NS, stop_ns=stop_ms * MILLISECOND_NS))
    return lanes(tuple(shown), MOMENT_MS * MILLISECOND_NS)


def shown_ms(start_ns: int, stop_ns: int | None, scale: Scale) -> tuple[int, int]:
    """Return start and stop in ms as ELAN shows them: at least 1 ms apart, and never below 0."""
    start = max(0, to_ms(scale.of(start_ns)))
    return start, max(start + MOMENT_MS, to_ms(scale.of(stop_ns)) if stop_ns is not None else 0)


def _in_order(films: Iterable[Film]) -> list[Film]:
    """Return videos by their beginnings, sound alone last: the first is ELAN's master, the file's 0.

    ELAN takes the first that it can play as master, and cannot go to a time at which that one did not run.
    """
    return sorted(films, key=lambda film: (film.sound_alone, film.begins_ns, film.path.name))


def _media(film: Film, where: str, scale: Scale) -> dict[str, str]:
    """Return the attributes of a linked video: its address and its offset."""
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
    """Return a film's own time at the file's 0: negative where it begins later."""
    return -to_ms(scale.of(film.begins_ns))


def _url(path: str) -> str:
    """Return the URL of a whole path as ELAN reads one: nothing escaped, two slashes before a server."""
    return f"file:{path}" if path.startswith("//") else f"file:///{path.removeprefix('/')}"


def _sync(source: SessionSource) -> str:
    """Return a line on how surely the times of each video are known."""
    parts = []
    for film in source.films:
        unsure = film.sync.uncertainty_ms
        held = "±? ms" if unsure is None else f"±{unsure:.1f} ms (95 times in 100)"
        parts.append(f"{film.stream}.{film.segment:02} {film.sync.verdict} {held}")
    return "; ".join(parts) or "no video"


def linked(source: SessionSource, folder: Path) -> Iterator[tuple[Film, str]]:
    """Yield each film of a session with its path as seen from a folder; absolute on another drive."""
    for film in source.films:
        try:
            yield film, Path(os.path.relpath(film.path.resolve(), folder.resolve())).as_posix()
        except ValueError:  # on another drive
            yield film, film.path.resolve().as_posix()

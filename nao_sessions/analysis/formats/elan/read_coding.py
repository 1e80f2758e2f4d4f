"""Annotations that come back from ELAN: what a coder's tiers show, to the nanosecond where nothing changed.

A tier is a coder's when it names an annotator; in a file that was made elsewhere, a tier that names nobody
belongs to the coder whose file it is. What ELAN shows wins over what travelled beside it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial

from nao_sessions.analysis.formats.annotation_text import kept, modifiers_read, modifiers_shown
from nao_sessions.analysis.formats.coded import AsShown, Back, CodedFile, CodedItem, periods_read, scale_from
from nao_sessions.analysis.formats.elan.document import DETAIL, OWN_KIND
from nao_sessions.analysis.formats.elan.model import ASSOCIATED, Annotation, Eaf, ElanTier, clean
from nao_sessions.analysis.formats.elan.parsing import parse_eaf, spans_of
from nao_sessions.analysis.formats.elan.read import check_head, media_name, origin_of
from nao_sessions.analysis.formats.elan.write import (
    ENDS,
    IDS,
    IMPORTED,
    KEPT,
    MOMENT_MS,
    ORIGINS,
    PERIODS,
    SCALE,
    SESSION,
    TYPES,
    WORDS,
    shown_ms,
)
from nao_sessions.analysis.formats.rows import listed, mapped, text_of
from nao_sessions.analysis.formats.table import NOT_A_TIME, TIME_HINT, TableFindings
from nao_sessions.analysis.formats.words import (
    ElanVocabulary,
    Wordings,
    spoken,
    understood_as_listed,
    wordings_of,
    words_from,
)
from nao_sessions.analysis.tables.source import Film, Scale
from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.errors import Place
from nao_sessions.record.additions.annotations import Annotation as Coded
from nao_sessions.text.messages import msg

URN = "URN"


def read_coded_eaf(
    content: bytes, file: str, films: Sequence[Film] = (), offset_ns: int | None = None
) -> CodedFile:
    """Return what coders noted in an EAF, in session time.

    Args:
        content: the file.
        file: its name.
        films: the session's recordings: a foreign EAF is placed by the video that it links.
        offset_ns: the session time of such a file's 0, where a person gave it.

    Raises:
        TableRefused: this is no ELAN file, an annotation has no times, the session time of its 0 is not
            known, or a video was moved since the file left.
    """
    findings = TableFindings()
    document = parse_eaf(content, file, findings)
    check_head(document, file, findings)
    spans = spans_of(document, findings)
    _check_media(document, findings)
    findings.check()
    ours = SCALE in document.property_values
    imported = frozenset(map(text_of, listed(_json(document.property_values.get(IMPORTED, "")))))
    own = _own_types(document) if ours else {}
    scale = _own_scale(document) or _foreign_scale(document, file, films, offset_ns, findings)
    below = _below(document)
    before, ids = _kept_by_coder(document, KEPT), _kept_by_coder(document, IDS)
    periods = _kept_by_coder(document, PERIODS)
    ends = {coder: _whole_numbers(text) for coder, text in _kept_by_coder(document, ENDS).items()}
    lists = {coder: _lists(text) for coder, text in _kept_by_coder(document, WORDS).items()}
    read: dict[str, list[CodedItem]] = defaultdict(list)
    hung: Counter[str] = Counter()
    for annotation in document.annotations:
        tier = document.tiers[annotation.tier]
        if tier.id in imported:
            continue
        if annotation.slots is None:
            hung[tier.id] += not (_DETAIL.search(tier.id) or tier.kind == own.get(DETAIL))
            continue
        if not tier.annotator and tier.kind == own.get(OWN_KIND):
            continue
        coded = _coded(annotation, tier, spans[annotation.id], below.get(annotation.id, {}), scale)
        vocabulary = document.kind(annotation.tier).vocabulary
        coded = understood_as_listed(coded, vocabulary, lists.get(tier.annotator, ()))
        read[tier.annotator].append(CodedItem(coded, annotation.place, annotation.id, vocabulary))
    return CodedFile(
        document=document.property_values.get(URN) or file,
        session=document.property_values.get(SESSION, ""),
        codings=tuple(
            Back(
                coder,
                partial(
                    _shown, scale=scale, wordings=wordings_of(lists.get(coder, ())), ends=ends.get(coder, {})
                ),
                tuple(read.get(coder, ())),
                kept(before.get(coder, "")),
                _ids(ids.get(coder, "")),
                periods_read(_json(periods.get(coder, ""))),
            )
            for coder in sorted({*read, *before})
        ),
        remarks=tuple(_HUNG.format(tier=tier, count=count) for tier, count in hung.items() if count),
    )


def _shown(one: Coded, scale: Scale, wordings: Wordings, ends: Mapping[str, int]) -> AsShown:
    """Return an annotation as ELAN shows it; ``ends``: shown ends (ms) of states without an end, by id."""
    one = spoken(one, wordings)
    start_ms, stop_ms = shown_ms(one.start_ns, ends.get(one.id) if one.open else one.stop_ns, scale)
    modifiers = modifiers_read(clean(modifiers_shown(one.modifiers)))
    behaviour, subject, comment = (clean(text).strip() for text in (one.behaviour, one.subject, one.comment))
    return AsShown(start_ms, stop_ms, behaviour, subject, tuple(sorted(modifiers.items())), comment)


def _coded(
    annotation: Annotation, tier: ElanTier, span: tuple[int, int], details: Mapping[str, str], scale: Scale
) -> Coded:
    """Return an annotation as it is shown; one that lasts no longer than a moment is a point."""
    start, stop = (scale.session(own) for own in span)
    moment = span[1] - span[0] <= MOMENT_MS * MILLISECOND_NS
    return Coded(
        id="elan-" + re.sub("[^A-Za-z0-9_-]", "_", annotation.id)[:30],
        scheme="",
        behaviour=annotation.word,
        start_ns=start,
        stop_ns=None if moment else stop,
        modifiers=modifiers_read(details.get("modifiers", "")),
        subject=tier.subject,
        comment=details.get("comment", ""),
    )


def _below(document: Eaf) -> dict[str, dict[str, str]]:
    """Return the details of each annotation, by its id, then by the name of the tier that holds them."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for annotation in document.annotations:
        tier = document.tiers[annotation.tier]
        if annotation.refers_to and document.kind(annotation.tier).constraint == ASSOCIATED:
            detail = _DETAIL.search(tier.id)
            found[annotation.refers_to][detail[1] if detail else tier.id] = annotation.word
    return found


def _kept_by_coder(document: Eaf, prefix: str) -> dict[str, str]:
    """Return the values of the properties with a prefix, by what follows it: the coder's code."""
    properties = document.property_values.items()
    return {name.removeprefix(prefix): text for name, text in properties if name.startswith(prefix)}


def _ids(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split() if "=" in pair)


def _json(text: str) -> object:
    """Return what a property says as JSON; None where that is none."""
    try:
        return decode_json(text)
    except ValueError:
        return None


def _whole_numbers(text: str) -> dict[str, int]:
    """Return the whole numbers of a JSON map, by their keys; empty where the text is no such map."""
    return {name: number for name, number in mapped(_json(text)).items() if type(number) is int}


def _lists(text: str) -> tuple[ElanVocabulary, ...]:
    """Return the words of vocabularies from the property in which they travelled; others are dropped."""
    kept = [one for one in map(listed, listed(_json(text))) if len(one) == len(fields(ElanVocabulary))]
    return tuple(
        ElanVocabulary(text_of(vocabulary), text_of(scheme), words_from({"behaviours": words}).behaviours)
        for vocabulary, scheme, words in kept
    )


def _own_types(document: Eaf) -> dict[str, str]:
    """Return the names of this program's linguistic types in a file that it wrote."""
    names = mapped(_json(document.property_values.get(TYPES, "")))
    return {kind: text_of(names.get(kind)) or kind for kind in (OWN_KIND, DETAIL)}


def _own_scale(document: Eaf) -> Scale | None:
    """Return the scale of a file that this program wrote, from its property; None where there is none."""
    zero, _, rate = document.property_values.get(SCALE, "").partition(" ")
    try:
        found = Scale(int(zero), float(rate))
    except ValueError:
        return None
    return found if found.is_possible else None


def _check_media(document: Eaf, findings: TableFindings) -> None:
    """Report the videos whose offsets were changed in ELAN since the file was written.

    Some of what was coded may have been seen before that, and some after: the file does not say which.
    """
    written = _whole_numbers(document.property_values.get(ORIGINS, ""))
    for attributes, place in document.media:
        video, origin_ns = media_name(attributes), origin_of(attributes)
        if origin_ns is None:
            findings.add("I107", place, NOT_A_TIME, TIME_HINT)
            continue
        if video in written and origin_ns != written[video] * MILLISECOND_NS:
            was, now = written[video], attributes.get("TIME_ORIGIN", "0")
            findings.add(
                "K148", place, _MOVED.format(video=video, was=was, now=now), _MOVED_HINT.format(was=was)
            )


def _foreign_scale(
    document: Eaf, file: str, films: Sequence[Film], offset_ns: int | None, findings: TableFindings
) -> Scale:
    """Return the scale of a file made elsewhere, by its first video or a given time. Raises: TableRefused."""
    attributes, place = document.media[0] if document.media else ({}, document.root or Place(file))
    return scale_from(films, media_name(attributes), origin_of(attributes) or 0, offset_ns, place, findings)


_DETAIL = re.compile(r" (modifiers|comment)(?: \(\d+\))?$")
"""The end of the name of a tier that holds modifiers or remarks; a number distinguishes two of one name."""
_HUNG = msg("{tier}: annotations that hang on another one, left out: {count}")
_MOVED = msg("{video} was moved in ELAN since the export: its offset was {was} ms, and is {now} ms")
_MOVED_HINT = msg(
    "give it {was} ms again in ELAN ('Offset'), look again where lies what was coded, then do this again; "
    "'nao-sessions sync' measures where a video lies"
)

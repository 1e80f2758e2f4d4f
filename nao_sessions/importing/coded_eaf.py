"""Annotations that come back from ELAN: what a coder's tiers show, to the nanosecond where nothing changed.

A tier is a coder's when it names an annotator. What ELAN shows wins over what travelled beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.export.eaf import ASSOCIATED, KEPT, MOMENT_MS, SCALE, clean, shown_ms
from nao_sessions.export.kept import kept, modifiers_read, modifiers_shown, restored
from nao_sessions.export.scale import Scale
from nao_sessions.importing.eaf import spans_of
from nao_sessions.importing.eaf_parsing import Annotation, Document, parse_eaf
from nao_sessions.importing.table import Findings
from nao_sessions.session.annotations import Annotation as Coded


def read_coded_eaf(content: bytes, file: str) -> dict[str, tuple[Coded, ...]]:
    """Give the annotations of every coder of an EAF, in session time, in the order of time.

    An EAF that was not written here is in its own time: its 0 counts as the session's.

    Raises:
        TableRefused: this is no ELAN file, or an annotation has no times.
    """
    findings = Findings()
    document = parse_eaf(content, file, findings)
    spans = spans_of(document, findings)
    findings.check()
    scale = _scale(document)
    below = _below(document)
    read: dict[str, list[Coded]] = defaultdict(list)
    for annotation in document.annotations:
        tier = document.tiers[annotation.tier]
        if tier.annotator and annotation.slots is not None:
            details = below.get(annotation.id, {})
            read[tier.annotator].append(
                _coded(annotation, tier.participant, spans[annotation.id], details, scale)
            )
    before = {
        name.removeprefix(KEPT): kept(text)
        for name, text in document.properties.items()
        if name.startswith(KEPT)
    }
    return {
        coder: restored(read.get(coder, ()), before.get(coder, ()), lambda one: shown(one, scale))
        for coder in sorted({*read, *before})
    }


def shown(one: Coded, scale: Scale) -> tuple[object, ...]:
    """Give what ELAN shows of an annotation."""
    times = shown_ms(one.start_ns, one.stop_ns, scale)
    modifiers = modifiers_read(clean(modifiers_shown(one.modifiers)).strip())
    texts = (clean(text).strip() for text in (one.behaviour, one.subject, one.comment))
    return *times, *texts, tuple(modifiers.items())


def _coded(
    annotation: Annotation, subject: str, span: tuple[int, int], details: Mapping[str, str], scale: Scale
) -> Coded:
    """Give an annotation as it is shown; one that lasts no longer than a moment is a point."""
    start, stop = (scale.session(own) for own in span)
    moment = span[1] - span[0] <= MOMENT_MS * MILLISECOND_NS
    return Coded(
        id=f"elan-{annotation.id}",
        scheme="",
        behaviour=annotation.value,
        start_ns=start,
        stop_ns=None if moment else stop,
        modifiers=modifiers_read(details.get("modifiers", "")),
        subject=subject,
        comment=details.get("comment", ""),
    )


def _below(document: Document) -> dict[str, dict[str, str]]:
    """Give the details of each annotation: by its id, then by the last word of the tier that holds them."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for annotation in document.annotations:
        tier = document.tiers[annotation.tier]
        if annotation.refers_to and document.constraints.get(tier.kind) == ASSOCIATED:
            found[annotation.refers_to][tier.id.rpartition(" ")[2]] = annotation.value
    return found


def _scale(document: Document) -> Scale:
    zero, _, rate = document.properties.get(SCALE, "").partition(" ")
    try:
        return Scale(int(zero), float(rate))
    except ValueError:
        return Scale()

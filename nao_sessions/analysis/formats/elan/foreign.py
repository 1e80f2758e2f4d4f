"""What was imported, on tiers: as its copy has it, else by the codes and tiers of its events.

Of a table without tiers each code is one, for each whom it is about. Modifiers and comments hang on tiers
below, as those of a coder do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nao_sessions.analysis.formats.elan.copy import PLAIN, parsed_copy, paste
from nao_sessions.analysis.formats.elan.document import DETAIL, Document, Kind, to_ms
from nao_sessions.analysis.formats.elan.from_log import document_of
from nao_sessions.analysis.formats.elan.parsing import Document as Parsed
from nao_sessions.analysis.formats.foreign import SUBJECT_MARK, Foreign, foreign_of, layout_of, zero_ns_of
from nao_sessions.export.scale import Scale
from nao_sessions.export.source import Source
from nao_sessions.export.tiers import Span

Lanes = Callable[[list[Span]], list[list[Span]]]
"""Spreads spans over as many tiers as it takes for none to overlap another."""


def imported_eaf(source: Source) -> Parsed | None:
    """Return the ELAN file that a session was imported from, as it is kept; None where there is none."""
    if source.copy_program == "eaf":
        return parsed_copy(source.copy)
    return document_of(layout_of(source, "elan"), foreign_of(source, blank=True), zero_ns_of(source))


def lay_out(
    document: Document, source: Source, parsed: Parsed | None, scale: Scale, lanes: Lanes
) -> list[str]:
    """Put what was imported on tiers, and return their names.

    Args:
        document: where they are put.
        source: the session.
        parsed: the copy of the file, where there is one.
        scale: of the times that are shown.
        lanes: spreads what overlaps.
    """
    if parsed is not None:
        zero_ns = zero_ns_of(source)
        return paste(document, parsed, lambda ns: max(0, to_ms(scale.of(ns + zero_ns))))
    names: list[str] = []
    by_tier: dict[tuple[str, str], list[Foreign]] = {}
    for one in foreign_of(source, blank=True):
        document.types.setdefault(PLAIN, Kind())
        name = SUBJECT_MARK.join(filter(None, (one.tier or one.code, one.subject)))
        by_tier.setdefault((name, one.subject), []).append(one)
    for (name, subject), ones in by_tier.items():
        names += _laid(document, name, subject, ones, lanes)
    return names


def _laid(document: Document, wanted: str, subject: str, ones: Sequence[Foreign], lanes: Lanes) -> list[str]:
    """Put events on a tier, and on more where they overlap; return the names."""
    spans = [Span(one.start_ns, one.stop_ns, one.words, number, subject) for number, one in enumerate(ones)]
    names: list[str] = []
    for lane in lanes(spans):
        name = document.free_name(wanted)
        made = document.tier(name, PLAIN, subject)
        names.append(name)
        here = {span.seq: document.aligned(made, span) for span in lane}
        for what in ("modifiers", "comment"):
            said = {number: getattr(ones[number], what) for number in here}
            if any(said.values()):
                below_name = document.free_name(f"{name} {what}")
                below = document.tier(below_name, document.own[DETAIL], subject, parent=name)
                names.append(below_name)
                for number, text in said.items():
                    if text:
                        document.referring(below, here[number].id, text)
    return names

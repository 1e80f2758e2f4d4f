"""What was imported, on tiers: as its copy has it, else by the codes and tiers of its events.

Of a table without tiers each code is one, for each whom it is about. Modifiers and comments hang on tiers
below, as those of a coder do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nao_sessions.analysis.formats.elan.copy import PLAIN, base_of, read_copy
from nao_sessions.analysis.formats.elan.document import DETAIL, Document
from nao_sessions.analysis.formats.elan.from_log import eaf_of_log
from nao_sessions.analysis.formats.elan.model import Eaf, Kind, to_ms
from nao_sessions.analysis.formats.foreign import SUBJECT_MARK, Foreign, foreign_of, layout_of, zero_ns_of
from nao_sessions.export.scale import Scale
from nao_sessions.export.source import Source
from nao_sessions.export.tiers import Span

Lanes = Callable[[list[Span]], list[list[Span]]]
"""Spreads spans over as many tiers as it takes for none to overlap another."""


def imported_eaf(source: Source, scale: Scale) -> Eaf | None:
    """Return the ELAN file that a session was imported from, with its times as they are shown now.

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


def lay_out(document: Document, source: Source, lanes: Lanes) -> list[str]:
    """Put what was imported on tiers by its events alone, and return their names.

    Args:
        document: where they are put.
        source: the session.
        lanes: spreads what overlaps.
    """
    names: list[str] = []
    by_tier: dict[tuple[str, str], list[Foreign]] = {}
    for one in foreign_of(source, blank=True):
        document.type_of(PLAIN, Kind())
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
        tier = document.tier(wanted, PLAIN, subject)
        names.append(document.name_of(tier))
        here = {span.seq: document.aligned(tier, span) for span in lane}
        for what in ("modifiers", "comment"):
            said = {number: getattr(ones[number], what) for number in here}
            if any(said.values()):
                wanted_below = f"{document.name_of(tier)} {what}"
                below = document.tier(
                    wanted_below, document.own[DETAIL], subject, parent=document.name_of(tier)
                )
                names.append(document.name_of(below))
                for number, text in said.items():
                    if text:
                        document.referring(below, here[number], text)
    return names

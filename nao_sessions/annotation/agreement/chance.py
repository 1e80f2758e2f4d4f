"""What a tolerance gives to coders who note moments at random: agreement that margins know nothing of.

Events within the tolerance are brought into one interval. Of two coders who note as often as these, each at
other moments, some events are brought together too, and the kappa of the intervals would be above 0. So the
events of each coder but the first are moved round the observed time (circular shifts), matched and cut into
intervals as the true ones are, with the tolerance and without; what is gained is added to the chance
of the margins. A shift keeps how often each coder notes, and how his events follow each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from nao_sessions.annotation.agreement.measures import cohen, fleiss
from nao_sessions.annotation.agreement.units import Coded, Subjects, gathered, in_bins, match_events
from nao_sessions.session.annotations import Annotation
from nao_sessions.session.periods import Spans, length_ns

SHIFTS = 20


def gain_of_tolerance(
    coded: Sequence[Coded],
    coders: Sequence[str],
    code: str,
    subjects: Subjects,
    bin_ns: int,
    tolerance_ns: int,
) -> float:
    """Return by how much a tolerance raises the agreement (of pairs of coders) that chance gives, 0 to 1.

    Of a point behaviour in intervals of ``bin_ns``. No shift is so small, either way round, that what coders
    noted of the same moments could meet; where sessions are too short for that, nothing is gained.
    """
    if not tolerance_ns:
        return 0.0
    gap = 2 * tolerance_ns + bin_ns
    fit = [one for one in coded if length_ns(one.common(coders)) >= len(coders) * gap]
    found = []
    for number in range(SHIFTS if fit else 0):
        moved = [_moved(one, coders, code, gap, (number + 0.5) / SHIFTS) for one in fit]
        with_tolerance, without = (
            _beyond_margins(moved, coders, code, subjects, bin_ns, within) for within in (tolerance_ns, 0)
        )
        found.append(with_tolerance - without)
    return max(0.0, sum(found) / len(found)) if found else 0.0


def _beyond_margins(
    coded: Sequence[Coded],
    coders: Sequence[str],
    code: str,
    subjects: Subjects,
    bin_ns: int,
    tolerance_ns: int,
) -> float:
    seen = gathered(coded, coders, (code,), partial(match_events, tolerance_ns=tolerance_ns))
    rows = in_bins(seen, coded, coders, code, subjects, bin_ns).rows
    found = cohen(rows) if len(coders) == 2 else fleiss(rows)
    return 0.0 if found is None else found.observed - found.expected


def _moved(one: Coded, coders: Sequence[str], code: str, gap_ns: int, share: float) -> Coded:
    """Move the events of each coder by a multiple of one shift: any two lie a gap apart, both ways."""
    common = one.common(coders)
    whole = length_ns(common)
    shift = gap_ns + round(share * ((whole - gap_ns) / max(1, len(coders) - 1) - gap_ns))
    by_coder = {
        coder: [
            _at(event, common, (place + number * shift) % whole)
            for event in one.noted(coder, (code,))
            if (place := _place(common, event.start_ns)) is not None
        ]
        for number, coder in enumerate(coders)
    }
    return replace(one, by_coder=by_coder)


def _place(spans: Spans, at_ns: int) -> int | None:
    """Return where a moment lies in spans that are laid end to end; None outside of them."""
    before = 0
    for begin, end in spans:
        if begin <= at_ns < end:
            return before + at_ns - begin
        before += end - begin
    return None


def _at(event: Annotation, spans: Spans, place_ns: int) -> Annotation:
    for begin, end in spans:
        if place_ns < end - begin:
            return replace(event, start_ns=begin + place_ns)
        place_ns -= end - begin
    raise AssertionError("a place lies in its spans")

"""When the annotations of an ELAN file begin and end, also those without times of their own.

Those get the times at which ELAN shows them: of the annotation that they refer to, or an equal share between
their neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from nao_sessions.analysis.formats.elan.model import SUBDIVIDED, Annotation, Eaf
from nao_sessions.analysis.formats.elan.parsing import SAVE_AGAIN
from nao_sessions.analysis.formats.rows import BACKWARDS
from nao_sessions.analysis.formats.table import Findings
from nao_sessions.analysis.formats.times import HINT, NOT_A_TIME, time_ns
from nao_sessions.text.messages import msg

Span = tuple[int, int]
"""Start and end of an annotation in the file's own time (ns)."""


def spans_of(document: Eaf, findings: Findings) -> dict[str, Span]:
    """Return the span of every annotation, by its id; add a finding for each annotation without times."""
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
    """Set the times of slots without one, in a row of annotations, to equal shares of the time between."""
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
    document: Eaf, by_tier: dict[int, list[Annotation]], spans: dict[str, Span], findings: Findings
) -> None:
    """Set the spans of annotations that refer to others, however deep they are nested."""
    waiting = {tier: [a for a in of_tier if a.slots is None] for tier, of_tier in by_tier.items()}
    while any(waiting.values()):
        placed = False
        for tier, of_tier in waiting.items():
            ready = [a for a in of_tier if a.refers_to in spans]
            if ready:
                placed = True
                _place_below(ready, document.kind(tier).constraint, spans)
                waiting[tier] = [a for a in of_tier if a.id not in spans]
        if not placed:
            for annotation in (a for of_tier in waiting.values() for a in of_tier):
                findings.add("I117", annotation.place, _NO_PARENT, SAVE_AGAIN)
            return


def _place_below(annotations: list[Annotation], constraint: str, spans: dict[str, Span]) -> None:
    """Set the spans of annotations to that of their parent, or to equal shares of it where they divide it."""
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
    """Return the parts of an annotation in the order of PREVIOUS_ANNOTATION; unchanged where it is broken."""
    after = {child.previous: child for child in children}
    if len(after) < len(children):
        return children
    ordered: list[Annotation] = []
    following = after.get("")
    while following is not None and len(ordered) < len(children):
        ordered.append(following)
        following = after.get(following.id)
    return ordered if len(ordered) == len(children) else children


def shares(start_ns: int, stop_ns: int, count: int) -> list[Span]:
    """Return *count* equal parts of a span of time, for annotations that divide another one."""
    length = stop_ns - start_ns
    bounds = [start_ns + length * number // count for number in range(count + 1)]
    return list(pairwise(bounds))


_ID_TWICE = msg("another annotation has the same ANNOTATION_ID")
_NO_SLOT = msg("this annotation has no times")
_NO_PARENT = msg("this annotation refers to another one, which is missing")

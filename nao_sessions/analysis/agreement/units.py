"""From annotations to units that can be compared: observed time cut into bins, or events matched in time.

All is counted over the time that every coder who is compared has looked at: a point that lies in it, and of a
state what lies in it. A state is one event there, from its first observed moment to its last, also where it
began before, goes on behind, or where nobody knows of a part of it since somebody looked away. Bins, events,
rates, shares and first times all take it so. Nothing here counts agreement; it says what is compared with
what, and on how much watched time a comparison rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import permutations, product
from typing import Any

from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.record.additions.periods import Periods, Source, Spans, holds, intersection, length_ns

NOTHING = "—"
"""The value of a coder for a bin in which no state goes on, and for an event that the coder did not note."""
_STATED_NOTHING = Periods()


@dataclass(frozen=True, slots=True)
class CodedSession:
    """What coders wrote of one session, from ``begin_ns`` to ``end_ns``, and what they looked at.

    ``participants`` are the session's own: whom coders looked at where they noted nothing of anybody.
    """

    session: str
    begin_ns: int
    end_ns: int
    by_coder: Mapping[str, Sequence[Annotation]]
    periods: Mapping[str, Periods] = field(default_factory=dict)
    participants: tuple[str, ...] = ()

    def observed(self, coder: str) -> Spans:
        """Return the spans that a coder watched; the whole session where nothing is stated."""
        return self.periods.get(coder, _STATED_NOTHING).observed(((self.begin_ns, self.end_ns),))

    def common(self, coders: Sequence[str]) -> Spans:
        """Return the spans that all of some coders watched."""
        return reduce(intersection, [self.observed(coder) for coder in coders])

    def noted(self, coder: str, codes: Sequence[str]) -> list[Annotation]:
        """Return a coder's annotations of some behaviours, in the order of time.

        A state whose end was not coded ends with the observed span in which it stands; outside of them all it
        has no length.
        """
        observed = self.observed(coder)
        found = []
        for one in self.by_coder.get(coder, ()):
            if one.behaviour not in codes:
                continue
            if one.open:
                ends = [end for begin, end in observed if begin <= one.start_ns < end]
                one = replace(one, stop_ns=ends[0] if ends else one.start_ns)
            found.append(one)
        return sorted(found, key=lambda one: one.order)

    def counted(self, coder: str, codes: Sequence[str], coders: Sequence[str]) -> list[Annotation]:
        """Return a coder's annotations of some behaviours, cut to what all the coders watched."""
        common = self.common(coders)
        cut = (_cut(one, common) for one in self.noted(coder, codes))
        return [one for one in cut if one is not None]


@dataclass(frozen=True, slots=True)
class Units:
    """What is compared: a row for each unit with a value for each coder, and of which session each row is."""

    coders: tuple[str, ...]
    categories: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sessions: tuple[str, ...]

    def of(self, code: str) -> Units:
        """Return the same units reduced to one behaviour: each value is that code, or NOTHING."""
        rows = tuple(tuple(code if value == code else NOTHING for value in row) for row in self.rows)
        return Units(self.coders, (code, NOTHING), rows, self.sessions)


@dataclass(frozen=True, slots=True)
class MatchedEvent:
    """One event: of which session and subject, and what each coder has of it."""

    session: str
    subject: str
    events: tuple[Annotation | None, ...]

    @property
    def starts(self) -> list[int]:
        """Return the starts of the event in session ns, one for each coder who saw it."""
        return [one.start_ns for one in self.events if one is not None]


Subjects = Mapping[str, Sequence[str]]
"""Of each session, whom the coders looked at."""
Pair = tuple[Annotation | None, Annotation | None]
Matcher = Callable[[Sequence[Annotation], Sequence[Annotation], Spans], list[Pair]]
"""A function that pairs the events of two coders; the spans are those that all who are compared watched."""


def sampled(
    coded: Sequence[CodedSession],
    coders: Sequence[str],
    codes: Sequence[str],
    bin_ns: int,
    *,
    anywhere: bool = False,
    subjects: Subjects | None = None,
) -> Units:
    """Cut observed time into bins; in each, every coder says which state goes on, for each subject.

    A bin is a unit for each subject.

    Args:
        coded: the sessions.
        coders: who is compared.
        codes: states of which one goes on at a time, or one behaviour.
        bin_ns: how long a bin is; what is left at the end of a span is no bin.
        anywhere: whether a state counts that goes on at any moment of a bin, and not in its middle alone
            (partial-interval recording: Altmann 1974 calls it one-zero sampling); so is a point, in the bin
            where it lies.
        subjects: of whom, session by session; None: those of whom any coder noted any of these states.
    """
    subjects = subjects_of(coded, coders, codes) if subjects is None else subjects
    rows: list[tuple[str, ...]] = []
    sessions: list[str] = []
    for one in coded:
        by_coder = [one.noted(coder, codes) for coder in coders]
        for subject in subjects[one.session]:
            of_subject = [[a for a in states if a.subject == subject] for states in by_coder]
            for span in one.common(coders):
                lines = [_states_in_bins(states, span, bin_ns, anywhere=anywhere) for states in of_subject]
                rows += zip(*lines, strict=True)
        sessions += [one.session] * (len(rows) - len(sessions))
    return Units(tuple(coders), (*codes, NOTHING), tuple(rows), tuple(sessions))


def gathered(
    coded: Sequence[CodedSession], coders: Sequence[str], codes: Sequence[str], match: Matcher
) -> tuple[MatchedEvent, ...]:
    """Match the events of coders, subject by subject: each coder's with those that the coders before him saw.

    An event is where the first who saw it has it.

    Args:
        coded: the sessions.
        coders: who is compared.
        codes: which behaviours are matched with each other.
        match: matches the events of two coders.
    """
    found: list[MatchedEvent] = []
    for one in coded:
        common = one.common(coders)
        theirs = [one.counted(coder, codes, coders) for coder in coders]
        for subject in sorted({event.subject for events in theirs for event in events}):
            of_subject = [[event for event in events if event.subject == subject] for events in theirs]
            events = [MatchedEvent(one.session, subject, seen) for seen in _of_all(of_subject, match, common)]
            found += sorted(events, key=lambda seen: min(seen.starts))
    return tuple(found)


def named(matched: Sequence[MatchedEvent], coders: Sequence[str], codes: Sequence[str]) -> Units:
    """Return what coders called each event; :data:`NOTHING` for a coder who did not see the event."""
    rows = tuple(tuple(NOTHING if one is None else one.behaviour for one in each.events) for each in matched)
    return Units(tuple(coders), (*codes, NOTHING), rows, tuple(each.session for each in matched))


def subjects_of(coded: Sequence[CodedSession], coders: Sequence[str], codes: Sequence[str]) -> Subjects:
    """Return the children whom the coders looked at, by session: those of whom any coder noted a behaviour.

    What was noted of a time that no other coder watched does not count. Where nothing was noted of anybody,
    all participants: that nothing was seen is an observation too.
    """
    found = {}
    for one in coded:
        noted = {
            event.subject
            for coder, other in permutations(coders, 2)
            for event in one.counted(coder, codes, (coder, other))
        }
        found[one.session] = sorted(noted) or list(one.participants) or [""]
    return found


def modified(matched: Sequence[MatchedEvent], coders: Sequence[str], scheme: Scheme, modifier: str) -> Units:
    """Return what two coders chose of a modifier, for each event that both saw and called the same.

    What a coder left blank, and what the scheme does not offer, is a value that is missing: :data:`NOTHING`.
    Where nobody said anything of it, there is no unit.
    """
    offered = scheme.modifiers[modifier]
    having = {one.code for one in scheme.behaviours if modifier in one.modifiers}
    rows: list[tuple[str, ...]] = []
    sessions: list[str] = []
    for each in matched:
        events = [event for event in each.events if event is not None]
        if len(events) < len(coders) or len({event.behaviour for event in events}) > 1:
            continue
        values = [event.modifiers.get(modifier, "") for event in events]
        chosen = tuple(value if value and offered.holds(value) else NOTHING for value in values)
        if events[0].behaviour in having and any(values):
            rows.append(chosen)
            sessions.append(each.session)
    known = [value.code for value in offered.values]
    others = sorted({value for row in rows for value in row} - {NOTHING, *known})
    return Units(tuple(coders), (*known, *others, NOTHING), tuple(rows), tuple(sessions))


@dataclass(frozen=True, slots=True)
class Share:
    """What one coder watched: seconds over all sessions, and how many sessions each source of that is of.

    ``played_s`` is what the coding page played where the coder said otherwise; None where nothing was said.
    """

    coder: str
    observed_s: float
    sources: dict[Source, int]
    played_s: float | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The time that a comparison rests on: ``whole_s`` of all sessions, ``observed_s`` watched by all coders.

    ``outside`` counts the annotations of which nothing lies in that, ``without_end`` the states whose end was
    not coded, ``overlapping`` those that a coder said beside another one of their group, ``repeated`` those
    said beside ones of the same behaviour alone.
    """

    whole_s: float
    observed_s: float
    shares: tuple[Share, ...]
    outside: int
    without_end: int
    overlapping: int = 0
    repeated: int = 0

    @property
    def unstated(self) -> Mapping[str, int]:
        """Return the coders who left sessions unstated, and how many: all of these is assumed watched."""
        return {one.coder: n for one in self.shares if (n := one.sources.get("unstated"))}

    def to_json(self) -> dict[str, Any]:
        """Return the basis of a comparison as JSON values, times in seconds."""
        return {
            "sessions_s": self.whole_s,
            "observed_s": self.observed_s,
            "coders": {
                one.coder: {
                    "observed_s": one.observed_s,
                    "known_by": dict(one.sources),
                    "played_s": one.played_s,
                }
                for one in self.shares
            },
            "outside": self.outside,
            "states_without_end": self.without_end,
            "overlapping_states": self.overlapping,
            "repeated_states": self.repeated,
        }


def basis_of(coded: Sequence[CodedSession], coders: Sequence[str], scheme: Scheme) -> Basis:
    """Return the basis on which coders are compared: what each of them watched, and what lies outside."""
    shares = []
    for coder in coders:
        stated = [one.periods.get(coder, Periods()) for one in coded]
        said = [one for one in stated if one.source == "coder" and one.played is not None]
        sources: dict[Source, int] = {}
        for periods in stated:
            sources[periods.source] = sources.get(periods.source, 0) + 1
        looked = sum(length_ns(one.observed(coder)) for one in coded)
        played = sum(length_ns(one.played or ()) for one in said)
        shares.append(Share(coder, looked / SECOND_NS, sources, played / SECOND_NS if said else None))
    other, same = overlapping(coded, coders, scheme)
    return Basis(
        whole_s=sum(one.end_ns - one.begin_ns for one in coded) / SECOND_NS,
        observed_s=sum(length_ns(one.common(coders)) for one in coded) / SECOND_NS,
        shares=tuple(shares),
        outside=outside(coded, coders, scheme),
        without_end=without_end(coded, coders, scheme),
        overlapping=other,
        repeated=same,
    )


def outside(coded: Sequence[CodedSession], coders: Sequence[str], scheme: Scheme) -> int:
    """Return the number of annotations that lie outside of what all coders watched: no measure holds them."""
    codes = [one.code for one in scheme.behaviours]
    return sum(
        len(one.noted(coder, codes)) - len(one.counted(coder, codes, coders))
        for one in coded
        for coder in coders
    )


def without_end(coded: Sequence[CodedSession], coders: Sequence[str], scheme: Scheme) -> int:
    """Return the number of states whose end was not coded: they end with the span in which they stand."""
    codes = [one.code for one in scheme.behaviours]
    return sum(event.open for one in coded for coder in coders for event in one.counted(coder, codes, coders))


def overlapping(coded: Sequence[CodedSession], coders: Sequence[str], scheme: Scheme) -> tuple[int, int]:
    """Count the states that begin within another state of the same coder, group and child.

    Returns:
        those within one of another behaviour, and those within ones of the same behaviour alone.
    """
    groups: dict[str, list[str]] = {}
    for behaviour in scheme.behaviours:
        if behaviour.group:
            groups.setdefault(behaviour.group, []).append(behaviour.code)
    other_ones, same = 0, 0
    for one, coder, codes in product(coded, coders, groups.values()):
        going_on: dict[str, list[Annotation]] = {}
        for state in sorted(one.counted(coder, codes, coders), key=lambda state: state.start_ns):
            others = going_on.setdefault(state.subject, [])
            during = {other.behaviour for other in others if stop_of(other) > state.start_ns}
            other_ones += bool(during - {state.behaviour})
            same += during == {state.behaviour}
            others.append(state)
    return other_ones, same


def by_onset(tolerance_ns: int) -> Matcher:
    """Return a matcher that pairs events whose starts lie near to each other: :func:`match_events`."""
    return lambda left, right, spans: match_events(left, right, tolerance_ns)


def by_overlap(share: float) -> Matcher:
    """Return a matcher that pairs states by how far they overlap: :func:`match_overlaps`."""
    return lambda left, right, spans: match_overlaps(left, right, share, spans)


def match_events(left: Sequence[Annotation], right: Sequence[Annotation], tolerance_ns: int) -> list[Pair]:
    """Match events that begin no farther apart than a tolerance, one to one, whatever they are called.

    As many as can be, of those matchings the one in which the times lie closest. Their names and their order
    do not count: a link that prefers equal names makes agreement out of chance.

    Where two events that follow each other lie farther apart than the tolerance, no pair goes across: what
    lies before and behind is matched for itself.
    """
    pairs: list[Pair] = []
    pieces: tuple[list[Annotation], list[Annotation]] = ([], [])
    last = None
    both = [(one, 0) for one in left] + [(one, 1) for one in right]
    for one, side in sorted(both, key=lambda each: each[0].start_ns):
        if last is not None and one.start_ns - last > tolerance_ns:
            pairs += _nearest_of(*pieces, tolerance_ns)
            pieces = ([], [])
        pieces[side].append(one)
        last = one.start_ns
    return pairs + _nearest_of(*pieces, tolerance_ns)


def match_overlaps(
    left: Sequence[Annotation], right: Sequence[Annotation], share: float, spans: Spans | None = None
) -> list[Pair]:
    """Match states that overlap by a share of the longer one at least, the largest overlap first, one to one.

    Of what lies in some spans, where these are given. Above one half, a state has at most one such partner
    among states of which one goes on at a time, so that the pairs are those of EasyDIAg (Holle and Rein
    2015), which links first and compares with the share then.
    """
    ways = []
    right = sorted(right, key=lambda one: one.start_ns)
    times = [
        [(_elapsed(one.start_ns, spans), _elapsed(stop_of(one), spans)) for one in side]
        for side in (left, right)
    ]
    for n, (begin, end) in enumerate(times[0]):
        for m, (start, stop) in enumerate(times[1]):
            if start >= end:
                break
            both = min(end, stop) - max(begin, start)
            longer = max(end - begin, stop - start)
            if both > 0 and both >= share * longer:
                ways.append((-both / longer, n, m))
    partner: dict[int, int] = {}
    for _, n, m in sorted(ways):
        if n not in partner and m not in partner.values():
            partner[n] = m
    pairs: list[Pair] = [(mine, right[partner[n]] if n in partner else None) for n, mine in enumerate(left)]
    return pairs + [(None, theirs) for m, theirs in enumerate(right) if m not in partner.values()]


def stop_of(one: Annotation) -> int:
    """Return the end of an annotation in session ns; a point ends where it begins."""
    return one.start_ns if one.stop_ns is None else one.stop_ns


def _nearest_of(left: Sequence[Annotation], right: Sequence[Annotation], tolerance_ns: int) -> list[Pair]:
    """Match by dynamic programming events in the order of time, in time and memory of one product of lengths.

    A way costs (events without a partner, nanoseconds apart), least first; in the order of time nothing is
    lost, since two pairs that cross could change partners and lie no farther apart.
    """
    if not left or not right:
        return [(one, None) for one in left] + [(None, one) for one in right]
    worst = (len(left) + len(right) + 1, 0)
    best = [[worst] * (len(right) + 1) for _ in range(len(left) + 1)]
    came = [[""] * (len(right) + 1) for _ in range(len(left) + 1)]
    best[0][0] = (0, 0)
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            ways = []
            if i:
                alone, apart = best[i - 1][j]
                ways.append(((alone + 1, apart), "left"))
            if j:
                alone, apart = best[i][j - 1]
                ways.append(((alone + 1, apart), "right"))
            if i and j:
                away = abs(left[i - 1].start_ns - right[j - 1].start_ns)
                if away <= tolerance_ns:
                    alone, apart = best[i - 1][j - 1]
                    ways.append(((alone, apart + away), "both"))
            if ways:
                best[i][j], came[i][j] = min(ways, key=lambda way: way[0])
    pairs: list[Pair] = []
    i, j = len(left), len(right)
    while i or j:
        way = came[i][j]
        i -= way != "right"
        j -= way != "left"
        pairs.append((left[i] if way != "right" else None, right[j] if way != "left" else None))
    return pairs[::-1]


def _of_all(
    by_coder: Sequence[Sequence[Annotation]], match: Matcher, spans: Spans
) -> Iterator[tuple[Annotation | None, ...]]:
    """Yield, for each event that anybody saw, what each coder has of it."""
    found: list[tuple[Annotation | None, ...]] = [(event,) for event in by_coder[0]]
    for place, events in enumerate(by_coder[1:], start=1):
        firsts = [next(event for event in seen if event is not None) for seen in found]
        before = {id(first): seen for first, seen in zip(firsts, found, strict=True)}
        nobody: tuple[None, ...] = (None,) * place
        found = [
            (*(nobody if known is None else before[id(known)]), event)
            for known, event in match(firsts, events, spans)
        ]
    yield from found


def _cut(one: Annotation, spans: Spans) -> Annotation | None:
    """Return an annotation from its first to its last moment in some spans, if anything lies in them."""
    if one.start_ns >= stop_of(one):
        return one if holds(spans, one.start_ns) else None
    pieces = intersection(((one.start_ns, stop_of(one)),), spans)
    return replace(one, start_ns=pieces[0][0], stop_ns=pieces[-1][1]) if pieces else None


def _elapsed(at_ns: int, spans: Spans | None) -> int:
    """Return how many ns of some spans lie before a moment; the moment itself where *spans* is None."""
    return at_ns if spans is None else sum(max(0, min(end, at_ns) - begin) for begin, end in spans)


def _states_in_bins(
    states: Sequence[Annotation], span: tuple[int, int], bin_ns: int, *, anywhere: bool
) -> list[str]:
    """Return which state goes on in each bin of a span: in its middle, or the longest anywhere in it."""
    begin_ns, end_ns = span
    found = [NOTHING] * max(0, (end_ns - begin_ns) // bin_ns)
    longest = [0] * len(found)
    for one in states:
        stop = stop_of(one)
        if anywhere:
            stop = max(stop, one.start_ns + 1)
            for number in range(max(0, (one.start_ns - begin_ns) // bin_ns), len(found)):
                left = begin_ns + number * bin_ns
                if left >= stop:
                    break
                long = min(stop, left + bin_ns) - max(one.start_ns, left)
                if long > longest[number]:
                    found[number], longest[number] = one.behaviour, long
            continue
        # the first bin whose middle lies at or behind the beginning, and the first at or behind the end
        first = max(0, -((begin_ns + bin_ns // 2 - one.start_ns) // bin_ns))
        last = max(0, -((begin_ns + bin_ns // 2 - stop) // bin_ns))
        for number in range(first, min(last, len(found))):
            found[number] = one.behaviour
    return found

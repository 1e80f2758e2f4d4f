"""From annotations to units that can be compared: the session cut into bins, or events matched in time.

Nothing here counts agreement; it says what is compared with what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.annotation.scheme import Scheme
from nao_sessions.session.annotations import Annotation

NOTHING = "—"
"""What a coder says of a bin in which no state goes on, and of an event that he did not see."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What the coders wrote of one session, which lasted from ``begin_ns`` to ``end_ns``."""

    session: str
    begin_ns: int
    end_ns: int
    by_coder: Mapping[str, Sequence[Annotation]]


@dataclass(frozen=True, slots=True)
class Units:
    """What is compared: a row for each unit with a value for each coder, and of which session each row is."""

    coders: tuple[str, ...]
    categories: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sessions: tuple[str, ...]


def sampled(coded: Sequence[Coded], coders: Sequence[str], scheme: Scheme, stream: str, bin_ns: int) -> Units:
    """Cut sessions into bins; in each, every coder says which state goes on in the middle, for each subject.

    Subjects are those that any of the coders wrote of in this stream; a bin is a unit for each of them.
    """
    codes = scheme.streams()[stream]
    rows: list[tuple[str, ...]] = []
    sessions: list[str] = []
    for one in coded:
        by_coder = [_of_stream(one.by_coder.get(coder, ()), codes) for coder in coders]
        subjects = sorted({a.subject for annotations in by_coder for a in annotations})
        for subject in subjects:
            lines = [
                _states_at_middles(
                    [a for a in annotations if a.subject == subject], one.begin_ns, one.end_ns, bin_ns
                )
                for annotations in by_coder
            ]
            for values in zip(*lines, strict=True):
                rows.append(values)
                sessions.append(one.session)
    return Units(tuple(coders), (*codes, NOTHING), tuple(rows), tuple(sessions))


def pairs_seen(
    coded: Sequence[Coded], coders: Sequence[str], codes: Sequence[str], tolerance_ns: int
) -> tuple[Seen, ...]:
    """Match the events of two coders that lie no farther apart than the tolerance, whatever they called them.

    Of a state its beginning counts. As many events as can be are matched, of those matchings one with most
    equal names, and of those one in which the times lie closest; the order in time is kept.
    """
    found: list[Seen] = []
    for one in coded:
        left, right = (_of_stream(one.by_coder.get(coder, ()), codes) for coder in coders)
        found += [(one.session, mine, theirs) for mine, theirs in _by_subject(left, right, tolerance_ns)]
    return tuple(found)


def matched(seen: Sequence[Seen], coders: Sequence[str], codes: Sequence[str]) -> Units:
    """Give what two coders called each event; what one alone saw stands beside :data:`NOTHING`."""
    rows = tuple(
        (mine.behaviour if mine else NOTHING, theirs.behaviour if theirs else NOTHING)
        for _, mine, theirs in seen
    )
    return Units(tuple(coders), (*codes, NOTHING), rows, tuple(session for session, _, _ in seen))


def matched_by_all(
    coded: Sequence[Coded], coders: Sequence[str], scheme: Scheme, codes: Sequence[str], tolerance_ns: int
) -> Units:
    """Match the events of three coders or more: each coder's with those that the coders before him saw.

    An event is where the first who saw it has it; who did not see it says :data:`NOTHING`.
    """
    rows: list[tuple[str, ...]] = []
    sessions: list[str] = []
    for one in coded:
        theirs = [_of_stream(one.by_coder.get(coder, ()), codes) for coder in coders]
        for subject in sorted({event.subject for events in theirs for event in events}):
            of_subject = [[event for event in events if event.subject == subject] for events in theirs]
            for seen in _gathered(of_subject, tolerance_ns):
                rows.append(tuple(event.behaviour if event is not None else NOTHING for event in seen))
                sessions.append(one.session)
    return Units(tuple(coders), (*codes, NOTHING), tuple(rows), tuple(sessions))


def modified(seen: Iterable[Seen], coders: Sequence[str], scheme: Scheme, modifier: str) -> Units:
    """Give what two coders chose of a modifier, for each event that both saw and called the same.

    Where neither chose, there is no unit.
    """
    having = {one.code for one in scheme.behaviours if modifier in one.modifiers}
    rows: list[tuple[str, ...]] = []
    sessions: list[str] = []
    for session, mine, theirs in seen:
        if mine is None or theirs is None or mine.behaviour != theirs.behaviour:
            continue
        chosen = tuple(event.modifiers.get(modifier, NOTHING) for event in (mine, theirs))
        if mine.behaviour in having and set(chosen) != {NOTHING}:
            rows.append(chosen)
            sessions.append(session)
    known = [value.code for value in scheme.modifiers[modifier].values]
    others = sorted({value for row in rows for value in row} - {NOTHING, *known})
    return Units(tuple(coders), (*known, *others, NOTHING), tuple(rows), tuple(sessions))


def _by_subject(left: Sequence[Annotation], right: Sequence[Annotation], tolerance_ns: int) -> Iterator[Pair]:
    """Match the events of two coders, subject by subject."""
    for subject in sorted({a.subject for a in (*left, *right)}):
        a = [event for event in left if event.subject == subject]
        b = [event for event in right if event.subject == subject]
        yield from match_events(a, b, tolerance_ns)


def outside(coded: Sequence[Coded], coders: Sequence[str], scheme: Scheme) -> int:
    """Count the annotations that lie wholly before a session began or after it ended: no bin holds them."""
    codes = {one.code for one in scheme.behaviours}
    return sum(
        event.start_ns >= one.end_ns or (event.stop_ns or event.start_ns) < one.begin_ns
        for one in coded
        for coder in coders
        for event in one.by_coder.get(coder, ())
        if event.behaviour in codes and not event.open
    )


def _gathered(by_coder: Sequence[Sequence[Annotation]], tolerance_ns: int) -> list[list[Annotation | None]]:
    """Give, for each event that anybody saw, what each coder has of it."""
    found: list[list[Annotation | None]] = []
    for place, events in enumerate(by_coder):
        firsts = [next(event for event in seen if event is not None) for seen in found]
        rows = {id(first): seen for first, seen in zip(firsts, found, strict=True)}
        after: list[list[Annotation | None]] = []
        for known, event in match_events(firsts, events, tolerance_ns):
            before: list[Annotation | None] = [None] * place if known is None else rows[id(known)]
            after.append([*before, event])
        found = after
    return found


Pair = tuple[Annotation | None, Annotation | None]
Seen = tuple[str, Annotation | None, Annotation | None]
"""Of which session, and what each of two coders has of one event."""


def match_events(left: Sequence[Annotation], right: Sequence[Annotation], tolerance_ns: int) -> list[Pair]:
    """Match two rows of events by dynamic programming, in time and memory of one product of their lengths.

    A way costs (events without a partner, partners with another name, nanoseconds apart), least first.
    """
    left = sorted(left, key=lambda one: one.start_ns)
    right = sorted(right, key=lambda one: one.start_ns)
    worst = (len(left) + len(right) + 1, 0, 0)
    best = [[worst] * (len(right) + 1) for _ in range(len(left) + 1)]
    came = [[""] * (len(right) + 1) for _ in range(len(left) + 1)]
    best[0][0] = (0, 0, 0)
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            ways = []
            if i:
                alone, other, apart = best[i - 1][j]
                ways.append(((alone + 1, other, apart), "left"))
            if j:
                alone, other, apart = best[i][j - 1]
                ways.append(((alone + 1, other, apart), "right"))
            if i and j:
                away = abs(left[i - 1].start_ns - right[j - 1].start_ns)
                if away <= tolerance_ns:
                    alone, other, apart = best[i - 1][j - 1]
                    differs = left[i - 1].behaviour != right[j - 1].behaviour
                    ways.append(((alone, other + differs, apart + away), "both"))
            if ways:
                best[i][j], came[i][j] = min(ways, key=lambda way: way[0])
    return _walked_back(left, right, came)


def _walked_back(
    left: Sequence[Annotation], right: Sequence[Annotation], came: Sequence[Sequence[str]]
) -> list[Pair]:
    pairs: list[Pair] = []
    i, j = len(left), len(right)
    while i or j:
        way = came[i][j]
        i -= way != "right"
        j -= way != "left"
        pairs.append((left[i] if way != "right" else None, right[j] if way != "left" else None))
    pairs.reverse()
    return pairs


def _of_stream(annotations: Sequence[Annotation], codes: Sequence[str]) -> list[Annotation]:
    return [one for one in annotations if one.behaviour in codes]


def _states_at_middles(
    annotations: Sequence[Annotation], begin_ns: int, end_ns: int, bin_ns: int
) -> list[str]:
    """Give which state goes on in the middle of each bin; the session fills every bin."""
    count = max(0, (end_ns - begin_ns) // bin_ns)
    states = [NOTHING] * count
    for one in sorted(annotations, key=lambda state: state.start_ns):
        stop = end_ns if one.stop_ns is None else one.stop_ns
        # the first bin whose middle lies at or behind the beginning, and the first at or behind the end
        first = max(0, -((begin_ns + bin_ns // 2 - one.start_ns) // bin_ns))
        last = max(0, -((begin_ns + bin_ns // 2 - stop) // bin_ns))
        for number in range(first, min(last, count)):
            states[number] = one.behaviour
    return states

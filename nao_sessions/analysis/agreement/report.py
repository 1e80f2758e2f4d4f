"""How far coders agree, put together: for each stream of a scheme every measure that fits, and how surely.

A pure function of what was coded and of the parameters, which stand in the result. Behaviours of one group,
of which one goes on at a time, are compared as categories; all others one by one, and then together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import Any, Literal

from nao_sessions.analysis.agreement.icc import Correlation, intraclass
from nao_sessions.analysis.agreement.limits import Clusters, Interval
from nao_sessions.analysis.agreement.measures import (
    Coefficient,
    Counted,
    Level,
    Unit,
    ac1,
    agreement_on,
    cohen,
    confusion,
    constant_coders,
    event,
    event_fleiss,
    fleiss,
    krippendorff_alpha,
    pabak,
    pairwise,
    percentage,
    pooled,
    scored_agreement,
)
from nao_sessions.analysis.agreement.units import (
    NOTHING,
    CodedSession,
    MatchedEvent,
    Matcher,
    Subjects,
    Units,
    basis_of,
    by_onset,
    by_overlap,
    gathered,
    modified,
    named,
    sampled,
    stop_of,
    subjects_of,
)
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.periods import intersection, length_ns, union

Method = Literal["time", "events", "modifiers"]
"""Bin by bin of observed time; event by event; what was chosen with events that both called the same."""
Undefined = Literal["one_category", "constant_coder", "no_chance"]
"""Why there is no kappa: everybody said the same of everything; one coder did, so that kappa would be 0
whatever the others say; the table by chance is the observed one.
"""
Matching = Literal["overlap", "onset"]
"""By what two states are one: by how far they overlap, or by how near to each other they begin."""
Sampling = Literal["momentary", "partial"]
"""Which state a bin has: the one that goes on in its middle, or any that goes on in it."""
POINTS, STATES = "points", "states"
"""The streams of all points, and of all states that belong to no group."""


@dataclass(frozen=True, slots=True)
class ComparisonParameters:
    """The parameters of a comparison; ``level`` is the level of measurement of Krippendorff's alpha.

    ``overlap`` is the share of the longer of two states that both must have in common (Holle and Rein 2015:
    0.6).
    """

    tolerance_s: float = 1.0
    bin_s: float = 1.0
    level: Level = "nominal"
    seed: int = 0
    matching: Matching = "overlap"
    overlap: float = 0.6
    sampling: Sampling = "momentary"

    def to_json(self) -> dict[str, Any]:
        """Return the parameters of a comparison as JSON values, times in seconds."""
        return {
            "tolerance_s": self.tolerance_s,
            "bin_s": self.bin_s,
            "match": self.matching,
            "overlap": self.overlap,
            "interval": self.sampling,
            "level": self.level,
            "seed": self.seed,
        }

    @property
    def bin_ns(self) -> int:
        """Return the length of a bin in nanoseconds."""
        return round(self.bin_s * SECOND_NS)

    @property
    def tolerance_ns(self) -> int:
        """Return the tolerance in nanoseconds: how far apart two starts of the same event may lie."""
        return round(self.tolerance_s * SECOND_NS)


@dataclass(frozen=True, slots=True)
class Single:
    """How far coders agree on one behaviour, where each says of a unit either it or anything else.

    ``all`` counts the units, ``by_coder`` those of which each coder says it; ``percentage`` is of what all
    coders say, ``pairwise`` of pairs of them; there is no kappa where a coder always says the same.
    ``occurrence`` is the share that all say of those of which anybody says it, ``non_occurrence`` the same of
    those of which anybody does not. Of events nobody counts what nobody saw: there both are None, and
    ``positive`` is the positive agreement, of those who say it how many others do.
    """

    code: str
    by_coder: tuple[int, ...]
    all: int
    positive: float | None = None
    occurrence: float | None = None
    limits: Interval | None = None
    percentage: float | None = None
    non_occurrence: float | None = None
    kappa: float | None = None
    kappa_limits: Interval | None = None
    pabak: float | None = None
    ac1: float | None = None
    pairwise: float | None = None

    @property
    def is_constant(self) -> bool:
        """Return whether one coder always says the same, so that kappa would be 0 whatever the others say."""
        return any(count in (0, self.all) for count in self.by_coder)

    def to_json(self) -> dict[str, Any]:
        """Return the agreement on one behaviour as JSON values."""
        record = asdict(self) | {"coder_is_constant": self.is_constant}
        names = {
            "limits": "agreement_95",
            "kappa_limits": "kappa_95",
            "code": "behaviour",
            "positive": "positive_agreement",
        }
        return {names.get(name, name): value for name, value in record.items()}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The measures of one stream. ``kappa`` is Cohen's of two coders, Fleiss' of more; None: not defined.

    ``percentage`` is of what all coders say alike, ``pairwise`` of pairs of them. ``constant`` are the coders
    who always say the same: there is no kappa then. A pooled kappa is of all behaviours, also of those in
    ``without_kappa``, that have none for themselves since one coder always says the same of them; where all
    are such, it would be 0 by construction, and there is none either.

    ``table`` is the confusion matrix of two coders; ``alpha_units`` counts the units that alpha is made of,
    and ``alone`` those that one coder alone said something of, by coder: where alpha leaves them out, it says
    nothing of them. ``one_by_one``: behaviours that may go together, whose kappa is pooled; ``renamed``
    counts what one coder saw alone beside another who saw something else alone within the tolerance.
    """

    stream: str
    method: Method
    coders: tuple[str, ...]
    units: int
    categories: tuple[str, ...]
    percentage: float | None
    limits: Interval | None
    kappa: float | None
    kappa_limits: Interval | None
    table: tuple[tuple[int, ...], ...]
    fleiss: float | None = None
    pabak: float | None = None
    ac1: float | None = None
    alpha: float | None = None
    alpha_units: int = 0
    alone: tuple[int, ...] = ()
    singles: tuple[Single, ...] = ()
    one_by_one: bool = False
    renamed: int = 0
    pairwise: float | None = None
    constant: tuple[str, ...] = ()
    without_kappa: tuple[str, ...] = ()
    missed: tuple[int, ...] = ()
    """How many states each coder noted where all of them are too short for any sample."""
    missing: tuple[int, ...] = ()
    """Of a modifier, by coder: the events without a value of the scheme's, which are not compared."""
    matching: Literal["overlap", "onset", "points", ""] = ""
    sampling: Sampling = "momentary"
    observed_s: float = 0.0
    """How long all of these coders looked at the sessions."""
    unfinished_s: float = 0.0
    """By time, how much of that is in no interval: what is left at the ends of what they looked at."""
    unstated: Mapping[str, int] = field(default_factory=dict)
    """Of how many of the sessions a coder states nothing of that: the whole of these is assumed."""
    sessions: int = 0
    """How many sessions are compared."""

    @property
    def used(self) -> int:
        """Return the number of categories that either of two coders used; NOTHING counts as one."""
        rows = zip(self.table, zip(*self.table, strict=True), strict=True)
        return sum(any(row) or any(column) for row, column in rows)

    @property
    def undefined(self) -> Undefined | None:
        """Return why there is no kappa; None where there is one."""
        if self.kappa is not None:
            return None
        if self.percentage != 1 and (self.constant or self.without_kappa):
            return "constant_coder"
        of_events = self.method == "events" and (self.one_by_one or self.percentage != 1)
        return "no_chance" if of_events else "one_category"

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        return {
            "stream": self.stream,
            "method": self.method,
            "matched_by": self.matching or None,
            "sampling": self.sampling if self.method == "time" else None,
            "one_by_one": self.one_by_one,
            "coders": list(self.coders),
            "observed_s": self.observed_s,
            "in_no_interval_s": self.unfinished_s,
            "observation_not_stated_by": list(self.unstated),
            "units": self.units,
            "percentage": self.percentage,
            "pairwise_percentage": self.pairwise,
            "percentage_95": None if self.limits is None else asdict(self.limits),
            "kappa": self.kappa,
            "kappa_undefined": self.undefined,
            "kappa_constant_by": list(self.constant),
            "behaviours_without_kappa": list(self.without_kappa),
            "kappa_95": None if self.kappa_limits is None else asdict(self.kappa_limits),
            "fleiss_kappa": self.fleiss,
            "pabak": self.pabak,
            "ac1": self.ac1,
            "krippendorff_alpha": self.alpha,
            "alpha_units": self.alpha_units,
            "alone": dict(zip(self.coders, self.alone, strict=True)) if self.alone else None,
            "missed_by_samples": dict(zip(self.coders, self.missed, strict=True)) if self.missed else None,
            "missing": dict(zip(self.coders, self.missing, strict=True)) if self.missing else None,
            "called_otherwise": self.renamed,
            "categories": list(self.categories),
            "confusion": [list(row) for row in self.table],
            "behaviours": [one.to_json() for one in self.singles],
        }


Figure = Literal["rate", "share", "latency"]
"""Times a minute of observed time; share of it; seconds from where it begins to the first time."""


@dataclass(frozen=True, slots=True)
class FigureAgreement:
    """How far coders give the same figure of one behaviour, child by child and session by session."""

    behaviour: str
    figure: Figure
    coders: tuple[str, ...]
    correlation: Correlation | None
    targets: int
    means: tuple[float, ...]
    children: int = 1

    def to_json(self) -> dict[str, Any]:
        """Return the figures of a behaviour and how far coders agree on them, as JSON values."""
        found = self.correlation
        return {
            "behaviour": self.behaviour,
            "figure": self.figure,
            "coders": list(self.coders),
            "targets": self.targets,
            "children": self.children,
            "means": list(self.means),
            "icc_2_1": None if found is None else found.absolute,
            "icc_3_1": None if found is None else found.consistent,
            "icc_2_1_95": None if found is None or found.low is None else [found.low, found.high],
        }


@dataclass(frozen=True, slots=True)
class _Way:
    """How the events of a stream are matched."""

    name: Literal["overlap", "onset", "points"]
    match: Matcher


@dataclass(frozen=True, slots=True)
class _Compared:
    """What all comparisons of some coders share."""

    coded: Sequence[CodedSession]
    scheme: Scheme
    parameters: ComparisonParameters
    subjects: Subjects
    gathered: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[MatchedEvent, ...]] = field(
        default_factory=dict
    )

    def seen(self, coders: tuple[str, ...], codes: tuple[str, ...], way: _Way) -> tuple[MatchedEvent, ...]:
        """Return the matched events of coders; they are matched once, since that takes time."""
        if (coders, codes) not in self.gathered:
            found = gathered(self.coded, coders, codes, way.match)
            self.gathered[coders, codes] = found
        return self.gathered[coders, codes]


def compare(
    coded: Sequence[CodedSession], coders: Sequence[str], scheme: Scheme, parameters: ComparisonParameters
) -> tuple[Comparison, ...]:
    """Compare coders in every stream of a scheme, by time and by events.

    Of more than two coders all are compared together, then each pair. At the end come the modifiers, pair by
    pair: what was chosen with the events that both called the same. A stream of which none of them wrote is
    left out; of the others every session counts, also where nobody noted anything of that stream. A stream of
    which every state lies between two samples stays, without units.
    """
    everything = [one.code for one in scheme.behaviours]
    work = _Compared(coded, scheme, parameters, subjects_of(coded, coders, everything))
    kinds = {one.code: one.kind for one in scheme.behaviours}
    points = tuple(code for code, kind in kinds.items() if kind == "point")
    states = [codes for codes in scheme.streams().items() if kinds[codes[1][0]] == "state"]
    alone = tuple(codes[0] for _, codes in states if len(codes) == 1)
    sets = [tuple(coders), *(combinations(coders, 2) if len(coders) > 2 else ())]
    found: list[Comparison] = []
    for name, codes in states:
        found += [_by_time(work, name, codes, several) for several in sets]
    if len(alone) > 1:
        found += [_one_by_one_in_time(work, STATES, alone, several) for several in sets]
    if points:
        found += [_one_by_one_in_time(work, POINTS, points, several) for several in sets]
    for name, codes in states:
        found += [_by_events(work, name, codes, several) for several in sets]
    if points:
        found += [_one_by_one_by_events(work, points, several) for several in sets]
    found += [_by_modifiers(work, states, points, modifier, pair) for modifier in scheme.modifiers
              for pair in combinations(coders, 2)]  # fmt: skip
    bases = {several: basis_of(coded, several, scheme) for several in (*sets, *combinations(coders, 2))}
    return tuple(
        replace(
            one,
            observed_s=bases[one.coders].observed_s,
            unfinished_s=_unfinished_s(coded, one.coders, parameters) if one.method == "time" else 0.0,
            unstated=bases[one.coders].unstated,
            sessions=len(coded),
        )
        for one in found
        if one.units or one.missed or any(one.missing)
    )


def correlate(
    coded: Sequence[CodedSession], coders: Sequence[str], scheme: Scheme
) -> tuple[FigureAgreement, ...]:
    """Compare the figures that research goes on with: how often, how long, how soon, of each behaviour.

    A figure is that of one child in one session, over what all coders looked at: how many events lie in it,
    cut to it; how much of it they fill together; when the first of them is first observed. Rates and shares
    of that time stand for counts and durations: where it is equally long everywhere their ICC is the same,
    and where it is not, counts would agree by that alone. A latency is that of the children of whom every
    coder noted the behaviour.
    """
    codes = [one.code for one in scheme.behaviours]
    subjects = subjects_of(coded, coders, codes)
    found = []
    for behaviour in scheme.behaviours:
        rows: dict[Figure, list[list[float]]] = {"rate": [], "share": [], "latency": []}
        children: dict[Figure, set[str]] = {figure: set() for figure in rows}
        for one in coded:
            common = one.common(coders)
            long_s = length_ns(common) / SECOND_NS
            for subject in subjects[one.session] if long_s else ():
                events = [
                    [a for a in one.counted(coder, [behaviour.code], coders) if a.subject == subject]
                    for coder in coders
                ]
                children["rate"].add(subject)
                rows["rate"].append([len(theirs) * 60 / long_s for theirs in events])
                if behaviour.kind == "state":
                    spans = [union((a.start_ns, stop_of(a)) for a in theirs) for theirs in events]
                    lasted = [length_ns(intersection(each, common)) / SECOND_NS for each in spans]
                    children["share"].add(subject)
                    rows["share"].append([each / long_s for each in lasted])
                if all(events):
                    begin = common[0][0]
                    children["latency"].add(subject)
                    rows["latency"].append([(theirs[0].start_ns - begin) / SECOND_NS for theirs in events])
        if not any(any(row) for row in rows["rate"]):
            continue
        for figure, table in rows.items():
            if table:
                means = tuple(sum(column) / len(table) for column in zip(*table, strict=True))
                icc, count = intraclass(table), len(children[figure])
                found.append(
                    FigureAgreement(behaviour.code, figure, tuple(coders), icc, len(table), means, count)
                )
    return tuple(found)


def _by_time(work: _Compared, name: str, codes: tuple[str, ...], coders: tuple[str, ...]) -> Comparison:
    parameters = work.parameters
    partial_ = parameters.sampling == "partial"
    units = sampled(work.coded, coders, codes, parameters.bin_ns, anywhere=partial_, subjects=work.subjects)
    missed: tuple[int, ...] = ()
    if not _noted(units):
        units = replace(units, rows=(), sessions=())
        theirs = [[a for one in work.coded for a in one.counted(coder, codes, coders)] for coder in coders]
        missed = tuple(map(len, theirs)) if any(theirs) else ()
    for_alpha = _for_level(units.rows, parameters.level)
    singles = tuple(_single(units.of(code), code, parameters) for code in _noted(units))
    found = _compared(
        name,
        "time",
        units,
        parameters,
        _kappa(coders),
        for_alpha,
        singles=singles,
        sampling=parameters.sampling,
    )
    return replace(found, missed=missed)


def _one_by_one_in_time(
    work: _Compared, name: str, codes: tuple[str, ...], coders: tuple[str, ...]
) -> Comparison:
    """Compare behaviours that may go together bin by bin: each for itself, then by the pooled kappa."""
    parameters = work.parameters
    anywhere = name == POINTS or parameters.sampling == "partial"
    each = {
        code: sampled(
            work.coded, coders, (code,), parameters.bin_ns, anywhere=anywhere, subjects=work.subjects
        )
        for code in codes
    }
    noted = [code for code, units in each.items() if any(set(row) != {NOTHING} for row in units.rows)]
    # in time, behaviour beside behaviour: a moment holds all of them
    order = {one.session: number for number, one in enumerate(work.coded)}
    lined = sorted(
        (order[session], number, code, session, row)
        for code in noted
        for number, (row, session) in enumerate(zip(each[code].rows, each[code].sessions, strict=True))
    )
    rows = [(code, *row) for _, _, code, _, row in lined]
    sessions = [session for *_, session, _ in lined]
    constant = tuple(code for code in noted if constant_coders(each[code].rows))
    defined = len(constant) < len(noted)
    clusters = Clusters(rows, sessions, len(noted) or 1, labelled=True)
    means = [(percentage(each[code].rows), pairwise(each[code].rows)) for code in noted]
    return Comparison(
        stream=name,
        method="time",
        coders=coders,
        units=len(rows),
        categories=tuple(noted),
        percentage=_mean([whole for whole, _ in means]),
        pairwise=_mean([of_pairs for _, of_pairs in means]) if len(coders) > 2 else None,
        limits=clusters.agreement(parameters.seed),
        kappa=_value(pooled, clusters.whole) if defined else None,
        kappa_limits=clusters.interval(pooled, parameters.seed) if defined else None,
        without_kappa=constant,
        table=(),
        # states stand for themselves in the comparisons before this one
        singles=tuple(_single(each[code], code, parameters) for code in noted if name == POINTS),
        one_by_one=True,
        sampling="partial" if anywhere else "momentary",
    )


def _by_events(work: _Compared, name: str, codes: tuple[str, ...], coders: tuple[str, ...]) -> Comparison:
    """Compare states event by event: of a group whatever they are called, else the behaviour alone."""
    way = _states_way(work.parameters)
    units = named(work.seen(coders, codes, way), coders, codes)
    two = len(coders) == 2
    kappa: Coefficient = partial(event if two else event_fleiss, nothing=NOTHING)
    singles = tuple(_single_event(units.of(code), code, work.parameters) for code in _noted(units))
    for_alpha = _missing(units.rows) if len(codes) > 1 else None
    return _compared(
        name, "events", units, work.parameters, kappa, for_alpha, singles=singles, matching=way.name
    )


def _one_by_one_by_events(work: _Compared, codes: tuple[str, ...], coders: tuple[str, ...]) -> Comparison:
    """Compare points behaviour by behaviour, then all together: kappa is not defined of them."""
    way = _points_way(work.parameters)
    matched = [each for code in codes for each in work.seen(coders, (code,), way)]
    order = {one.session: number for number, one in enumerate(work.coded)}
    matched.sort(key=lambda one: (order[one.session], min(one.starts)))
    units = named(matched, coders, codes)
    return _compared(
        POINTS,
        "events",
        units,
        work.parameters,
        lambda rows: None,
        None,
        singles=tuple(
            _single_event(named(of_code, coders, (code,)), code, work.parameters)
            for code in codes
            if (of_code := work.seen(coders, (code,), way))
        ),
        matching="points",
        one_by_one=True,
        renamed=_renamed(matched, way) if len(coders) == 2 else 0,
    )


def _by_modifiers(
    work: _Compared,
    states: Sequence[tuple[str, tuple[str, ...]]],
    points: tuple[str, ...],
    modifier: str,
    pair: tuple[str, str],
) -> Comparison:
    way, parameters = _states_way(work.parameters), work.parameters
    matched = [each for _, codes in states for each in work.seen(pair, codes, way)]
    matched += [each for code in points for each in work.seen(pair, (code,), _points_way(parameters))]
    order = {one.session: number for number, one in enumerate(work.coded)}
    matched.sort(key=lambda one: (order[one.session], min(one.starts)))
    every = modified(matched, pair, work.scheme, modifier)
    both = [(row, one) for row, one in zip(every.rows, every.sessions, strict=True) if NOTHING not in row]
    units = Units(
        every.coders,
        tuple(one for one in every.categories if one != NOTHING),
        tuple(row for row, _ in both),
        tuple(session for _, session in both),
    )
    found = _compared(modifier, "modifiers", units, parameters, cohen, units.rows)
    missing = tuple(sum(row[n] == NOTHING for row in every.rows) for n in range(len(pair)))
    return replace(found, alone=(), missing=missing, table=found.table if both else ())


def _unfinished_s(
    coded: Sequence[CodedSession], coders: Sequence[str], parameters: ComparisonParameters
) -> float:
    """Return how many seconds at the ends of what all looked at are too short for an interval."""
    left = sum((end - begin) % parameters.bin_ns for one in coded for begin, end in one.common(coders))
    return left / SECOND_NS


def _states_way(parameters: ComparisonParameters) -> _Way:
    if parameters.matching == "overlap":
        return _Way("overlap", by_overlap(parameters.overlap))
    return _Way("onset", by_onset(parameters.tolerance_ns))


def _points_way(parameters: ComparisonParameters) -> _Way:
    return _Way("points", by_onset(parameters.tolerance_ns))


def _renamed(matched: Sequence[MatchedEvent], way: _Way) -> int:
    """Count what two coders each saw alone, that would be one event by its time if it had one name."""
    count = 0
    places = {(one.session, one.subject) for one in matched}
    for place in sorted(places):
        here = [one.events for one in matched if (one.session, one.subject) == place and None in one.events]
        first, second = ([events[n] for events in here if events[n] is not None] for n in (0, 1))
        pairs = way.match([one for one in first if one], [one for one in second if one], ())
        count += sum(None not in pair for pair in pairs)
    return count


def _kappa(coders: Sequence[str]) -> Coefficient:
    return cohen if len(coders) == 2 else fleiss


def _compared(
    stream: str,
    method: Method,
    units: Units,
    parameters: ComparisonParameters,
    kappa: Coefficient,
    for_alpha: Sequence[Unit] | None,
    *,
    singles: tuple[Single, ...] = (),
    matching: Literal["overlap", "onset", "points", ""] = "",
    sampling: Sampling = "momentary",
    one_by_one: bool = False,
    renamed: int = 0,
) -> Comparison:
    ranks = tuple(one for one in units.categories if one != NOTHING)
    clusters = Clusters(units.rows, units.sessions, lasting=method == "time")
    two = len(units.coders) == 2
    of_time = method != "events"
    constant = constant_coders(units.rows) if of_time else ()
    together: Callable[[Counted], Any] = (
        partial(event_fleiss, nothing=NOTHING) if method == "events" else fleiss
    )
    return Comparison(
        stream=stream,
        method=method,
        coders=units.coders,
        units=len(units.rows),
        categories=units.categories,
        percentage=percentage(units.rows),
        limits=clusters.agreement(parameters.seed),
        pairwise=None if two else pairwise(units.rows),
        kappa=None if constant else _value(kappa, clusters.whole),
        kappa_limits=None if constant else clusters.interval(kappa, parameters.seed),
        constant=tuple(units.coders[place] for place in constant),
        table=confusion(units.rows, units.categories) if two else (),
        fleiss=None
        if constant or (not of_time and (two or one_by_one))
        else _value(together, clusters.whole),
        pabak=_value(pabak, clusters.whole) if of_time else None,
        ac1=_value(ac1, clusters.whole) if of_time else None,
        alpha=None if for_alpha is None else krippendorff_alpha(for_alpha, parameters.level, ranks),
        alpha_units=0 if for_alpha is None else _pairable(for_alpha),
        alone=_alone(units),
        singles=singles,
        matching=matching,
        sampling=sampling,
        one_by_one=one_by_one,
        renamed=renamed,
    )


def _single(units: Units, code: str, parameters: ComparisonParameters) -> Single:
    """Compare one behaviour bin by bin: whether it was that, or anything else."""
    clusters = Clusters(units.rows, units.sessions)
    kappa, whole = _kappa(units.coders), clusters.whole
    constant = bool(constant_coders(units.rows))
    return Single(
        code=code,
        by_coder=_times_said(units, code),
        all=len(units.rows),
        occurrence=scored_agreement(whole, code),
        limits=clusters.agreement(parameters.seed),
        percentage=percentage(units.rows),
        non_occurrence=scored_agreement(whole, NOTHING),
        pairwise=None if len(units.coders) == 2 else pairwise(units.rows),
        kappa=None if constant else _value(kappa, whole),
        kappa_limits=None if constant else clusters.interval(kappa, parameters.seed),
        pabak=_value(pabak, whole),
        ac1=_value(ac1, whole),
    )


def _single_event(units: Units, code: str, parameters: ComparisonParameters) -> Single:
    """Compare the events of one behaviour: who saw it, of those that anybody saw."""
    about = [(row, one) for row, one in zip(units.rows, units.sessions, strict=True) if code in row]
    rows = [row for row, _ in about]
    return Single(
        code=code,
        by_coder=_times_said(units, code),
        all=len(rows),
        positive=agreement_on(rows, code),
        limits=Clusters(rows, [session for _, session in about], lasting=False).agreement(parameters.seed),
        percentage=percentage(rows),
    )


def _noted(units: Units) -> list[str]:
    """Return the behaviours that any coder noted; of the others agreement says nothing."""
    return [code for code in units.categories if code != NOTHING and any(code in row for row in units.rows)]


def _times_said(units: Units, code: str) -> tuple[int, ...]:
    return tuple(sum(row[n] == code for row in units.rows) for n in range(len(units.coders)))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return sum(known) / len(known) if known else None


def _value(measure: Coefficient, rows: Counted) -> float | None:
    found = measure(rows)
    return None if found is None else found.value


def _alone(units: Units) -> tuple[int, ...]:
    """Return, for each coder, the number of units of which that coder alone says something."""
    alone = [row for row in units.rows if sum(one != NOTHING for one in row) == 1]
    return tuple(sum(row[n] != NOTHING for row in alone) for n in range(len(units.coders)))


def _pairable(rows: Sequence[Unit]) -> int:
    """Return the number of units that two coders at least have a value of: those that alpha is made of."""
    return sum(sum(value is not None for value in row) > 1 for row in rows)


def _for_level(rows: Sequence[Sequence[str]], level: Level) -> Sequence[Unit]:
    """Return the units for alpha: NOTHING is a category of the nominal level, and missing at the others."""
    return rows if level == "nominal" else _missing(rows)


def _missing(rows: Sequence[Sequence[str]]) -> list[Unit]:
    """Return the units with None, a missing value, where a coder said NOTHING."""
    return [tuple(None if value == NOTHING else value for value in row) for row in rows]

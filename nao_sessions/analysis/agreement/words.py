"""The figures of agreement in sentences, with the parameters they depend on; no figure gets a verdict."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from nao_sessions.analysis.agreement.limits import Drawn, Interval
from nao_sessions.analysis.agreement.report import (
    POINTS,
    STATES,
    Comparison,
    ComparisonParameters,
    FigureAgreement,
)
from nao_sessions.analysis.agreement.units import Basis
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.record.additions.periods import Source
from nao_sessions.text.formats import SEMICOLON, Number, joined, listed
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn, verbatim

_STREAMS = {
    POINTS: msg("points"),
    STATES: msg("states of no group"),
}
_UNDEFINED = {
    "one_by_one": msg("no kappa by events: what nobody saw cannot be counted there, see it by time"),
    "one_category": msg(
        "kappa is not defined: the coders used one category only, chance alone makes them agree"
    ),
    "no_chance": msg(
        "kappa is not defined: one behaviour only, or a coder who always says the same, and what nobody "
        "saw cannot be counted; expected agreement is then always the observed one, "
        "only the percentage tells"
    ),
}
_BY_TIME = {
    "momentary": msg(
        "'{stream}', by time (sampled in the middle of every {bin} s, samples: {units}; {basis}): {figures}."
    ),
    "longest": msg(
        "'{stream}', by time (intervals of {bin} s, each with the state of the longest "
        "single stretch in it, intervals: {units}; {basis}): {figures}."
    ),
    "partial": msg(
        "'{stream}', by time (intervals of {bin} s, seen at any moment of one, "
        "intervals: {units}; {basis}): {figures}."
    ),
    "points": msg(
        "'{stream}', by time (intervals of {bin} s, noted at any moment of one, without tolerance from "
        "one to the next, intervals: {units}; {basis}): {figures}."
    ),
}
_BY_EVENTS = {
    "overlap": msg(
        "'{stream}', by events (one state where {overlap} % of the longer is common to both, "
        "events: {units}; {basis}): {figures}."
    ),
    "onset": msg(
        "'{stream}', by events (beginnings within {tolerance} s, events: {units}; {basis}): {figures}."
    ),
    "points": msg(
        "'{stream}', by events (within {tolerance} s, behaviour by behaviour, "
        "events: {units}; {basis}): {figures}."
    ),
}
_BY_MODIFIERS = msg(
    "modifier '{stream}', of the events that both saw, called the same and chose a value for "
    "(events: {units}; {basis}): {figures}."
)
_OBSERVED = msg("observed by all: {seconds} s")
_UNSTATED = msg("observation not stated by {coders}: the whole of these is assumed")
_UNSTATED_BY = msg("{coder} (sessions: {count} of {of})")
_UNFINISHED = msg("left out at the ends of these periods, shorter than an interval: {seconds} s")
_OF_EACH = msg("{units} of each of {count} behaviours")
_FIGURES = msg("{coders} say the same {percent} times in a hundred")
_FIGURES_OF_SEVERAL = msg("{coders} all say the same {percent} times in a hundred")
_KAPPA = msg("{name} {kappa}")
_CONSTANT = msg("no kappa: a coder always says the same ({coders}), it would be 0 whatever the others say")
_CONSTANT_EACH = msg(
    "no kappa: of each behaviour a coder always says the same, it would be 0 whatever the others say"
)
_WITHOUT = msg("{kappa}, also of {behaviours}, of which one coder always says the same")
_OF_MATCHED = msg("kappa without the cell 'seen by nobody' (Bakeman, Quera and Gnisci 2009)")
_POOLED = msg("pooled kappa (De Vries et al. 2008)")
_POOLED_FLEISS = msg("pooled Fleiss' kappa (after De Vries et al. 2008)")
_PAIRWISE = msg("two by two, {percent} times in a hundred")
_PAIRWISE_OF_EVENTS = msg(
    "two by two, {percent} times in a hundred (of an event that somebody saw, two others who both "
    "missed it count as the same)"
)
_LIMITS = msg("{figure} (95 % interval: {low} to {high})")
_INTERVAL = msg("{figure} (95 % interval: {low} to {high}, {draws})")
_DRAWS: Mapping[Drawn, Text] = {
    "sessions": msgn("from {n} session", "from {n} sessions, by Student's t"),
    "bouts": msgn("from {n} bout", "from {n} bouts"),
    "events": msgn("from {n} event", "from {n} events"),
}
_ONE_LIMIT = msg("{draws}, one limit from {sessions} sessions by Student's t")
_CORRECTED = msg("{name} {pabak}; Gwet's AC1 {ac1}")
_BRENNAN = msg("Brennan and Prediger's kappa")
_ALPHA = msg("Krippendorff's alpha ({level}) {alpha}")
_NO_ALPHA = msg("not defined")
_ALPHA_OF = {
    "time": msgn(
        "{level}, of {n} time: 'nothing' has no rank and is left out",
        "{level}, of {n} times: 'nothing' has no rank and is left out",
    ),
    "events": msgn(
        "{level}, of {n} event: what one alone saw is left out",
        "{level}, of {n} events: what one alone saw is left out",
    ),
}
_LEVELS = {
    "nominal": msg("nominal"),
    "ordinal": msg("ordinal"),
    "interval": msg("interval"),
}
_ALONE = msg("{what}: {counts}")
_ALONE_OF = {
    "time": msg("said by one alone"),
    "events": msg("seen by one alone"),
}
_OF = msg("{count} of {coder}")
_MISSING = msg("missing values, not compared (left blank, or not offered by the scheme): {counts}")
_NO_VALUES = msg("nothing to compare")
_BY = msg("{count} by {coder}")
_RENAMED = msg("{count} of them at the time of another behaviour that the other saw alone")
_MISSED = msg(
    "nothing to compare, since all states that were noted ({counts}) lie between two samples; see them by "
    "events, or with --interval partial, or with a shorter --bin"
)
NOTE = msg(
    "95 % intervals: Bayesian bootstrap (Rubin 1981) of bouts (anybody says something, until all say "
    "something else, or nobody says anything) or of events, with half an occurrence of disagreement "
    "added each way for the lower limit and as much agreement for the upper one: coders who never "
    "differed do not get '1.00 to 1.00'. Student's quantiles for few bouts (Hesterberg 2015); of one "
    "bout or two almost nothing is excluded. From three sessions on, limits are at least as far apart as "
    "Student's by whole sessions. Of one or two sessions nobody knows how much sessions differ: the "
    "interval holds for those alone. Seed: {seed}. Occurrence: of the times at which anybody says the "
    "behaviour, the share at which all do, a / (a + b + c); non-occurrence: of those at which anybody "
    "does not, the share at which nobody does, d / (b + c + d) (Hawkins and Dotson 1975). Positive "
    "agreement: 2a / (2a + b + c); of more than two coders the same of all their pairs together. States "
    "by overlap are paired as EasyDIAg does (Holle and Rein 2015), the largest overlap first; by time, "
    "states are looked at in the middle of each interval, with --interval partial at any moment of it."
)
_BASIS = msg("All is measured over what all observed: {observed} s of the sessions' {whole} s ({shares}).")
_BASIS_OF_SEVERAL = msg(
    "Observed by {coders} together, in the sessions that all of them coded: {observed} s of their {whole} "
    "s ({shares}); there each comparison is measured over what all of its coders observed, and says so. A "
    "session that only some of them coded is not in it: --coders compares those."
)
_SHARE = msg("{coder} {seconds} s, {sources}")
_SOURCES: Mapping[Source, Text] = {
    "page": msg("played in the coding page"),
    "coder": msg("stated"),
    "planned": msg("planned, assumed to be looked at"),
    "live": msg("live"),
    "unstated": msg("not stated: the whole session is assumed"),
}
_SESSIONS = msg("{source} (sessions: {count})")
_PLAYED = msg("{sources}, played in the page: {played} s")
_OUTSIDE = msg("Annotations outside of that, left out: {count}.")
_WITHOUT_END = msg(
    "States whose end was not coded, ended with the observed period in which they stand: {count}."
)
_OVERLAPPING = msg(
    "States that a coder noted during another one of the same group, of which one goes on at a time: "
    "{count}; by time the one that began last counts alone, of two that began at the same moment the one "
    "noted later, by the number in its id (with --interval partial, the longest)."
)
_REPEATED = msg(
    "States of a group, of which one goes on at a time, that a coder noted during one of the same behaviour, "
    "which make events of their own: {count}."
)
_NOT_OBSERVED = msg("Nothing to compare: there is nothing that all of these coders observed.")
_NOT_COMPARED = msg("Nothing to compare: these coders noted nothing of this scheme.")


def nothing_compared(basis: Basis) -> Text:
    """Return the sentence that says why nothing is compared: nothing was watched by all, or noted."""
    return _NOT_COMPARED if basis.observed_s else _NOT_OBSERVED


def basis_sentences(basis: Basis) -> Text:
    """Return sentences on the basis of a comparison: how long it is, who states it, and what lies outside."""
    shares = []
    for one in basis.shares:
        several = len(one.sources) > 1
        sources = joined(
            [
                _SESSIONS.format(source=_SOURCES[source], count=count) if several else _SOURCES[source]
                for source, count in one.sources.items()
            ]
        )
        if one.played_s is not None:
            sources = _PLAYED.format(sources=sources, played=_seconds(one.played_s))
        shares.append(_SHARE.format(coder=one.coder, seconds=_seconds(one.observed_s), sources=sources))
    of = _BASIS if len(basis.shares) == 2 else _BASIS_OF_SEVERAL
    parts = [
        of.format(
            coders=listed([one.coder for one in basis.shares]),
            observed=_seconds(basis.observed_s),
            whole=_seconds(basis.whole_s),
            shares=joined(shares, SEMICOLON),
        ),
        _OUTSIDE.format(count=basis.outside),
    ]
    if basis.without_end:
        parts.append(_WITHOUT_END.format(count=basis.without_end))
    if basis.overlapping:
        parts.append(_OVERLAPPING.format(count=basis.overlapping))
    if basis.repeated:
        parts.append(_REPEATED.format(count=basis.repeated))
    return joined(parts, " ")


def sentence(
    one: Comparison, parameters: ComparisonParameters, language: Language, scheme: Scheme | None = None
) -> str:
    """Return a comparison as one sentence, with what it rests on; a scheme supplies titles of behaviours."""
    of_group = len(one.categories) > 2 and not one.one_by_one
    how: Literal["points", "longest", "momentary", "partial"] = one.sampling
    if one.stream == POINTS and one.one_by_one:
        how = "points"
    elif one.sampling == "partial" and of_group:
        how = "longest"
    head = {"time": _BY_TIME[how], "modifiers": _BY_MODIFIERS}.get(one.method)
    units: Text | int = one.units
    if one.method == "time" and one.one_by_one and len(one.categories) > 1:
        behaviours = len(one.categories)
        units = _OF_EACH.format(units=one.units // behaviours, count=behaviours)
    basis = [_OBSERVED.format(seconds=_seconds(one.observed_s))]
    if one.unfinished_s:
        basis.append(_UNFINISHED.format(seconds=_seconds(one.unfinished_s)))
    if one.unstated:
        coders = [
            _UNSTATED_BY.format(coder=coder, count=count, of=one.sessions)
            for coder, count in one.unstated.items()
        ]
        basis.append(_UNSTATED.format(coders=listed(coders)))
    return (
        (head or _BY_EVENTS[one.matching or "points"])
        .format(
            stream=_stream(one, scheme),
            units=units,
            bin=_plain(parameters.bin_s),
            tolerance=_plain(parameters.tolerance_s),
            overlap=_plain(100 * parameters.overlap),
            basis=joined(basis, SEMICOLON),
            figures=joined(_figures(one, parameters, scheme), SEMICOLON),
        )
        .in_language(language)
    )


def _figures(one: Comparison, parameters: ComparisonParameters, scheme: Scheme | None) -> Iterator[Text]:
    """Yield what a comparison found, figure by figure."""
    if one.method == "modifiers" and not one.units:
        yield from (_NO_VALUES, _missing(one))
        return
    if one.missed:
        counts = [_BY.format(count=n, coder=coder) for n, coder in zip(one.missed, one.coders, strict=True)]
        yield _MISSED.format(counts=joined(counts))
        return
    shown = "—" if one.percentage is None else percent(one.percentage)
    same = (_FIGURES_OF_SEVERAL if len(one.coders) > 2 else _FIGURES).format(
        coders=listed(one.coders), percent=shown
    )
    if one.limits is not None:
        low, high = percent(one.limits.low), percent(one.limits.high)
        same = _LIMITS.format(figure=same, low=low, high=high)
    yield same
    if one.pairwise is not None:
        pairs = _PAIRWISE_OF_EVENTS if one.method == "events" else _PAIRWISE
        yield pairs.format(percent=percent(one.pairwise))
    yield _kappa_of(one, scheme)
    if one.pabak is not None and one.ac1 is not None:
        name = "PABAK" if one.used == 2 else _BRENNAN
        yield _CORRECTED.format(name=name, pabak=_number(one.pabak), ac1=_number(one.ac1))
    if one.alpha_units or (one.alpha is None and one.method != "events" and not one.one_by_one):
        level = _LEVELS[parameters.level]
        if one.alpha_units < one.units:
            level = _ALPHA_OF[one.method].format(n=one.alpha_units, level=level)
        yield _ALPHA.format(level=level, alpha=_NO_ALPHA if one.alpha is None else _number(one.alpha))
    if one.alone:
        yield _alone(one)
    if any(one.missing):
        yield _missing(one)
    if one.renamed:
        yield _RENAMED.format(count=one.renamed)


def _alone(one: Comparison) -> Text:
    counts = [_BY.format(count=n, coder=coder) for n, coder in zip(one.alone, one.coders, strict=True)]
    return _ALONE.format(what=_ALONE_OF[one.method], counts=joined(counts))


def _missing(one: Comparison) -> Text:
    counts = [_OF.format(count=n, coder=coder) for n, coder in zip(one.missing, one.coders, strict=True)]
    return _MISSING.format(counts=joined(counts))


def _stream(one: Comparison, scheme: Scheme | None) -> Text | str:
    if one.stream in _STREAMS and one.one_by_one:
        return _STREAMS[one.stream]
    if scheme is None:
        return one.stream
    if one.method == "modifiers":
        return scheme.modifiers[one.stream].title
    return scheme.stream_title(one.stream)


def _kappa_of(one: Comparison, scheme: Scheme | None) -> Text:
    if one.kappa is None:
        if one.undefined == "constant_coder" and one.one_by_one:
            why = _CONSTANT_EACH
        elif one.undefined == "constant_coder":
            why = _CONSTANT.format(coders=listed(one.constant))
        elif one.one_by_one and one.method == "events":
            why = _UNDEFINED["one_by_one"]
        else:
            why = _UNDEFINED["no_chance" if one.undefined == "no_chance" else "one_category"]
        return why
    two = len(one.coders) == 2
    if one.one_by_one:
        name = _POOLED if two else _POOLED_FLEISS
    elif one.method == "events" and two:
        name = _OF_MATCHED
    else:
        name = msg("Cohen's kappa") if two else msg("Fleiss' kappa")
    figure = _KAPPA.format(name=name, kappa=_number(one.kappa))
    if one.kappa_limits is not None:
        draws: Text = _DRAWS[one.kappa_limits.drawn].format(n=one.kappa_limits.count)
        if one.kappa_limits.sessions:
            draws = _ONE_LIMIT.format(draws=draws, sessions=one.kappa_limits.sessions)
        low, high = _number(one.kappa_limits.low), _number(one.kappa_limits.high)
        figure = _INTERVAL.format(figure=figure, low=low, high=high, draws=draws)
    if one.without_kappa:
        known = {} if scheme is None else {each.code: each.title for each in scheme.behaviours}
        left_out = joined([known.get(code, verbatim(code)) for code in one.without_kappa])
        figure = _WITHOUT.format(kappa=figure, behaviours=left_out)
    return figure


def titles(one: Comparison, scheme: Scheme, language: Language) -> tuple[str, ...]:
    """Return what the categories of a comparison are called: behaviours, or the values of a modifier."""
    named = {behaviour.code: behaviour.title for behaviour in scheme.behaviours}
    if one.method == "modifiers":
        named = {value.code: value.title for value in scheme.modifiers[one.stream].values}
    return tuple(named[code].in_language(language) if code in named else code for code in one.categories)


def table_lines(one: Comparison, scheme: Scheme, language: Language) -> list[str]:
    """Return the confusion matrix of two coders as lines for a terminal: rows of the first coder."""
    called = titles(one, scheme, language)
    width = max(len(name) for name in (*called, one.coders[0]))
    columns = [max(len(name), 5) for name in called]
    names = "  ".join(f"{name:>{w}}" for name, w in zip(called, columns, strict=True))
    head = " / ".join(one.coders)
    lines = [f"  {head:<{width + 6}}  {names}"]
    for name, row in zip(called, one.table, strict=True):
        cells = "  ".join(f"{n:>{w}}" for n, w in zip(row, columns, strict=True))
        lines.append(f"  {name:<{width + 6}}  {cells}")
    return lines


def single_lines(one: Comparison, scheme: Scheme, language: Language) -> list[str]:
    """Return how far coders agree on each behaviour as a table for a terminal; no line without behaviours."""
    if not one.singles:
        return []
    heads = [text.in_language(language) for text in (_OF_EVENTS if one.method == "events" else _OF_BINS)]
    if one.method == "time" and len(one.coders) > 2:
        heads[1] = _OF_ALL.in_language(language)
    names = {behaviour.code: behaviour.title.in_language(language) for behaviour in scheme.behaviours}
    rows = [[heads[0], *one.coders, *heads[1:]]]
    for each in one.singles:
        cells = [names.get(each.code, each.code), *map(str, each.by_coder)]
        if one.method == "events":
            limits = each.limits
            cells += [str(each.all), _shown(each.positive, language), _shown(each.percentage, language)]
            cells[-1] += _between(limits, language)
        else:
            cells.append(_shown(each.percentage, language) + _between(each.limits, language))
            kappa = _MARK if each.is_constant else _shown(each.kappa, language)
            cells.append(kappa + _between(each.kappa_limits, language))
            figures = (each.pabak, each.ac1, each.occurrence, each.non_occurrence)
            cells += [_shown(figure, language) for figure in figures]
        rows.append(cells)
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = [
        "  " + "  ".join(f"{cell:<{w}}" if n == 0 else f"{cell:>{w}}" for n, (cell, w) in
                         enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]  # fmt: skip
    if one.method == "time" and any(each.is_constant for each in one.singles):
        lines.append(f"  {_MARK} {_MARKED.in_language(language)}")
    return lines


_MARK = "*"
_MARKED = msg("no kappa: one coder always says the same")
_OF_ALL = msg("all agree [95 %]")
_OF_BINS = (
    msg("behaviour"),
    msg("agreement [95 %]"),
    msg("kappa [95 %]"),
    msg("PABAK"),
    msg("AC1"),
    msg("occurrence"),
    msg("non-occurrence"),
)
_OF_EVENTS = (
    msg("behaviour"),
    msg("seen"),
    msg("positive agreement"),
    msg("seen by all [95 %]"),
)


def figure_lines(figures: Sequence[FigureAgreement], scheme: Scheme, language: Language) -> list[str]:
    """Return how far coders agree on rates, shares and latencies: a line for each figure, with a heading."""
    if not figures:
        return []
    names = {behaviour.code: behaviour.title.in_language(language) for behaviour in scheme.behaviours}
    lines = [FIGURES_HEAD.in_language(language)]
    for one in figures:
        means = [
            _SHARE_OF.format(coder=c, mean=_number(m)) for c, m in zip(one.coders, one.means, strict=True)
        ]
        found = one.correlation
        how: Text = _ONE_FIGURE if one.targets == 1 else _NO_ICC
        if found is not None:
            absolute = _number(found.absolute)
            if found.low is not None and found.high is not None:
                absolute = _LIMITS.format(figure=absolute, low=_number(found.low), high=_number(found.high))
            else:
                limits = _NO_LIMITS if found.absolute > 1 - 1e-9 else _LIMITS_UNDEFINED
                absolute = limits.format(figure=absolute)
            how = _ICC.format(absolute=absolute, consistent=_number(found.consistent))
        line = _FIGURE.format(
            name=names[one.behaviour],
            figure=_FIGURE_NAMES[one.figure],
            means=joined(means),
            targets=one.targets,
            how=how,
        )
        lines.append(f"  {line.in_language(language)}")
    found_all = [(one, one.correlation.absolute) for one in figures if one.correlation is not None]
    if any(icc < 0 or min(one.targets, one.children) < _A_HANDFUL for one, icc in found_all):
        lines.append(_SAYS_LITTLE.format(count=_A_HANDFUL).in_language(language))
    return lines


_A_HANDFUL = 5
_SAYS_LITTLE = msg(
    "An ICC below 0, or of fewer than {count} figures or children, says little about the coders "
    "(Koo and Li 2016 ask for 30)."
)


FIGURES_HEAD = msg(
    "The same figures from coder to coder, each of one child in one session (ICC(2,1), absolute "
    "agreement; "
    "ICC(3,1), consistency: Shrout and Fleiss 1979, McGraw and Wong 1996; intervals are too narrow where "
    "children are in it several times):"
)
_FIGURE = msg("{name}, {figure} (means: {means}; figures: {targets}): {how}")
_FIGURE_NAMES = {
    "rate": msg("times a minute of observed time"),
    "share": msg("share of observed time"),
    "latency": msg("seconds from the beginning observed to the first time, where all saw it"),
}
_SHARE_OF = msg("{coder} {mean}")
_ICC = msg("ICC(2,1) {absolute}; ICC(3,1) {consistent}")
_ONE_FIGURE = msg("one figure alone, no ICC")
_NO_ICC = msg("no ICC: each coder always gives the same figure, or the differences cancel out")
_NO_LIMITS = msg("{figure} (no interval: no difference)")
_LIMITS_UNDEFINED = msg("{figure} (no interval is defined)")


def _shown(value: float | None, language: Language) -> str:
    return "—" if value is None else _number(value).in_language(language)


def _between(limits: Interval | None, language: Language) -> str:
    if limits is None:
        return ""
    return f" [{_shown(limits.low, language)}; {_shown(limits.high, language)}]"


def _seconds(value: float) -> Text:
    written = f"{value:.1f}".removesuffix(".0")
    return Number(written)


def _number(value: float) -> Text:
    """Return a figure with two decimals; what is not 1 is never "1.00": with three, rounded down."""
    if 0.995 <= value < 1 - 1e-9:
        written = f"{math.floor(1_000 * value + 1e-9) / 1_000:.3f}"
    else:
        # rounded first, and 0 added: what rounds to nothing has no sign
        written = f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
    return Number(written)


def percent(share: float) -> Text:
    """Return a share in percent; of what is not all, never 100, and of what is not nothing, never 0."""
    if 0 < share < 0.005:
        return _plain(math.ceil(1_000 * share) / 10)
    return _plain(math.floor(1_000 * share) / 10 if 0.995 <= share < 1 - 1e-9 else round(100 * share))


def _plain(value: float) -> Text:
    return Number(f"{value:g}")

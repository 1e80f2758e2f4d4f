"""The figures of agreement in sentences, with the parameters they depend on; no figure gets a verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from nao_sessions.annotation.agreement.basis import Basis
from nao_sessions.annotation.agreement.limits import Drawn, Interval
from nao_sessions.annotation.agreement.report import (
    POINTS,
    STATES,
    Comparison,
    Figures,
    Parameters,
)
from nao_sessions.annotation.scheme import Scheme
from nao_sessions.core.text import Language, Text
from nao_sessions.session.periods import Source

_STREAMS = {
    POINTS: Text(fr="événements ponctuels", en="points"),
    STATES: Text(fr="états hors groupe", en="states of no group"),
}
_UNDEFINED = {
    "one_by_one": Text(
        fr="pas de kappa par les événements : ce que personne n'a vu ne s'y compte pas, voyez-le par le "
        "temps",
        en="no kappa by events: what nobody saw cannot be counted there, see it by time",
    ),
    "one_category": Text(
        fr="kappa non défini : les codeurs n'ont employé qu'une catégorie, le hasard suffit à les accorder",
        en="kappa is not defined: the coders used one category only, chance alone makes them agree",
    ),
    "no_chance": Text(
        fr=(
            "kappa non défini : un seul comportement, ou un codeur qui dit toujours de même, et ce que "
            "personne n'a vu ne se compte pas ; l'accord attendu est alors toujours l'accord observé, "
            "seul le pourcentage parle"
        ),
        en=(
            "kappa is not defined: one behaviour only, or a coder who always says the same, and what nobody "
            "saw cannot be counted; expected agreement is then always the observed one, "
            "only the percentage tells"
        ),
    ),
}
_BY_TIME = {
    "momentary": Text(
        fr="« {stream} », par le temps (un relevé au milieu de chaque tranche de {bin} s, relevés : "
        "{units}{basis}) : ",
        en="'{stream}', by time (sampled in the middle of every {bin} s, samples: {units}{basis}): ",
    ),
    "longest": Text(
        fr="« {stream} », par le temps (tranches de {bin} s, chacune avec l'état du plus long "
        "morceau qui s'y trouve, tranches : {units}{basis}) : ",
        en="'{stream}', by time (intervals of {bin} s, each with the state of the longest "
        "single stretch in it, intervals: {units}{basis}): ",
    ),
    "partial": Text(
        fr="« {stream} », par le temps (tranches de {bin} s, vu à un moment quelconque de la tranche, "
        "tranches : {units}{basis}) : ",
        en="'{stream}', by time (intervals of {bin} s, seen at any moment of one, intervals: "
        "{units}{basis}): ",
    ),
    "points": Text(
        fr="« {stream} », par le temps (tranches de {bin} s, noté à un moment quelconque de la tranche, sans "
        "tolérance d'une tranche à l'autre, tranches : {units}{basis}) : ",
        en="'{stream}', by time (intervals of {bin} s, noted at any moment of one, without tolerance from "
        "one to the next, intervals: {units}{basis}): ",
    ),
}
_BY_EVENTS = {
    "overlap": Text(
        fr="« {stream} », par les événements (un même état quand {overlap} % du plus long sont communs, "
        "événements : {units}{basis}) : ",
        en="'{stream}', by events (one state where {overlap} % of the longer is common to both, "
        "events: {units}{basis}): ",
    ),
    "onset": Text(
        fr="« {stream} », par les événements (débuts à {tolerance} s près, événements : {units}{basis}) : ",
        en="'{stream}', by events (beginnings within {tolerance} s, events: {units}{basis}): ",
    ),
    "points": Text(
        fr="« {stream} », par les événements (à {tolerance} s près, comportement par comportement, "
        "événements : {units}{basis}) : ",
        en="'{stream}', by events (within {tolerance} s, behaviour by behaviour, events: {units}{basis}): ",
    ),
}
_BY_MODIFIERS = Text(
    fr=(
        "modificateur « {stream} », pour les événements que les deux ont vus, nommés de même et où les deux "
        "ont choisi une valeur (événements : {units}{basis}) : "
    ),
    en=(
        "modifier '{stream}', of the events that both saw, called the same and chose a value for "
        "(events: {units}{basis}): "
    ),
)
_OBSERVED = Text(fr=" ; observé par tous : {seconds} s", en="; observed by all: {seconds} s")
_UNSTATED = Text(
    fr=" ; observation non déclarée par {coders} : toute la séance est supposée vue",
    en="; observation not stated by {coders}: the whole session is assumed",
)
_UNFINISHED = Text(
    fr=" ; laissé de côté aux fins de ces périodes, plus court qu'une tranche : {seconds} s",
    en="; left out at the ends of these periods, shorter than an interval: {seconds} s",
)
_OF_EACH = Text(fr="{units} pour chacun de {count} comportements", en="{units} of each of {count} behaviours")
_FIGURES = Text(
    fr="{coders} disent {all}la même chose {percent} fois sur cent{interval}",
    en="{coders} {all}say the same {percent} times in a hundred{interval}",
)
_ALL = Text(fr="tous ", en="all ")
_KAPPA = Text(fr=" ; {name} {kappa}{interval}", en="; {name} {kappa}{interval}")
_CONSTANT = Text(
    fr="pas de kappa : un codeur dit toujours de même ({coders}), il serait à 0 quoi que disent les autres",
    en="no kappa: a coder always says the same ({coders}), it would be 0 whatever the others say",
)
_CONSTANT_EACH = Text(
    fr="pas de kappa : de chaque comportement, un codeur dit toujours de même, il serait à 0 quoi que disent "
    "les autres",
    en="no kappa: of each behaviour a coder always says the same, it would be 0 whatever the others say",
)
_WITHOUT = Text(
    fr=", y compris {behaviours}, où un codeur dit toujours de même",
    en=", also of {behaviours}, of which one coder always says the same",
)
_POOLED = Text(fr="kappa commun (De Vries et al. 2008)", en="pooled kappa (De Vries et al. 2008)")
_POOLED_FLEISS = Text(
    fr="kappa de Fleiss commun (d'après De Vries et al. 2008)",
    en="pooled Fleiss' kappa (after De Vries et al. 2008)",
)
_PAIRWISE = Text(
    fr=" ; deux à deux, {percent} fois sur cent", en="; two by two, {percent} times in a hundred"
)
_PAIRWISE_OF_EVENTS = Text(
    fr=" ; deux à deux, {percent} fois sur cent (d'un événement que quelqu'un a vu, que deux autres l'aient "
    "tous deux manqué compte comme la même chose)",
    en="; two by two, {percent} times in a hundred (of an event that somebody saw, two others who both "
    "missed it count as the same)",
)
_LIMITS = Text(fr=" (intervalle à 95 % : {low} à {high})", en=" (95 % interval: {low} to {high})")
_INTERVAL = Text(
    fr=" (intervalle à 95 % : {low} à {high}, {draws})", en=" (95 % interval: {low} to {high}, {draws})"
)
_DRAWS: Mapping[Drawn, Text] = {
    "sessions": Text(fr="d'après {count} séances, qui diffèrent", en="from {count} sessions, which differ"),
    "bouts": Text(fr="d'après {count} épisodes", en="from {count} bouts"),
    "events": Text(fr="d'après {count} événements", en="from {count} events"),
}
_CORRECTED = Text(fr=" ; {name} {pabak} ; AC1 de Gwet {ac1}", en="; {name} {pabak}; Gwet's AC1 {ac1}")
_BRENNAN = Text(fr="kappa de Brennan et Prediger", en="Brennan and Prediger's kappa")
_ALPHA = Text(
    fr=" ; alpha de Krippendorff ({level}{of}) {alpha}", en="; Krippendorff's alpha ({level}{of}) {alpha}"
)
_NO_ALPHA = Text(fr="non défini", en="not defined")
_ALPHA_OF = {
    "time": Text(
        fr=", sur {n} relevés : « rien » n'a pas de rang et n'y est pas",
        en=", of {n} times: 'nothing' has no rank and is left out",
    ),
    "events": Text(
        fr=", sur {n} événements : ce qu'un seul a vu n'y est pas",
        en=", of {n} events: what one alone saw is left out",
    ),
}
_LEVELS = {
    "nominal": Text(fr="nominal", en="nominal"),
    "ordinal": Text(fr="ordinal", en="ordinal"),
    "interval": Text(fr="d'intervalle", en="interval"),
}
_ALONE = Text(fr=" ; {what} : {counts}", en="; {what}: {counts}")
_ALONE_OF = {
    "time": Text(fr="dit par un seul", en="said by one alone"),
    "events": Text(fr="vus par un seul", en="seen by one alone"),
}
_OF = Text(fr="{count} de {coder}", en="{count} of {coder}")
_MISSING = Text(
    fr=" ; valeurs manquantes, non comparées (laissées vides, ou que le schéma n'offre pas) : {counts}",
    en="; missing values, not compared (left blank, or not offered by the scheme): {counts}",
)
_NO_VALUES = Text(fr="rien à comparer", en="nothing to compare")
_BY = Text(fr="{count} par {coder}", en="{count} by {coder}")
_RENAMED = Text(
    fr=" ; dont {count} au même moment qu'un autre comportement vu par l'autre seul",
    en="; {count} of them at the time of another behaviour that the other saw alone",
)
_MISSED = Text(
    fr="rien à comparer, car tous les états notés ({counts}) tombent entre deux relevés ; voyez-les par les "
    "événements, ou avec --interval partial, ou avec un --bin plus court.",
    en="nothing to compare, since all states that were noted ({counts}) lie between two samples; see them by "
    "events, or with --interval partial, or with a shorter --bin.",
)
_STOP = Text(fr=".", en=".")
NOTE = Text(
    fr=(
        "Intervalles à 95 % : bootstrap bayésien (Rubin 1981) d'épisodes (quelqu'un dit quelque chose, "
        "jusqu'à ce que tous disent autre chose, ou personne ne dit rien) ou d'événements, avec une "
        "demi-occurrence de désaccord de chaque côté pour la borne basse et autant d'accord en plus pour la "
        "borne haute : des codeurs qui n'ont jamais différé n'ont pas « 1,00 à 1,00 ». Quantiles de Student "
        "pour peu d'épisodes (Hesterberg 2015) ; d'un épisode ou deux, presque rien n'est exclu. À partir "
        "de trois séances, les bornes sont au moins aussi loin que celles de Student par séances entières. "
        "D'une ou deux séances, personne ne sait combien les séances diffèrent : l'intervalle ne vaut que "
        "pour celles-là. Graine : {seed}. Présence : des relevés où quelqu'un dit le comportement, la part "
        "où tous le disent, a / (a + b + c) ; absence : de ceux où quelqu'un ne le dit pas, la part où "
        "personne ne le dit, d / (b + c + d) (Hawkins et Dotson 1975). Accord positif : 2a / (2a + b + c) ; "
        "de plus de deux codeurs, le même de toutes leurs paires ensemble."
    ),
    en=(
        "95 % intervals: Bayesian bootstrap (Rubin 1981) of bouts (anybody says something, until all say "
        "something else, or nobody says anything) or of events, with half an occurrence of disagreement "
        "added each way for the lower limit and as much agreement for the upper one: coders who never "
        "differed do not get '1.00 to 1.00'. Student's quantiles for few bouts (Hesterberg 2015); of one "
        "bout or two almost nothing is excluded. From three sessions on, limits are at least as far apart as "
        "Student's by whole sessions. Of one or two sessions nobody knows how much sessions differ: the "
        "interval holds for those alone. Seed: {seed}. Occurrence: of the times at which anybody says the "
        "behaviour, the share at which all do, a / (a + b + c); non-occurrence: of those at which anybody "
        "does not, the share at which nobody does, d / (b + c + d) (Hawkins and Dotson 1975). Positive "
        "agreement: 2a / (2a + b + c); of more than two coders the same of all their pairs together."
    ),
)
_BASIS = Text(
    fr="Tout est mesuré sur ce que tous ont observé : {observed} s des {whole} s des séances ({shares}).",
    en="All is measured over what all observed: {observed} s of the sessions' {whole} s ({shares}).",
)
_BASIS_OF_SEVERAL = Text(
    fr="Observé par {coders} ensemble, dans les séances que tous ont codées : {observed} s de leurs {whole} "
    "s ({shares}) ; là, chaque comparaison est mesurée sur ce que ses codeurs ont tous observé, et le dit. "
    "Une séance que certains d'entre eux seulement ont codée n'y est pas : --coders les compare.",
    en="Observed by {coders} together, in the sessions that all of them coded: {observed} s of their {whole} "
    "s ({shares}); there each comparison is measured over what all of its coders observed, and says so. A "
    "session that only some of them coded is not in it: --coders compares those.",
)
_SHARE = Text(fr="{coder} {seconds} s, {sources}", en="{coder} {seconds} s, {sources}")
_SOURCES: Mapping[Source, Text] = {
    "page": Text(fr="lues dans la page de codage", en="played in the coding page"),
    "coder": Text(fr="déclarées", en="stated"),
    "planned": Text(fr="prévues, supposées vues", en="planned, assumed to be looked at"),
    "live": Text(fr="en direct", en="live"),
    "unstated": Text(
        fr="non déclarées : toute la séance est supposée vue", en="not stated: the whole session is assumed"
    ),
}
_SESSIONS = Text(fr="{source} (séances : {count})", en="{source} (sessions: {count})")
_PLAYED = Text(fr="{sources}, lues dans la page : {played} s", en="{sources}, played in the page: {played} s")
_OUTSIDE = Text(
    fr="Annotations en dehors, laissées de côté : {count}.",
    en="Annotations outside of that, left out: {count}.",
)
_WITHOUT_END = Text(
    fr="États dont la fin n'a pas été codée, arrêtés à la fin de la période observée où ils se trouvent : "
    "{count}.",
    en="States whose end was not coded, ended with the observed period in which they stand: {count}.",
)
_OVERLAPPING = Text(
    fr="États qu'un codeur a notés pendant un autre du même groupe, alors qu'un seul y a lieu à la fois : "
    "{count} ; par le temps, seul le dernier commencé compte (avec --interval partial, le plus long).",
    en="States that a coder noted during another one of the same group, of which one goes on at a time: "
    "{count}; by time the one that began last counts alone (with --interval partial, the longest).",
)
_NOT_OBSERVED = Text(
    fr="Rien à comparer : il n'y a rien que tous ces codeurs aient observé.",
    en="Nothing to compare: there is nothing that all of these coders observed.",
)
_NOT_COMPARED = Text(
    fr="Rien à comparer : dans ce schéma, ces codeurs n'ont rien noté.",
    en="Nothing to compare: these coders noted nothing of this scheme.",
)


def nothing_compared(basis: Basis) -> Text:
    """Say why nothing is compared: nothing was looked at by all, or nothing was noted."""
    return _NOT_COMPARED if basis.observed_s else _NOT_OBSERVED


def basis_sentences(basis: Basis) -> Text:
    """Say over what all is measured, who states it, and what lies outside."""
    shares = []
    for one in basis.shares:
        several = len(one.sources) > 1
        sources = _listed(
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
            coders=_and([one.coder for one in basis.shares]),
            observed=_seconds(basis.observed_s),
            whole=_seconds(basis.whole_s),
            shares=_listed(shares, "; "),
        ),
        _OUTSIDE.format(count=basis.outside),
    ]
    if basis.without_end:
        parts.append(_WITHOUT_END.format(count=basis.without_end))
    if basis.overlapping:
        parts.append(_OVERLAPPING.format(count=basis.overlapping))
    return _listed(parts, " ")


def sentence(
    one: Comparison, parameters: Parameters, language: Language, scheme: Scheme | None = None
) -> str:
    """Say a comparison in one sentence, with what it rests on; with its scheme, by the titles of that."""
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
        basis.append(_UNSTATED.format(coders=_and(one.unstated)))
    parts = [
        (head or _BY_EVENTS[one.matching or "points"]).format(
            stream=_stream(one, scheme),
            units=units,
            bin=_plain(parameters.bin_s),
            tolerance=_plain(parameters.tolerance_s),
            overlap=_plain(100 * parameters.overlap),
            basis=_listed(basis, ""),
        )
    ]
    if one.method == "modifiers" and not one.units:
        parts += [_NO_VALUES, _missing(one), _STOP]
        return "".join(part.in_language(language) for part in parts)
    if one.missed:
        counts = [_BY.format(count=n, coder=coder) for n, coder in zip(one.missed, one.coders, strict=True)]
        parts.append(_MISSED.format(counts=_listed(counts)))
        return "".join(part.in_language(language) for part in parts)
    shown = "—" if one.percentage is None else _percent(one.percentage)
    limits: Text | str = ""
    if one.limits is not None:
        limits = _LIMITS.format(low=_percent(one.limits.low), high=_percent(one.limits.high))
    every: Text | str = _ALL if len(one.coders) > 2 else ""
    parts.append(_FIGURES.format(coders=_and(one.coders), all=every, percent=shown, interval=limits))
    if one.pairwise is not None:
        pairs = _PAIRWISE_OF_EVENTS if one.method == "events" else _PAIRWISE
        parts.append(pairs.format(percent=_percent(one.pairwise)))
    parts.append(_kappa_of(one, scheme))
    if one.pabak is not None and one.ac1 is not None:
        name = "PABAK" if one.used == 2 else _BRENNAN
        parts.append(_CORRECTED.format(name=name, pabak=_number(one.pabak), ac1=_number(one.ac1)))
    if one.alpha_units or (one.alpha is None and one.method != "events" and not one.one_by_one):
        less = one.alpha_units < one.units
        of = _ALPHA_OF[one.method].format(n=one.alpha_units) if less else ""
        alpha = _NO_ALPHA if one.alpha is None else _number(one.alpha)
        parts.append(_ALPHA.format(level=_LEVELS[parameters.level], of=of, alpha=alpha))
    if one.alone:
        parts.append(_alone(one))
    if any(one.missing):
        parts.append(_missing(one))
    if one.renamed:
        parts.append(_RENAMED.format(count=one.renamed))
    return "".join(part.in_language(language) for part in (*parts, _STOP))


def _alone(one: Comparison) -> Text:
    counts = [_BY.format(count=n, coder=coder) for n, coder in zip(one.alone, one.coders, strict=True)]
    return _ALONE.format(what=_ALONE_OF[one.method], counts=_listed(counts))


def _missing(one: Comparison) -> Text:
    counts = [_OF.format(count=n, coder=coder) for n, coder in zip(one.missing, one.coders, strict=True)]
    return _MISSING.format(counts=_listed(counts))


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
            why = _CONSTANT.format(coders=_and(one.constant))
        elif one.one_by_one and one.method == "events":
            why = _UNDEFINED["one_by_one"]
        else:
            why = _UNDEFINED["no_chance" if one.undefined == "no_chance" else "one_category"]
        return Text(fr=f" ; {why.fr}", en=f"; {why.en}")
    interval: Text | str = ""
    if one.kappa_limits is not None:
        draws = _DRAWS[one.kappa_limits.drawn].format(count=one.kappa_limits.count)
        interval = _INTERVAL.format(
            low=_number(one.kappa_limits.low), high=_number(one.kappa_limits.high), draws=draws
        )
    name: Text | str = "kappa"
    if one.one_by_one:
        name = _POOLED if len(one.coders) == 2 else _POOLED_FLEISS
    elif len(one.coders) > 2:
        name = Text(fr="kappa de Fleiss", en="Fleiss' kappa")
    parts = [_KAPPA.format(name=name, kappa=_number(one.kappa), interval=interval)]
    if one.without_kappa:
        known = {} if scheme is None else {each.code: each.title for each in scheme.behaviours}
        left_out = _listed([known.get(code, Text(fr=code, en=code)) for code in one.without_kappa])
        parts.append(_WITHOUT.format(behaviours=left_out))
    return _listed(parts, "")


def titles(one: Comparison, scheme: Scheme, language: Language) -> tuple[str, ...]:
    """Give what the categories of a comparison are called: behaviours, or the values of a modifier."""
    named = {behaviour.code: behaviour.title for behaviour in scheme.behaviours}
    if one.method == "modifiers":
        named = {value.code: value.title for value in scheme.modifiers[one.stream].values}
    return tuple(named[code].in_language(language) if code in named else code for code in one.categories)


def table_lines(one: Comparison, scheme: Scheme, language: Language) -> list[str]:
    """Write the confusion matrix of two coders for a terminal: rows of the first, columns of the second."""
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
    """Write how far coders agree on each behaviour, a line each, for a terminal."""
    if not one.singles:
        return []
    heads = [text.in_language(language) for text in (_OF_EVENTS if one.method == "events" else _OF_BINS)]
    if one.method == "time" and len(one.coders) > 2:
        heads[1] = _OF_ALL.in_language(language)
    names = {behaviour.code: behaviour.title.in_language(language) for behaviour in scheme.behaviours}
    rows = [[heads[0], *one.coders, *heads[1:]]]
    for each in one.singles:
        said = [names.get(each.code, each.code), *map(str, each.by_coder)]
        if one.method == "events":
            limits = each.limits
            said += [str(each.all), _shown(each.positive, language), _shown(each.percentage, language)]
            said[-1] += _between(limits, language)
        else:
            said.append(_shown(each.percentage, language) + _between(each.limits, language))
            kappa = _MARK if each.is_constant else _shown(each.kappa, language)
            said.append(kappa + _between(each.kappa_limits, language))
            figures = (each.pabak, each.ac1, each.occurrence, each.non_occurrence)
            said += [_shown(figure, language) for figure in figures]
        rows.append(said)
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
_MARKED = Text(
    fr="pas de kappa : un codeur dit toujours de même",
    en="no kappa: one coder always says the same",
)
_OF_ALL = Text(fr="tous d'accord [95 %]", en="all agree [95 %]")
_OF_BINS = (
    Text(fr="comportement", en="behaviour"),
    Text(fr="accord [95 %]", en="agreement [95 %]"),
    Text(fr="kappa [95 %]", en="kappa [95 %]"),
    Text(fr="PABAK", en="PABAK"),
    Text(fr="AC1", en="AC1"),
    Text(fr="présence", en="occurrence"),
    Text(fr="absence", en="non-occurrence"),
)
_OF_EVENTS = (
    Text(fr="comportement", en="behaviour"),
    Text(fr="vus", en="seen"),
    Text(fr="accord positif", en="positive agreement"),
    Text(fr="vus par tous [95 %]", en="seen by all [95 %]"),
)


def figure_lines(figures: Sequence[Figures], scheme: Scheme, language: Language) -> list[str]:
    """Write how far coders give the same figures, a line each, for a terminal."""
    if not figures:
        return []
    names = {behaviour.code: behaviour.title.in_language(language) for behaviour in scheme.behaviours}
    lines = [FIGURES_HEAD.in_language(language)]
    for one in figures:
        means = [
            _SHARE_OF.format(coder=c, mean=_number(m)) for c, m in zip(one.coders, one.means, strict=True)
        ]
        told = _FIGURE.format(
            name=names[one.behaviour],
            figure=_FIGURE_NAMES[one.figure],
            means=_listed(means),
            targets=one.targets,
        )
        found = one.correlation
        how: Text = _ONE_FIGURE if one.targets == 1 else _NO_ICC
        if found is not None:
            limits = _NO_LIMITS if found.absolute > 1 - 1e-9 else _LIMITS_UNDEFINED
            if found.low is not None and found.high is not None:
                limits = _LIMITS.format(low=_number(found.low), high=_number(found.high))
            how = _ICC.format(
                absolute=_number(found.absolute), limits=limits, consistent=_number(found.consistent)
            )
        lines.append(f"  {told.in_language(language)}{how.in_language(language)}")
    found_all = [(one, one.correlation.absolute) for one in figures if one.correlation is not None]
    if any(icc < 0 or min(one.targets, one.children) < _A_HANDFUL for one, icc in found_all):
        lines.append(_SAYS_LITTLE.format(count=_A_HANDFUL).in_language(language))
    return lines


_A_HANDFUL = 5
_SAYS_LITTLE = Text(
    fr="Un ICC au-dessous de 0, ou de moins de {count} chiffres ou enfants, dit peu de chose des codeurs "
    "(Koo et Li 2016 en demandent 30).",
    en="An ICC below 0, or of fewer than {count} figures or children, says little about the coders "
    "(Koo and Li 2016 ask for 30).",
)


FIGURES_HEAD = Text(
    fr="Mêmes chiffres d'un codeur à l'autre, un enfant et une séance chacun (ICC(2,1), accord absolu ; "
    "ICC(3,1), "
    "cohérence : Shrout et Fleiss 1979, McGraw et Wong 1996 ; intervalles trop étroits si des enfants y sont "
    "plusieurs fois) :",
    en="The same figures from coder to coder, each of one child in one session (ICC(2,1), absolute "
    "agreement; "
    "ICC(3,1), consistency: Shrout and Fleiss 1979, McGraw and Wong 1996; intervals are too narrow where "
    "children are in it several times):",
)
_FIGURE = Text(
    fr="{name}, {figure} (moyennes : {means} ; chiffres : {targets}) : ",
    en="{name}, {figure} (means: {means}; figures: {targets}): ",
)
_FIGURE_NAMES = {
    "rate": Text(fr="fois par minute observée", en="times a minute of observed time"),
    "share": Text(fr="part du temps observé", en="share of observed time"),
    "latency": Text(
        fr="secondes du début observé à la première fois, là où tous l'ont vu",
        en="seconds from the beginning observed to the first time, where all saw it",
    ),
}
_SHARE_OF = Text(fr="{coder} {mean}", en="{coder} {mean}")
_ICC = Text(
    fr="ICC(2,1) {absolute}{limits} ; ICC(3,1) {consistent}",
    en="ICC(2,1) {absolute}{limits}; ICC(3,1) {consistent}",
)
_ONE_FIGURE = Text(fr="un chiffre seul, pas d'ICC", en="one figure alone, no ICC")
_NO_ICC = Text(
    fr="pas d'ICC : chaque codeur donne toujours le même chiffre, ou les différences s'annulent",
    en="no ICC: each coder always gives the same figure, or the differences cancel out",
)
_NO_LIMITS = Text(fr=" (sans intervalle : aucune différence)", en=" (no interval: no difference)")
_LIMITS_UNDEFINED = Text(fr=" (intervalle non défini)", en=" (no interval is defined)")


def _shown(value: float | None, language: Language) -> str:
    return "—" if value is None else _number(value).in_language(language)


def _between(limits: Interval | None, language: Language) -> str:
    if limits is None:
        return ""
    return f" [{_shown(limits.low, language)}; {_shown(limits.high, language)}]"


def _listed(parts: Sequence[Text], between: str = ", ") -> Text:
    french = between.replace("; ", " ; ")
    return Text(fr=french.join(one.fr for one in parts), en=between.join(one.en for one in parts))


def _seconds(value: float) -> Text:
    written = f"{value:.1f}".removesuffix(".0")
    return Text(fr=written.replace(".", ","), en=written)


def _number(value: float) -> Text:
    """Return a figure with two decimals; what is not 1 is never "1.00": with three, rounded down."""
    if 0.995 <= value < 1 - 1e-9:
        written = f"{math.floor(1_000 * value + 1e-9) / 1_000:.3f}"
    else:
        # rounded first, and 0 added: what rounds to nothing has no sign
        written = f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
    return Text(fr=written.replace(".", ","), en=written)


def _percent(share: float) -> Text:
    """Return a share in percent; of what is not all, never 100."""
    return _plain(math.floor(1_000 * share) / 10 if 0.995 <= share < 1 - 1e-9 else round(100 * share))


def _plain(value: float) -> Text:
    return Text(fr=f"{value:g}".replace(".", ","), en=f"{value:g}")


def _and(names: Sequence[str]) -> Text:
    if len(names) == 1:
        return Text(fr=names[0], en=names[0])
    first = ", ".join(names[:-1])
    return Text(fr=f"{first} et {names[-1]}", en=f"{first} and {names[-1]}")

"""What the figures of agreement mean, in words that a person can use, with the parameters they depend on.

A kappa is read by the bounds of Landis and Koch (1977), which are named: they are a habit, and no law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.annotation.agreement.report import POINTS, Comparison, Parameters, Undefined
from nao_sessions.annotation.scheme import Scheme
from nao_sessions.core.text import Language, Text

_READINGS: tuple[tuple[float, Text], ...] = (
    (0.81, Text(fr="accord presque parfait", en="almost perfect agreement")),
    (0.61, Text(fr="accord fort", en="substantial agreement")),
    (0.41, Text(fr="accord modéré", en="moderate agreement")),
    (0.21, Text(fr="accord faible", en="fair agreement")),
    (0.0, Text(fr="accord très faible", en="slight agreement")),
)
"""Landis and Koch (1977), Biometrics 33, 159-174, p. 165, and the usual French words for their classes."""
_WORSE = Text(fr="désaccord", en="poor agreement")
_UNDEFINED: Mapping[Undefined, Text] = {
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
_BY_TIME = Text(
    fr="« {stream} », par le temps (un relevé toutes les {bin} s, relevés : {units}) : ",
    en="'{stream}', by time (looked at every {bin} s, looks: {units}): ",
)
_BY_EVENTS = Text(
    fr="« {stream} », par les événements (à {tolerance} s près, événements : {units}) : ",
    en="'{stream}', by events (within {tolerance} s, events: {units}): ",
)
_BY_MODIFIERS = Text(
    fr=(
        "modificateur « {stream} », pour les événements que les deux ont vus et nommés de même "
        "(événements : {units}) : "
    ),
    en="modifier '{stream}', of the events that both saw and called the same (events: {units}): ",
)
_FIGURES = Text(
    fr="{coders} disent la même chose {percent} fois sur cent",
    en="{coders} say the same {percent} times in a hundred",
)
_KAPPA = Text(fr=" ; {name} {kappa}{interval} : {reading}", en="; {name} {kappa}{interval}: {reading}")
_INTERVAL = Text(
    fr=" (intervalle à 95 % : {low} à {high}, {draws})", en=" (95 % interval: {low} to {high}, {draws})"
)
_DRAWS = {
    "sessions": Text(fr="par tirage de {count} séances", en="by drawing {count} sessions"),
    "blocks": Text(
        fr="par tirage de {count} blocs, puisqu'il y a peu de séances",
        en="by drawing {count} blocks, since there are few sessions",
    ),
}
_ALPHA = Text(
    fr=" ; alpha de Krippendorff ({level}{of}) {alpha}", en="; Krippendorff's alpha ({level}{of}) {alpha}"
)
_NO_ALPHA = Text(fr="non défini", en="not defined")
_ALPHA_OF = {
    "time": Text(
        fr=", sur {n} relevés : « rien » n'a pas de rang et n'y est pas",
        en=", of {n} times: 'nothing' has no rank and is left out",
    ),
    "modifiers": Text(
        fr=", sur {n} événements : sans valeur, il n'y a pas de rang",
        en=", of {n} events: without a value there is no rank",
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
_ALONE = Text(
    fr=" ; vus par un seul : {first} par {a}, {second} par {b}",
    en="; seen by one alone: {first} by {a}, {second} by {b}",
)
_STOP = Text(fr=".", en=".")
NOTE = Text(
    fr=(
        "Lecture de kappa selon Landis et Koch (1977), une habitude plus qu'une loi : "
        "regardez aussi le tableau. "
        "Graine des tirages : {seed}."
    ),
    en=(
        "Kappa is read by Landis and Koch (1977), a habit more than a law: look at the table too. "
        "Seed of the draws: {seed}."
    ),
)
SPAN = Text(
    fr=(
        "Par le temps, l'accord va du début à la fin du protocole ; annotations en dehors : {count}, "
        "comparées par leurs événements seulement."
    ),
    en=(
        "By time, agreement goes from the beginning to the end of the protocol; "
        "annotations outside: {count}, compared by their events alone."
    ),
)
NOT_COMPARED = Text(
    fr="Rien à comparer : dans ce schéma, ces codeurs n'ont rien noté.",
    en="Nothing to compare: these coders noted nothing of this scheme.",
)


def reading(kappa: float) -> Text:
    """Give the words of a kappa, as it is shown: to two decimals."""
    return next((words for bound, words in _READINGS if round(kappa, 2) >= bound), _WORSE)


def sentence(one: Comparison, parameters: Parameters, language: Language) -> str:
    """Say a comparison in one sentence."""
    name = Text(fr="événements ponctuels", en="points") if one.stream == POINTS else one.stream
    heads = {"time": _BY_TIME, "events": _BY_EVENTS, "modifiers": _BY_MODIFIERS}
    head = heads[one.method].format(
        stream=name, units=one.units, bin=_plain(parameters.bin_s), tolerance=_plain(parameters.tolerance_s)
    )
    parts = [head]
    shown = "—" if one.percentage is None else f"{100 * one.percentage:.0f}"
    parts.append(_FIGURES.format(coders=_and(one.coders), percent=shown))
    interval: Text | str = ""
    if one.interval is not None:
        draws = _DRAWS[one.interval.drawn].format(count=one.interval.count)
        interval = _INTERVAL.format(
            low=_number(one.interval.low), high=_number(one.interval.high), draws=draws
        )
    kappa_name = "kappa" if len(one.coders) == 2 else Text(fr="kappa de Fleiss", en="Fleiss' kappa")
    if one.kappa is None:
        why = _UNDEFINED[one.undefined or "one_category"]
        parts.append(Text(fr=f" ; {why.fr}", en=f"; {why.en}"))
    else:
        parts.append(
            _KAPPA.format(
                name=kappa_name, kappa=_number(one.kappa), interval=interval, reading=reading(one.kappa)
            )
        )
    less = one.alpha_units < one.units
    of = _ALPHA_OF[one.method].format(n=one.alpha_units) if less else ""
    alpha = _NO_ALPHA if one.alpha is None else _number(one.alpha)
    parts.append(_ALPHA.format(level=_LEVELS[parameters.level], of=of, alpha=alpha))
    if one.method == "events" and one.table:
        alone_first = sum(row[-1] for row in one.table)
        alone_second = sum(one.table[-1])
        parts.append(_ALONE.format(first=alone_first, second=alone_second, a=one.coders[0], b=one.coders[1]))
    return "".join(part.in_language(language) for part in (*parts, _STOP))


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


def _number(value: float) -> Text:
    # rounded first, and 0 added: what rounds to nothing has no sign
    written = f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
    return Text(fr=written.replace(".", ","), en=written)


def _plain(value: float) -> Text:
    return Text(fr=f"{value:g}".replace(".", ","), en=f"{value:g}")


def _and(names: Sequence[str]) -> Text:
    first = ", ".join(names[:-1])
    return Text(fr=f"{first} et {names[-1]}", en=f"{first} and {names[-1]}")

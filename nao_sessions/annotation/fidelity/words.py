"""Fidelity in words and figures: what was as planned, how often, and where it went another way.

No sentence blames anybody: what is otherwise may be an adaptation, and is told as that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.annotation.fidelity.checking import Checked
from nao_sessions.annotation.fidelity.trials import COMPONENTS, Component, Part, TrialFidelity
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.text import Language, Text

NAMES: Mapping[Component, Text] = {
    "instruction": Text(fr="consigne dite en entier", en="instruction given whole"),
    "wait": Text(fr="délai de réponse laissé", en="time to answer left"),
    "help": Text(fr="aides dans l'ordre prévu", en="helps in the planned order"),
    "feedback": Text(fr="retour donné en entier", en="feedback given whole"),
}
_OF = Text(fr="{name} : {done} fois sur {count}", en="{name}: {done} of {count} times")
_PERCENT = Text(fr=" ({percent} %)", en=" ({percent}%)")
_NONE = Text(fr="{name} : rien de prévu dans ces essais", en="{name}: nothing was planned in these trials")
_WAIT = Text(
    fr="essai {number} de {step} (à {at} s) : aide donnée après {done} s, {planned} s étaient prévues",
    en="trial {number} of {step} (at {at} s): help was given after {done} s, {planned} s were planned",
)
_CUT = Text(
    fr="essai {number} de {step} (à {at} s) : {name}, {done} sur {planned} – interrompu ou adapté",
    en="trial {number} of {step} (at {at} s): {name}, {done} of {planned} - cut short or adapted",
)
TOTAL = Text(
    fr="{trials} essais, {percent} % de ce qui était prévu a été fait comme prévu.",
    en="{trials} trials, {percent}% of what was planned was done as planned.",
)
NOTHING = Text(
    fr="Aucun essai terminé dans cette séance : il n'y a rien à comparer.",
    en="No trial ended in this session: there is nothing to compare.",
)
MEANING = Text(
    fr=(
        "Ce qui s'écarte du prévu est souvent une adaptation à l'enfant : les chiffres décrivent, "
        "ils ne notent personne."
    ),
    en=(
        "What differs from the plan is often an adaptation to the child: the figures describe, "
        "they grade nobody."
    ),
)
_CHECKED = Text(
    fr=(
        "Vérification humaine : {looked} cases remplies sur {drawn} ; le journal et la personne disent "
        "la même chose {percent} fois sur cent{kappa}."
    ),
    en=(
        "Human check: {looked} cells filled in of {drawn}; the log and the person say the same "
        "{percent} times in a hundred{kappa}."
    ),
)
_KAPPA = Text(fr=", kappa {kappa}", en=", kappa {kappa}")
_LOOK = Text(
    fr="à revoir : {session}, essai de seq {seq}, {name}",
    en="look again: {session}, trial of seq {seq}, {name}",
)


def counts(trials: Sequence[TrialFidelity], component: Component) -> tuple[int, int]:
    """Give how often a component was done as planned, and how often it was planned."""
    planned = [t.part(component) for t in trials if t.part(component).verdict != "unplanned"]
    return sum(part.verdict == "done" for part in planned), len(planned)


def total(trials: Sequence[TrialFidelity]) -> float | None:
    """Give the share of planned components that were done as planned, 0 to 1."""
    pairs = [counts(trials, component) for component in COMPONENTS]
    planned = sum(count for _, count in pairs)
    return sum(done for done, _ in pairs) / planned if planned else None


def lines(trials: Sequence[TrialFidelity], language: Language) -> list[str]:
    """Say a session's fidelity: a line in all, one for each component, one for each thing done otherwise."""
    share = total(trials)
    if share is None:
        return [NOTHING.in_language(language)]
    found = [TOTAL.format(trials=len(trials), percent=f"{100 * share:.0f}").in_language(language)]
    for component in COMPONENTS:
        done, count = counts(trials, component)
        name = NAMES[component]
        if not count:
            found.append("  " + _NONE.format(name=name).in_language(language))
            continue
        percent = _PERCENT.format(percent=f"{100 * done / count:.0f}").in_language(language)
        found.append("  " + _OF.format(name=name, done=done, count=count).in_language(language) + percent)
    for trial in trials:
        found += [
            "    " + _otherwise(trial, part).in_language(language)
            for part in trial.parts
            if part.verdict in ("partly", "otherwise")
        ]
    return [*found, MEANING.in_language(language)]


def check_lines(checked: Checked, language: Language) -> list[str]:
    """Say what a person's check found."""
    percent = "—" if checked.percentage is None else f"{100 * checked.percentage:.0f}"
    kappa: Text | str = "" if checked.kappa is None else _KAPPA.format(kappa=_written(checked.kappa, 2))
    first = _CHECKED.format(looked=len(checked.pairs), drawn=checked.drawn, percent=percent, kappa=kappa)
    rest = [
        _LOOK.format(session=session, seq=seq, name=NAMES[component])
        for session, seq, component in checked.differing
    ]
    return [first.in_language(language), *("  " + one.in_language(language) for one in rest)]


def to_json(trials: Sequence[TrialFidelity]) -> dict[str, Any]:
    """Give a session's fidelity for machines."""
    return {
        "share": total(trials),
        "components": {
            one: dict(zip(("done", "planned"), counts(trials, one), strict=True)) for one in COMPONENTS
        },
        "trials": [
            {
                "seq": trial.seq, "step": trial.step, "number": trial.number, "item": trial.item,
                "child": trial.child, "at_ns": trial.at_ns, "judgement": trial.judgement,
                "parts": {
                    part.component: {"verdict": part.verdict, "planned": part.planned, "done": part.done}
                    for part in trial.parts
                },
            }
            for trial in trials
        ],
    }  # fmt: skip


def _otherwise(trial: TrialFidelity, part: Part) -> Text:
    places = {"number": trial.number, "step": trial.step, "at": _written(trial.at_ns / SECOND_NS, 1)}
    if part.component == "wait":
        return _WAIT.format(
            **places,
            done=_written(part.done / SECOND_NS, 1),
            planned=_written(part.planned / SECOND_NS, 1),
        )
    return _CUT.format(**places, name=NAMES[part.component], done=part.done, planned=part.planned)


def _written(value: float, digits: int) -> Text:
    written = f"{value:.{digits}f}"
    return Text(fr=written.replace(".", ","), en=written)

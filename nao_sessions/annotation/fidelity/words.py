"""Fidelity in words and figures: what was as planned, how often, and where it went another way.

No sentence blames anybody: what is otherwise may be an adaptation, and is told as that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.annotation.fidelity.checking import Checked
from nao_sessions.annotation.fidelity.table import COMPONENT_NAMES
from nao_sessions.annotation.fidelity.trials import COMPONENTS, Component, TrialFidelity, Verdict
from nao_sessions.annotation.fidelity.waits import TOLERANCE_NS, Wait
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
_ADAPTED = Text(fr=" ; adapté par l'adulte : {count} fois", en="; adapted by the adult: {count} times")
_TRIAL = Text(
    fr="essai {number} de {step} ({item}à {at} s) : {parts}",
    en="trial {number} of {step} ({item}at {at} s): {parts}",
)
_VERDICTS: Mapping[Verdict, Text] = {
    "done": Text(fr="oui", en="yes"),
    "partly": Text(fr="en partie", en="partly"),
    "otherwise": Text(fr="non", en="no"),
    "adapted": Text(fr="adapté", en="adapted"),
    "unplanned": Text(fr="sans objet", en="n/a"),
}
_HELPED = Text(
    fr="aide donnée après {done} s, {planned} s étaient prévues",
    en="help was given after {done} s, {planned} s were planned",
)
_ENDED = Text(
    fr="silence de {done} s jusqu'à la fin de l'essai, {planned} s étaient prévues",
    en="silence of {done} s to the end of the trial, {planned} s were planned",
)
_CUT = Text(fr="{name}, {done} sur {planned}", en="{name}, {done} of {planned}")
_BY_ADULT = Text(fr=" – adapté par l'adulte", en=" - adapted by the adult")
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
_EMPTY = Text(
    fr="Vérification humaine : aucune des {drawn} cases n'est remplie, il n'y a rien à comparer.",
    en="Human check: none of the {drawn} cells is filled in, there is nothing to compare.",
)
_KAPPA = Text(fr=", kappa {kappa}", en=", kappa {kappa}")
_NO_KAPPA = Text(
    fr=" (pas de kappa : l'un des deux dit toujours la même chose)",
    en=" (no kappa: one of the two always says the same)",
)
_LOOK = Text(
    fr="à revoir : {session}, essai de seq {seq}, {name}",
    en="look again: {session}, trial of seq {seq}, {name}",
)


def counts(trials: Sequence[TrialFidelity], component: Component) -> tuple[int, int]:
    """Give how often a component was done as planned, and how often it was planned.

    What an adult adapted is hers to decide: it is neither, and :func:`adapted` counts it.
    """
    planned = [t.part(component) for t in trials if t.part(component).verdict not in ("unplanned", "adapted")]
    return sum(part.verdict == "done" for part in planned), len(planned)


def adapted(trials: Sequence[TrialFidelity], component: Component) -> int:
    """Count how often an adult did a component otherwise than planned."""
    return sum(trial.part(component).verdict == "adapted" for trial in trials)


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
        name, by_adult = NAMES[component], adapted(trials, component)
        said = _OF.format(name=name, done=done, count=count) if count else _NONE.format(name=name)
        told = said.in_language(language)
        if count:
            told += _PERCENT.format(percent=f"{100 * done / count:.0f}").in_language(language)
        if by_adult:
            told += _ADAPTED.format(count=by_adult).in_language(language)
        found.append(f"  {told}")
    for trial in trials:
        found.append(f"    {_result(trial, language)}")
        found += [f"      {one.in_language(language)}" for one in _otherwise(trial)]
    return [*found, MEANING.in_language(language)]


def check_lines(checked: Checked, language: Language) -> list[str]:
    """Say what a person's check found."""
    if checked.percentage is None:
        return [_EMPTY.format(drawn=checked.drawn).in_language(language)]
    percent = f"{100 * checked.percentage:.0f}"
    kappa = _NO_KAPPA if checked.kappa is None else _KAPPA.format(kappa=_written(checked.kappa, 2))
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
        "tolerance_ns": TOLERANCE_NS,
        "components": {
            one: dict(zip(("done", "planned"), counts(trials, one), strict=True))
            | {"adapted": adapted(trials, one)}
            for one in COMPONENTS
        },
        "trials": [
            {
                "seq": trial.seq, "step": trial.step, "number": trial.number, "item": trial.item,
                "child": trial.child, "at_ns": trial.at_ns, "judgement": trial.judgement,
                "parts": {
                    part.component: {"verdict": part.verdict, "planned": part.planned, "done": part.done}
                    for part in trial.parts
                },
                "waits": [
                    {
                        "before_help": one.before_help, "planned_ns": one.planned_ns,
                        "waited_ns": one.waited_ns, "ended_by": one.ended_by, "verdict": one.verdict,
                    }
                    for one in trial.waits
                ],
            }
            for trial in trials
        ],
    }  # fmt: skip


def _result(trial: TrialFidelity, language: Language) -> str:
    """Say of one trial what came of each component, in the words of the table that is filled in."""
    parts = ", ".join(
        f"{COMPONENT_NAMES[part.component].in_language(language)} "
        f"{_VERDICTS[part.verdict].in_language(language)}"
        for part in trial.parts
    )
    item = f"{trial.item}, " if trial.item else ""
    at = _written(trial.at_ns / SECOND_NS, 1)
    said = _TRIAL.format(number=trial.number, step=trial.step, item=item, at=at, parts=parts)
    return said.in_language(language)


def _otherwise(trial: TrialFidelity) -> list[Text]:
    """Say what of a trial went another way than planned: a line for each silence, and for each other part."""
    found = []
    for part in trial.parts:
        if part.component == "wait":
            found += [_silence(one) for one in trial.waits if one.verdict != "done"]
        elif part.verdict not in ("done", "unplanned"):
            said = _CUT.format(name=NAMES[part.component], done=part.done, planned=part.planned)
            found.append(_by_whom(said, part.verdict))
    return found


def _silence(wait: Wait) -> Text:
    said = _HELPED if wait.before_help else _ENDED
    times = {"done": wait.waited_ns, "planned": wait.planned_ns}
    return _by_whom(
        said.format(**{name: _written(ns / SECOND_NS, 1) for name, ns in times.items()}), wait.verdict
    )


def _by_whom(said: Text, verdict: Verdict) -> Text:
    return Text(fr=said.fr + _BY_ADULT.fr, en=said.en + _BY_ADULT.en) if verdict == "adapted" else said


def _written(value: float, digits: int) -> Text:
    written = f"{round(value, digits) + 0.0:.{digits}f}"  # what rounds to nothing has no sign
    return Text(fr=written.replace(".", ","), en=written)

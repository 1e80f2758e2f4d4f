"""Fidelity in words and figures: what was as planned, how often, and where it went another way.

No sentence blames anybody: what is otherwise may be an adaptation, and is worded so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.analysis.agreement.words import percent
from nao_sessions.analysis.fidelity.checking import COMPONENT_NAMES, CheckAgreement, verdict_name
from nao_sessions.analysis.fidelity.expected import TOLERANCE_NS
from nao_sessions.analysis.fidelity.trials import (
    APART,
    COMPONENTS,
    BrokenOffBy,
    Component,
    TrialBreak,
    TrialFidelity,
    Verdict,
    Wait,
)
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.text import glossary
from nao_sessions.text.formats import SEMICOLON, Number, joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc, msgn

NAMES: Mapping[Component, Text] = {
    "instruction": msg("instruction given whole"),
    "wait": msg("time to answer left"),
    "help": msg("helps given whole, in the planned order"),
    "feedback": msg("feedback given whole"),
}
_OF = msg("{name}: {trials} ({percent}%)")
# The noun follows the second number in English, and the first in French.
_IN_ONE_TRIAL = msgn("in {n} of {count} trial", "in {n} of {count} trial")
_IN_TRIALS = msgn("in {n} of {count} trials", "in {n} of {count} trials")
_IN = msg("in {trials}")
_NONE = msg("{name}: nothing was planned in these trials")
_NEVER: Mapping[Component, Text] = {
    "instruction": msgc("feminine", "{name}: never came to its end as planned"),
    "wait": msgc("masculine", "{name}: never came to its end as planned"),
    "help": msgc("feminine plural", "{name}: never came to its end as planned"),
    "feedback": msgc("masculine", "{name}: never came to its end as planned"),
}
_APART: Mapping[Verdict, Mapping[Component, Text]] = {
    "adapted": {
        "instruction": msgc("feminine", "adapted by the adult {trials}"),
        "wait": msgc("masculine", "adapted by the adult {trials}"),
        "help": msgc("feminine plural", "adapted by the adult {trials}"),
        "feedback": msgc("masculine", "adapted by the adult {trials}"),
    },
    "interrupted": {
        "instruction": msgc("feminine", "interrupted {trials}"),
        "wait": msgc("masculine", "interrupted {trials}"),
        "help": msgc("feminine plural", "interrupted {trials}"),
        "feedback": msgc("masculine", "interrupted {trials}"),
    },
}
"""The words for a component: in French they agree with it in gender and number."""
_TRIAL = msg("trial {number} of {step} ({when}): {parts}")
_AT = msg("at {at} s")
_ITEM_AT = msg("{item}, at {at} s")
_BROKEN_OFF: Mapping[BrokenOffBy, Text] = {
    "adult": msg("{when}, interrupted by the adult"),
    "reaction": msg("{when}, interrupted by a reaction of the protocol"),
    "crash": msg("{when}, interrupted: the program ended"),
    "end": msg("{when}, interrupted: the log stops here"),
}
_BROKEN_OFF_BY: Mapping[BrokenOffBy, Text] = {
    "adult": msg("{when}, interrupted by the adult: {what}"),
    "reaction": msg("{when}, interrupted by a reaction of the protocol: {what}"),
}
_BUTTON = msg("'{label}'")
_HELPED = msg("help was given after {done} s, {planned} s were planned")
_ENDED = msg("silence of {done} s to the end of the trial, {planned} s were planned")
_BROKEN = msg("silence of {done} s to the interruption, {planned} s were planned")
_CUT = msg("{name}, {done} of {planned}")
_BY_WHOM: Mapping[Verdict, Mapping[Component, Text]] = {
    "adapted": {
        "instruction": msgc("feminine", "{what} - adapted by the adult"),
        "wait": msgc("masculine", "{what} - adapted by the adult"),
        "help": msgc("feminine plural", "{what} - adapted by the adult"),
        "feedback": msgc("masculine", "{what} - adapted by the adult"),
    },
    "interrupted": {
        "instruction": msgc("feminine", "{what} - interrupted"),
        "wait": msgc("masculine", "{what} - interrupted"),
        "help": msgc("feminine plural", "{what} - interrupted"),
        "feedback": msgc("masculine", "{what} - interrupted"),
    },
}
TOTAL = msg("{trials}, {percent}% of what was planned was done as planned.")
TOTAL_BUT_ADAPTED = msg("{trials}, {percent}% of what was planned and not adapted was done as planned.")
INTERRUPTED = msg("Interrupted trials: {count} of {trials}, compared up to the interruption.")
EASY = msg(
    "Easy trials before the end: {count} of {trials}, compared like the others; their items had been passed."
)
NOTHING = msg("No trial in this session: there is nothing to compare.")
UNOBSERVED = msg("No fidelity: no robot took part, and the adult's delivery was not observed.")
NOTHING_WHOLE = msg("{trials}, in which nothing that was planned came to its end.")
MEANING = msg(
    "What differs from the plan is often an adaptation to the child: the figures describe, they grade nobody."
)
_CHECKED = msg(
    "Human check: {looked} of {drawn}; the log and the person say the same {times} in a hundred, "
    "kappa {kappa}."
)
_CHECKED_WITHOUT_KAPPA = msg(
    "Human check: {looked} of {drawn}; the log and the person say the same {times} in a hundred "
    "(no kappa: one of the two always says the same)."
)
_EMPTY = msg("Human check: no cell of {drawn} is filled in, there is nothing to compare.")
_LOOK = msg("look again: {session}, trial of seq {seq}, {name}")


def counts(trials: Sequence[TrialFidelity], component: Component) -> tuple[int, int]:
    """Return the number of trials with a component done as planned, and of those with it planned.

    All helps of a trial are one component. What an adult adapted and what was interrupted is in neither
    number: :func:`apart` counts it.
    """
    planned = [t.part(component) for t in trials if t.part(component).verdict not in (*APART, "unplanned")]
    return sum(part.verdict == "done" for part in planned), len(planned)


def apart(trials: Sequence[TrialFidelity], component: Component, verdict: Verdict) -> int:
    """Return the number of trials in which a component has a verdict, such as interrupted."""
    return sum(trial.part(component).verdict == verdict for trial in trials)


def interrupted(trials: Sequence[TrialFidelity]) -> int:
    """Return the number of trials that something broke off."""
    return sum(trial.interruption is not None for trial in trials)


def total(trials: Sequence[TrialFidelity]) -> float | None:
    """Return the share of planned components that were done as planned, 0 to 1; None where none was."""
    pairs = [counts(trials, component) for component in COMPONENTS]
    planned = sum(count for _, count in pairs)
    return sum(done for done, _ in pairs) / planned if planned else None


def lines(trials: Sequence[TrialFidelity], language: Language) -> list[str]:
    """Return a session's fidelity as lines: one in all, one for each component, one for each departure."""
    if not trials:
        return [NOTHING.in_language(language)]
    if not any(trial.observed for trial in trials):
        return [UNOBSERVED.in_language(language)]
    share, broken_off = total(trials), interrupted(trials)
    whole = "" if share is None else percent(share)
    adapted = any(apart(trials, component, "adapted") for component in COMPONENTS)
    in_all = NOTHING_WHOLE if share is None else TOTAL_BUT_ADAPTED if adapted else TOTAL
    found = [in_all.format(trials=number_of_trials(len(trials)), percent=whole).in_language(language)]
    if broken_off:
        found.append(INTERRUPTED.format(count=broken_off, trials=len(trials)).in_language(language))
    if easy := sum(trial.easy for trial in trials):
        found.append(EASY.format(count=easy, trials=len(trials)).in_language(language))
    for component in COMPONENTS:
        done, count = counts(trials, component)
        aside = {verdict: apart(trials, component, verdict) for verdict in _APART}
        text = _OF if count else _NEVER[component] if any(aside.values()) else _NONE
        of_these = percent(done / count) if count else ""
        parts = [text.format(name=NAMES[component], trials=in_trials(done, count), percent=of_these)]
        parts += [
            _APART[verdict][component].format(trials=_IN.format(trials=number_of_trials(number)))
            for verdict, number in aside.items()
            if number
        ]
        found.append(f"  {joined(parts, SEMICOLON).in_language(language)}")
    for trial in trials:
        found.append(f"    {_result(trial, language)}")
        found += [f"      {one.in_language(language)}" for one in _otherwise(trial)]
    return [*found, MEANING.in_language(language)]


def check_lines(checked: CheckAgreement, language: Language) -> list[str]:
    """Return lines on what a person's check found, and how far it agrees with the log."""
    if checked.percentage is None:
        return [_EMPTY.format(drawn=checked.drawn).in_language(language)]
    share = round(100 * checked.percentage)  # never all of what is not all, nor nothing of what is something
    same = times(share if checked.percentage in (0, 1) else min(max(share, 1), 99))
    looked = _cells(len(checked.pairs))
    first = (_CHECKED_WITHOUT_KAPPA if checked.kappa is None else _CHECKED).format(
        looked=looked,
        drawn=checked.drawn,
        times=same,
        kappa="" if checked.kappa is None else _written(checked.kappa, 2),
    )
    rest = [
        _LOOK.format(session=session, seq=seq, name=NAMES[component])
        for session, seq, component in checked.differing
    ]
    return [first.in_language(language), *("  " + one.in_language(language) for one in rest)]


def to_json(trials: Sequence[TrialFidelity]) -> dict[str, Any]:
    """Return a session's fidelity as JSON values; of trials without a robot only how many they are."""
    every, trials = len(trials), [trial for trial in trials if trial.observed]
    return {
        "share": total(trials),
        "tolerance_ns": TOLERANCE_NS,
        "components": {
            one: dict(zip(("done", "planned"), counts(trials, one), strict=True))
            | {verdict: apart(trials, one, verdict) for verdict in sorted(APART)}
            for one in COMPONENTS
        },
        "interrupted": interrupted(trials),
        "easy": sum(trial.easy for trial in trials),
        "unobserved": every - len(trials),
        "trials": [
            {
                "seq": trial.seq, "step": trial.step, "number": trial.number, "item": trial.item,
                "child": trial.child, "at_ns": trial.at_ns, "judgement": trial.judgement,
                "easy": trial.easy,
                "interruption": None if trial.interruption is None else {
                    "by": trial.interruption.by, "what": trial.interruption.what,
                },
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


def number_of_trials(trials: int) -> Text:
    """Return a number of trials in words: "1 trial", "4 trials"."""
    return msgn("{n} trial", "{n} trials", trials)


def in_trials(done: int, count: int) -> Text:
    """Return in words in how many trials something was so: "in 1 of 4 trials"."""
    return (_IN_ONE_TRIAL if count == 1 else _IN_TRIALS).format(n=done, count=count)


def times(count: int) -> Text:
    """Return in words how often something was: "1 time", "3 times"."""
    return msgn("{n} time", "{n} times", count)


def _cells(count: int) -> Text:
    return msgn("{n} cell filled in", "{n} cells filled in", count)


def _result(trial: TrialFidelity, language: Language) -> str:
    """Return one trial as a sentence: when it was, and the verdict on each component."""
    parts = ", ".join(
        f"{COMPONENT_NAMES[part.component].in_language(language)} "
        f"{verdict_name(part.verdict, part.component).in_language(language)}"
        for part in trial.parts
    )
    at = _written(trial.at_ns / SECOND_NS, 1)
    when = (_ITEM_AT if trial.item else _AT).format(item=trial.item, at=at)
    if trial.interruption is not None:
        when = _broken_off(when, trial.interruption)
    sentence = _TRIAL.format(number=trial.number, step=trial.step, when=when, parts=parts)
    return sentence.in_language(language)


def _broken_off(when: Text, one: TrialBreak) -> Text:
    """Return in words when a trial was, and what broke it off."""
    command = glossary.COMMANDS.get(one.what) if one.by == "adult" else None
    what: Text | str = one.what if command is None else command.in_sentence
    if one.label.fr:
        what = _BUTTON.format(label=one.label)
    words = _BROKEN_OFF_BY.get(one.by) if what else None
    return (words or _BROKEN_OFF[one.by]).format(when=when, what=what)


def _otherwise(trial: TrialFidelity) -> list[Text]:
    """Return lines on what went otherwise in a trial: one for each silence and for each other component."""
    found = []
    for part in trial.parts:
        if part.component == "wait":
            found += [_silence(one) for one in trial.waits if one.verdict != "done"]
        elif part.verdict not in ("done", "unplanned"):
            line = _CUT.format(name=NAMES[part.component], done=part.done, planned=part.planned)
            found.append(_by_whom(line, part.component, part.verdict))
    return found


def _silence(wait: Wait) -> Text:
    text = _HELPED if wait.before_help else _BROKEN if wait.ended_by == "interruption" else _ENDED
    lengths = {"done": wait.waited_ns, "planned": wait.planned_ns}
    line = text.format(**{name: _written(ns / SECOND_NS, 1) for name, ns in lengths.items()})
    return _by_whom(line, "wait", wait.verdict)


def _by_whom(line: Text, component: Component, verdict: Verdict) -> Text:
    """Return a line with who or what made it so, where an adult adapted it or it was interrupted."""
    if verdict not in _BY_WHOM:
        return line
    return _BY_WHOM[verdict][component].format(what=line)


def _written(value: float, digits: int) -> Text:
    written = f"{round(value, digits) + 0.0:.{digits}f}"  # what rounds to nothing has no sign
    return Number(written)

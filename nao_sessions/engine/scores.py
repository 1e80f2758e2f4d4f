"""Counting: what a judged trial changes in the counts, in an adaptive level, in the help that comes first.

Pure functions from the values before to the values after, so that a trial can be judged again.
"""

from __future__ import annotations

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.engine.records import Fade, Stair, Tally, Trial
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.trials import (
    FAILED,
    NEEDING_RIGHT,
    NOTHING,
    PASSED,
    SCORED,
    UNSCORED,
    Adapt,
    Prompting,
)


def counted(tally: Tally, trial: Trial) -> Tally:
    """Return the counts of a tally after one more trial."""
    if trial.correction:
        return tally
    name = trial.judgement or ""
    if name in UNSCORED:
        return tally._replace(**{name: getattr(tally, name) + 1})
    silence = trial.correct is not None and NOTHING in trial.correct
    passed = name in PASSED
    # The two-by-two table of signal detection (Green & Swets 1966).
    in_table = trial.correct is not None and (not name or name in NEEDING_RIGHT)
    signal, none = in_table and not silence, in_table and silence
    latency_ns = trial.latency_ns or 0
    return tally._replace(
        trials=tally.trials + 1,
        **{one: getattr(tally, one) + (name == one) for one in SCORED},
        streak=tally.streak + 1 if name == "correct" else 0,
        errors_in_row=tally.errors_in_row + 1 if name in FAILED else 0,
        prompts=tally.prompts + trial.prompts,
        hits=tally.hits + (signal and passed),
        misses=tally.misses + (signal and not passed),
        false_alarms=tally.false_alarms + (none and not passed),
        correct_rejections=tally.correct_rejections + (none and passed),
        latencies=tally.latencies + (trial.latency_ns is not None),
        latency_sum_ns=tally.latency_sum_ns + latency_ns,
        answer=trial.answer,
        judgement=name,
        item=trial.item,
        help=trial.help,
        latency_ns=latency_ns,
    )


def field_of(tally: Tally, name: str) -> Value:
    """Return a count, a rate or a time in seconds by its name in expressions; 0 before the first trial."""
    match name:
        case "rate":
            return tally.correct / tally.trials if tally.trials else 0
        case "count":
            return tally.trials
        case "latency":
            return tally.latency_ns / SECOND_NS
        case "mean_latency":
            return tally.latency_sum_ns / tally.latencies / SECOND_NS if tally.latencies else 0
    value: Value = getattr(tally, name)
    return value


def climbed(stair: Stair, adapt: Adapt, trial: Trial) -> Stair:
    """Return the staircase after a trial; one passed with help is neither a success nor an error."""
    if trial.correction or trial.judgement not in ("correct", *FAILED):
        return stair
    right = trial.judgement == "correct"
    stair = stair._replace(right=stair.right + 1 if right else 0, wrong=0 if right else stair.wrong + 1)
    step = 1 if stair.right >= adapt.up else -1 if stair.wrong >= adapt.down else 0
    if not step:
        return stair
    turned = stair.direction not in (0, step)
    level = min(max(stair.level + step, adapt.minimum), adapt.maximum)
    return stair._replace(level=level, right=0, wrong=0, direction=step, reversals=stair.reversals + turned)


def faded(fade: Fade, prompting: Prompting, prompts: int, trial: Trial) -> Fade:
    """Return the help that a child begins with for an item, updated after a trial on it.

    Most-to-least: less help after ``fade_after`` trials passed at the present help, more after
    ``raise_after`` that were not. The delays of time delay follow from the number of trials alone.
    """
    if trial.judgement not in (*PASSED, *FAILED) or trial.correction:
        return fade
    fade = fade._replace(trials=fade.trials + 1)
    if prompting.procedure != "most_to_least":
        return fade
    level = prompts - 1 if fade.level is None else fade.level
    at_level = trial.prompts <= (1 if level >= 0 else 0)  # less help than that is no failure
    passed = trial.judgement in PASSED and at_level
    fade = fade._replace(
        level=level, right=fade.right + 1 if passed else 0, wrong=0 if passed else fade.wrong + 1
    )
    if fade.right >= prompting.fade_after:
        return fade._replace(level=max(level - 1, -1), right=0, wrong=0)
    if fade.wrong >= prompting.raise_after:
        return fade._replace(level=min(level + 1, prompts - 1), right=0, wrong=0)
    return fade
